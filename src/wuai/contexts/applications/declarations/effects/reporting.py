"""A new date for reporting: what granting it may move the appointment to, and the move itself."""

from datetime import date, datetime, timedelta
from typing import Any

from wuai.contexts.applications.rules.checks import HORIZON
from wuai.contexts.applications.rules.declaration import Arranging, Granted, Option
from wuai.contexts.appointments import api as appointments
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.roc_dates import long_en, long_zh
from wuai.kernel.taipei import TAIPEI
from wuai.platform.actors import Actor, system

REPORT = "REPORT"
# The appointment stays as it is: the new day stands in the answer only.
BY_HAND = "BY_HAND"
AHEAD = timedelta(days=45)
SHOWN = 20
_LABEL = Bilingual("新的報到時間", "The new time for reporting")
_KEEP = Bilingual(
    "不動預約，新的日期寫在答復裡", "leave the appointments alone; the new day stands in the answer"
)


def times(told: Granted, at: datetime) -> Arranging:
    """The times that are free, those wished first; and whether there is an appointment to move."""
    booked = _booking(told)
    if booked is None:
        return Arranging(_LABEL, _NO_BOOKING, (Option(BY_HAND, _KEEP),), smooth=False)
    free = appointments.free_slots(
        branch_id=told.branch_id, service=REPORT, since=told.on, until=_last(told) + AHEAD, at=at
    )
    wished = _wishes(told)
    free.sort(key=lambda slot: (slot.on not in wished, slot.starts_at))
    near = [slot for slot in free if slot.on in wished or slot.on >= min(wished)] or free
    options = tuple(Option(_code(s), _said(s.starts_at, s.room)) for s in near[:SHOWN])
    has_wish = any(slot.on in wished for slot in near)
    said = _stands(booked, has_wish=has_wish)
    return Arranging(_LABEL, said, (*options, Option(BY_HAND, _KEEP)), smooth=has_wish)


def moved(told: Granted, by: Actor, at: datetime) -> None:
    """Move the appointment in the granting transaction; a time that is gone meanwhile refuses it."""
    booked = _booking(told)
    if booked is None or told.chosen == BY_HAND:
        return
    moment, _, room = told.chosen.partition("|")
    appointments.move(
        ref=booked.ref, starts_at=datetime.fromisoformat(moment), room=room,
        reason=f"application:{told.application_ref}",
        by=system("applications", branch_id=told.branch_id), at=at,
    )  # fmt: skip


_NO_BOOKING = Bilingual(
    "這個案件沒有登記報到的預約：准許後請自行更新紀錄，並把新的日期寫在答復裡。",
    "No appointment for reporting is recorded in this case: note the new day yourself and write it in the answer.",
)


def _stands(booked: appointments.BookingRow, *, has_wish: bool) -> Bilingual:
    when = _said(booked.starts_at, booked.room)
    if has_wish:
        return Bilingual(
            f"原預約 {when.zh}。准許後改到下面選的時間，並通知當事人。",
            f"The appointment is on {when.en}. Granting moves it to the time chosen below and tells the person.",
        )  # fmt: skip
    return Bilingual(
        f"原預約 {when.zh}。希望的日期都沒有空檔了：准許前請先打電話與當事人商定下面的一個時間。",
        f"The appointment is on {when.en}. No time is free on the days wished: call and agree on one of those below before you grant.",
    )  # fmt: skip


def _booking(told: Granted) -> appointments.BookingRow | None:
    """The appointment on the day named; or the only one ahead, if the day was written wrongly."""
    if told.case_id is None:
        return None
    ahead = [
        row for row in appointments.of_cases([told.case_id], since=told.on) if row.service == REPORT
    ]
    named = [row for row in ahead if row.on == _day(told, "current_on")]
    if named:
        return named[0]
    return ahead[0] if len(ahead) == 1 else None


def _day(told: Granted, name: str) -> date | None:
    held: Any = told.answers.get(name)
    return date.fromisoformat(held) if held else None


def _wishes(told: Granted) -> set[date]:
    days = {_day(told, "wish_on"), _day(told, "other_wish_on")} - {None}
    return {day for day in days if day} or {told.on}


def _last(told: Granted) -> date:
    """The last day wished; one that lies years ahead is not searched up to."""
    return min(max(*_wishes(told), told.on), told.on + HORIZON)


def _code(slot: appointments.FreeSlot) -> str:
    return f"{slot.starts_at.isoformat()}|{slot.room}"


def _said(starts_at: datetime, room: str) -> Bilingual:
    at = starts_at.astimezone(TAIPEI)
    return Bilingual(
        f"{long_zh(at.date())} {at:%H:%M} {room}".strip(),
        f"{long_en(at.date())} {at:%H:%M} {room}".strip(),
    )
