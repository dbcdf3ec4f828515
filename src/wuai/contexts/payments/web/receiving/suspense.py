"""Unmatched money: who looks after it, where it should go, and the second person."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.actions.receiving import settle
from wuai.contexts.payments.queries.receiving import receipts as queries
from wuai.contexts.payments.queries.receiving import waiting
from wuai.contexts.payments.web.forms import ProposalForm, ReasonForm
from wuai.contexts.payments.web.panels import REASONS
from wuai.contexts.payments.web.words import branch_of
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import Forbidden, actor_of, staff
from wuai.platform.ui.pieces import Column, Crumb, Status, Table

HOME = "/staff/suspense/"
MOST = 500
OF_FILE = {
    "CASE_CLOSED": lazy("這個檔案中案件已結的款項"),
    "OVERPAYMENT": lazy("這個檔案的溢繳款項"),
    "SUSPENSE": lazy("這個檔案的待查款項"),
}


@staff("payment.settle", "payment.approve")
def listed(request: HttpRequest) -> HttpResponse:
    """What has no place yet, of everything or of one file, the oldest first, with its owner and age."""
    today, of = timezone.localdate(), _of_file(request)
    lines = [
        {"number": row.number or "—", "since": row.since, "age": (today - row.since).days,
         "reason": Status(str(REASONS[row.reason]), "press"), "amount": row.amount or 0,
         "channel": Bilingual(row.channel_zh, row.channel_en),
         "owner": row.owner_name or _("無人認領"), "url": f"{HOME}{row.ref}/"}
        for row in waiting.waiting(branch_of(request), limit=MOST, of=of)
    ]  # fmt: skip
    columns = [
        Column("number", _("銷帳編號"), "code"), Column("reason", _("原因"), "status"),
        Column("amount", _("金額"), "amount", total=True), Column("channel", _("通路")),
        Column("since", _("入帳日"), "day"), Column("age", _("天數"), "number"),
        Column("owner", _("負責人")),
    ]  # fmt: skip
    table = Table(_("待查款項"), columns, lines, tall=True, show_caption=False) if lines else None
    return render(
        request, "payments/suspense.html", {"table": table, "of": OF_FILE[of[1]] if of else ""}
    )


def _of_file(request: HttpRequest) -> tuple[uuid.UUID, str] | None:
    """The file whose held money was asked for, and held as what."""
    if not request.GET.get("file"):
        return None
    try:
        ref, held = uuid.UUID(request.GET["file"]), request.GET.get("held", "")
    except ValueError as error:
        raise Http404 from error
    if held not in OF_FILE:
        raise Http404
    return ref, held


@staff("payment.settle", "payment.approve")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One item: the line as it came, what is held, the proposals."""
    actor = actor_of(request)
    if request.method == "POST" and not actor.may("payment.settle"):
        raise Forbidden("payment.settle")  # who only approves sees everything and proposes nothing
    item = queries.item_facts(branch_of(request), ref)
    if item is None:
        raise Http404
    form, refused = ProposalForm(request.POST or None, initial=_suggested(item)), None
    if request.method == "POST" and form.is_valid():
        try:
            _propose(request, ref, form)
        except Refusal as error:
            refused = error
        else:
            messages.success(request, _("已提案，請另一位同仁核准"))
            return redirect(f"{HOME}{ref}/")
    wanted = {p.case_id for p in item.proposals if p.case_id}
    numbers = {row.id: row.number for row in cases.case_rows(wanted).values()}
    return render(
        request, "payments/item.html",
        {"item": item, "reason": REASONS[item.reason], "form": form, "refused": refused,
         "wanted": numbers.get(item.waiting.case_id or 0, "") if item.waiting else "",
         "proposals": [(p, numbers.get(p.case_id or 0, "")) for p in item.proposals],
         "note_form": ReasonForm(), "is_mine": item.owner_ref == actor.ref,
         "may_approve": actor.may("payment.approve"), "may_settle": actor.may("payment.settle"),
         "age": (timezone.localdate() - item.since).days,
         "trail": [Crumb(_("待查款項"), HOME), Crumb(item.event.number or "—")]},
        status=200 if refused is None else refused.status,
    )  # fmt: skip


def _suggested(item: queries.ItemFacts) -> dict[str, object]:
    """Another open case of the same person whose limit comes first, if the slip tells the person."""
    if item.slip_case_id is None:
        return {"amount": item.held or ""}
    row = cases.case_row(item.slip_case_id)
    others = sorted(
        cases.cases_of_obligor(row.obligor_id, open_only=True), key=lambda r: (r.limit_on, r.id)
    )
    others = [r for r in others if r.branch_id == row.branch_id]
    if not others:
        return {"amount": item.held or ""}
    owed = sum(cases.balances([others[0].id], timezone.localdate())[others[0].id].values())
    return {"number": others[0].number, "amount": min(item.held, owed)}


def _propose(request: HttpRequest, ref: uuid.UUID, form: ProposalForm) -> None:
    given = form.cleaned_data
    row = cases.case_by_number(branch_of(request), given["number"])
    settle.propose_settlement(
        ref=ref, case_id=row.id, amount=given["amount"], why=given["why"], by=actor_of(request),
        at=timezone.now(),
    )  # fmt: skip


@staff("payment.settle")
@require_POST
def own(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Answer for an item from now on."""
    settle.own_item(ref=ref, by=actor_of(request), at=timezone.now())
    messages.success(request, _("已認領"))
    return redirect(f"{HOME}{ref}/")


@staff("payment.settle")
@require_POST
def note(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Note how a line that holds no money was cleared up."""
    settle.settle_line(
        ref=ref, note=request.POST.get("why", ""), by=actor_of(request), at=timezone.now()
    )
    messages.success(request, _("已註記結清"))
    return redirect(HOME)


@staff("payment.approve")
@require_POST
def decide(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The second person approves a proposal or sends it back."""
    decision = "APPROVED" if request.POST.get("decision") == "APPROVED" else "REFUSED"
    settle.decide_settlement(
        ref=ref, decision=decision, by=actor_of(request), at=timezone.now(),
        on=timezone.localdate(),
    )  # fmt: skip
    messages.success(request, _("已核准並入帳") if decision == "APPROVED" else _("已退回提案"))
    return redirect(HOME)
