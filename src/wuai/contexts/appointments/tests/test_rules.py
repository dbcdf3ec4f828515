"""Times, limits and the life of an appointment, as tables."""

from datetime import date, datetime, time, timedelta, timezone

import pytest

from wuai.contexts.appointments.rules import changing, life, times

TAIPEI = timezone(timedelta(hours=8))
WEDNESDAY = date(2026, 11, 25)
NEVER = frozenset()


def hours(starts="07:00", ends="08:00", minutes=15, capacity=4, **more):
    given = {"weekdays": (0, 1, 2, 3, 4), "room": "", "since": date(2026, 1, 1), "until": None}
    return times.Hours(
        starts=time.fromisoformat(starts), ends=time.fromisoformat(ends), minutes=minutes,
        capacity=capacity, **(given | more),
    )  # fmt: skip


def begun(found):
    return [f"{one.starts_at:%H:%M}" for one in found]


@pytest.mark.parametrize(
    ("given", "day", "closed", "expected"),
    [
        (hours(), WEDNESDAY, NEVER, ["07:00", "07:15", "07:30", "07:45"]),
        (hours(minutes=25), WEDNESDAY, NEVER, ["07:00", "07:25"]),  # what does not fit is not given
        (hours(minutes=60), WEDNESDAY, NEVER, ["07:00"]),
        (hours(minutes=61), WEDNESDAY, NEVER, []),
        (hours(), date(2026, 11, 28), NEVER, []),  # Saturday
        (hours(since=date(2026, 11, 26)), WEDNESDAY, NEVER, []),
        (hours(until=date(2026, 11, 24)), WEDNESDAY, NEVER, []),
        (hours(until=WEDNESDAY, minutes=60), WEDNESDAY, NEVER, ["07:00"]),
        (hours("11:30", "12:30", 30), WEDNESDAY, frozenset({"AM"}), ["12:00"]),
        (hours("11:30", "12:30", 30), WEDNESDAY, frozenset({"PM"}), ["11:30"]),
        (hours("11:30", "12:30", 30), WEDNESDAY, frozenset({"AM", "PM"}), []),
    ],
)
def test_times_come_from_the_pattern_less_what_is_closed(given, day, closed, expected):
    assert begun(times.openings([given], day, closed)) == expected


def test_two_patterns_at_one_time_in_one_room_are_one_time_with_both_places():
    one, two, elsewhere = (
        hours(minutes=60),
        hours(minutes=60, capacity=1),
        hours(minutes=60, room="B"),
    )
    found = times.openings([one, two, elsewhere], WEDNESDAY, NEVER)
    assert [(o.room, o.capacity) for o in found] == [("", 5), ("B", 4)]


@pytest.mark.parametrize(
    ("on", "may"),
    [("2026-11-23", False), ("2026-11-24", True), ("2026-12-03", True), ("2026-12-04", False)],
)
def test_the_public_books_between_the_lead_and_the_horizon(on, may):
    today = date(2026, 11, 23)
    given = times.window(date.fromisoformat(on), today=today, lead_days=1, horizon_days=10)
    assert given is may


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=TAIPEI)


@pytest.mark.parametrize(
    ("at", "days", "own", "refused"),
    [
        ("2026-11-24T23:59", 1, True, None),
        ("2026-11-25T00:00", 1, True, changing.TooLateToChange),
        ("2026-11-25T06:59", 0, True, None),
        ("2026-11-25T07:00", 0, True, changing.OverAlready),
        ("2026-11-20T07:00", 0, False, changing.NotByYourself),
    ],
)
def test_a_person_changes_until_the_day_before_and_never_what_the_branch_set(
    at, days, own, refused
):
    starts_at = moment("2026-11-25T07:00")

    def change():
        changing.own_change(starts_at, at=moment(at), change_days=days, self_service=own)

    if refused is None:
        change()
    else:
        with pytest.raises(refused):
            change()


@pytest.mark.parametrize("ahead", [0, 2, 3, 4])
def test_one_telephone_holds_three_appointments(ahead):
    if ahead < changing.MOST_AHEAD:
        changing.may_hold_another(ahead)
    else:
        with pytest.raises(changing.TooManyAhead):
            changing.may_hold_another(ahead)


def test_the_table_allows_exactly_these_moves():
    allowed = {
        (state, code) for code in (m.code for m in life.MOVES) for state in life.STATE_NAMES
        if life.may(code, state)
    }  # fmt: skip
    assert allowed == {
        ("HELD", "BOOK"), ("HELD", "EXPIRE"), ("BOOKED", "MOVE"), ("BOOKED", "CANCEL"),
        ("CANCELLED", "RESTORE"), ("BOOKED", "CHECK_IN"), ("NO_SHOW", "CHECK_IN"),
        ("BOOKED", "FINISH"), ("ARRIVED", "FINISH"), ("BOOKED", "MISS"),
    }  # fmt: skip
    with pytest.raises(life.NotPossibleNow) as refused:
        life.move("CANCEL", life.SERVED)
    assert "已辦畢" in refused.value.text("zh")


def test_nobody_has_missed_what_has_not_begun():
    with pytest.raises(changing.TooEarlyToJudge):
        changing.missed(moment("2026-11-25T07:00"), moment("2026-11-25T06:59"))
    changing.missed(moment("2026-11-25T07:00"), moment("2026-11-25T07:00"))
