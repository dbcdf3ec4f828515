"""Close a day: everything agrees or has an owner. Open it again: a reason and a second person."""

import uuid
from datetime import date, datetime

from django.db import connection

from wuai.contexts.payments.actions.books.booking_day import LOCK
from wuai.contexts.payments.actions.day.bank_matching import match_open
from wuai.contexts.payments.actions.deciding import write_decision
from wuai.contexts.payments.models import DayClose, DayDifference, DayReopening
from wuai.contexts.payments.queries.day.matching import DayMatch, match_day
from wuai.contexts.payments.queries.receiving.closed_days import (
    current_closing,
    last_closed,
    open_days_before,
)
from wuai.contexts.payments.rules.day.day_close import NextStepNeeded
from wuai.contexts.payments.rules.two_people import APPROVED, check_decision, reason
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import dense
from wuai.kernel.taipei import day_of
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.output import plain


class DayNotCome(Refusal):
    code = "DAY_NOT_COME"
    zh = "{on} 還沒有到，不能日結"
    en = "{on} has not come yet; it cannot be closed"
    next_zh = "請日結今日或先前的日期"
    next_en = "Close today or an earlier day"
    status = 422


class EarlierDayOpen(Refusal):
    code = "EARLIER_DAY_OPEN"
    zh = "{day_zh} 還有 {count} 項差異無人負責，須先日結那一天"
    en = "{day} has {count} differences that nobody owns; it must be closed first"
    next_zh = "請先處理 {day_zh} 的差異"
    next_en = "Look after the differences of {day} first"


class LaterDayClosed(Refusal):
    code = "LATER_DAY_CLOSED"
    zh = "{later} 已日結，不能改動更早的 {on}"
    en = "{later} is closed already: the earlier {on} stays as it is"
    next_zh = "要重新開帳，請由最後日結的一天往前辦理"
    next_en = "To reopen, begin with the last closed day and go back"


class DayNotClosed(Refusal):
    code = "DAY_NOT_CLOSED"
    zh = "{on} 沒有日結"
    en = "{on} is not closed"
    next_zh = "不必重新開帳"
    next_en = "There is nothing to reopen"


class ReopeningUnknown(Refusal):
    code = "REOPENING_UNKNOWN"
    zh = "本分署查無此重新開帳申請"
    en = "This branch has no such request to reopen a day"
    next_zh = "請由日結核對頁查看"
    next_en = "Look at the page of the day"
    status = 404


class ReopeningWaiting(Refusal):
    code = "REOPENING_WAITING"
    zh = "{on} 已有人申請重新開帳"
    en = "Somebody has asked for {on} to be reopened already"
    next_zh = "請由另一位同仁核准或退回"
    next_en = "A colleague approves it or sends it back"


class DifferenceGone(Refusal):
    code = "DIFFERENCE_GONE"
    zh = "這項差異已不存在，或金額已改變"
    en = "This difference is gone, or its amount has changed"
    next_zh = "請重新整理頁面查看"
    next_en = "Reload the page and look again"


@action("day.close")
def close_day(*, branch_id: int, on: date, by: Actor, at: datetime) -> DayMatch:
    """Close a day, and before it each earlier day that is still open; the caller sees whether it was.

    A day that was closed already is told again and nothing is done.
    """
    if on > day_of(at):
        raise DayNotCome(on=on.isoformat(), field="on")
    _hold(branch_id)
    closed = last_closed(branch_id)
    if closed is not None and on <= closed:
        if current_closing(branch_id, on) is None:
            raise LaterDayClosed(later=closed.isoformat(), on=on.isoformat(), field="on")
        record(kind="day", ref=on.isoformat(), branch_id=branch_id, data={"replayed": True})
        return match_day(branch_id, on)
    match_open(branch_id, on, by=by, at=at)
    for day in open_days_before(branch_id, on):
        earlier = match_day(branch_id, day)
        if not earlier.may_close:
            raise EarlierDayOpen(
                day=day.isoformat(), day_zh=dense(day), count=max(earlier.unowned, 1), field="on"
            )
        _keep(branch_id, earlier, by, at)
    match = match_day(branch_id, on)
    if match.may_close:
        _keep(branch_id, match, by, at)
    record(
        kind="day", ref=on.isoformat(), branch_id=branch_id,
        data={"closed": match.may_close, "unmatched": len(match.unmatched),
              "differences": len(match.differences), "unowned": match.unowned},
    )  # fmt: skip
    return match


def _hold(branch_id: int) -> None:
    """Wait for whoever books now, and let nobody book until the day is closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, branch_id])
        cursor.execute("SET LOCAL work_mem = '128MB'")


def _keep(branch_id: int, match: DayMatch, by: Actor, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT coalesce(max(id), 0) FROM payments_rawevent),"
            " (SELECT coalesce(max(id), 0) FROM ledger_ledgertransaction)"
        )
        events_upto, ledger_upto = cursor.fetchone()
    DayClose.objects.create(
        branch_id=branch_id, on=match.on, closed_at=at, by_ref=by.ref, by_name=by.name,
        round=DayClose.objects.filter(branch_id=branch_id, on=match.on).count(),
        ledger_upto=ledger_upto,
        figures={
            "channels": plain(match.channels), "differences": plain(match.differences),
            "out_bank": match.out_bank, "out_ledger": match.out_ledger, "events_upto": events_upto,
            "fees": plain(match.fees),
        },
    )  # fmt: skip


@action("day.own")
def own_difference(
    *, branch_id: int, on: date, key: str, amount: int, why: str, next_step: str, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Answer for a difference of a day: why it is there, what happens next. The amount is what was seen."""
    said, step = reason(why), " ".join(next_step.split())[:200]
    if not step:
        raise NextStepNeeded(field="next_step")
    found = next((d for d in match_day(branch_id, on).differences if d.key == key), None)
    if found is None or found.amount != amount:
        raise DifferenceGone
    row, _ = DayDifference.objects.update_or_create(
        branch_id=branch_id, key=key,
        defaults={"since": found.since, "amount": amount, "reason": said, "next_step": step,
                  "owner_ref": by.ref, "owner_name": by.name, "owned_at": at},
    )  # fmt: skip
    record(kind="difference", ref=row.ref, reason=said, branch_id=branch_id,
           data={"key": key, "amount": amount})  # fmt: skip


@action("day.reopen_request")
def request_reopening(*, branch_id: int, on: date, why: str, by: Actor, at: datetime) -> uuid.UUID:
    """Ask that the last closed day be opened again."""
    said = reason(why)
    _hold(branch_id)
    row = _reopenable(branch_id, on)
    if DayReopening.objects.filter(close_id=row.id, decision="").exists():
        raise ReopeningWaiting(on=on.isoformat())
    asked = DayReopening.objects.create(
        close_id=row.id, reason=said, proposed_at=at, proposed_by=by.ref, proposed_name=by.name
    )
    record(kind="day", ref=on.isoformat(), reason=said, branch_id=branch_id)
    return asked.ref


def _reopenable(branch_id: int, on: date) -> DayClose:
    closed = last_closed(branch_id)
    if closed is None or current_closing(branch_id, on) is None:
        raise DayNotClosed(on=on.isoformat(), field="on")
    if closed > on:
        raise LaterDayClosed(later=closed.isoformat(), on=on.isoformat(), field="on")
    return DayClose.objects.filter(branch_id=branch_id, on=on).order_by("-round")[0]


@action("day.reopen_decide")
def decide_reopening(*, ref: uuid.UUID, decision: str, by: Actor, at: datetime) -> date:
    """The second person opens the day again, or leaves it closed."""
    branch_id = by.branch_id or 0
    _hold(branch_id)
    asked = DayReopening.objects.select_for_update(of=("self",)).filter(
        ref=ref, close__branch_id=branch_id
    ).first()  # fmt: skip
    if asked is None:
        raise ReopeningUnknown
    check_decision(asked.proposed_by, asked.decided_name, by.ref, decision)
    on: date = asked.close.on
    if decision == APPROVED:
        _reopenable(branch_id, on)
    write_decision(asked, decision, by, at)
    record(
        kind="day", ref=on.isoformat(), reason=asked.reason, branch_id=branch_id,
        data={"decision": decision, "round": asked.close.round},
    )  # fmt: skip
    return on
