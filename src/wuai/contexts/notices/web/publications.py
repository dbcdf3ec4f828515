"""Service by publication at the desk: prepare, approve, post, print, withdraw; the papers for it."""

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuai.contexts.notices.actions import posting
from wuai.contexts.notices.actions import publications as actions
from wuai.contexts.notices.actions.serving import Evidence
from wuai.contexts.notices.gateways.typesetter.board import typeset
from wuai.contexts.notices.queries import board
from wuai.contexts.notices.queries import publications as queries
from wuai.contexts.notices.rules import publications as rules
from wuai.contexts.notices.web import publication_forms as filled
from wuai.contexts.notices.web.batches import HOME, branch_of, sent, trail
from wuai.contexts.notices.web.serving import as_pdf, own
from wuai.contexts.notices.web.tables import publication_status, publication_table
from wuai.contexts.parties import api as parties
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform import asked
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.models import StoredFile
from wuai.platform.ui.pieces import Counted, Crumb, Page

LIST = f"{HOME}publications/"


@staff("case.view")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Those of the branch, the newest first; with ``state`` only those that stand so."""
    state, before = request.GET.get("state", ""), asked.before(request)
    states = [state] if state in rules.STATES else []
    rows = queries.publications(branch_of(request), states=states, before=before)
    people = parties.party_rows({row.obligor_id for row in rows})
    if rows:
        log_read(request, *(f"party:{person.ref}" for person in people.values()))
    more = f"?state={state}&before={rows[-1].id}" if len(rows) == queries.PER_PAGE else ""
    newer = f"{LIST}?state={state}" if before else ""
    return render(
        request, "notices/publications.html",
        {"table": publication_table(rows, people) if rows else None, "state": state,
         "states": rules.STATES.items(), "pager": Page(len(rows), newer, more),
         "trail": trail(Crumb(_("公示送達")))},
    )  # fmt: skip


@staff("service.record")
def prepare(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Prepare the publication of a notice that cannot be served."""
    row = own(request, ref)
    form = filled.PrepareForm(
        request.POST or None, request.FILES or None, initial={"key": uuid.uuid4()}
    )
    if request.method == "POST" and form.is_valid():
        made = _done(request, form, lambda: _prepare(request, row.ref, form))
        if made is not None:
            messages.success(request, _("已送出，等另一位同仁核可"))
            return redirect(f"{LIST}{made.ref}/")
    person = parties.party_row(row.obligor_id)
    log_read(request, f"party:{person.ref}", f"notice:{row.ref}")
    return render(
        request, "notices/publish.html",
        {"row": row, "form": form, "person": person,
         "trail": trail(Crumb(row.number, f"{HOME}{row.ref}/"), Crumb(_("公示送達")))},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _prepare(request: HttpRequest, ref: uuid.UUID, form: filled.PrepareForm) -> Any:
    given = form.cleaned_data["evidence"]
    return actions.prepare(
        notice_ref=ref, draft=form.draft(), key=form.cleaned_data["key"],
        evidence=Evidence(given.name, given.chunks()) if given else None,
        by=actor_of(request), at=timezone.now(), on=timezone.localdate(),
    )  # fmt: skip


def _done(request: HttpRequest, form: forms.Form, act: Callable[[], Any]) -> Any:
    """What an action gave; None where it was refused, and the form says why."""
    try:
        return act()
    except Refusal as refused:
        if refused.status == 404:
            raise
        lang = request.LANGUAGE_CODE
        words = refused.words(lang)
        form.add_error(refused.field if refused.field in form.fields else None, words)
        return None


def _own(request: HttpRequest, ref: uuid.UUID) -> queries.PublicationRow:
    row = queries.publication(branch_of(request), ref)
    if row is None:
        raise Http404
    return row


@staff("case.view")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """How it stands, and what may be done next."""
    row, actor = _own(request, ref), actor_of(request)
    offered = rules.offered(row.state, actor.permissions, is_own=row.prepared_by == actor.ref)
    given = _forms(request, timezone.localtime())
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act in given and act in offered | ({"decide"} if "approve" in offered else set()):
        form = given[act]
        if form.is_valid() and _done(request, form, lambda: _ACTS[act](request, ref, form)):
            messages.success(request, _("已辦理"))
            return redirect(f"{LIST}{ref}/")
    person = parties.party_row(row.obligor_id)
    log_read(request, f"party:{person.ref}", f"publication:{row.ref}")
    steps = [Counted(date.fromisoformat(s["on"]), Bilingual(s["zh"], s["en"])) for s in row.steps]
    wrong = any(form.errors for form in given.values())
    return render(
        request, "notices/publication.html",
        {"row": row, "person": person, "state": publication_status(row), "steps": steps,
         "ground": rules.GROUNDS[row.ground], "basis": rules.BASES[row.basis], "forms": given,
         "offered": offered, "hangs": row.hangs(timezone.localdate()),
         "failed": board.failed_attempts(row.notice_id), "wrong": given.get(act) if wrong else None,
         "waits": row.state == "PREPARED" and row.prepared_by == actor.ref,
         "trail": trail(Crumb(_("公示送達"), LIST), Crumb(row.number or row.notice_number))},
        status=422 if wrong else 200,
    )  # fmt: skip


def _forms(request: HttpRequest, now: datetime) -> dict[str, forms.Form]:
    act = request.POST.get("act", "")
    initial = {"posted_on": now.date(), "posted_time": f"{now:%H:%M}", "place": "本分署公告欄"}
    made = {
        "decide": filled.DecideForm, "post": filled.PostForm, "print": filled.PrintedForm,
        "withdraw": filled.WithdrawForm,
    }  # fmt: skip
    return {
        code: form(
            request.POST if code == act else None, initial=initial if code == "post" else {},
            auto_id=f"{code}_%s",
        )
        for code, form in made.items()
    }  # fmt: skip


def _decide(request: HttpRequest, ref: uuid.UUID, form: Any) -> Any:
    return actions.decide(
        ref=ref, approve=form.cleaned_data["approve"] == "yes", reason=form.cleaned_data["reason"],
        by=actor_of(request), at=timezone.now(), on=timezone.localdate(),
    )  # fmt: skip


def _post(request: HttpRequest, ref: uuid.UUID, form: Any) -> Any:
    return posting.post(
        ref=ref, posted_at=form.moment(), place=form.cleaned_data["place"], by=actor_of(request),
        at=timezone.now(),
    )  # fmt: skip


def _print(request: HttpRequest, ref: uuid.UUID, form: Any) -> Any:
    return posting.note_printed(
        ref=ref, by=actor_of(request), at=timezone.now(), on=timezone.localdate(),
        **form.cleaned_data,
    )  # fmt: skip


def _withdraw(request: HttpRequest, ref: uuid.UUID, form: Any) -> Any:
    reason = form.cleaned_data["reason"]
    return actions.withdraw(ref=ref, reason=reason, by=actor_of(request), at=timezone.now())


_ACTS = {"decide": _decide, "post": _post, "print": _print, "withdraw": _withdraw}


@staff("case.view")
@require_safe
def paper(request: HttpRequest, ref: uuid.UUID, name: str) -> HttpResponse:
    """The announcement for the board (once approved), or the certificate for the file (once posted)."""
    row = _own(request, ref)
    words = board.announcement(row) if name == "notice" else board.certificate(row)
    if words is None:
        raise Http404
    made = typeset(words)
    log_read(request, f"publication:{row.ref}")
    return as_pdf(made, f"{name}-{row.ref}.pdf")


@staff("case.view")
@require_safe
def evidence(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """What was attached to show that service was tried."""
    row = _own(request, ref)
    if row.evidence_id is None:
        raise Http404
    log_read(request, f"publication:{ref}")
    return sent(StoredFile.objects.get(id=row.evidence_id))
