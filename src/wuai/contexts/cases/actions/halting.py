"""Enforcement stands still and goes on; it ends in a certificate, or altogether."""

from datetime import date, datetime

from wuai.contexts.cases import queries, queries_course, queries_feedback
from wuai.contexts.cases.actions.closing import (
    end_suspensions,
    finish,
    lock_cases,
    post_accruals,
    set_state,
    write_off,
)
from wuai.contexts.cases.events import CaseResumed, CaseSuspended
from wuai.contexts.cases.models import Case, Certificate, Suspension
from wuai.contexts.cases.rules import halting, life
from wuai.contexts.cases.rules.limits import Clock, case_limits, reckon
from wuai.contexts.ledger import api as ledger
from wuai.contexts.organisation import api as organisation
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish


@action("case.suspend")
def suspend(
    *, case_id: int, ground: str, until_on: date | None = None, until_event: str = "",
    reason: str, by: Actor, at: datetime, on: date,
) -> None:  # fmt: skip
    """Let enforcement stand still (停止執行) on a ground, until a day or an event."""
    (row,) = lock_cases([case_id])
    move = life.move("SUSPEND", row.status)
    found, said = queries_course.ground("SUSPEND", ground), life.reason(reason)
    event = halting.check_until(until_on, until_event, on)
    Suspension.objects.create(
        case_id=row.id, ground_id=found.id, since=on, until_on=until_on, until_event=event,
        at=at, by_ref=by.ref,
    )  # fmt: skip
    set_state([row.id], move.target, "", None)
    record(
        kind="case", ref=row.ref, reason=said, branch_id=row.branch_id,
        data={"number": row.number, "ground": found.code, "until": str(until_on or "")},
    )  # fmt: skip
    publish(CaseSuspended(row.branch_id, row.id, on.isoformat(), at=at.isoformat()))


@action("case.resume")
def resume(*, case_id: int, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Let enforcement go on; the days that stood still are kept, and the limits follow the law."""
    (row,) = lock_cases([case_id])
    move = life.move("RESUME", row.status)
    said = life.reason(reason)
    held = Suspension.objects.get(case_id=row.id, ended_on__isnull=True)
    ended = halting.ended_on(held.until_on, on)
    end_suspensions([row.id], by=by, at=at, on=ended)
    set_state([row.id], move.target, "", None)
    days = _reckon_again(row, held.since, ended)
    record(
        kind="case", ref=row.ref, reason=said, branch_id=row.branch_id,
        data={"number": row.number, "since": str(held.since), "ended": str(ended), "days": days},
    )  # fmt: skip
    publish(CaseResumed(row.branch_id, row.id, ended.isoformat(), at=at.isoformat()))


def _reckon_again(row: queries.CaseRow, since: date, ended: date) -> int:
    clock = Clock(row.kind, row.due_on, row.final_on, row.collection_end_on, row.started_on,
                  row.suspended_days)  # fmt: skip
    collection_end = reckon(clock).collection_end or ended
    days = halting.suspended_days(row.kind, since, ended, collection_end)
    limits = case_limits(clock._replace(suspended_days=row.suspended_days + days), ended)
    Case.objects.filter(id=row.id).update(
        suspended_days=row.suspended_days + days, limit_1_on=limits.first, limit_2_on=limits.second
    )
    return days


@action("case.certify")
def certify(*, case_id: int, reason: str, by: Actor, at: datetime, on: date) -> str:
    """Close a case with an enforcement certificate (核發執行憑證); the certificate's number.

    What remains leaves the books and stays evidenced by component; the limits of art. 7 go on.
    """
    (row,) = lock_cases([case_id])
    move = life.move("CERTIFY", row.status)
    said = life.reason(reason)
    post_accruals([row.id], on=on, by=by, at=at)
    remaining = ledger.balances_of(row.branch_id, "RECEIVABLE", [row.id])[row.id]
    halting.check_certificate(
        remaining=sum(remaining.values()), started_on=row.started_on, limit_on=row.limit_on, on=on
    )
    received = queries_feedback.received(row.branch_id, [row.id])[row.id]
    write_off(row, remaining, kind="CERTIFY", reference=f"case:{row.ref}", by=by, at=at, on=on)
    set_state([row.id], move.target, move.closing_code, on)
    finish([row], move.closing_code, by=by, at=at, on=on)
    number = _write_certificate(row, remaining, received, by=by, at=at, on=on)
    record(
        kind="case", ref=row.ref, reason=said, branch_id=row.branch_id,
        data={"number": row.number, "certificate": number, "remaining": sum(remaining.values())},
    )  # fmt: skip
    return number


def _write_certificate(
    row: queries.CaseRow, remaining: dict[str, int], received: int, *, by: Actor, at: datetime,
    on: date,
) -> str:  # fmt: skip
    # The number comes last: its counter row stays locked until the transaction ends.
    year, branch = roc_year(on), organisation.branch_by_id(row.branch_id)
    serial = numbers.take(branch_id=row.branch_id, year=year, kind="certificate")
    number = f"{branch.short_zh}{year}年度執憑字第{serial:08d}號"
    Certificate.objects.create(
        branch_id=row.branch_id, case_id=row.id, year=year, serial=serial, number=number,
        issued_on=on, referred=sum(queries.referred_amounts(row).values()), received=received,
        remaining=sum(remaining.values()), components=remaining, limit_1_on=row.limit_1_on,
        limit_2_on=row.limit_2_on, limit_on=row.limit_on, at=at, by_ref=by.ref,
    )  # fmt: skip
    return number


@action("case.end")
def end(*, case_id: int, ground: str, reason: str, by: Actor, at: datetime, on: date) -> None:
    """End enforcement (終止執行) on a ground of the law; what remains is taken off the books."""
    (row,) = lock_cases([case_id])
    move = life.move("END", row.status)
    found, said = queries_course.ground("END", ground), life.reason(reason)
    owed = sum(queries.balances([row.id], on)[row.id].values())
    halting.check_end(found.needs, owed=owed, limit_on=row.limit_on, on=on)
    remaining = ledger.balances_of(row.branch_id, "RECEIVABLE", [row.id])[row.id]
    write_off(row, remaining, kind="END", reference=f"case:{row.ref}", by=by, at=at, on=on)
    code = found.closing_code or move.closing_code
    set_state([row.id], move.target, code, on)
    record(
        kind="case", ref=row.ref, reason=said, branch_id=row.branch_id,
        data={"number": row.number, "ground": found.code, "remaining": sum(remaining.values())},
    )  # fmt: skip
    finish([row], code, by=by, at=at, on=on)
