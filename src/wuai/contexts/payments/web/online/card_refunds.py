"""A refund to a card that nobody heard of: one person writes down what the platform shows, another agrees."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.payments.actions.online import card_refunds
from wuai.contexts.payments.queries.online.card_refunds import CardRefundRow
from wuai.contexts.payments.web.forms_out import OutcomeForm
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Fact
from wuai.platform.ui.wording import moment

HOME = "/staff/payments/refunds/"


@staff("payment.settle")
@require_POST
def tell(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Write down what the platform's own desk says."""
    form = OutcomeForm(request.POST)
    if form.is_valid():
        card_refunds.tell_outcome(
            refund_ref=ref, by=actor_of(request), at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("已記下，請另一位同仁確認"))
    else:
        messages.error(request, _("請選擇結果並寫明怎麼查到的"))
    return redirect(f"{HOME}{ref}/")


@staff("payment.approve")
@require_POST
def settle(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The second person agrees with it, or does not."""
    decision = "APPROVED" if request.POST.get("decision") == "APPROVED" else "REFUSED"
    card_refunds.settle_outcome(
        refund_ref=ref, decision=decision, told=request.POST.get("told", ""),
        told_at=_moment(request.POST.get("told_at", "")), by=actor_of(request), at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("已確認") if decision == "APPROVED" else _("已退回，請再查明"))
    return redirect(f"{HOME}{ref}/")


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def card_facts(card: CardRefundRow | None) -> list[Fact]:
    """The order, the platform's code and when it was asked."""
    if card is None:
        return []
    return [
        Fact(_("訂單編號"), card.order_no),
        Fact(_("請平台退刷"), moment(card.asked_at) if card.asked_at else ""),
        Fact(_("平台的回答"), card.code),
    ]
