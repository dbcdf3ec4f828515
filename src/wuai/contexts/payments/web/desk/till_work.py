"""Tills that differ, as work of today for the person who did not count them."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.payments.models import Till
from wuai.contexts.payments.rules.desk.till import COUNTED
from wuai.platform.panels import Desk, Pile, Todo, Work

TILLS = "/staff/payments/till/"
# How soon a colleague's difference is looked at: our own service goal.
DECIDE_DAYS, LISTED, CAP = 1, 12, 100


def differing(desk: Desk) -> Pile:
    """Tills that a colleague closed with a difference."""
    rows = list(
        Till.objects.filter(branch_id=desk.branch_id, state=COUNTED)
        .exclude(by_ref=desk.actor.ref)
        .order_by("closed_at", "id")[:CAP]
    )
    todos = [
        Todo(
            gettext("核准差額"), gettext("錢櫃 %(name)s") % {"name": row.by_name},
            timezone.localdate(row.closed_at) + timedelta(days=DECIDE_DAYS), f"{TILLS}{row.ref}/",
            row.reason, "press",
        )
        for row in rows[:LISTED]
    ]  # fmt: skip
    return Pile(len(rows), todos, capped=len(rows) == CAP)


WORK = (Work("tills", _("待核准的錢櫃差額"), 24, "payment.approve", TILLS, differing, press=True),)
