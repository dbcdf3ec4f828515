"""A card at the counter (R57, R58): the terminal's slip is the payment, the file settles it later."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.actions.desk.counter import check_receivable, number_receipt
from wuai.contexts.payments.actions.receiving.receive import Arrival, Received, identity_of, take
from wuai.contexts.payments.gateways.settlement.codec import Line
from wuai.contexts.payments.models import CardRate, CardSlip, RawEvent
from wuai.contexts.payments.rules.desk.card_terminal import (
    SettledBeforeKeyed,
    TerminalSlip,
    TerminalSlipUnreadable,
    check_slip,
    fee,
)
from wuai.platform.actions import action
from wuai.platform.actors import Actor

CARD, _LOCK = "CARD", 0x4354


def terminal_identity(terminal_no: str, approval_code: str, paid_on: date | None) -> bytes:
    """What makes a terminal's slip itself: one approval of one terminal on one day."""
    return identity_of("TERMINAL", terminal_no, approval_code, paid_on)


def lock_terminals(branch_id: int) -> None:
    """Let a slip be keyed, or a file of the acquirer be read, one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, branch_id])


@action("payment.card")
def take_card(
    *, case_ids: Sequence[int], amount: int, payer: str, slip: TerminalSlip, by: Actor, at: datetime,
    on: date,
) -> Received:  # fmt: skip
    """Keep what the terminal approved and give the receipt its number; the same slip twice is once."""
    slip = check_slip(slip)
    check_receivable(amount, on, on)
    row, rate = cases.case_row(case_ids[0]), _rate(slip, on)
    lock_terminals(row.branch_id)
    identity = terminal_identity(slip.terminal_no, slip.approval_code, on)
    _refuse_settled(row.branch_id, slip, identity, on)
    raw = ",".join([row.number, str(on), str(amount), CARD, slip.terminal_no, slip.approval_code])
    line = Line(0, row.number, on, on, amount, CARD, slip.terminal_no, slip.approval_code, raw, "")
    arrival = Arrival(line, identity, list(case_ids), may_exceed=False)
    received = take(branch_id=row.branch_id, arrival=arrival, by=by, at=at, on=on)
    if not received.replayed:
        CardSlip.objects.create(
            receipt_id=received.receipt_id, branch_id=row.branch_id, paid_on=on,
            terminal_no=slip.terminal_no, approval_code=slip.approval_code, brand=slip.brand,
            last_four=slip.last_four, is_foreign=slip.is_foreign, is_obligors=slip.is_obligors,
            holder="" if slip.is_obligors else slip.holder, has_consent=slip.has_consent,
            fee=fee(amount, rate.foreign if slip.is_foreign else rate.domestic),
        )  # fmt: skip
        number_receipt(received.receipt_id, row.branch_id, on, payer)
    return received


def _rate(slip: TerminalSlip, on: date) -> CardRate:
    rate = (
        CardRate.objects.filter(Q(until__isnull=True) | Q(until__gte=on), brand=slip.brand)
        .filter(since__lte=on)
        .order_by("-since")
        .first()
    )
    if rate is None:
        raise TerminalSlipUnreadable(what="卡別", what_en="card brand", field="brand")
    return rate


def _refuse_settled(branch_id: int, slip: TerminalSlip, identity: bytes, on: date) -> None:
    found = RawEvent.objects.filter(
        branch_id=branch_id, channel__code=CARD, place=slip.terminal_no, serial=slip.approval_code,
        paid_on=on, outcome__in=["POSTED", "SUSPENSE"],
    )  # fmt: skip
    if found.exclude(identity=identity).exists():
        raise SettledBeforeKeyed
