"""The till: open, count, close, decide about a difference, carry the cash to the bank (R64)."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Sum

from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments.actions.books.posting import COUNTER
from wuai.contexts.payments.models import (
    FeeReceipt,
    FeeVoid,
    Till,
    TillCash,
    TillCount,
    TillDeposit,
)
from wuai.contexts.payments.rules.desk import till as rules
from wuai.contexts.payments.rules.two_people import APPROVED, check_decision
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

TILL, DEPOSIT, OVER_SHORT = "TILL", "DEPOSIT", "OVER_SHORT"


@action("till.open")
def open_till(*, opening_float: int, by: Actor, at: datetime, on: date) -> uuid.UUID:
    """Open a till with the float that was counted into it; one person has one at a time."""
    till = Till(
        branch_id=by.branch_id or 0, by_ref=by.ref, by_name=by.name, opened_at=at, opened_on=on,
        opening_float=rules.check_float(opening_float),
    )  # fmt: skip
    _keep_open(till)
    record(kind="till", ref=till.ref, data={"float": opening_float})
    return till.ref


def _keep_open(till: Till) -> None:
    try:
        with transaction.atomic():
            till.save()
    except IntegrityError as error:
        raise rules.TillOpenAlready from error


@action("till.count")
def count_till(*, ref: uuid.UUID, pieces: Mapping[int, int], by: Actor, at: datetime) -> TillCount:
    """Keep one count by denomination beside what should be there; wrong ones stay too."""
    till = _own_open(ref, by)
    counted, should = rules.count_up(pieces), expected(till)
    count = TillCount.objects.create(
        till=till, no=TillCount.objects.filter(till=till).count() + 1, counted=counted,
        expected=should, at=at, by_ref=by.ref,
        pieces={str(denomination): number for denomination, number in pieces.items() if number},
    )  # fmt: skip
    record(kind="till", ref=ref, data={"no": count.no, "counted": counted, "expected": should})
    return count


@action("till.close")
def close_till(*, ref: uuid.UUID, why: str, by: Actor, at: datetime, on: date) -> str:
    """Close on the last count; a difference keeps its reason and waits for a second person."""
    till = _own_open(ref, by)
    should, reason = expected(till), " ".join(why.split())[:200]
    counts = list(
        TillCount.objects.filter(till=till).order_by("no").values_list("expected", "counted")
    )
    till.counted, till.state = rules.check_close(should, counts, reason)
    till.expected, till.reason = should, reason if till.state == rules.COUNTED else ""
    till.closed_at, till.closed_on = at, on
    till.save()
    record(
        kind="till", ref=ref, reason=till.reason,
        data={"expected": should, "counted": till.counted},
    )  # fmt: skip
    return till.state


@action("till.decide")
def decide_till(*, ref: uuid.UUID, decision: str, by: Actor, at: datetime, on: date) -> None:
    """Approve a difference, which posts it as over or short, or send the till back to be counted."""
    till = _locked(ref, by.branch_id)
    if till.state != rules.COUNTED:
        raise rules.NothingToDecide
    check_decision(till.by_ref, till.decided_name, by.ref, decision)
    difference = (till.counted or 0) - (till.expected or 0)
    if decision == APPROVED:
        till.state = rules.CLOSED
        till.decided_at, till.decided_by, till.decided_name = at, by.ref, by.name
        till.save()
        _post(till.branch_id, TILL, till.ref, {("CASH", ""): difference, (OVER_SHORT, ""): -difference},
              by, at, on)  # fmt: skip
    else:
        till.state, till.reason = rules.OPEN, ""
        till.expected = till.counted = till.closed_at = till.closed_on = None
        _keep_open(till)
    record(kind="till", ref=ref, data={"decision": decision, "difference": difference})


@action("till.deposit")
def deposit(
    *, ref: uuid.UUID, amount: int, bank: str, slip_no: str, by: Actor, at: datetime, on: date
) -> uuid.UUID:
    """Record that cash went from a till to the bank; the same slip twice is once."""
    till, bank, slip_no = _locked(ref, by.branch_id), bank.strip()[:60], slip_no.strip()[:40]
    first = TillDeposit.objects.filter(branch_id=till.branch_id, bank=bank, slip_no=slip_no).first()
    if first is not None:
        if (first.till_id, first.amount) != (till.id, amount):
            raise rules.DepositRecordedDifferently(slip_no=slip_no, amount=f"{first.amount:,}")
        record(kind="till", ref=ref, data={"replayed": True})
        return first.ref
    rules.check_deposit(amount, above_float(till), till.state)
    held = TillDeposit.objects.create(
        branch_id=till.branch_id, till=till, bank=bank, slip_no=slip_no, amount=amount,
        deposited_on=on, at=at, by_ref=by.ref, by_name=by.name,
    )  # fmt: skip
    # On its way until the bank's statement shows it.
    _post(till.branch_id, DEPOSIT, held.ref, {("CLEARING", COUNTER): amount, ("CASH", ""): -amount},
          by, at, on)  # fmt: skip
    record(kind="till", ref=ref, data={"deposit": str(held.ref), "amount": amount})
    return held.ref


def expected(till: Till) -> int:
    """What should lie in an open till: its float, what came in, less what went out."""
    return till.opening_float + _moved(till)


def above_float(till: Till) -> int:
    """What a till holds of other people's money: all but the float, as it was really counted."""
    return _moved(till) + (till.counted or 0) - (till.expected or 0)


def _moved(till: Till) -> int:
    cash = TillCash.objects.filter(till=till).aggregate(sum=Sum("amount"))["sum"] or 0
    deposited = TillDeposit.objects.filter(till=till).aggregate(sum=Sum("amount"))["sum"] or 0
    return int(cash + _fees(till) - deposited)


def _fees(till: Till) -> int:
    taken = FeeReceipt.objects.filter(till=till).aggregate(sum=Sum("amount"))["sum"] or 0
    back = FeeVoid.objects.filter(till=till).aggregate(sum=Sum("receipt__amount"))["sum"] or 0
    return int(taken - back)


def _locked(ref: uuid.UUID, branch_id: int | None) -> Till:
    till = Till.objects.select_for_update().filter(ref=ref, branch_id=branch_id or 0).first()
    if till is None:
        raise rules.TillUnknown
    return till


def _own_open(ref: uuid.UUID, by: Actor) -> Till:
    till = _locked(ref, by.branch_id)
    if till.by_ref != by.ref:
        raise rules.TillUnknown
    if till.state != rules.OPEN:
        raise rules.TillWaits if till.state == rules.COUNTED else rules.TillNotOpen
    return till


def _post(
    branch_id: int, kind: str, ref: uuid.UUID, amounts: Mapping[tuple[str, str], int], by: Actor,
    at: datetime, on: date,
) -> None:  # fmt: skip
    accounts = ledger.accounts(branch_id, list(amounts))
    ledger.post(
        branch_id=branch_id, kind=kind, reference=str(ref), occurred_on=on,
        entries=[ledger.Entry(accounts[name], None, "", amount) for name, amount in amounts.items()],
        by=by, at=at,
    )  # fmt: skip
