"""What is done on the page of a plan: each view is one form and one action."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.instalments.actions.answering import answer_consent
from wuai.contexts.instalments.actions.asking import ask_again, withdraw_request
from wuai.contexts.instalments.actions.deciding import Terms, grant, refuse
from wuai.contexts.instalments.actions.ending import revoke
from wuai.contexts.instalments.actions.securing import (
    Behind,
    add_paper,
    add_surety,
    release_surety,
)
from wuai.contexts.instalments.gateways.typesetter.client import typeset
from wuai.contexts.instalments.queries import letters
from wuai.contexts.instalments.web.acting import Page, do, who
from wuai.contexts.instalments.web.forms import (
    AnswerForm,
    GrantForm,
    PaperForm,
    ReasonForm,
    SuretyForm,
    paper_of,
)
from wuai.contexts.instalments.web.staff import own, show
from wuai.contexts.instalments.web.tables import HOME
from wuai.platform import files
from wuai.platform.access import actor_of, log_read, staff


def _do(
    request: HttpRequest, ref: uuid.UUID, form: Any, act: Callable[[dict[str, Any]], Any], said: str
) -> HttpResponseBase:
    """Do one thing with the plan; a refusal is shown on its page."""
    own(request, ref)
    page = Page(f"{HOME}{ref}/", lambda refused: show(request, ref, refused=refused))
    return do(request, page, form, act, said)


@staff("instalment.record")
@require_POST
def answer(request: HttpRequest, ref: uuid.UUID, agency_id: int) -> HttpResponseBase:
    """Record the letter in which an agency answered."""
    return _do(
        request, ref, AnswerForm(request.POST),
        lambda given: answer_consent(
            plan_ref=ref, agency_id=agency_id, consents=given["consents"] == "yes",
            reason=given["reason"], **who(request),
        ),
        _("已登錄機關的答復"),
    )  # fmt: skip


@staff("instalment.record")
@require_POST
def chase(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Ask every agency again that is silent."""
    asked = [
        ask_again(consent_id=one.id, **who(request)) for one, _name in own(request, ref).consents
    ]
    messages.success(request, _("已再次徵詢") if any(asked) else _("今天已徵詢過，或都已答復"))
    return redirect(f"{HOME}{ref}/")


@staff("instalment.approve", "instalment.approve_large")
@require_POST
def decide(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """Grant a plan on terms."""
    return _do(
        request, ref, GrantForm(request.POST),
        lambda given: grant(plan_ref=ref, terms=Terms(**given), **who(request)),
        _("已核准，各期繳款單已開立"),
    )  # fmt: skip


@staff("instalment.approve", "instalment.approve_large")
@require_POST
def decline(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """Refuse a request."""
    return _do(
        request, ref, ReasonForm(request.POST),
        lambda given: refuse(plan_ref=ref, reason=given["reason"], **who(request)), _("已駁回"),
    )  # fmt: skip


@staff("instalment.approve", "instalment.approve_large")
@require_POST
def end(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """Revoke a plan in default."""
    return _do(
        request, ref, ReasonForm(request.POST),
        lambda given: revoke(plan_ref=ref, reason=given["reason"], **who(request)),
        _("已廢止，並已開立全額繳款通知"),
    )  # fmt: skip


@staff("instalment.record")
@require_POST
def withdraw(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """Take a request back."""
    return _do(
        request, ref, ReasonForm(request.POST),
        lambda given: withdraw_request(plan_ref=ref, reason=given["reason"], **who(request)),
        _("已撤回申請"),
    )  # fmt: skip


@staff("instalment.record")
@require_POST
def paper(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """Keep a scan or a proof."""
    by = actor_of(request)
    return _do(
        request, ref, PaperForm(request.POST, request.FILES),
        lambda given: add_paper(plan_ref=ref, paper=paper_of(given["kind"], given["paper"]),
                                by=by, at=timezone.now()),
        _("已收存"),
    )  # fmt: skip


@staff("instalment.record")
@require_POST
def surety(request: HttpRequest, ref: uuid.UUID) -> HttpResponseBase:
    """Record what secures a plan."""

    def act(given: dict[str, Any]) -> None:
        upload = given.pop("paper")
        kept = paper_of("LETTER", upload) if upload else None
        add_surety(plan_ref=ref, behind=Behind(**given, paper=kept), **who(request))

    return _do(request, ref, SuretyForm(request.POST, request.FILES), act, _("已登錄擔保"))


@staff("instalment.approve", "instalment.approve_large")
@require_POST
def release(request: HttpRequest, ref: uuid.UUID, surety_ref: uuid.UUID) -> HttpResponseBase:
    """Give a surety back."""
    return _do(
        request, ref, ReasonForm(request.POST),
        lambda given: release_surety(
            plan_ref=ref, surety_ref=surety_ref, reason=given["reason"], **who(request)
        ),
        _("已解除擔保"),
    )  # fmt: skip


@staff("case.view")
def statement(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The recorded statement, to be read back and signed."""
    view = own(request, ref)
    log_read(request, f"plan:{ref}")
    answer = HttpResponse(typeset(letters.statement(ref)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="statement-{view.plan.id}.pdf"'
    return answer


@staff("case.view")
def stored(request: HttpRequest, ref: uuid.UUID, paper_ref: uuid.UUID) -> HttpResponse:
    """One paper of the plan."""
    held = next((d for d in own(request, ref).documents if d.ref == paper_ref), None)
    if held is None:
        raise Http404
    log_read(request, f"plan:{ref}", f"file:{held.stored.ref}")
    answer = HttpResponse(files.read_all(held.stored), content_type=held.stored.media_type)
    answer["Content-Disposition"] = f'attachment; filename="paper-{held.id}"'
    return answer
