"""Requests on the desks: what is due first, one request with its steps, paper taken in."""

import uuid

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wuai.contexts.applications.actions import results, uploads, work
from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.gateways.typesetter.client import typeset_letter
from wuai.contexts.applications.models import CLEAN, RECEIVING, Upload
from wuai.contexts.applications.queries import letters, rows
from wuai.contexts.applications.queries.outgoing import issued
from wuai.contexts.applications.queries.proofs import proof_of
from wuai.contexts.applications.rules.outgoing import outgoing as ordered
from wuai.contexts.applications.rules.procedure import CLERK, HEAD
from wuai.contexts.applications.web import replies
from wuai.contexts.applications.web.forms import CHANNELS, FilterForm, MoveForm
from wuai.contexts.applications.web.handing import handed_out
from wuai.contexts.applications.web.scans import scanned_kinds
from wuai.contexts.cases import api as cases
from wuai.kernel.refusal import Refusal
from wuai.platform import searches
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.asked import after, typed_reason
from wuai.platform.exports import download
from wuai.platform.ui.pieces import Column, Crumb, Status, Table

HOME = "/staff/applications/"


@staff("application.view", "application.confidential")
@searches.kept_out("q")
def listed(request: HttpRequest) -> HttpResponse:
    """Requests of the branch, in the order in which they are due."""
    form = FilterForm(searches.given(request) or None)
    given = form.cleaned_data if form.is_valid() else {}
    lines, more = rows.listed(
        actor_of(request), running=not given.get("ended"), kind=given.get("kind", ""),
        mine=bool(given.get("mine")), words=given.get("q", ""),
        after=after(request) or None,
    )  # fmt: skip
    columns = [
        Column("number", _("收件號碼"), "code"), Column("kind", _("種類")),
        Column("name", _("申請人")), Column("state", _("狀態"), "status"),
        Column("received_on", _("收件日"), "day"), Column("due_on", _("應辦結日"), "day"),
        Column("owner", _("承辦")),
    ]  # fmt: skip
    shown = [
        {"number": x.number, "kind": x.kind, "name": x.name or "—",
         "state": Status(x.state, x.tone), "received_on": x.received_on,
         "due_on": x.due_on, "owner": x.owner or "—", "url": f"{HOME}{x.ref}/"}
        for x in lines
    ]  # fmt: skip
    table = Table(_("申辦案件"), columns, shown, tall=True, show_caption=False) if shown else None
    query = request.GET.copy()
    query.pop("after", None)
    return render(
        request, "applications/list.html",
        {"table": table, "form": form, "more": more, "query": query.urlencode(),
         "may_register": actor_of(request).may("application.edit")},
    )  # fmt: skip


@staff("application.view", "application.confidential")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One request: what is asked, how far it is, what may be done next."""
    if request.method == "POST" and rows.page(actor_of(request), ref) is not None:
        try:
            return _moved(request, ref)
        except Refusal as refused:
            return show_page(request, ref, refused)
    return show_page(request, ref)


def show_page(
    request: HttpRequest, ref: uuid.UUID, refused: Refusal | None = None
) -> HttpResponse:  # fmt: skip
    """The page, also after something on it was refused."""
    actor = actor_of(request)
    page = rows.page(actor, ref)
    if page is None:
        raise Http404
    log_read(request, f"application:{ref}")
    texts = replies.offer(request, page.kind_code, page.line.number, page.line.received_on)
    who = [CLERK] if actor.may("application.edit") else []
    who += [HEAD] if actor.may("application.decide") else []
    open_moves = declaration(page.kind_code).procedure.open_to(page.state_code, tuple(who))
    moves = list({move.code: move for move in open_moves}.values())
    case = cases.case_row(page.case_id) if page.case_id else None
    return render(
        request, "applications/page.html",
        {"page": page, "order": ordered(page.kind_code, page.state_code) if HEAD in who else None,
         "issued": issued(actor, ref) if HEAD in who else None, "order_key": uuid.uuid4(),
         "proof": proof_of(page.row, page.given, case), "offer": texts, "filled": texts.text(page.language), "moves": moves, "refused": refused, "form": MoveForm(),
         "case": case,
         "may_scan": actor.may("application.edit"),
         "scanned": scanned_kinds(declaration(page.kind_code)),
         "today": timezone.localdate(), "channel": CHANNELS[page.channel],
         "arranging": rows.arranging(page, timezone.now()) if "grant" in {m.code for m in moves} else None,
         "trail": [Crumb(_("申辦案件"), HOME), Crumb(page.line.number)]},
        status=refused.status if refused else 200,
    )  # fmt: skip


def _moved(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    actor, form = actor_of(request), MoveForm(request.POST)
    form.is_valid()
    given = form.cleaned_data
    needs = (
        "application.decide" if given.get("move") in ("approve", "return") else "application.edit"
    )
    if not actor.may(needs):
        raise work.ApplicationMissing
    along = work.Along(
        inner_note=given.get("inner_note", ""), chosen=given.get("chosen", ""), papers=[
            results.Paper(one.name or "", one.size or 0, one.chunks())
            for one in request.FILES.getlist("papers")
        ],
    )  # fmt: skip
    work.move(
        ref=ref, code=given.get("move", ""), note=given.get("note", ""), along=along, by=actor,
        at=timezone.now(), on=timezone.localdate(),
    )  # fmt: skip
    messages.success(request, _("已記錄"))
    return redirect(f"{HOME}{ref}/")


@staff("application.view", "application.confidential")
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, ref: uuid.UUID, upload: uuid.UUID) -> HttpResponseBase:
    """A file that came with it; what no scanner has passed opens only with a reason, on record."""
    page = rows.page(actor_of(request), ref)
    found = Upload.objects.filter(ref=upload, application_id=page.id if page else 0).first()
    if page is None or found is None or found.scan == RECEIVING:
        raise Http404
    reason = typed_reason(request)
    if found.scan != CLEAN and not reason:
        here = {"page": page, "file": found}
        return render(
            request, "applications/unscanned.html", here,
            status=422 if request.method == "POST" else 200,
        )  # fmt: skip
    log_read(request, f"application:{ref}", f"file:{upload}", reason=reason)
    return handed_out(uploads.content(found), found.name, found.size)


@staff("application.view")
@require_safe
def letter(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The letter that says how it stands, to be sent on paper."""
    held = letters.for_staff(actor_of(request), ref)
    if held is None:
        raise Http404
    log_read(request, f"application:{ref}")
    return download(typeset_letter(held), "application/pdf", f"letter-{held['number']}.pdf")


@staff("application.view", "application.confidential")
def document(request: HttpRequest, ref: uuid.UUID, result: uuid.UUID) -> HttpResponseBase:
    """A document that answers, as the applicant gets it."""
    page = rows.page(actor_of(request), ref)
    held = rows.document(page.id, result) if page else None
    if held is None:
        raise Http404
    log_read(request, f"application:{ref}", f"document:{result}")
    return handed_out(results.content(held), held.name, held.stored.size)
