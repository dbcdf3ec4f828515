"""Signals, referrals and pauses in the books; what is sensitive stays inside."""

import threading
import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests import factories as make

from wuai.contexts.care import api
from wuai.contexts.care.models import Destination, Pause, Referral, Signal, Step
from wuai.contexts.care.queries import helping
from wuai.contexts.care.rules import helping as rules
from wuai.contexts.care.rules.signals import SignalHeld
from wuai.contexts.messages.models import Message
from wuai.platform.models import HistoryLine

YEAR = api.Span(date(2026, 1, 1), date(2026, 12, 31))


def test_signals_come_from_data_and_from_staff_once_each(office):
    person = make.party(born_on=date(1950, 1, 1))
    case = make.case(person)
    held = office.note(case, "ILLNESS", note="洗腎")
    with pytest.raises(SignalHeld):
        office.note(case, "ILLNESS")
    assert [s.kind for s in api.signals_of(person.id, office.on)] == ["ILLNESS", "ELDERLY"]
    api.end_signal(ref=held.ref, why="已康復", by=office.clerk, at=office.at)
    assert [s.kind for s in api.signals_of(person.id, office.on)] == ["ELDERLY"]
    with pytest.raises(api.NotFound):
        api.end_signal(ref=held.ref, why="x", by=office.clerk, at=office.at)
    office.note(case, "ILLNESS")
    assert Signal.objects.count() == 2


def test_the_history_never_says_what_was_noticed(office):
    case = make.case()
    office.note(case, "ILLNESS", note="洗腎")
    office.refer(case, told=("ILLNESS",), ground="WRITTEN", needs="協助洗腎交通")
    lines = "".join(f"{h.data}{h.reason}" for h in HistoryLine.objects.all())
    assert "洗腎" not in lines
    assert "ILLNESS" not in lines


def test_a_referral_goes_from_the_slip_to_help_and_counts(office):
    Destination.objects.filter(code="SOCIAL-HSZ").update(email="bureau@example.org")
    case = make.case(make.party(name="林需要"))
    asked = office.asked(case)
    held = api.refer(asked=asked, by=office.clerk, at=office.at, on=office.on)
    again = api.refer(asked=asked, by=office.clerk, at=office.at, on=office.on)
    assert held.id == again.id
    with pytest.raises(api.ReferralMoveNotAllowed):
        office.step(held, "HELP", amount=5000)
    sent = office.step(held, "SEND", note="")
    assert sent.follow_up_on == office.on + timedelta(days=14)
    mail = Message.objects.get()
    assert held.number in mail.body
    assert "林需要" not in mail.subject + mail.body
    assert helping.due(office.branch.id, office.on) == []
    later = office.on + timedelta(days=14)
    assert [r.number for r in helping.due(office.branch.id, later)] == [held.number]
    api.follow_up(ref=held.ref, note="審查中", next_on=later + timedelta(days=7), by=office.clerk,
                  at=office.at, on=later)  # fmt: skip
    assert helping.due(office.branch.id, later) == []
    with pytest.raises(rules.NoteMissing):
        office.step(held, "HELP", note=" ")
    office.step(held, "HELP", note="核發急難救助", amount=5000)
    withdrawn = office.refer(case)
    office.step(withdrawn, "WITHDRAW")
    office.refer(case, destination="CHARITY-CCF")
    found = api.totals(office.branch.id, YEAR)
    assert {t.code: (t.referred, t.helped, t.amount, t.waiting) for t in found} == {
        "SOCIAL-HSZ": (1, 1, 5000, 0), "CHARITY-CCF": (1, 0, 0, 1),
    }  # fmt: skip
    one = api.Span(YEAR.since, YEAR.until, "SOCIAL-HSZ", "HELPED")
    assert [r.number for r in helping.referrals(office.branch.id, one)] == [held.number]
    assert Step.objects.filter(referral__ref=held.ref).count() == 3


def test_an_emergency_needs_no_consent_but_facts_and_a_window_that_takes_it(office):
    case = make.case()
    given = {"kind": "EMERGENCY", "ground": "DANGER", "consented_on": None, "told": ()}
    with pytest.raises(rules.GroundNeedsReason):
        office.refer(case, **given)
    with pytest.raises(api.NotFound):
        office.refer(case, facts="說想不開", **(given | {"destination": "CHARITY-CCF"}))
    held = office.refer(case, facts="電話中表示想不開", **given)
    sent = office.step(held, "SEND", note="")
    assert sent.follow_up_on == office.on + timedelta(days=1)


def test_consent_needs_its_day(office):
    case = make.case()
    for day in (None, office.on + timedelta(days=1)):
        with pytest.raises(api.GroundMissing):
            office.refer(case, consented_on=day)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.create(
            branch=office.branch, party=case.obligor, case=case, number="x", key=uuid.uuid4(),
            destination=Destination.objects.first(), kind="CARE", needs="", ground="ORAL",
            made_on=office.on, made_at=office.at, made_by="x", made_name="x",
        )  # fmt: skip


def test_a_pause_holds_from_today_to_its_last_day_and_ends_by_decision(office):
    case = make.case()
    with pytest.raises(api.MayNotPause):
        office.pause(case, by=office.clerk)
    office.pause(case, days=30)
    last = office.on + timedelta(days=30)
    held = {day: api.is_paused(case.id, day) for day in
            (office.on - timedelta(days=1), office.on, last, last + timedelta(days=1))}  # fmt: skip
    assert list(held.values()) == [False, True, True, False]
    assert api.paused([case.id, make.case().id], office.on) == {case.id}
    with pytest.raises(api.PauseHeld):
        office.pause(case)
    day = office.on + timedelta(days=5)
    api.end_pause(
        case_id=case.id, why="已獲補助並開始分期", by=office.officer, at=office.at, on=day
    )
    assert api.is_paused(case.id, day - timedelta(days=1))
    assert not api.is_paused(case.id, day)
    office.pause(case, on=day)
    assert api.is_paused(case.id, day)


def test_nobody_acts_on_another_branch(office):
    case = make.case()
    held, signal = office.refer(case), office.note(case)
    for act in (
        lambda: office.note(case, "DISASTER", by=office.stranger),
        lambda: office.refer(case, by=office.stranger),
        lambda: office.pause(case, by=office.stranger),
        lambda: api.end_signal(ref=signal.ref, why="x", by=office.stranger, at=office.at),
        lambda: api.take_step(ref=held.ref, outcome=api.Outcome("SEND"), by=office.stranger,
                              at=office.at, on=office.on),
    ):  # fmt: skip
        with pytest.raises(api.NotFound):
            act()


def test_nothing_is_saved_when_the_history_line_fails(office, monkeypatch):
    from wuai.contexts.care.actions import noticing

    monkeypatch.setattr(noticing, "record", lambda **_: None)
    with pytest.raises(RuntimeError):
        office.note(make.case())
    assert not Signal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_pause_at_once_make_one_pause(office):
    case = make.case()
    said = []

    def run():
        try:
            office.pause(case)
            said.append("done")
        except api.PauseHeld:
            said.append("held")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert sorted(said) == ["done", "held", "held", "held"]
    assert Pause.objects.count() == 1
