"""When a posted notice counts (行政程序法 81, counted by 48), and how long it stays listed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wuai.contexts.notices.rules import service
from wuai.kernel.refusal import Refusal
from wuai.legal.calendar import Calendar
from wuai.legal.parameter_table import Setting, setting


class PostedDayImpossible(Refusal):
    code = "PUBLICATION_DAY_IMPOSSIBLE"
    zh = "{what_zh} {day} 不在核可之後、現在以前"
    en = "{what_en}, {day}, does not lie after the approval and before now"
    next_zh = "請查對張貼或刊登的時間"
    next_en = "Check when it was posted or printed"
    status = 422


class PrintedTooLate(Refusal):
    code = "PUBLICATION_PRINTED_TOO_LATE"
    zh = "刊登日 {day} 晚於生效日 {effective}，公示送達已經生效"
    en = "It was printed on {day}, after it took effect on {effective}"
    next_zh = "生效日不再改變"
    next_en = "The day of effect does not change any more"


@dataclass(frozen=True, slots=True)
class Effect:
    """From when it counts, the other reading where a day of rest moved it, and until when it hangs."""

    effect: service.Effect
    shown_until: date


def check_posted(posted_at: datetime, *, decided_at: datetime, now: datetime) -> None:
    """It hung after it was approved, and before somebody says so."""
    if not decided_at <= posted_at <= now:
        raise PostedDayImpossible(
            field="posted_on", day=f"{posted_at:%Y-%m-%d %H:%M}", what_zh="張貼時間", what_en="Posted at"
        )  # fmt: skip


def check_printed(
    printed_on: date, *, decided_on: date, today: date, effective_on: date | None
) -> None:
    """It was printed after the approval, and before service had taken effect."""
    if not decided_on <= printed_on <= today:
        raise PostedDayImpossible(
            field="printed_on", day=printed_on, what_zh="刊登日", what_en="Printed on"
        )
    if effective_on is not None and printed_on > effective_on:
        raise PrintedTooLate(field="printed_on", day=printed_on, effective=effective_on)


def counts_from(method: str, posted_on: date, printed_on: date | None) -> date:
    """The day of posting, or of the last printing (81); a repeated one counts from posting alone."""
    if method == "PUBLIC_AGAIN" or printed_on is None:
        return posted_on
    return max(posted_on, printed_on)


def reckon(method: str, posted_on: date, printed_on: date | None, calendar: Calendar) -> Effect:
    """When service by publication takes effect, each day explained."""
    start = counts_from(method, posted_on, printed_on)
    found = service.reckon(service.method(method), start, calendar)
    if found.effective_on is None:
        raise ValueError(f"{method} is no publication")
    days = shown_days(found.effective_on).value
    return Effect(found, found.effective_on + timedelta(days=days))


def shown_days(effective_on: date) -> Setting:
    """How long it stays on the list after it took effect."""
    return setting("PUBLICATION_SHOWN", on=effective_on)
