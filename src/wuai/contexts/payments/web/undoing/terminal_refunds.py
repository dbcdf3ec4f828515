"""A refund on the terminal: the cashier records the slip, or a colleague says that none was made."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.payments.actions.undoing import terminal_refunds as actions
from wuai.contexts.payments.queries.undoing.terminal_refunds import TerminalRefundRow
from wuai.contexts.payments.rules.undoing.terminal_refunds import RefundSlip
from wuai.contexts.payments.web.forms_out import RefundSlipForm
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Fact
from wuai.platform.ui.wording import full_day

HOME = "/staff/payments/refunds/"


@staff("payment.counter")
@require_POST
def record(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Record what the terminal printed."""
    # Whose refund it is comes before what was typed: a stranger learns nothing from his own mistakes.
    printed = {name: request.POST.get(name, "") for name in RefundSlipForm.base_fields}
    actions.record_refund(
        refund_ref=ref, slip=RefundSlip(**printed), by=actor_of(request), at=timezone.now(),
        on=timezone.localdate(),
    )  # fmt: skip
    messages.success(request, _("已登錄退刷簽單"))
    return redirect(f"{HOME}{ref}/")


@staff("payment.approve")
@require_POST
def give_up(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """No slip was printed: the money is held again and goes another way."""
    actions.give_up(
        refund_ref=ref, why=request.POST.get("why", ""), by=actor_of(request), at=timezone.now(),
        on=timezone.localdate(),
    )  # fmt: skip
    messages.success(request, _("這筆錢已回到待查款項，可改以其他方式退還"))
    return redirect(f"{HOME}{ref}/")


def terminal_facts(row: TerminalRefundRow | None) -> list[Fact]:
    """The slip of a refund on a terminal, where there is one."""
    if row is None:
        return []
    return [
        Fact(_("退刷簽單"), f"{row.terminal_no} {row.approval_code}"),
        Fact(_("退刷日"), full_day(row.refunded_on)),
        Fact(_("登錄人"), row.by_name),
    ]
