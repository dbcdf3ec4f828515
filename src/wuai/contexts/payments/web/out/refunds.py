"""Refunds: ask with what was seen, decide by a second person, see how far each is."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.payments.actions.out import refunds
from wuai.contexts.payments.queries.online.card_refunds import card_refund, may_go_to_card
from wuai.contexts.payments.queries.out import payouts as queries
from wuai.contexts.payments.queries.receiving import receipts
from wuai.contexts.payments.queries.undoing.terminal_refunds import (
    may_go_to_terminal,
    terminal_refund,
)
from wuai.contexts.payments.rules.out.refunds import Wish
from wuai.contexts.payments.web.forms import ReasonForm
from wuai.contexts.payments.web.forms_out import OutcomeForm, RefundForm, RefundSlipForm
from wuai.contexts.payments.web.online.card_refunds import card_facts
from wuai.contexts.payments.web.undoing.chargebacks import notice_facts
from wuai.contexts.payments.web.undoing.terminal_refunds import terminal_facts
from wuai.contexts.payments.web.undoing.wrong_refund_slips import wrong_slip
from wuai.contexts.payments.web.words import branch_of
from wuai.contexts.payments.web.words_out import (
    ALL_GROUNDS,
    ALL_METHODS,
    CARD_OUTCOMES,
    REFUNDS,
    status,
)
from wuai.kernel.refusal import Refusal
from wuai.platform import asked
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.ui.pieces import Column, Crumb, Fact, Page, Table

HOME = "/staff/payments/refunds/"


@staff("payment.settle", "payment.approve")
def listed(request: HttpRequest) -> HttpResponse:
    """The newest refunds and how far each is."""
    before = asked.before(request)
    rows = queries.refunds(branch_of(request), before=before)
    log_read(request, *(f"refund:{row.ref}" for row, _state in rows))
    lines = [
        {"number": row.number, "payee": row.payee_name, "amount": row.amount,
         "ground": ALL_GROUNDS[row.ground], "method": ALL_METHODS[row.method], "at": row.proposed_at,
         "state": status(REFUNDS, state), "url": f"{HOME}{row.ref}/"}
        for row, state in rows
    ]  # fmt: skip
    columns = [
        Column("number", _("退還編號"), "code"), Column("payee", _("受款人")),
        Column("amount", _("金額"), "amount"), Column("ground", _("原因")),
        Column("method", _("退還方式")), Column("at", _("申請時間"), "moment"),
        Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    older = f"?before={rows[-1][0].id}" if len(rows) == queries.PER_PAGE else ""
    return render(
        request, "payments/refunds.html",
        {"table": Table(_("退還款項"), columns, lines, show_caption=False) if lines else None,
         "pager": Page(len(rows), HOME if before else "", older)},
    )  # fmt: skip


@staff("payment.settle")
def ask(request: HttpRequest, item: uuid.UUID) -> HttpResponse:
    """Ask that money held from a receipt goes back."""
    held = receipts.item_facts(branch_of(request), item)
    if held is None or held.receipt_ref is None:
        raise Http404
    form = RefundForm(
        request.POST or None, initial={"seen": held.held, "amount": held.held},
        without=_cannot_go(held.receipt_ref),
    )  # fmt: skip
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            ref = _ask(request, item, form)
        except Refusal as error:
            refused = error
        else:
            messages.success(request, _("已申請退還，請另一位同仁核准"))
            return redirect(f"{HOME}{ref}/")
    return render(
        request, "payments/refund_ask.html",
        {"item": held, "form": form, "refused": refused,
         "trail": [Crumb(_("待查款項"), "/staff/suspense/"),
                   Crumb(held.event.number or "—", f"/staff/suspense/{item}/"), Crumb(_("申請退還"))]},
        status=200 if refused is None else refused.status,
    )  # fmt: skip


def _cannot_go(receipt_ref: uuid.UUID) -> set[str]:
    """The ways back that this money did not come."""
    ways = {"CARD": may_go_to_card, "TERMINAL": may_go_to_terminal}
    return {method for method, may_go in ways.items() if not may_go(receipt_ref)}


def _ask(request: HttpRequest, item: uuid.UUID, form: RefundForm) -> uuid.UUID:
    given = dict(form.cleaned_data)
    seen, amount = given.pop("seen"), given.pop("amount")
    return refunds.request_refund(
        item_ref=item, seen=seen, amount=amount, wish=Wish(**given), by=actor_of(request),
        at=timezone.now(), on=timezone.localdate(),
    )  # fmt: skip


@staff("payment.settle", "payment.approve", "payment.counter")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One refund: to whom, how, and the second person's decision."""
    found, actor = queries.refund(branch_of(request), ref), actor_of(request)
    if found is None:
        raise Http404
    row, state = found
    log_read(request, f"refund:{row.ref}")
    card, slip = card_refund(row.id), terminal_refund(row.id)
    facts = [
        Fact(_("受款人"), row.payee_name),
        Fact(_("受款人不同時的理由"), row.name_note),
        Fact(_("原因"), ALL_GROUNDS[row.ground]),
        Fact(_("退還方式"), ALL_METHODS[row.method]),
        Fact(_("帳號"), f"{row.bank} {row.account_mask}".strip()),
        Fact(_("查驗的身分證件"), row.identity_seen),
        Fact(_("申請人"), row.proposed_name),
        Fact(_("決定者"), row.decided_name or ""),
        *card_facts(card),
        *terminal_facts(slip),
        *notice_facts(row.id),
    ]
    return render(
        request, "payments/refund.html",
        {"refund": row, "state": status(REFUNDS, state), "facts": [f for f in facts if f.value],
         "may_decide": state == "ASKED" and actor.may("payment.approve"),
         "is_mine": row.proposed_by == actor.ref, "card": card, "outcome": OutcomeForm(),
         "card_told": CARD_OUTCOMES.get(card.told, "") if card else "",
         "is_my_word": card is not None and card.told_by == actor.ref,
         "at_terminal": state == "TERMINAL_READY", "slip_form": RefundSlipForm(),
         "may_record": actor.may("payment.counter") and row.decided_by != actor.ref,
         "may_give_up": actor.may("payment.approve") and row.proposed_by != actor.ref,
         "reason_form": ReasonForm(), "may_tell": state == "CARD_UNCLEAR" and actor.may("payment.settle"),
         "may_settle_word": state == "CARD_UNCLEAR" and actor.may("payment.approve"),
         "trail": [Crumb(_("退還款項"), HOME), Crumb(row.number)],
         **wrong_slip(row.id, slip, actor)},
    )  # fmt: skip


@staff("payment.approve")
@require_POST
def decide(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The second person approves or refuses a refund."""
    decision = "APPROVED" if request.POST.get("decision") == "APPROVED" else "REFUSED"
    refunds.decide_refund(
        ref=ref, decision=decision, by=actor_of(request), at=timezone.now(),
        on=timezone.localdate(),
    )  # fmt: skip
    messages.success(request, _("已核准退還") if decision == "APPROVED" else _("已駁回退還申請"))
    return redirect(f"{HOME}{ref}/")
