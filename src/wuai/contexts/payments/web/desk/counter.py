"""The counter: find the case, see what is owed, take cash, hand out the receipt."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.parties import api as parties
from wuai.contexts.payments.actions.desk.counter import take_cash
from wuai.contexts.payments.queries.desk.till import has_open_till
from wuai.contexts.payments.queries.slips.slips import slip_by_number
from wuai.contexts.payments.web.forms import CashForm
from wuai.contexts.payments.web.words import COMPONENTS, branch_of
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.asked import whole
from wuai.platform.ui.pieces import Component, Crumb

HOME = "/staff/counter/"


class NothingOpenOfPerson(Refusal):
    code = "COUNTER_NOTHING_OPEN"
    zh = "{who} 在本分署沒有未結的案件"
    en = "{who} has no open case at this branch"
    next_zh = "請勿收款；請民眾出示通知書，確認是哪一分署的案件"
    next_en = "Take no money; ask to see the notice and which branch it is from"
    status = 404


@staff("payment.counter")
def counter(request: HttpRequest) -> HttpResponse:
    """One page for the whole errand: search, what is owed, the amount, then the receipt."""
    if "q" in request.POST:
        return _searched(request)
    words = _words(request.GET)
    if parties.is_id_number(words):
        return redirect(HOME)  # a person is looked for by POST: the number stays in no address
    row, refused = _named(request) if request.GET.get("case") else _found(request, words)
    if row is None:
        return _nothing(request, words, refused)
    till = has_open_till(branch_of(request), actor_of(request).ref)
    others = owing(row)
    form = CashForm(request.POST or None, initial={"key": uuid.uuid4()})
    if not form.is_bound:  # the next thing that is typed; a mistake leads to its own summary
        form.fields["amount"].widget.attrs["autofocus"] = True
    chosen = chosen_of(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            received = _take(request, form, chosen, others)
        except Refusal as error:
            refused = error
        else:
            return redirect(f"/staff/payments/{received.receipt_ref}/print/")
    person = parties.party_row(row.obligor_id)
    log_read(request, f"party:{person.ref}", f"case:{row.ref}")
    return render(
        request, "payments/counter.html",
        {"words": words, "row": row, "person": person, "form": form, "refused": refused, "till": till,
         "others": others, "chosen": chosen, "owed": sum(o["owed"] for o in others if o["id"] == row.id),
         "explained": next((o["explained"] for o in others if o["id"] == row.id), []),
         "trail": [Crumb(_("櫃檯收款"), HOME), Crumb(row.number)]},
        status=200 if refused is None else refused.status,
    )  # fmt: skip


def _take(
    request: HttpRequest, form: CashForm, chosen: list[int], others: list[dict[str, Any]]
) -> Any:
    """Take the cash; only cases that the page offered count, the limit that comes first leading."""
    offered = [line["id"] for line in others if line["id"] in chosen]
    if not offered:
        raise Http404
    return take_cash(
        key=form.cleaned_data["key"], case_ids=offered, amount=form.cleaned_data["amount"],
        payer=form.cleaned_data["payer"], by=actor_of(request), at=timezone.now(),
        on=timezone.localdate(), tendered=form.cleaned_data["tendered"],
    )  # fmt: skip


def _words(given: QueryDict) -> str:
    return given.get("q", "").replace("\0", "").strip()[:80]


def _searched(request: HttpRequest) -> HttpResponse:
    """Lead on by reference; what was typed stands in no address and no log, found or not."""
    words = _words(request.POST)
    row, refused = _found(request, words)
    ref = row.ref if row else None
    if row is None and parties.is_id_number(words):
        try:
            ref = _case_of_person(request, words)
        except NothingOpenOfPerson as error:
            refused = error
    return redirect(f"{HOME}?case={ref}") if ref else _nothing(request, words, refused)


def _nothing(request: HttpRequest, words: str, refused: Refusal | None) -> HttpResponse:
    till = has_open_till(branch_of(request), actor_of(request).ref)
    here = {"words": words, "refused": refused, "till": till}
    return render(request, "payments/counter.html", here)


def _named(request: HttpRequest) -> tuple[cases.CaseRow, None]:
    try:
        row = cases.case_by_ref(uuid.UUID(request.GET["case"]))
    except ValueError as error:
        raise Http404 from error
    if row is None or row.branch_id != branch_of(request):
        raise Http404
    return row, None


def _found(request: HttpRequest, words: str) -> tuple[cases.CaseRow | None, Refusal | None]:
    if not words:
        return None, None
    slip = slip_by_number(words, branch_id=branch_of(request))
    if slip is not None:
        return cases.case_row(slip.case_id), None
    try:
        return cases.case_by_number(branch_of(request), words), None
    except Refusal as refused:
        return None, refused


def _case_of_person(request: HttpRequest, number: str) -> uuid.UUID | None:
    """The open case whose limit comes first of the person with this identity number."""
    people = parties.find(branch_of(request), number)
    if not people:
        return None
    log_read(request, *(f"party:{person.ref}" for person in people), reason="search")
    held = [
        row for person in people for row in cases.cases_of_obligor(person.id, open_only=True)
        if row.branch_id == branch_of(request)
    ]  # fmt: skip
    if not held:
        raise NothingOpenOfPerson(who=people[0].id_masked)
    return min(held, key=lambda row: (row.limit_on, row.id)).ref


def chosen_of(request: HttpRequest, row: cases.CaseRow) -> list[int]:
    """The cases that were ticked; the one that the page is about when none was."""
    return [n for n in map(whole, request.POST.getlist("case_id")) if n is not None] or [row.id]


def owing(row: cases.CaseRow) -> list[dict[str, Any]]:
    """The open cases of the same person, the one whose limit comes first leading."""
    rows = cases.cases_of_obligor(row.obligor_id, open_only=True)
    rows = [r for r in rows if r.branch_id == row.branch_id]
    if row.id not in {r.id for r in rows}:
        rows.append(row)
    owed = cases.balances([r.id for r in rows], timezone.localdate())
    return [
        {"id": r.id, "number": r.number, "limit_on": r.limit_on, "owed": sum(owed[r.id].values()),
         "category": r.category_zh,
         "explained": [Component(str(COMPONENTS[c]), n) for c, n in cases.ordered(owed[r.id])]}
        for r in sorted(rows, key=lambda r: (r.limit_on, r.id))
    ]  # fmt: skip
