"""Care at the desk: what waits, the person of a case, one referral."""

import uuid
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuai.contexts.care.gateways.typesetter.client import typeset
from wuai.contexts.care.models import Referral, Step
from wuai.contexts.care.queries import helping, pauses, slips
from wuai.contexts.care.rules import helping as rules
from wuai.contexts.care.rules.signals import KINDS, SOURCES
from wuai.contexts.care.web.forms import PauseForm, SignalForm, SpanForm, StepForm, WhyForm
from wuai.contexts.care.web.tables import HOME, referral_table, state_of, total_table
from wuai.contexts.cases import api as cases
from wuai.contexts.parties import api as parties
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform import asked
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.exports import csv_file
from wuai.platform.ui.pieces import Crumb, Page
from wuai.platform.ui.wording import plain

SOON = 14


def branch_of(request: HttpRequest) -> int:
    """The branch of who asks."""
    return actor_of(request).branch_id or 0


def _span(request: HttpRequest, on: date) -> tuple[SpanForm, helping.Span]:
    form = SpanForm(request.GET or None)
    given: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    since = given.get("since") or on.replace(month=1, day=1)
    until = given.get("until") or on
    if not form.is_bound:
        form = SpanForm(initial={"since": since, "until": until})
    return form, helping.Span(
        since, until, given.get("destination") or "", given.get("state") or ""
    )


@staff("care.view")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What is to be followed up, and the referrals of some days."""
    branch_id, on = branch_of(request), timezone.localdate()
    form, span = _span(request, on)
    last = asked.before(request)
    due, rows = helping.due(branch_id, on), helping.referrals(branch_id, span, before_id=last)
    people = parties.party_rows({r.party_id for r in [*due, *rows]})
    if people:
        log_read(request, *(f"care:{person.ref}" for person in people.values()))
    held = {name: request.GET[name] for name in request.GET if name != "before"}
    older = f"?{urlencode(held | {'before': rows[-1].id})}" if len(rows) == helping.PAGE else ""
    ending = pauses.ending(branch_id, on, on + timedelta(days=SOON))
    numbers = cases.numbers_of([p.case_id for p in ending])
    facts = cases.case_rows([p.case_id for p in ending])
    return render(
        request, "care/list.html",
        {"form": form, "due": referral_table(due, people, _("該追蹤了")) if due else None,
         "table": referral_table(rows, people) if rows else None, "pager": Page(len(rows), older_url=older),
         "ending": [(p, numbers[p.case_id], facts[p.case_id].ref) for p in ending]},
    )  # fmt: skip


@staff("care.view", "report.view")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Totals by destination; who may see referrals goes down to them."""
    on = timezone.localdate()
    form, span = _span(request, on)
    rows = helping.totals(branch_of(request), span)
    if request.GET.get("as") == "csv":
        heads = [
            _("種類"),
            _("單位"),
            _("轉介"),
            _("其中緊急"),
            _("處理中"),
            _("獲得協助"),
            _("協助金額"),
        ]
        cells: list[list[str | int]] = [
            [plain(rules.DESTINATIONS[r.kind]), plain(r.place), r.referred, r.emergencies, r.waiting,
             r.helped, r.amount] for r in rows
        ]  # fmt: skip
        return csv_file(f"care-{span.since}-{span.until}", heads, cells)
    down = actor_of(request).may("care.view")
    return render(
        request, "care/figures.html",
        {"form": form, "span": span, "table": total_table(rows, span, down) if rows else None,
         "csv": f"?{urlencode(dict(request.GET.items()) | {'as': 'csv'})}",
         "trail": [Crumb(_("關懷轉介"), HOME if down else ""), Crumb(_("統計"))]},
    )  # fmt: skip


@staff("care.view")
def person(request: HttpRequest, ref: uuid.UUID, refused: Refusal | None = None) -> HttpResponse:
    """The person of a case: signals, pauses, referrals, and what can be done."""
    row, on = cases.own_case(request, ref), timezone.localdate()
    who, actor = parties.party_row(row.obligor_id), actor_of(request)
    log_read(request, f"care:{who.ref}", f"case:{row.ref}")
    found = helping.referrals_of(who.id)
    return render(
        request, "care/person.html",
        {"row": row, "person": who, "refused": refused,
         "signals": [(s, KINDS[s.kind], SOURCES[s.source]) for s in helping.signals_of(who.id, on)],
         "pause": pauses.pause_of(row.id, on), "pauses": pauses.pauses_of(row.id),
         "table": referral_table(found, {who.id: who}) if found else None,
         "may_record": actor.may("care.record"), "may_pause": actor.may("care.pause"),
         "signal_form": SignalForm(), "why_form": WhyForm(),
         "pause_form": PauseForm(initial={"until": on + timedelta(days=30)}),
         "trail": [Crumb(row.number, f"/staff/cases/{row.ref}/"), Crumb(_("關懷"))]},
        status=refused.status if refused else 200,
    )  # fmt: skip


def own_referral(request: HttpRequest, ref: uuid.UUID) -> tuple[Referral, list[Step]]:
    """The referral with its steps, if it is of the branch of who asks."""
    found = helping.referral(ref, branch_of(request))
    if found is None:
        raise Http404
    return found


@staff("care.view")
def show(request: HttpRequest, ref: uuid.UUID, refused: Refusal | None = None) -> HttpResponse:
    """One referral: what the slip says, on what ground, and how it goes."""
    held, steps = own_referral(request, ref)
    who = parties.party_row(held.party_id)
    log_read(request, f"care:{who.ref}", f"referral:{held.ref}")
    names = {one.code: one.name for one in rules.MOVES} | {
        "FOLLOW_UP": Bilingual("追蹤", "followed up")
    }
    case = cases.case_row(held.case_id)
    return render(
        request, "care/show.html",
        {"held": held, "person": who, "case": case, "refused": refused, "state": state_of(held.state),
         "kind": rules.KINDS[held.kind], "ground": rules.GROUNDS[held.ground],
         "place": Bilingual(held.destination.name_zh, held.destination.name_en),
         "told": [KINDS[code] for code in held.told],
         "steps": [(step, names[step.move]) for step in steps],
         "form": StepForm(state=held.state) if held.state in rules.OPEN else None,
         "may_record": actor_of(request).may("care.record"),
         "trail": [Crumb(_("關懷轉介"), HOME), Crumb(held.number)]},
        status=refused.status if refused else 200,
    )  # fmt: skip


@staff("care.view")
@require_safe
def slip(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The slip as PDF, for the other side."""
    held, _steps = own_referral(request, ref)
    log_read(request, f"care:{parties.party_row(held.party_id).ref}", f"referral:{ref}")
    answer = HttpResponse(typeset(slips.slip(held)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="referral-{held.id}.pdf"'
    return answer
