"""Close a day: the three must agree, and what is unmatched must have an owner."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from wuai.contexts.payments.models import DayClose
from wuai.contexts.payments.queries.matching import DayMatch, match_day
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.output import plain

_TAIPEI = ZoneInfo("Asia/Taipei")


class DayNotCome(Refusal):
    code = "DAY_NOT_COME"
    zh = "{on} 還沒有到，不能日結"
    en = "{on} has not come yet; it cannot be closed"
    next_zh = "請日結今日或先前的日期"
    next_en = "Close today or an earlier day"
    status = 422


@action("day.close")
def close_day(*, branch_id: int, on: date, by: Actor, at: datetime) -> DayMatch:
    """Match a day and keep the figures when it may be closed; the caller sees whether it was."""
    if on > at.astimezone(_TAIPEI).date():
        raise DayNotCome(on=on.isoformat(), field="on")
    match = match_day(branch_id, on)
    if match.may_close:
        DayClose.objects.create(
            branch_id=branch_id, on=on, closed_at=at, by_ref=by.ref, by_name=by.name,
            figures=plain(match.channels),
        )  # fmt: skip
    record(
        kind="day", ref=on.isoformat(), branch_id=branch_id,
        data={"closed": match.may_close, "unmatched": len(match.unmatched)},
    )  # fmt: skip
    return match
