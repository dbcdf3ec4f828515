"""Take in what the bank says of payments: once per file, line by line, never twice the same."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from wuai.contexts.payments.actions.out.payouts_books import post_back, post_paid
from wuai.contexts.payments.gateways.payouts import codec
from wuai.contexts.payments.models import Payout, PayoutResult, PayoutResultLine
from wuai.contexts.payments.rules.out.payouts import PAID, RETURNED, next_status
from wuai.platform import files
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

_LOCK = 0x5052
MEDIA_TYPE = "text/csv; charset=utf-8"
DUPLICATE, REJECTED = "DUPLICATE", "REJECTED"
MALFORMED, UNKNOWN, OTHER_AMOUNT, NOT_POSSIBLE = (
    "MALFORMED",
    "UNKNOWN",
    "OTHER_AMOUNT",
    "NOT_POSSIBLE",
)


@dataclass(frozen=True, slots=True)
class ResultTaken:
    """The outcome of a result file; paid + returned + duplicates + rejected = lines."""

    ref: uuid.UUID
    sha256: str
    lines: int
    paid: int
    returned: int
    duplicates: int
    rejected: int
    total: int
    replayed: bool


@dataclass(frozen=True, slots=True)
class _Step:
    answer: codec.Answer
    payout: Payout | None
    outcome: str
    reason: str = ""


def import_result(
    *, branch_id: int, name: str, content: bytes, by: Actor, at: datetime, on: date
) -> ResultTaken:
    """Take in a file; the same bytes again give the first outcome. Refused whole, nothing is kept."""
    answers = codec.read_result(content)
    return _import(
        branch_id=branch_id, name=name, content=content, answers=answers, by=by, at=at, on=on
    )


@action("payout.result")
def _import(
    *, branch_id: int, name: str, content: bytes, answers: list[codec.Answer], by: Actor,
    at: datetime, on: date,
) -> ResultTaken:  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, branch_id])
    sha256 = hashlib.sha256(content).hexdigest()
    first = PayoutResult.objects.filter(branch_id=branch_id, sha256=sha256).first()
    if first is not None:
        record(kind="payout-result", ref=first.ref, branch_id=branch_id, data={"replayed": True})
        return _taken(first, replayed=True)
    steps = _steps(branch_id, answers)
    _write(steps, on, by, at)
    stored = files.store(
        [content], kind="payout-results", name=name, media_type=MEDIA_TYPE, at=at,
        branch_id=branch_id,
    )  # fmt: skip
    outcomes = [step.outcome for step in steps]
    result = PayoutResult.objects.create(
        branch_id=branch_id, stored=stored, sha256=sha256, lines=len(steps),
        paid=outcomes.count(PAID), returned=outcomes.count(RETURNED),
        duplicates=outcomes.count(DUPLICATE), rejected=outcomes.count(REJECTED),
        total=sum(a.amount or 0 for a in answers), imported_at=at, by_ref=by.ref, by_name=by.name,
    )  # fmt: skip
    PayoutResultLine.objects.bulk_create(
        PayoutResultLine(
            result=result, line=s.answer.line, payout=s.payout, outcome=s.outcome, reason=s.reason,
            raw=s.answer.raw,
        )
        for s in steps
    )  # fmt: skip
    record(
        kind="payout-result", ref=result.ref, branch_id=branch_id,
        data={"paid": result.paid, "returned": result.returned, "rejected": result.rejected},
    )  # fmt: skip
    return _taken(result, replayed=False)


def _taken(result: PayoutResult, *, replayed: bool) -> ResultTaken:
    return ResultTaken(
        result.ref, result.sha256, result.lines, result.paid, result.returned, result.duplicates,
        result.rejected, result.total, replayed,
    )  # fmt: skip


def _steps(branch_id: int, answers: list[codec.Answer]) -> list[_Step]:
    """What each line does, one after the other: a line sees what the lines before it did."""
    numbers = [answer.number for answer in answers]
    found = Payout.objects.select_for_update().filter(branch_id=branch_id, number__in=numbers)
    payouts = {payout.number: payout for payout in found.order_by("id")}
    status = {number: payout.status for number, payout in payouts.items()}
    steps = []
    for answer in answers:
        payout = payouts.get(answer.number)
        step = _step(answer, payout, status.get(answer.number, ""))
        if step.outcome in (PAID, RETURNED):
            status[answer.number] = step.outcome
        steps.append(step)
    return steps


def _step(answer: codec.Answer, payout: Payout | None, status: str) -> _Step:
    if not answer.is_fit:
        return _Step(answer, payout, REJECTED, MALFORMED)
    if payout is None:
        return _Step(answer, None, REJECTED, UNKNOWN)
    if answer.amount != payout.amount:
        return _Step(answer, payout, REJECTED, OTHER_AMOUNT)
    if status == answer.result:
        return _Step(answer, payout, DUPLICATE)
    if next_status(status, answer.result) is None:
        return _Step(answer, payout, REJECTED, NOT_POSSIBLE)
    return _Step(answer, payout, answer.result)


def _write(steps: list[_Step], on: date, by: Actor, at: datetime) -> None:
    """Paid first, then what came back: one file may say both of one payment."""
    paid = [(s.payout, s.answer) for s in steps if s.payout and s.outcome == PAID]
    back = [(s.payout, s.answer) for s in steps if s.payout and s.outcome == RETURNED]
    post_paid([payout for payout, _ in paid], on=on, by=by, at=at)
    for payout, answer in paid:
        payout.status, payout.settled_on = PAID, answer.on
    post_back([(payout, payout.status == PAID) for payout, _ in back], on=on, by=by, at=at)
    for payout, answer in back:
        payout.status, payout.settled_on = RETURNED, answer.on
        payout.return_code, payout.return_reason = answer.code, answer.reason
    Payout.objects.bulk_update(
        {payout.id: payout for payout, _ in paid + back}.values(),
        ["status", "settled_on", "return_code", "return_reason"],
    )
