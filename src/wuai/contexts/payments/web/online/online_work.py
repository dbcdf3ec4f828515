"""Card payments that somebody must look into, as work of today."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.payments.queries.online import online as queries
from wuai.contexts.payments.web.online.online_words import FLAGS
from wuai.platform.panels import Desk, Pile, Todo, Work

HOME = "/staff/payments/online/"
LOOK_DAYS, LISTED, CAP = 1, 12, 1000


def stuck(desk: Desk) -> Pile:
    """Those whose platform is silent, contradicts us, or does not settle."""
    number = queries.how_many_flagged(desk.branch_id, CAP)
    todos = [
        Todo(
            gettext("查明信用卡付款"), row.order_no,
            timezone.localdate(row.flagged_at or row.made_at) + timedelta(days=LOOK_DAYS),
            f"{HOME}{row.ref}/", FLAGS[row.flag], "press",
        )
        for row in queries.flagged(desk.branch_id, LISTED)
    ]  # fmt: skip
    return Pile(number, todos, capped=number == CAP)


STUCK_CARDS = Work("cards", _("待查信用卡付款"), 26, "payment.settle", HOME, stuck, press=True)
