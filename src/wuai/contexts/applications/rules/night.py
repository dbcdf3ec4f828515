"""The night mailbox: what day counts, and by when it is handed over."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.kernel.taipei import TAIPEI

WAYS = {
    "BOX": Bilingual("夜間信箱", "night mailbox"),
    "GUARD": Bilingual("交給值勤人員", "handed to the person on duty"),
    "FAX": Bilingual("傳真", "fax"),
    "POST": Bilingual("限時專送或快遞", "express mail or courier"),
}
# The mailbox is emptied, and the list signed, by this time of the next working day.
EMPTIED = time(9, 0)


class NightItemUnknown(Refusal):
    code = "NIGHT_ITEM_UNKNOWN"
    zh = "夜間收文登記簿沒有這一件"
    en = "The night register has no such entry"
    next_zh = "請由登記簿重新開啟"
    next_en = "Open it again from the register"
    status = 404


class NightItemSettled(Refusal):
    code = "NIGHT_ITEM_SETTLED"
    zh = "這一件已經登記為申辦，或已轉交收發"
    en = "This entry was registered as a request already, or passed on"
    next_zh = "請重新整理登記簿"
    next_en = "Load the register again"


class NotHandedOver(Refusal):
    code = "NIGHT_ITEM_NOT_HANDED_OVER"
    zh = "這一件還沒有交接"
    en = "This entry has not been handed over yet"
    next_zh = "請先開箱交接，再登記"
    next_en = "Empty the mailbox first, then register it"


class TakenByTheGiver(Refusal):
    code = "NIGHT_TAKEN_BY_THE_GIVER"
    zh = "交付人與點收人是同一個人"
    en = "The same person gives and takes"
    next_zh = "請填實際點收的同仁姓名"
    next_en = "Enter the name of the colleague who takes it over"
    status = 422


# What a person on duty at night looks back on: the night before, and no more.
GUARD_LOOKS_BACK = timedelta(hours=24)


def check_taker(given_name: str, taken_name: str) -> None:
    """Refuse a hand-over to oneself; without a name it is taken by who empties the mailbox."""
    if taken_name.strip() and taken_name.strip() == given_name.strip():
        raise TakenByTheGiver(field="taken_name")


def hand_over_by(received_at: datetime, next_working_day: Callable[[date], date]) -> datetime:
    """Nine o'clock of the first working day that is still ahead when it came.

    ``next_working_day(day)`` is the day itself where it is worked.
    """
    local = received_at.astimezone(TAIPEI)
    first = local.date() if local.time() < EMPTIED else local.date() + timedelta(days=1)
    return datetime.combine(next_working_day(first), EMPTIED, tzinfo=TAIPEI)


def is_late(due_at: datetime, handed_over_at: datetime) -> bool:
    """Whether it was handed over after its time."""
    return handed_over_at > due_at
