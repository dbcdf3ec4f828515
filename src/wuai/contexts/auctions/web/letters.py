"""Letters of pre-emption at the desk: write to who may buy first, print, record how each was served."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wuai.contexts.auctions.actions import noticing as actions
from wuai.contexts.auctions.gateways.typesetter.client import typeset_letter
from wuai.contexts.auctions.models import PreemptionLetter
from wuai.contexts.auctions.queries import letters as queries
from wuai.contexts.auctions.rules import noticing as rules
from wuai.contexts.auctions.rules.preempting import GROUNDS
from wuai.contexts.auctions.web import letter_forms as f
from wuai.contexts.auctions.web.asking import Desk, branch_of, do, show_list, there, who
from wuai.contexts.auctions.web.tables import LETTER as HOME
from wuai.contexts.auctions.web.tables import PREEMPTION, letter_state, letter_table
from wuai.contexts.cases import api as cases
from wuai.contexts.notices import api as notices
from wuai.kernel.refusal import Refusal
from wuai.legal import deadlines as law
from wuai.platform.access import actor_of, log_read, private, staff
from wuai.platform.ui.pieces import Crumb


@staff("case.view")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What is still to be served, or what is settled."""
    return show_list(request, Desk("letter", "auctions/letters.html", queries.listed, letter_table))


@staff("notice.issue")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write to everybody who may buy first; what cannot be printed is not issued."""
    case, refused = cases.named_case(request), None
    form = f.LettersForm(request.POST or None, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            made = _issued(request, actions.Ordered(case_id=case.id, **form.cleaned_data))
        except Refusal as error:
            refused = error
        else:
            messages.success(request, _("已發文，請列印後送達，並登錄送達情形"))
            return redirect(f"{HOME}{made[0].ref}/")
    log_read(request, f"case:{case.ref}")
    return render(
        request, "auctions/letter_new.html",
        {"case": case, "form": form, "refused": refused,
         "trail": [Crumb(_("優先承買"), PREEMPTION), Crumb(_("通知函"), HOME), Crumb(_("發通知"))]},
        status=refused.status if refused else 422 if form.errors else 200,
    )  # fmt: skip


def _issued(request: HttpRequest, ordered: actions.Ordered) -> list[PreemptionLetter]:
    with transaction.atomic():  # what cannot be set was not issued
        made = actions.issue(ordered=ordered, **who(request))
        for one in made:
            typeset_letter(dict(queries.words(one)), queries.answered_at(one))
    return made


def own(request: HttpRequest, ref: uuid.UUID) -> queries.LetterView:
    """The letter, if it is of the branch of who asks."""
    return there(queries.view(ref, branch_of(request)))


@staff("case.view")
@require_safe
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One letter: what it says, how it was served, from when the holder's time runs."""
    return page(request, ref)


def page(
    request: HttpRequest, ref: uuid.UUID, *, refused: Refusal | None = None,
    wrong: dict[str, forms.Form] | None = None,
) -> HttpResponse:  # fmt: skip
    """The page, also after something went wrong on it."""
    view, actor, bad = own(request, ref), actor_of(request), wrong or {}
    row, case = view.row, cases.case_row(view.row.case_id)
    log_read(request, f"preemption:{ref}", f"case:{case.ref}")
    is_open, setting = row.state in rules.OPEN, law.rule(row.rule).on(row.issued_on)
    is_begun = row.state == rules.SERVED and not any(one.effective_on for one in view.services)
    return render(
        request, "auctions/letter.html",
        {"row": row, "case": case, "view": view, "state": letter_state(row), "refused": refused,
         "ground": GROUNDS[row.ground], "setting": setting,
         "others": [(one, letter_state(one)) for one in view.others],
         "services": [(one, notices.METHODS[one.method], notices.FAILURES.get(one.reason))
                      for one in view.services],
         "serve": (bad.get("serve") or f.ServeForm(auto_id="serve-%s", initial={"key": uuid.uuid4()}))
                  if (is_open or is_begun) and actor.may(rules.SERVE) else None,
         "is_begun": is_begun,
         "accept": (bad.get("accept") or _accepting(view))
                   if view.answers and actor.may(rules.SERVE) else None,
         "void": (bad.get("void") or f.ReasonForm(auto_id="void-%s"))
                 if is_open and actor.may(rules.ISSUE) else None,
         "trail": [Crumb(_("優先承買"), PREEMPTION), Crumb(_("通知函"), HOME), Crumb(row.number)]},
        status=refused.status if refused else 422 if wrong else 200,
    )  # fmt: skip


@staff("case.view")
@require_safe
def paper(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The letter as it goes out."""
    row = own(request, ref).row
    log_read(request, f"preemption:{ref}")
    content = typeset_letter(dict(queries.words(row)), queries.answered_at(row))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="preemption-{row.ref}.pdf"'
    return private(answer)


@staff("service.record")
@require_POST
def serve(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Record what the certificate of service says."""
    own(request, ref)
    form = f.ServeForm(request.POST, auto_id="serve-%s")

    def act(given: dict[str, Any]) -> object:
        key = given.pop("key")
        attempt = notices.Attempt(**given)
        return actions.serve(ref=ref, attempt=attempt, key=key, **who(request))

    return do(request, ref, page, ("serve", form), act, _("已登錄送達情形"))


def _accepting(view: queries.LetterView, data: Any = None) -> f.AcceptForm:
    """The form with the answers that wait."""
    answers = {
        one.told.application_ref: f"{one.told.number} {one.told.answers.get('name', '')}"
        for one in view.answers
    }
    return f.AcceptForm(data, auto_id="accept-%s", answers=answers)


@staff("service.record")
@require_POST
def accept(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Find that an answer is the holder's; his time runs from when he had the letter."""
    form = _accepting(own(request, ref), request.POST)

    def act(given: dict[str, Any]) -> object:
        return actions.accept(
            ref=ref, application_ref=given["answer"], told_on=given["told_on"], **who(request)
        )

    return do(request, ref, page, ("accept", form), act, _("已採認，期限開始進行"))


@staff("notice.issue")
@require_POST
def void(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Make it void."""
    own(request, ref)
    form = f.ReasonForm(request.POST, auto_id="void-%s")
    return do(request, ref, page, ("void", form),
              lambda given: actions.void(ref=ref, reason=given["reason"], **who(request)),
              _("已作廢"))  # fmt: skip
