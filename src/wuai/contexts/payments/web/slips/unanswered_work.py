"""What others should have told us by now, as work of today: the bank about payouts, the acquirer about cards."""

from datetime import timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.payments.queries.slips import unanswered as queries
from wuai.platform.panels import Desk, Pile, Todo, Work

PAYOUTS, RECEIPTS, FIGURES = (
    "/staff/payments/payouts/", "/staff/payments/", "/staff/payments/till/figures/",
)  # fmt: skip
# After how many days we ask: our own service goals.
BANK_DAYS, ACQUIRER_DAYS, LISTED, MOST = 3, 7, 12, 100


def payouts(desk: Desk) -> Pile:
    """Payments that went to the bank and of which no result file told."""
    rows = queries.unanswered_payouts(
        desk.branch_id, desk.on - timedelta(days=BANK_DAYS), limit=MOST
    )
    return _pile(rows, gettext("向銀行查詢付款結果"), PAYOUTS, BANK_DAYS)


def cards(desk: Desk) -> Pile:
    """Card payments of the counter that no settlement file named."""
    rows = queries.unsettled_cards(
        desk.branch_id, desk.on - timedelta(days=ACQUIRER_DAYS), limit=MOST
    )
    return _pile(rows, gettext("向收單機構查詢撥款"), RECEIPTS, ACQUIRER_DAYS)


def _pile(rows: list[queries.Unanswered], what: str, root: str, days: int) -> Pile:
    todos = [
        Todo(what, row.number, row.since + timedelta(days=days), f"{root}{row.ref}/",
             f"NT$ {row.amount:,}", "press")
        for row in rows[:LISTED]
    ]  # fmt: skip
    return Pile(len(rows), todos, capped=len(rows) == MOST)


WORK = (
    Work("unanswered", _("銀行逾期未回覆的付款"), 27, "payment.settle", PAYOUTS, payouts, press=True),
    Work("unsettled", _("逾期未撥款的刷卡"), 27, "payment.settle", FIGURES, cards, press=True),
)  # fmt: skip
