"""Granting another date for reporting moves the appointment; when the time is gone nothing happens."""

import uuid
from datetime import date, datetime, timedelta, timezone

import pytest
from tests import factories as make

from wuai.contexts.applications.declarations.effects import reporting
from wuai.contexts.applications.models import Application, ApplicationStep
from wuai.contexts.applications.queries import rows
from wuai.contexts.applications.rules.checks import HORIZON
from wuai.contexts.applications.rules.declaration import Granted, NotOffered
from wuai.contexts.appointments import api as appointments
from wuai.kernel.refusal import Refusal
from wuai.platform.actors import system

TAIPEI = timezone(timedelta(hours=8))
WAS, WISHED = date(2026, 12, 1), date(2026, 12, 10)


def time(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=TAIPEI)


@pytest.fixture
def case(window):
    return make.case(branch=window.branch)


def book(window, case, starts_at, name="王小明"):
    wish = appointments.Wish(window.branch.id, "REPORT", starts_at, uuid.uuid4(), "OFFICE")
    person = appointments.Person(name, phone="0912345678", case_id=case.id)
    return appointments.book_now(wish=wish, person=person, by=system("test", branch_id=window.branch.id),
                                 at=window.at, on=window.on)  # fmt: skip


def asked(window, case):
    return window.filed("REPORTING_DATE", case, current_on="115-12-01", wish_on="115-12-10",
                        other_wish_on="")  # fmt: skip


def bookings(case):
    return [(row.starts_at, row.state) for row in appointments.of_case(case.id)]


def test_granting_moves_the_appointment_in_the_same_step_and_writes_the_time_into_the_answer(
    window, case
):
    book(window, case, time(WAS, 9))
    row = asked(window, case)
    offered = rows.arranging(rows.page(window.clerk, row.ref), window.at)
    assert offered.smooth
    assert [o.code[:16] for o in offered.options[:2]] == ["2026-12-10T09:00", "2026-12-10T09:30"]
    window.move(row, "grant", chosen=offered.options[1].code)
    assert bookings(case) == [(time(WISHED, 9, 30), "BOOKED")]
    note = ApplicationStep.objects.filter(application=row).latest("id").note
    assert "09:30" in note


def test_a_time_that_is_gone_is_said_before_granting_and_grants_nothing_after_all(window, case):
    book(window, case, time(WAS, 9))
    row = asked(window, case)
    seen = rows.arranging(rows.page(window.clerk, row.ref), window.at).options[0].code
    for serial in range(3):  # three places at nine o'clock
        book(window, make.case(branch=window.branch), time(WISHED, 9), f"別人{serial}")
    with pytest.raises(NotOffered):
        window.move(row, "grant", chosen=seen)
    with pytest.raises(NotOffered):
        window.move(row, "grant")
    assert Application.objects.get(id=row.id).state == "RECEIVED"
    assert bookings(case) == [(time(WAS, 9), "BOOKED")]


def test_a_day_without_any_place_left_tells_staff_to_call_first(window, case, monkeypatch):
    book(window, case, time(WAS, 9))
    row = asked(window, case)
    real = appointments.free_slots
    monkeypatch.setattr(reporting.appointments, "free_slots",
                        lambda **k: [s for s in real(**k) if s.on != WISHED])  # fmt: skip
    offered = rows.arranging(rows.page(window.clerk, row.ref), window.at)
    assert not offered.smooth
    assert "打電話" in offered.said.zh
    assert offered.options[0].code.startswith("2026-12-11")


def test_the_place_can_go_between_the_look_and_the_lock(window, case, monkeypatch):
    """Two clerks grant at the same moment: the second finds the place taken, and nothing is granted."""
    book(window, case, time(WAS, 9))
    row = asked(window, case)
    seen = rows.arranging(rows.page(window.clerk, row.ref), window.at)
    for serial in range(3):
        book(window, make.case(branch=window.branch), time(WISHED, 9), f"別人{serial}")
    monkeypatch.setattr(
        "wuai.contexts.applications.declarations.effects.reporting.times", lambda *_: seen
    )
    from dataclasses import replace

    from wuai.contexts.applications.actions import work
    from wuai.contexts.applications.declarations import declaration

    held = replace(declaration("REPORTING_DATE"), arrange=lambda *_: seen)
    monkeypatch.setattr(work, "declaration", lambda _code: held)
    with pytest.raises(Refusal, match="APPOINTMENT_"):
        window.move(row, "grant", chosen=seen.options[0].code)
    row.refresh_from_db()
    assert row.state == "RECEIVED"
    assert bookings(case) == [(time(WAS, 9), "BOOKED")]


@pytest.mark.parametrize("wish", ["2026-12-10", "2030-01-01", "9999-12-31"])
def test_free_times_are_never_looked_for_years_ahead(window, case, monkeypatch, wish):
    book(window, case, time(WAS, 9))
    searched = []
    monkeypatch.setattr(reporting.appointments, "free_slots",
                        lambda **k: searched.append(k["until"]) or [])  # fmt: skip
    told = Granted("ref", window.branch.id, case.id,
                   {"current_on": "2026-12-01", "wish_on": wish}, window.on)  # fmt: skip
    reporting.times(told, window.at)
    assert searched[0] <= window.on + HORIZON + reporting.AHEAD


def test_without_an_appointment_staff_are_told_that_nothing_moves(window, case):
    row = asked(window, case)
    offered = rows.arranging(rows.page(window.clerk, row.ref), window.at)
    assert [o.code for o in offered.options] == [reporting.BY_HAND]
    window.move(row, "grant", chosen=reporting.BY_HAND, note="改到 12 月 10 日上午九點。")
    row.refresh_from_db()
    assert row.state == "GRANTED"
