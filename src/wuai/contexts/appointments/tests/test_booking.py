"""Holding, booking, moving, cancelling: who has a place, and who gets told."""

import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from tests import factories as make

from wuai.contexts.appointments import api, jobs
from wuai.contexts.appointments.actions import changing, serving
from wuai.contexts.appointments.models import Booking, Slot
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.messages.models import Message
from wuai.platform.actors import PUBLIC, Actor
from wuai.platform.models import HistoryLine

REASON = "另有要事"


def test_a_hold_takes_a_place_and_gives_it_back_when_it_runs_out(office):
    assert office.left() == 4
    held = office.hold()
    assert office.left() == 3
    assert held.until - office.at == timedelta(minutes=15)
    later = held.until
    assert office.left(at=later) == 4
    with pytest.raises(api.HoldLapsed):
        api.book(ref=held.ref, by=PUBLIC, at=later, on=office.on)
    office.hold(at=later)  # the next one frees what lapsed
    assert Booking.objects.get(ref=held.ref).state == "EXPIRED"
    assert office.left(at=later) == 3


def test_filling_in_prolongs_the_hold_and_what_was_not_sent_is_forgotten(office):
    held = office.hold()
    soon = office.at + timedelta(minutes=14)
    api.describe(ref=held.ref, person=office.person(), by=PUBLIC, at=soon)
    assert office.left(at=held.until) == 3
    with time_machine.travel(soon + timedelta(minutes=15), tick=False):
        jobs.holds(0)
        jobs.holds(0)
    kept = Booking.objects.get(ref=held.ref)
    assert (kept.state, kept.name, kept.phone) == ("EXPIRED", "", "")


def test_the_same_form_sent_twice_is_one_booking(office):
    key = uuid.uuid4()
    first, again = office.hold(key=key), office.hold(key=key)
    assert first.ref == again.ref
    assert (bool(first.code), again.code) == (True, "")
    api.describe(ref=first.ref, person=office.person(), by=PUBLIC, at=office.at)
    one = api.book(ref=first.ref, by=PUBLIC, at=office.at, on=office.on)
    two = api.book(ref=first.ref, by=PUBLIC, at=office.at, on=office.on)
    assert one.number == two.number == "115約000001"
    assert api.found_by_code(one.number, first.code.lower().replace("-", " ")) == one.ref
    assert api.found_by_code(one.number, "AAAA-AAAA") is None
    assert office.left() == 3


def test_a_full_time_is_refused_and_the_table_refuses_too(office):
    for _ in range(4):
        office.booked()
    assert office.left() == 0
    assert office.time(7) not in {one.starts_at for one in office.free()}
    with pytest.raises(api.SlotFull):
        office.hold()
    slot = Slot.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            branch=office.branch, service=slot.service, slot=slot, key=uuid.uuid4(), channel="WEB",
            code_index=b"x", held_at=office.at, held_until=office.at,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("service", "day", "hour", "refused"),
    [
        ("EARLY_BIRD", "2026-11-24", 7, None),
        ("EARLY_BIRD", "2026-11-23", 7, api.TooSoonOrTooFar),  # over
        ("EVENING", "2026-11-23", 18, api.TooSoonOrTooFar),  # today: one day ahead is asked for
        ("EARLY_BIRD", "2027-02-25", 7, api.TooSoonOrTooFar),  # beyond the horizon
        ("EARLY_BIRD", "2026-11-25", 9, api.NoSuchTime),
        ("EARLY_BIRD", "2026-11-28", 7, api.NoSuchTime),  # Saturday
        ("EARLY_BIRD", "2027-01-01", 7, api.NoSuchTime),  # a holiday
        ("REPORT", "2026-11-25", 9, api.NotByYourself),
        ("NOTHING", "2026-11-25", 9, api.ServiceUnknown),
    ],
)
def test_the_public_gets_only_times_that_are_given(office, service, day, hour, refused):
    starts_at = office.time(hour, day=date.fromisoformat(day))
    if refused is None:
        assert office.hold(starts_at, service)
    else:
        with pytest.raises(refused):
            office.hold(starts_at, service)


def test_a_booking_needs_what_its_service_asks_and_no_more_than_three_for_a_telephone(office):
    held = office.hold(office.time(9, 30, day=date(2026, 11, 27)), "HOME_VISIT")
    api.describe(ref=held.ref, person=office.person(phone=""), by=PUBLIC, at=office.at)
    with pytest.raises(Exception, match="地址"):
        api.book(ref=held.ref, by=PUBLIC, at=office.at, on=office.on)
    for _ in range(3):
        office.booked(person=office.person())
    with pytest.raises(api.TooManyAhead):
        office.booked(person=office.person())


def test_a_case_number_links_the_case_and_an_unknown_one_says_nothing(office):
    case = make.case()
    one, _ = office.booked(person=office.person(case_text=case.number))
    other, _ = office.booked(person=office.person(case_text="115年度健執字第99999999號"))
    assert (one.case_id, other.case_id) == (case.id, None)
    assert one.party_id is None  # nobody has shown who they are
    assert [row.number for row in api.of_case(case.id)] == [one.number]


def test_moving_takes_the_new_place_or_keeps_the_old(office):
    booking, _ = office.booked(person=office.person(email="a@example.org"))
    api.move(ref=booking.ref, starts_at=office.time(7, 15), by=PUBLIC, at=office.at)
    assert (office.left(), office.left(office.time(7, 15))) == (4, 3)
    for _ in range(4):
        office.booked(office.time(7, 30))
    with pytest.raises(api.SlotFull):
        api.move(ref=booking.ref, starts_at=office.time(7, 30), by=PUBLIC, at=office.at)
    assert Booking.objects.get(ref=booking.ref).slot.starts_at == office.time(7, 15)
    api.move(ref=booking.ref, starts_at=office.time(7), by=PUBLIC,
             at=office.at + timedelta(minutes=1))  # fmt: skip
    told = Message.objects.order_by("id")
    assert told.count() == 3  # booked, moved, moved back
    assert booking.number in told[2].body
    assert "早鳥" not in told[2].body


def test_cancelling_frees_once_however_often_it_is_sent(office):
    booking, _ = office.booked()
    for _ in range(3):
        api.cancel(ref=booking.ref, by=PUBLIC, at=office.at)
    assert office.left() == 4
    assert Booking.objects.get(ref=booking.ref).ground == "PERSON"
    with pytest.raises(api.NotPossibleNow):
        api.move(ref=booking.ref, starts_at=office.time(7, 15), by=PUBLIC, at=office.at)
    with pytest.raises(api.NotPossibleNow):
        api.check_in(ref=booking.ref, by=office.clerk, at=office.at)


def test_a_reporting_day_is_the_branchs_to_change(office):
    case = make.case()
    starts_at = office.time(9)
    wish = office.wish(starts_at, "REPORT", channel="OFFICE")
    person = api.Person(name="陳測試", case_id=case.id)
    booking, code = api.book_now(wish=wish, person=person, by=office.clerk, at=office.at, on=office.on)  # fmt: skip
    again, none = api.book_now(wish=wish, person=person, by=office.clerk, at=office.at, on=office.on)  # fmt: skip
    assert (again.id, none) == (booking.id, "")
    assert code
    assert booking.party_id == case.obligor_id
    assert [row.ref for row in api.of_person([case.obligor_id])] == [booking.ref]
    for act in (
        lambda: api.move(ref=booking.ref, starts_at=office.time(9, 30), by=PUBLIC, at=office.at),
        lambda: api.cancel(ref=booking.ref, by=PUBLIC, at=office.at),
    ):
        with pytest.raises(api.NotByYourself):
            act()
    api.move(ref=booking.ref, starts_at=office.time(9, 30), reason="申請改期核准", by=office.clerk,
             at=office.at)  # fmt: skip
    line = HistoryLine.objects.get(action="appointment.move")
    assert (line.case_ref, line.reason) == (str(case.ref), "申請改期核准")


def test_another_branch_finds_no_such_appointment(office):
    booking, _ = office.booked()
    elsewhere = Actor("staff", "account:9", "外人", branch_id=make.branch("TPY").id)
    for act in (api.check_in, api.cancel, serving.ready, changing.new_code):
        with pytest.raises(api.AppointmentUnknown):
            act(ref=booking.ref, by=elsewhere, at=office.at)
    with pytest.raises(api.AppointmentUnknown):
        api.move(ref=booking.ref, starts_at=office.time(7, 15), by=elsewhere, at=office.at)


def test_nothing_is_saved_when_the_history_line_fails(office, monkeypatch):
    from wuai.contexts.appointments.actions import booking

    monkeypatch.setattr(booking, "record", lambda **_: None)
    with pytest.raises(RuntimeError):
        office.hold()
    assert not Booking.objects.exists()
    assert office.left() == 4


def _declare(office, half="", county=""):
    said = deadlines.Declaration(on=office.day, county=county, half=half, reason_zh="颱風")
    return deadlines.declare_closure(declaration=said, by=office.by, at=office.at)


def test_a_closure_cancels_and_tells_and_its_withdrawal_gives_back(office, hear):
    one, _ = office.booked(person=office.person(email="a@example.org"))
    other, _ = office.booked(office.time(17, 30), "EVENING")
    api.cancel(ref=other.ref, by=PUBLIC, at=office.at)
    with time_machine.travel(office.at, tick=False):
        closure = _declare(office)
        hear()
        assert office.free() == []
        one.refresh_from_db()
        assert (one.state, one.ground) == ("CANCELLED", "CLOSURE")
        deadlines.withdraw_closure(
            closure_id=closure, reason="公告更正", by=office.by, at=office.at
        )
        hear()
    assert [b.state for b in Booking.objects.order_by("id")] == ["BOOKED", "CANCELLED"]
    subjects = list(Message.objects.order_by("id").values_list("subject", flat=True))
    assert ["停止上班" in s or "恢復" in s for s in subjects] == [False, True, True]
    assert office.left() == 3


@pytest.mark.parametrize(
    ("half", "county", "stands"),
    [("AM", "", False), ("PM", "", True), ("", "臺北市", True), ("AM", "新竹市", False)],
)
def test_a_closure_takes_only_its_half_and_its_county(office, hear, half, county, stands):
    booking, _ = office.booked()
    with time_machine.travel(office.at, tick=False):
        _declare(office, half, county)
        hear()
    assert (Booking.objects.get(ref=booking.ref).state == "BOOKED") is stands


def test_reminders_go_once_for_a_time(office):
    booking, _ = office.booked(person=office.person(email="a@example.org"))
    Message.objects.all().delete()
    for day, expected in (("2026-11-23", 0), ("2026-11-24", 1), ("2026-11-24", 1)):
        with time_machine.travel(f"{day}T08:00:00+08:00", tick=False):
            jobs.morning(0)
        assert Message.objects.count() == expected, day
    later = office.time(9, day=date(2026, 11, 24))
    api.move(ref=booking.ref, starts_at=office.time(7, day=date(2026, 11, 26)), by=office.clerk,
             at=later)  # fmt: skip
    with time_machine.travel("2026-11-25T08:00:00+08:00", tick=False):
        jobs.morning(0)
    assert Message.objects.filter(subject__contains="提醒").count() == 2
