"""A closure moves what runs, at once and no more; its withdrawal moves that back and nothing else."""

import threading
from datetime import date, datetime, time

import pytest
from django.db import connection, transaction

from wuai.contexts.deadlines import api
from wuai.contexts.deadlines.events import DeadlineMoved
from wuai.contexts.deadlines.models import Deadline, DeadlineMove
from wuai.contexts.deadlines.queries import moving
from wuai.contexts.deadlines.rules import closures as rules
from wuai.contexts.deadlines.rules import states
from wuai.contexts.organisation import api as organisation
from wuai.platform import events
from wuai.platform.actors import system

FRIDAY, DUE, NEXT = date(2026, 11, 20), date(2026, 11, 30), date(2026, 12, 1)
BY = system("test")
pytestmark = pytest.mark.django_db


def at(day=FRIDAY, hour=10, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=states.TAIPEI)


def start(ref="one", rule="OBJECTION_OPINION", since=FRIDAY, branch="SCY"):
    subject = api.Subject("test", ref, organisation.branch(branch).id)
    return api.start(subject=subject, rule=rule, since=since, by=BY, at=at(since))


def declare(on=DUE, county="", when=None, shown=None, **more):
    said = api.Declaration(on, county, more.pop("half", ""), "颱風停止上班", "Typhoon", **more)
    return api.declare_closure(declaration=said, shown=shown, by=BY, at=when or at(DUE, 9))


def withdraw(number, when=None):
    api.withdraw_closure(closure_id=number, reason="誤植", by=BY, at=when or at(DUE, 9))


def due(ref="one"):
    (row,) = api.of_subject("test", ref)
    return row.due_on


def here():
    return organisation.branch("SCY").county


def test_what_is_due_on_the_closed_day_moves_and_moves_back():
    row = start()
    number = declare()
    assert due() == NEXT
    said = api.explain(row.ref)
    assert said.steps[-1].why.en == "offices declared closed: moves to the next day"
    assert [(m.from_due_on, m.to_due_on, m.is_back) for m in said.moves] == [(DUE, NEXT, False)]
    withdraw(number)
    assert due() == DUE
    assert [m.is_back for m in api.explain(row.ref).moves] == [False, True]


def test_only_working_days_mind_a_closure_on_the_way():
    start("days")
    start("working", "PETITION_REPLY")
    start("fixed", "REAUCTION_NOTICE_LATEST")
    number = declare(on=date(2026, 11, 25))
    assert (due("days"), due("working"), due("fixed")) == (DUE, NEXT, date(2026, 12, 20))
    assert DeadlineMove.objects.count() == 1
    withdraw(number)
    assert due("working") == DUE


def test_another_county_moves_nothing_and_ones_own_does():
    start()
    declare(county="連江縣")
    assert due() == DUE
    declare(county=here())
    assert due() == NEXT


def test_the_preview_says_what_the_declaration_then_does(deliver):
    heard = []
    events.subscribe(DeadlineMoved, lambda event: heard.append(event))
    for n in range(3):
        start(str(n))
    start("far", since=date(2026, 12, 1))
    said = moving.Declared(None, DUE, "", "", False)
    seen = moving.preview(said, BY)
    assert [(g.from_due_on, g.to_due_on, g.count) for g in seen.groups] == [(DUE, NEXT, 3)]
    assert seen.count == 3
    assert Deadline.objects.filter(due_on=NEXT).count() == 0
    number = declare(shown=3)
    deliver()
    ((batch, count),) = [(event.batch, event.count) for event in heard]
    assert count == 3
    assert {(m.subject, m.to_due_on) for m in api.moves_of(batch)} == {
        (str(n), NEXT) for n in range(3)
    }
    assert moving.preview_withdrawal(number, DUE, BY).count == 3


def test_a_preview_that_is_out_of_date_is_refused_and_nothing_is_declared():
    start()
    with pytest.raises(rules.PreviewOutdated):
        declare(shown=0)
    assert due() == DUE
    assert api.calendar().is_working_day(DUE)


def test_one_minute_before_midnight_the_day_still_moves():
    start()
    declare(when=at(DUE, 23, 59))
    (row,) = api.of_subject("test", "one")
    assert (row.due_on, row.state) == (NEXT, "RUNNING")


def test_declared_twice_is_refused_and_overlapping_moves_once():
    start()
    declare()
    with pytest.raises(rules.ClosureDeclaredBefore):
        declare()
    whole_county = declare(county=here())
    assert DeadlineMove.objects.count() == 1
    withdraw(whole_county)
    assert due() == NEXT


def test_of_two_closures_in_a_row_each_can_go_back_alone():
    start()
    first = declare()
    second = declare(on=NEXT)
    assert due() == date(2026, 12, 2)
    withdraw(first)
    assert due() == DUE
    withdraw(second)
    assert due() == DUE


def test_what_was_met_in_time_stays_as_it_is():
    start()
    api.meet(which=api.Which("test", "one"), on=date(2026, 11, 25), by=BY, at=at())
    number = declare()
    assert due() == DUE
    withdraw(number)
    assert DeadlineMove.objects.count() == 0


def test_a_past_closure_shows_that_a_late_answer_was_in_time_and_back_again():
    start()
    (row,) = api.meet(which=api.Which("test", "one"), on=NEXT, by=BY, at=at(NEXT))
    assert row.is_late
    number = declare(when=at(NEXT, 12))
    (row,) = api.of_subject("test", "one")
    assert (row.state, row.due_on, row.is_late) == ("MET", NEXT, False)
    withdraw(number)
    (row,) = api.of_subject("test", "one")
    assert (row.state, row.due_on, row.is_late) == ("MET", DUE, True)


def test_a_past_closure_heals_what_was_missed_and_its_withdrawal_shows_it_again():
    start()
    Deadline.objects.update(state="MISSED", seen_at=at(NEXT))
    number = declare(when=at(NEXT, 8))
    row = Deadline.objects.get()
    assert (row.state, row.due_on, row.seen_at) == ("RUNNING", NEXT, None)
    withdraw(number, at(NEXT, 9))
    assert Deadline.objects.get().state == "MISSED"


def test_a_closure_two_days_ago_leaves_it_missed():
    start()
    declare(when=at(date(2026, 12, 3)))
    assert Deadline.objects.get().state == "MISSED"


def test_what_stands_still_is_counted_under_the_calendar_of_the_day_it_goes_on():
    start(rule="PETITION_REPLY")
    which = api.Which("test", "one")
    api.suspend(which=which, on=date(2026, 11, 24), reason="補正", by=BY, at=at())
    declare(on=date(2026, 11, 26), when=at())
    assert DeadlineMove.objects.count() == 0
    assert api.resume(which=which, on=date(2026, 11, 25), by=BY, at=at())[0].due_on == date(
        2026, 12, 2
    )


@pytest.mark.parametrize(
    ("half", "since", "until_before", "after"),
    [
        ("PM", FRIDAY, "END_OF_DAY", (NEXT, "END_OF_DAY")),
        ("AM", FRIDAY, "END_OF_DAY", (DUE, "END_OF_DAY")),
        ("PM", date(2026, 11, 18), "NOON", (NEXT, "END_OF_DAY")),
        ("AM", date(2026, 11, 18), "NOON", (DUE, "END_OF_DAY")),
    ],
)
def test_half_a_day(half, since, until_before, after):
    assert start(since=since).until == until_before
    declare(half=half)
    (row,) = api.of_subject("test", "one")
    assert (row.due_on, row.until) == after


@pytest.mark.parametrize(
    ("begins", "ends", "half"),
    [
        (None, None, ""), (time(8), time(18), ""), (time(10), None, "PM"), (time(15), None, "PM"),
        (None, time(12), "AM"), (time(10), time(13), "AM"), (time(13), time(17, 30), "PM"),
    ],
)  # fmt: skip
def test_the_clock_says_which_half_is_closed(begins, ends, half):
    assert rules.half_of(begins, ends) == half


@pytest.mark.parametrize(
    ("begins", "ends", "refused"),
    [
        (None, time(11), rules.ClosureTooShort), (time(13), time(15), rules.ClosureTooShort),
        (time(15), time(14), rules.TimesWrong),
    ],
)  # fmt: skip
def test_times_that_close_no_half_are_refused(begins, ends, refused):
    with pytest.raises(refused):
        rules.half_of(begins, ends)


def test_a_closure_by_the_clock_moves_like_its_half():
    start()
    number = declare(from_time=time(14))
    assert due() == NEXT
    held = next(row for row in api.closures() if row.id == number)
    assert (held.half, held.from_time) == ("PM", time(14))


def test_a_declared_working_day_brings_working_days_forward():
    start(rule="PETITION_REPLY")
    number = declare(on=date(2026, 11, 28), is_working_day=True, when=at())
    assert due() == date(2026, 11, 28)
    withdraw(number)
    assert due() == DUE


def test_pauses_and_extensions_move_as_they_were_reckoned():
    start(rule="FOI_DECISION")
    which = api.Which("test", "one")
    api.suspend(which=which, on=date(2026, 11, 24), reason="補正", by=BY, at=at())
    api.resume(which=which, on=date(2026, 11, 26), by=BY, at=at())
    row = api.extend(which=which, on=FRIDAY, told_on=FRIDAY, reason="繁雜", by=BY, at=at())
    before = row.due_on
    declare(on=before, when=at())
    (after,) = api.of_subject("test", "one")
    assert (after.due_on > before, after.state) == (True, "EXTENDED")


def test_the_database_and_the_rule_agree_on_what_is_over_and_late():
    from wuai.contexts.deadlines.actions.moving import _LATE, _OVER

    moments = [at(DUE), at(DUE, 12), at(DUE, 12, 1), at(DUE, 23, 59), at(NEXT, 0), at(NEXT, 12)]
    with connection.cursor() as cursor:
        for until in ("NOON", "END_OF_DAY"):
            for now in moments:
                names = {"due": "d.due_on", "until": "d.until"}
                cursor.execute(
                    f"SELECT {_OVER.format(**names)}, {_LATE.format(**names)} FROM (SELECT"
                    " %(due)s::date due_on, %(until)s::text until, %(met)s::date met_on,"
                    " %(now)s::timestamptz met_at) d",
                    {"due": DUE, "until": until, "now": now, "met": now.date()},
                )
                assert cursor.fetchone() == (
                    states.is_over(DUE, until, now), states.is_late(DUE, until, now.date(), now),
                ), (until, now)  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_what_is_started_while_a_closure_is_declared_is_not_left_behind():
    gate, failed = threading.Barrier(2), []

    def starting():
        try:
            with transaction.atomic():
                start()
                gate.wait(20)
                threading.Event().wait(0.3)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    def declaring():
        try:
            gate.wait(20)
            declare()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for run in (starting, declaring)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    assert due() == NEXT
    assert DeadlineMove.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_deadline_started_by_four_at_once_is_one():
    gate, got = threading.Barrier(4), []

    def run():
        try:
            gate.wait(20)
            got.append(start().ref)
        except Exception as error:
            got.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(got) == 4
    assert len(set(got)) == 1
