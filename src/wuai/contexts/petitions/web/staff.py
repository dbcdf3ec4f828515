"""Petitions on the desks: what is due first, one of them opened, its papers and files."""

import uuid
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wuai.contexts.applications import api as applications
from wuai.contexts.cases import api as cases
from wuai.contexts.petitions.gateways.typesetter.client import typeset
from wuai.contexts.petitions.queries import desk, figures, papers
from wuai.contexts.petitions.queries.incoming import letters_of, waiting_count
from wuai.contexts.petitions.queries.mailboxes import mailboxes
from wuai.contexts.petitions.rules.mailboxes import GUARDS
from wuai.contexts.petitions.rules.states import NOTES
from wuai.contexts.petitions.web.files import unscanned
from wuai.contexts.petitions.web.forms import (
    CHANNELS,
    VIA,
    AssignForm,
    DraftForm,
    FilterForm,
    HandForm,
    SpanForm,
)
from wuai.contexts.petitions.web.tables import (
    HOME,
    figure_cells,
    figure_table,
    opinion_table,
    petition_cells,
    petition_table,
    state_of,
)
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform import searches
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.asked import after, typed_reason
from wuai.platform.exports import csv_file, download
from wuai.platform.ui.pieces import Crumb, Status

SEES = tuple(GUARDS)
MOST = 5000


@staff(*SEES)
@searches.kept_out("q")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Petitions of the branch that this person may know of, in the order in which they are due."""
    actor, on = actor_of(request), timezone.localdate()
    held = mailboxes(actor.branch_id or 0)
    form = FilterForm(
        searches.given(request) or None, held=[x for x in held if x.is_ours and actor.may(x.guard)]
    )
    given: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    asked = desk.Asked(
        mailbox=given.get("mailbox", ""), state=given.get("state", ""), words=given.get("q", ""),
        mine=bool(given.get("mine")), ended=bool(given.get("ended")),
        overdue_on=on if given.get("overdue") else None,
    )  # fmt: skip
    if request.GET.get("as") == "csv":
        return _file(request, asked)
    lines, more = desk.listed(actor, asked, after=after(request))
    if lines:
        log_read(request, *(f"petition:{line.ref}" for line in lines))
    query = request.GET.copy()
    query.pop("after", None)
    return render(
        request, "petitions/list.html",
        {"form": form, "table": petition_table(lines) if lines else None, "more": more,
         "query": query.urlencode(), "counts": desk.open_counts(actor, on),
         "letters_waiting": waiting_count(actor),
         "may_edit": actor.may("petition.edit"), "is_ordinary": actor.may("petition.view")},
    )  # fmt: skip


def _file(request: HttpRequest, asked: desk.Asked) -> HttpResponse:
    lines, _more = desk.listed(actor_of(request), asked, most=MOST)
    log_read(request, "petitions:csv")
    return csv_file("petitions", *petition_cells(lines))


def own(request: HttpRequest, ref: uuid.UUID) -> desk.PetitionPage:
    """A petition that this person may see; anybody else's is not there."""
    found = desk.page(actor_of(request), ref)
    if found is None:
        raise Http404
    return found


@staff(*SEES)
def show(request: HttpRequest, ref: uuid.UUID, refused: Refusal | None = None) -> HttpResponse:
    """One petition: what is said, who has it, what may be done next."""
    page, actor = own(request, ref), actor_of(request)
    log_read(request, f"petition:{ref}")
    row, branch_id = page.row, actor.branch_id or 0
    shown = applications.shown_with(ref)
    return render(
        request, "petitions/page.html",
        {"page": page, "row": row, "line": page.line, "refused": refused,
         "state": state_of(row.state), "today": timezone.localdate(),
         "channel": CHANNELS[row.channel], "via": VIA.get(row.via) if row.via else "",
         "shown": Status(*shown) if shown else None, "guard": GUARDS[row.guard], "is_guarded": page.row.guard != "petition.view",
         "case": cases.case_row(row.case_id) if row.case_id else None,
         "repeats": petition_table(page.repeats) if page.repeats else None,
         "assign_form": AssignForm(branch_id=branch_id, box=page.box, guard=row.guard, on=timezone.localdate(),
                                   initial={"section": row.section_id, "owner": row.owner_ref}),
         "draft_form": DraftForm(initial={"text": page.replies[0].text if page.replies else ""}),
         "hand_form": HandForm(held=mailboxes(branch_id)),
         "may_edit": actor.may("petition.edit"),
         "may_approve": actor.may("petition.approve"),
         "letters": letters_of(actor, ref),
         "notes": [(note, NOTES.get(note.code, Bilingual(note.code))) for note in page.notes],
         "trail": [Crumb(_("人民陳情"), HOME), Crumb(page.line.number)]},
        status=refused.status if refused else 200,
    )  # fmt: skip


@staff(*SEES)
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, ref: uuid.UUID, upload: uuid.UUID) -> HttpResponseBase:
    """A file that came with it; what no scanner has passed opens only with a reason, on record."""
    own(request, ref)
    found = applications.held_file(ref, upload)
    if found is None:
        raise Http404
    reason = typed_reason(request)
    if found.scan != "CLEAN" and not reason:
        return unscanned(request, found.name)
    log_read(request, f"petition:{ref}", f"file:{upload}", reason=reason)
    return applications.handed_out(found.blocks, found.name, found.size)


@staff(*SEES)
@require_safe
def letter(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The approved reply as a letter to post."""
    paper = papers.letter(own(request, ref), timezone.localdate())
    if paper is None:
        raise Http404
    log_read(request, f"petition:{ref}")
    return download(typeset(paper), "application/pdf", f"{paper['number']}.pdf")


@staff(*SEES)
@require_safe
def statement(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """What was said, to be read back and signed."""
    paper = papers.statement(own(request, ref))
    log_read(request, f"petition:{ref}")
    return download(typeset(paper), "application/pdf", f"{paper['number']}-statement.pdf")


def _span(request: HttpRequest, on: date) -> tuple[SpanForm, date, date]:
    form = SpanForm(request.GET or None)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    since = given.get("since") or on.replace(month=1, day=1)
    until = given.get("until") or on
    return (
        form if form.is_bound else SpanForm(initial={"since": since, "until": until}),
        since,
        until,
    )


@staff(*SEES, "report.view")
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """How many came, how they ended, how many in time, and what people say of it."""
    actor, on = actor_of(request), timezone.localdate()
    form, since, until = _span(request, on)
    rows = figures.figures(actor, since, until, on)
    if request.GET.get("as") == "csv":
        return csv_file(f"petitions-{since}-{until}", *figure_cells(rows))
    said = figures.opinions(actor.branch_id or 0)
    query = request.GET.copy()
    query["as"] = "csv"
    return render(
        request, "petitions/figures.html",
        {"form": form, "since": since, "until": until, "csv": f"?{query.urlencode()}",
         "table": figure_table(rows) if rows else None,
         "opinions": opinion_table(said) if said else None,
         "comments": figures.comments(actor.branch_id or 0, said), "least": figures.LEAST,
         "trail": [Crumb(_("人民陳情"), HOME if any(map(actor.may, SEES)) else ""), Crumb(_("統計"))]},
    )  # fmt: skip
