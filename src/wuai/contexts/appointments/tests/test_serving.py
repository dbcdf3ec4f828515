"""The day itself: roster, ready, arrived, done or missed, walk-ins, times taken off."""

from datetime import date, time, timedelta

import pytest
from tests import factories as make

from wuai.contexts.appointments import api
from wuai.contexts.appointments.actions import arranging, serving
from wuai.contexts.appointments.actions.changing import new_code
from wuai.contexts.appointments.models import Booking, Duty, Slot
from wuai.contexts.appointments.queries import day
from wuai.contexts.organisation.models import StaffMember
from wuai.platform.actors import PUBLIC


def _member(of, name="出納", **more):
    return StaffMember.objects.create(
        branch=of, number=f"T{StaffMember.objects.count()}", name_zh=name, duty="CASHIER",
        since=date(2020, 1, 1), **more,
    )  # fmt: skip


def test_from_ready_to_done_and_what_came_of_it_is_known(office):
    booking, _ = office.booked()
    ref, by = booking.ref, office.clerk
    assert api.attended(ref) is None
    api.assign(ref=ref, member_id=_member(office.branch).id, by=by, at=office.at)
    serving.ready(ref=ref, by=by, at=office.at)
    assert api.check_in(ref=ref, by=by, at=office.time(7, 2)).state == "ARRIVED"
    with pytest.raises(serving.OutcomeMissing):
        api.finish(ref=ref, outcome="OTHER", result=" ", by=by, at=office.time(7, 10))
    api.finish(ref=ref, outcome="PAID", result="", by=by, at=office.time(7, 10))
    assert api.attended(ref) is True
    with pytest.raises(api.NotPossibleNow):
        api.miss(ref=ref, by=by, at=office.time(9))
    assert office.left() == 3  # who was served had the place


def test_a_missed_appointment_can_still_become_a_late_one(office):
    booking, _ = office.booked()
    with pytest.raises(Exception, match="還沒到"):
        api.miss(ref=booking.ref, by=office.clerk, at=office.time(6, 59))
    api.miss(ref=booking.ref, by=office.clerk, at=office.time(9))
    assert api.attended(booking.ref) is False
    api.check_in(ref=booking.ref, by=office.clerk, at=office.time(9, 30))
    assert api.attended(booking.ref) is True


def test_only_who_serves_at_the_branch_that_day_is_assigned_or_on_duty(office):
    booking, _ = office.booked()
    gone = _member(office.branch, until=date(2026, 11, 24))
    elsewhere = _member(make.branch("TPY"))
    for member in (gone, elsewhere):
        with pytest.raises(serving.MemberElsewhere):
            api.assign(ref=booking.ref, member_id=member.id, by=office.clerk, at=office.at)
        with pytest.raises(serving.MemberElsewhere):
            arranging.put_on_duty(service_code="EVENING", on=office.day, member_id=member.id,
                                  by=office.clerk, at=office.at)  # fmt: skip
    here = _member(office.branch)
    for _ in range(2):
        arranging.put_on_duty(service_code="EVENING", on=office.day, member_id=here.id,
                              by=office.clerk, at=office.at)  # fmt: skip
    arranging.take_off_duty(duty_id=Duty.objects.get().id, by=office.clerk, at=office.at)
    assert not Duty.objects.exists()


def test_who_walks_in_is_put_into_the_running_time_even_when_it_is_full(office):
    for _ in range(4):
        office.booked()
    wish = office.wish(channel="WALK_IN")
    for _ in range(2):
        booking = api.walk_in(wish=wish, person=office.person(), by=office.clerk, at=office.time(7, 5))  # fmt: skip
    assert (booking.state, booking.slot.starts_at) == ("ARRIVED", office.time(7))
    slot = Slot.objects.get()
    assert (slot.capacity, slot.extra, slot.taken) == (4, 1, 5)
    with pytest.raises(api.NoSuchTime):
        api.walk_in(wish=office.wish(), person=office.person(), by=office.clerk, at=office.time(8))


def test_a_time_taken_off_tells_who_was_booked_and_can_be_given_again(office):
    booking, _ = office.booked()
    told = arranging.close_slot(service_code="EARLY_BIRD", starts_at=office.time(7), room="繳款櫃檯",
                                reason="設備維修", by=office.clerk, at=office.at)  # fmt: skip
    booking.refresh_from_db()
    assert (told, booking.state, booking.result) == (1, "CANCELLED", "設備維修")
    assert [one.row.ref for one in day.to_call(office.branch.id, office.on)] == [booking.ref]
    serving.called(ref=booking.ref, by=office.clerk, at=office.at)  # no mail address: by telephone
    assert day.to_call(office.branch.id, office.on) == []
    assert office.left() == 0
    with pytest.raises(api.SlotFull):
        office.hold()
    arranging.open_slot(slot_ref=Slot.objects.get().ref, by=office.clerk, at=office.at)
    assert office.left() == 4


def test_patterns_are_added_and_ended_and_fewer_places_turn_nobody_out(office):
    for _ in range(3):
        office.booked()
    pattern = next(iter(office.booked()[0].service.patterns.all()))
    arranging.end_pattern(pattern_id=pattern.id, until=date(2026, 11, 24), by=office.clerk, at=office.at)  # fmt: skip
    assert office.free() == []
    week = arranging.Week((2,), time(7), time(7, 30), 15, 2, "繳款櫃檯", office.day)
    arranging.add_pattern(service_code="EARLY_BIRD", week=week, by=office.clerk, at=office.at)
    assert [one.free for one in office.free(full_too=True)] == [0, 2]
    with pytest.raises(api.SlotFull):
        office.hold()
    assert Booking.objects.filter(state="BOOKED").count() == 4
    bad = arranging.Week((), time(8), time(7), 15, 0, "", office.day)
    with pytest.raises(arranging.PatternNotSensible):
        arranging.add_pattern(service_code="EARLY_BIRD", week=bad, by=office.clerk, at=office.at)


def test_a_new_code_shuts_the_old_one_out(office):
    booking, old = office.booked()
    code = new_code(ref=booking.ref, by=office.clerk, at=office.at)
    assert api.found_by_code(booking.number, old) is None
    assert api.found_by_code(booking.number, code) == booking.ref


def test_an_office_cannot_cancel_what_is_over(office):
    booking, _ = office.booked()
    with pytest.raises(api.OverAlready):
        api.cancel(ref=booking.ref, by=office.clerk, at=office.time(7))
    with pytest.raises(api.TooLateToChange):
        api.cancel(ref=booking.ref, by=PUBLIC, at=office.time(7) - timedelta(minutes=1))
