"""A refund slip keyed to the wrong refund: said on the refund's page, decided there by a colleague."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.payments.actions.undoing import wrong_refund_slips as actions
from wuai.contexts.payments.queries.undoing.terminal_refunds import TerminalRefundRow, undone_slips
from wuai.platform.access import actor_of, staff
from wuai.platform.actors import Actor

HOME = "/staff/payments/refunds/"


@staff("payment.counter", "payment.approve")
@require_POST
def say(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Ask that the slip recorded for this refund be taken off it."""
    actions.say_wrong_slip(
        refund_ref=ref, why=request.POST.get("why", ""), by=actor_of(request), at=timezone.now()
    )
    messages.success(request, _("已申請撤銷登錄，請另一位同仁核准"))
    return redirect(f"{HOME}{ref}/")


@staff("payment.approve")
@require_POST
def decide(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The second person frees slip and refund, or leaves them."""
    decision = "APPROVED" if request.POST.get("decision") == "APPROVED" else "REFUSED"
    refund = actions.decide_wrong_slip(
        ref=ref, decision=decision, by=actor_of(request), at=timezone.now()
    )
    if decision == "APPROVED":
        messages.success(request, _("已撤銷登錄並沖正；請把這張簽單登錄到正確的退還"))
    else:
        messages.success(request, _("已退回撤銷登錄的申請"))
    return redirect(f"{HOME}{refund}/")


def wrong_slip(refund_id: int, slip: TerminalRefundRow | None, actor: Actor) -> dict[str, object]:
    """What the page of a refund shows of slips that were keyed to the wrong one."""
    wrong = slip.wrong if slip else None
    may = actor.may("payment.counter") or actor.may("payment.approve")
    return {
        "wrong": wrong, "my_wrong": wrong is not None and actor.is_same_person(wrong.by_ref),
        "may_say_wrong": slip is not None and wrong is None and may,
        "may_approve": actor.may("payment.approve"), "undone_slips": undone_slips(refund_id),
    }  # fmt: skip
