"""Fees at the counter (R40): cash into the till and the books, a numbered receipt; taken back by two."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import connection

from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments.actions.books.booking_day import open_day
from wuai.contexts.payments.actions.desk.till_cash import lock_open_till, lock_till_of
from wuai.contexts.payments.models import FeePrint, FeeReceipt, FeeVoid, Till
from wuai.contexts.payments.queries.desk.fees import rates
from wuai.contexts.payments.rules.desk import fees as rules
from wuai.contexts.payments.rules.desk.till import OPEN, TillNotOpen, change_due
from wuai.contexts.payments.rules.two_people import APPROVED, check_decision, reason
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

FEE, FEE_VOID, FEES = "FEE", "FEE_VOID", "FEES"
_LOCK = 0x4645


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What is paid for: how many of each kind; ``key`` was made with the form."""

    key: uuid.UUID
    counts: Mapping[str, int]
    payer: str = ""
    about: str = ""
    tendered: int | None = None


@action("fee.take")
def take_fee(*, taken: Taken, by: Actor, at: datetime, on: date) -> FeeReceipt:
    """Take a fee in cash and give its receipt a number; a repeated key gives the first again."""
    branch_id = by.branch_id or 0
    till = lock_open_till(by)
    done = FeeReceipt.objects.filter(key=taken.key, branch_id=branch_id).first()
    if done is not None:
        record(kind="fee", ref=done.ref, data={"replayed": True})
        return done
    if till is None and by.kind == "staff":
        raise TillNotOpen
    lines = rules.reckon(taken.counts, rates(on))
    amount, ref = sum(line.amount for line in lines), uuid.uuid4()
    change_due(amount, taken.tendered)
    booked_on, year = open_day(branch_id, on), roc_year(on)
    _post(branch_id, FEE, ref, amount, by, at, booked_on)
    serial = numbers.take(branch_id=branch_id, year=year, kind="fee-receipt")
    row = FeeReceipt.objects.create(
        ref=ref, branch_id=branch_id, key=taken.key, year=year, serial=serial,
        number=f"{year}規收字第{serial:08d}號", payer=taken.payer.strip()[:100],
        about=taken.about.strip()[:60], lines=[asdict(line) for line in lines], amount=amount,
        tendered=taken.tendered, till=till, taken_on=on, booked_on=booked_on, at=at,
        by_ref=by.ref, by_name=by.name,
    )  # fmt: skip
    record(kind="fee", ref=ref, data={"number": row.number, "amount": amount})
    return row


@action("fee.print")
def print_fee(*, ref: uuid.UUID, key: uuid.UUID, by: Actor, at: datetime) -> int:
    """Count one print and say which one it is; the same button pressed twice is one print."""
    row = _held(ref, by)
    prints = FeePrint.objects.filter(receipt=row)
    first = prints.filter(key=key).first()
    if first is None:
        first = FeePrint.objects.create(
            receipt=row, no=prints.count() + 1, key=key, at=at, by_ref=by.ref, by_name=by.name
        )
    record(kind="fee", ref=ref, data={"print": first.no})
    return first.no


@action("fee.void_request")
def request_fee_void(*, ref: uuid.UUID, why: str, by: Actor, at: datetime) -> None:
    """Ask that a mis-keyed fee be taken back."""
    row = _held(ref, by)
    if FeeVoid.objects.filter(receipt=row, decision__in=["", APPROVED]).exists():
        raise rules.FeeVoidedAlready
    asked = FeeVoid.objects.create(
        receipt=row, reason=reason(why), proposed_at=at, proposed_by=by.ref, proposed_name=by.name
    )
    record(kind="fee", ref=ref, reason=asked.reason)


@action("fee.void_decide")
def decide_fee_void(
    *, ref: uuid.UUID, decision: str, by: Actor, at: datetime, on: date
) -> None:  # fmt: skip
    """Approve, which pays the cash out of the till and mirrors the posting, or refuse."""
    found = FeeReceipt.objects.filter(ref=ref, branch_id=by.branch_id or 0).first()
    asked = FeeVoid.objects.filter(receipt=found).order_by("-id").first() if found else None
    if found is None or asked is None:
        raise rules.FeeUnknown
    till = _till_to_pay_from(found, [asked.proposed_by, by.ref]) if decision == APPROVED else None
    row = _held(ref, by)
    asked = FeeVoid.objects.select_for_update().get(id=asked.id)
    check_decision(asked.proposed_by, asked.decided_name, by.ref, decision)
    asked.booked_on = open_day(row.branch_id, on)
    if decision == APPROVED:
        asked.till = till
        _post(row.branch_id, FEE_VOID, row.ref, -row.amount, by, at, asked.booked_on)
    asked.decision, asked.decided_at = decision, at
    asked.decided_by, asked.decided_name = by.ref, by.name
    asked.save()
    record(kind="fee", ref=ref, reason=asked.reason, data={"decision": decision})


def _till_to_pay_from(row: FeeReceipt, people: list[str]) -> Till | None:
    """The till in which the cash lies, while it is open; else one of these people's."""
    if row.till_id is None:
        return None
    same = Till.objects.select_for_update().filter(id=row.till_id, state=OPEN).first()
    return same or lock_till_of(people, row.branch_id)


def _held(ref: uuid.UUID, by: Actor) -> FeeReceipt:
    row = FeeReceipt.objects.filter(ref=ref, branch_id=by.branch_id or 0).first()
    if row is None:
        raise rules.FeeUnknown
    # Receipts are append-only: nobody may lock their rows.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, row.id % 2**31])
    return row


def _post(
    branch_id: int, kind: str, ref: uuid.UUID, amount: int, by: Actor, at: datetime, on: date
) -> None:  # fmt: skip
    held = ledger.accounts(branch_id, [("CASH", ""), (FEES, "")])
    ledger.post(
        branch_id=branch_id, kind=kind, reference=str(ref), occurred_on=on,
        entries=[ledger.Entry(held["CASH", ""], None, "", amount),
                 ledger.Entry(held[FEES, ""], None, "", -amount)],
        by=by, at=at,
    )  # fmt: skip
