"""When there are places: patterns of the week, less the days and halves on which nobody works."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.kernel.taipei import TAIPEI, day_of

HOLD_MINUTES = 15
LISTED_DAYS = 21
_NOON = time(12)


class NoSuchTime(Refusal):
    code = "APPOINTMENT_NO_SUCH_TIME"
    zh = "這個時段沒有開放預約"
    en = "No appointments are given at this time"
    next_zh = "請選擇頁面上列出的時段"
    next_en = "Choose one of the times on the page"


class TooSoonOrTooFar(Refusal):
    code = "APPOINTMENT_OUTSIDE_WINDOW"
    zh = "這個時段已經過了、太近，或還沒有開放"
    en = "This time is over, too near, or not open yet"
    next_zh = "請選擇頁面上列出的時段，或打電話給分署"
    next_en = "Choose one of the times on the page, or call the branch"


class SlotFull(Refusal):
    code = "APPOINTMENT_FULL"
    zh = "這個時段剛剛額滿了"
    en = "This time has just been taken"
    next_zh = "請選擇其他時段；您填的資料沒有遺失"
    next_en = "Choose another time; nothing that you filled in is lost"


@dataclass(frozen=True, slots=True)
class Hours:
    """A pattern of the week: on these weekdays, from when to when, in how long pieces, for how many."""

    weekdays: tuple[int, ...]
    starts: time
    ends: time
    minutes: int
    capacity: int
    room: str
    since: date
    until: date | None
    room_en: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """One time at which ``capacity`` people may come."""

    starts_at: datetime
    room: str
    ends_at: datetime
    capacity: int
    room_en: str = ""

    @property
    def room_name(self) -> Bilingual:
        """Where it is, in both languages."""
        return Bilingual(self.room, self.room_en)

    @property
    def on(self) -> date:
        """Its day in Taipei."""
        return day_of(self.starts_at)


def half_of(moment: datetime) -> str:
    """Which half of the day a moment belongs to."""
    return "AM" if moment.astimezone(TAIPEI).time() < _NOON else "PM"


def openings(hours: Iterable[Hours], day: date, closed: frozenset[str]) -> list[Opening]:
    """The times of one day; ``closed`` holds the halves (AM, PM) on which nobody works."""
    found: dict[tuple[datetime, str], Opening] = {}
    for pattern in hours:
        if day.weekday() not in pattern.weekdays or day < pattern.since:
            continue
        if pattern.until is not None and day > pattern.until:
            continue
        for one in _pieces(pattern, day):
            if half_of(one.starts_at) in closed:
                continue
            same = found.get((one.starts_at, one.room))
            # Two patterns that meet at one time in one room are one time with the places of both.
            places = one.capacity + (same.capacity if same else 0)
            name = one.room_en or (same.room_en if same else "")
            found[one.starts_at, one.room] = replace(one, capacity=places, room_en=name)
    return sorted(found.values())


def _pieces(pattern: Hours, day: date) -> Iterator[Opening]:
    step = timedelta(minutes=pattern.minutes)
    begin = datetime.combine(day, pattern.starts, TAIPEI)
    end = datetime.combine(day, pattern.ends, TAIPEI)
    while begin + step <= end:
        yield Opening(begin, pattern.room, begin + step, pattern.capacity, pattern.room_en)
        begin += step


def closed_halves(
    day: date, *, is_working_day: bool, halves: Mapping[date, frozenset[str]]
) -> frozenset[str]:
    """Which halves of a day are not worked, from the calendar and the declared half days."""
    if not is_working_day:
        return frozenset({"AM", "PM"})
    return halves.get(day, frozenset())


def window(opening_on: date, *, today: date, lead_days: int, horizon_days: int) -> bool:
    """Whether the public may book a day: not nearer and not farther than the service takes."""
    return today + timedelta(days=lead_days) <= opening_on <= today + timedelta(days=horizon_days)
