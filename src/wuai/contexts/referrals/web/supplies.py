"""Requests to supply at both desks: the branch asks and examines, the agency answers."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.referrals import queries_rows
from wuai.contexts.referrals import queries_supplies as queries
from wuai.contexts.referrals.actions import supplying
from wuai.contexts.referrals.queries_supplies import SupplyRow
from wuai.contexts.referrals.rules import supplies as rules
from wuai.contexts.referrals.web import papers, supply_tables
from wuai.contexts.referrals.web.desk import IntakeDesk, agency_desk, pages_at, staff_desk
from wuai.contexts.referrals.web.supply_forms import AnswerForm, AskForm, CloseForm
from wuai.kernel.refusal import Refusal
from wuai.platform import asked
from wuai.platform.access import agency, log_read, staff
from wuai.platform.ui.pieces import Crumb

OFFERED = 100


def _refused(form: forms.Form, refused: Refusal) -> None:
    """Say it at the question it is about."""
    place = refused.field if refused.field in form.fields else None
    form.add_error(place, supply_tables.said(refused))


def _home(desk: IntakeDesk) -> str:
    return f"{desk.root}supplies/"


def listed(request: HttpRequest, desk: IntakeDesk) -> HttpResponse:
    """The requests, newest first; ``state`` narrows them."""
    state = request.GET.get("state", "")
    rows = queries.listed(
        state=state if state in rules.STATES else "", before=asked.before(request), **desk.scope()
    )
    log_read(request, *(f"case:{row.case_ref}" for row in rows))
    return render(
        request, "referrals/supplies.html",
        {"frame": desk.frame, "desk": desk, "state": state, "states": rules.STATES.items(),
         "table": supply_tables.listed(rows, _home(desk), timezone.localdate()) if rows else None,
         "older": rows[-1].id if len(rows) == queries.PER_PAGE else None},
    )  # fmt: skip


def show(request: HttpRequest, desk: IntakeDesk, ref: uuid.UUID) -> HttpResponse:
    """One request; the agency answers here, the branch says whether it is enough."""
    row, case = _with_case(desk, ref)
    form = _form(request, desk, row, case)
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            _do(desk, row, form)
        except Refusal as refused:
            _refused(form, refused)
        else:
            messages.success(request, _("已送出答復") if desk.is_agency else _("已記下審查結果"))
            return redirect(f"{_home(desk)}{ref}/")
    log_read(request, f"case:{row.case_ref}")
    failed = form is not None and bool(form.errors)
    return render(
        request, "referrals/supply.html",
        {"frame": desk.frame, "desk": desk, "row": row, "form": form, "home": _home(desk),
         "facts": supply_tables.facts(row, desk.cases_root),
         "state": supply_tables.state(row, timezone.localdate()),
         "documents": papers.listed(queries.documents(row.id), desk.root),
         "may_go_on": row.state == rules.INSUFFICIENT and not desk.is_agency
         and cases.is_open(case.status),
         "trail": [Crumb(_("補正通知"), _home(desk)), Crumb(row.number)]},
        status=422 if failed else 200,
    )  # fmt: skip


def _with_case(desk: IntakeDesk, ref: uuid.UUID) -> tuple[SupplyRow, cases.CaseRow]:
    row = queries.one(ref, **desk.scope())
    return row, cases.case_row(row.case_id)


def _form(
    request: HttpRequest, desk: IntakeDesk, row: SupplyRow, case: cases.CaseRow
) -> AnswerForm | CloseForm | None:  # fmt: skip
    """What may be done now; nothing once it is closed, or its case is."""
    if not cases.is_open(case.status):
        return None
    if desk.is_agency:
        is_open = row.state == rules.OPEN or request.method == "POST"
        return AnswerForm(request.POST or None, request.FILES or None) if is_open else None
    is_running = row.state in rules.RUNNING or request.method == "POST"
    return CloseForm(request.POST or None) if is_running else None


def _do(desk: IntakeDesk, row: SupplyRow, form: Any) -> None:
    now, on = timezone.now(), timezone.localdate()
    if desk.is_agency:
        supplying.answer(
            ref=row.ref, agency_id=row.agency_id, reply=form.reply(), by=desk.actor, at=now, on=on
        )
    else:
        supplying.close(ref=row.ref, **form.cleaned_data, by=desk.actor, at=now, on=on)


def paper(request: HttpRequest, desk: IntakeDesk, ref: uuid.UUID) -> HttpResponse:
    """The letter, as PDF."""
    row = queries.one(ref, **desk.scope())
    log_read(request, f"case:{row.case_ref}")
    answer = HttpResponse(cases.typeset_letter(queries.letter(row)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="supply-{ref}.pdf"'
    return answer


def ask_case(request: HttpRequest, desk: IntakeDesk, ref: uuid.UUID) -> HttpResponse:
    """Ask for what one case lacks; ``after`` repeats a request that was not met."""
    row = cases.case_by_ref(ref)
    if row is None or row.branch_id != desk.actor.branch_id:
        raise Http404
    started = _again(desk, row, request.GET.get("after", ""))
    return _ask(request, desk, _Asking([row.id], f"/staff/cases/{ref}/", row.number, started))


def _again(desk: IntakeDesk, row: cases.CaseRow, after: str) -> dict[str, Any]:
    earlier = [one for one in queries.of_case(row.id) if str(one.ref) == after]
    return {"items": earlier[0].items, "words": earlier[0].verdict_words} if earlier else {}


def ask_batch(request: HttpRequest, desk: IntakeDesk, ref: uuid.UUID) -> HttpResponse:
    """Ask for the same in several cases of a file."""
    batch = desk.row(ref)
    rows = queries_rows.result_rows(
        batch.id, branch_id=batch.branch_id, result="ACCEPTED", limit=OFFERED,
        after=asked.whole(request.GET.get("cases_after", "")) or 0,
    )  # fmt: skip
    log_read(request, f"batch:{batch.ref}")
    offered = {str(row.case_ref): f"{row.agency_ref}　{row.number}" for row in rows if row.case_ref}
    if not offered:
        raise Http404
    chosen = [one for one in request.POST.getlist("cases") if one in offered]
    ids = queries_rows.case_ids_of(batch.id, chosen)
    place = f"{desk.root}{ref}/"
    return _ask(request, desk, _Asking(ids, place, batch.file_name, offered=offered))


@dataclass(frozen=True, slots=True)
class _Asking:
    """For which cases it is asked, with what to begin, where it came from."""

    case_ids: list[int]
    back: str
    title: str
    started: dict[str, Any] = field(default_factory=dict)
    offered: dict[str, str] = field(default_factory=dict)


def _ask(request: HttpRequest, desk: IntakeDesk, asking: _Asking) -> HttpResponse:
    on = timezone.localdate()
    form = AskForm(
        request.POST or None, items=queries.items(), cases=list(asking.offered.items()),
        initial={"key": uuid.uuid4(), "due_on": queries.due_day(desk.actor.branch_id or 0, on),
                 **asking.started},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        demand = supplying.Demand(data["items"], data["words"], data["due_on"], data["key"])
        try:
            made = supplying.ask(
                case_ids=asking.case_ids, demand=demand, by=desk.actor, at=timezone.now(), on=on
            )
        except Refusal as refused:
            _refused(form, refused)
        else:
            messages.success(request, _("已發出補正通知 %(n)s 件") % {"n": len(made)})
            return redirect(f"{_home(desk)}{made[0].ref}/" if len(made) == 1 else _home(desk))
    return render(
        request, "referrals/supply_ask.html",
        {"frame": desk.frame, "form": form, "back": asking.back, "title": asking.title,
         "trail": [Crumb(_("補正通知"), _home(desk)), Crumb(asking.title, asking.back),
                   Crumb(_("請移送機關補正"))]},
        status=422 if form.errors else 200,
    )  # fmt: skip


_at_staff = pages_at(staff_desk, staff("case.edit", "referral.intake"))
staff_listed, staff_show, staff_paper = _at_staff(listed), _at_staff(show), _at_staff(paper)
staff_ask_case, staff_ask_batch = _at_staff(ask_case), _at_staff(ask_batch)
_at_agency = pages_at(agency_desk, agency("agency.refer"))
agency_listed, agency_show = _at_agency(listed), _at_agency(show)
agency_paper = _at_agency(paper)
