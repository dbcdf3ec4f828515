"""A card of the counter that the acquirer took back: the notice on the payment's page, decided there by a colleague."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.payments.actions.undoing import chargebacks as actions
from wuai.contexts.payments.actions.undoing.void import receipt_of
from wuai.contexts.payments.queries.receiving.receipts import ReceiptFacts
from wuai.contexts.payments.queries.undoing.chargebacks import (
    chargeback_of_refund,
    chargebacks_of,
    may_be_charged_back,
)
from wuai.contexts.payments.rules.undoing.chargebacks import Notice, NoticeIncomplete
from wuai.contexts.payments.web.forms_out import ChargebackForm
from wuai.contexts.payments.web.undoing.owed_back import owing, seen
from wuai.platform.access import actor_of, staff
from wuai.platform.actors import Actor
from wuai.platform.ui.pieces import Fact
from wuai.platform.ui.wording import full_day

HOME = "/staff/payments/"


@staff("payment.settle")
@require_POST
def record(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Record the acquirer's notice about this payment."""
    # Whose payment it is comes before what was typed: a stranger learns nothing from his own mistakes.
    receipt_of(ref, actor_of(request).branch_id)
    form = ChargebackForm(request.POST)
    if not form.is_valid():
        field = next(iter(form.errors))
        label = form.fields[field].label or field
        raise NoticeIncomplete(what=label, what_en=label, field=field)
    actions.record_chargeback(
        receipt_ref=ref, notice=Notice(**form.cleaned_data), by=actor_of(request),
        at=timezone.now(), on=timezone.localdate(),
    )  # fmt: skip
    messages.success(request, _("已登錄扣回通知，請另一位同仁核准"))
    return redirect(f"{HOME}{ref}/")


@staff("payment.approve")
@require_POST
def decide(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The second person lets the money go, or sends the notice back."""
    decision = "APPROVED" if request.POST.get("decision") == "APPROVED" else "REFUSED"
    receipt = actions.decide_chargeback(
        ref=ref, decision=decision, by=actor_of(request), at=timezone.now(),
        on=timezone.localdate(), owed_back=seen(request),
    )  # fmt: skip
    if decision == "APPROVED":
        messages.success(request, _("已登錄收單機構扣回"))
    else:
        messages.success(request, _("已退回扣回通知"))
    return redirect(f"{HOME}{receipt}/")


def notices(facts: ReceiptFacts, actor: Actor) -> dict[str, object]:
    """What the page of a payment shows of chargebacks, and of what agencies owe back."""
    rows = chargebacks_of(facts.line.ref)
    waiting = next((row for row in rows if not row.decision), None)
    may = actor.may("payment.settle") and not facts.line.is_void and waiting is None
    return {
        "chargebacks": rows, "charging": waiting,
        "my_charging": waiting is not None and actor.is_same_person(waiting.proposed_by),
        "chargeback_form": ChargebackForm(auto_id="charged_%s")
        if may and may_be_charged_back(facts.line.ref) else None,
        **owing(facts, waiting.amount if waiting else None),
    }  # fmt: skip


def notice_facts(refund_id: int) -> list[Fact]:
    """The notice by which money left, where it was not by us."""
    row = chargeback_of_refund(refund_id)
    if row is None:
        return []
    return [
        Fact(_("扣回通知編號"), row.number), Fact(_("通知日"), full_day(row.noticed_on)),
        Fact(_("扣回事由"), row.reason),
    ]  # fmt: skip
