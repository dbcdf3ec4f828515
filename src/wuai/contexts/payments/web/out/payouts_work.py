"""Money that goes out, as work of today: what came back, and what waits for the second person."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.payments.models import Payout
from wuai.contexts.payments.queries.out import payouts as queries
from wuai.contexts.payments.queries.undoing import terminal_refunds as terminal
from wuai.contexts.payments.queries.undoing import to_undo as undoing
from wuai.platform.panels import Desk, Pile, Todo, Work

RECEIPTS, PAYOUTS, REFUNDS, FEES, AGENCY = (
    "/staff/payments/", "/staff/payments/payouts/", "/staff/payments/refunds/", "/staff/payments/fees/",
    "/agency/statements/",
)  # fmt: skip
# How soon returned money and a colleague's request are looked at: our own service goals.
RETURN_DAYS, DECIDE_DAYS, LISTED, MOST, CAP = 3, 1, 12, 100, 1000

UNDO = {undoing.OFF: _("核准移出"), undoing.SLIP: _("核准撤銷登錄"), undoing.CHARGED: _("核准扣回")}
UNDO_AT = {undoing.FEE: FEES, undoing.SLIP: REFUNDS}


def returned(desk: Desk) -> Pile:
    """Payments that came back: ask for the right account, then pay again."""
    rows = queries.returned(desk.branch_id)
    return Pile(
        len(rows), [_todo(row, PAYOUTS) for row in rows[:LISTED]],
        capped=len(rows) == queries.PER_PAGE,
    )  # fmt: skip


def came_back(desk: Desk) -> Pile:
    """An agency's money that came back and whose right account it has not given yet."""
    found = queries.agency_returns(desk.actor.agency_id or 0)
    rows = [row for row in found if not row.corrected_at]
    return Pile(len(rows), [_todo(row, AGENCY) for row in rows[:LISTED]])


def _todo(row: Payout, home: str) -> Todo:
    what = gettext("重新付款") if row.corrected_at else gettext("登錄正確的受款帳戶")
    since = row.settled_on or timezone.localdate()
    return Todo(
        what, row.number, since + timedelta(days=RETURN_DAYS), f"{home}returned/{row.ref}/",
        row.return_reason or row.return_code, "press",
    )  # fmt: skip


def to_decide(desk: Desk) -> Pile:
    """Batches and refunds that somebody else has to approve."""
    number = queries.undecided(desk.branch_id, cap=CAP)
    todos = [
        Todo(
            gettext("核准付款") if row.is_batch else gettext("核准退還"), row.number,
            timezone.localdate(row.at) + timedelta(days=DECIDE_DAYS),
            f"{PAYOUTS if row.is_batch else REFUNDS}{row.ref}/", row.by_name,
        )
        for row in queries.to_decide(desk.branch_id, limit=LISTED)
    ]  # fmt: skip
    return Pile(number, todos, capped=number == CAP)


def on_the_terminal(desk: Desk) -> Pile:
    """Approved refunds that the cashier makes on the terminal."""
    number = terminal.how_many_wait(desk.branch_id, cap=CAP)
    todos = [
        Todo(
            gettext("在端末機退刷"), row.number,
            timezone.localdate(row.decided_at) + timedelta(days=DECIDE_DAYS),
            f"{REFUNDS}{row.ref}/", f"NT$ {row.amount:,}", "press",
        )
        for row in terminal.waiting_for_terminal(desk.branch_id, limit=LISTED)
    ]  # fmt: skip
    return Pile(number, todos, capped=number == CAP)


def to_undo(desk: Desk) -> Pile:
    """Receipts, of fees too, that a colleague wants voided or off their cases; slips keyed wrongly."""
    rows = undoing.to_undo(desk.branch_id, reader=desk.actor.ref, limit=MOST)
    todos = [
        Todo(
            str(UNDO.get(row.kind, _("核准作廢"))), f"NT$ {row.amount:,}",
            timezone.localdate(row.at) + timedelta(days=DECIDE_DAYS),
            f"{UNDO_AT.get(row.kind, RECEIPTS)}{row.ref}/", row.by_name, "press",
        )
        for row in rows[:LISTED]
    ]  # fmt: skip
    return Pile(len(rows), todos, capped=len(rows) == MOST)


WORK = (
    Work("returned", _("退匯待處理"), 27, "payment.settle", PAYOUTS, returned, press=True),
    Work("terminal", _("待在端末機退刷"), 26, "payment.counter", REFUNDS, on_the_terminal),
    Work("undo", _("待核准的作廢、移出與撤銷"), 26, "payment.approve", RECEIPTS, to_undo, press=True),
    Work("decide", _("待核准的付款與退還"), 28, "payment.approve", PAYOUTS, to_decide),
)  # fmt: skip
AGENCY_WORK = (
    Work("returned", _("退匯待提供帳號"), 20, "agency.payments", AGENCY, came_back, press=True),
)  # fmt: skip
