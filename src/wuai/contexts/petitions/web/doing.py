"""What is done with a petition: one form, one action, back to its page. And paper taken in."""

import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.applications import api as applications
from wuai.contexts.petitions.actions import filing, replying, work
from wuai.contexts.petitions.queries.desk import PetitionPage
from wuai.contexts.petitions.queries.mailboxes import mailbox, mailboxes
from wuai.contexts.petitions.queries.voices import openings
from wuai.contexts.petitions.rules.mailboxes import Mailbox
from wuai.contexts.petitions.rules.states import Draft
from wuai.contexts.petitions.web.forms import (
    ApproveForm,
    AssignForm,
    DraftForm,
    HandForm,
    HowForm,
    WordsForm,
)
from wuai.contexts.petitions.web.staff import SEES, own, show
from wuai.contexts.petitions.web.tables import HOME
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Crumb

Act = Callable[[uuid.UUID, Any, dict[str, Any]], Any]


def _assign(ref: uuid.UUID, form: Any, who: dict[str, Any]) -> None:
    given = form.cleaned_data
    to = work.Assigning(int(given["section"]), given["owner"], given["category"])
    work.assign(ref=ref, to=to, **who)


def _draft(ref: uuid.UUID, form: Any, who: dict[str, Any]) -> None:
    replying.draft(ref=ref, reply=Draft(**form.cleaned_data), by=who["by"], at=who["at"])


def _words(act: Callable[..., Any], name: str, *, on: bool = True) -> Act:
    def do(ref: uuid.UUID, form: Any, who: dict[str, Any]) -> None:
        how = who if on else {"by": who["by"], "at": who["at"]}
        act(ref=ref, **{name: form.cleaned_data["text"]}, **how)

    return do


def _sign(outcome: str) -> Act:
    def do(ref: uuid.UUID, form: Any, who: dict[str, Any]) -> None:
        text = form.cleaned_data["text"]
        work.sign(ref=ref, outcome=outcome, text=text, by=who["by"], at=who["at"])

    return do


STEPS: dict[str, Act] = {
    "assign": _assign,
    "draft": _draft,
    "ask": _words(work.ask, "text"),
    "completed": lambda ref, _form, who: work.completed(ref=ref, **who),
    "extend": _words(work.extend, "reason"),
    "hand": lambda ref, form, who: work.hand(
        ref=ref, mailbox_code=form.cleaned_data["mailbox"], reason=form.cleaned_data["text"], **who
    ),
    "return": _words(replying.send_back, "why", on=False),
    "approve": lambda ref, form, who: replying.approve(
        ref=ref, reply_ref=form.cleaned_data["reply"], **who
    ),
    "posted": _words(replying.posted, "registered_no"),
    "signed": _sign("SIGNED"),
    "unsigned": _sign("REFUSED"),
}


@staff(*SEES)
@require_POST
def step(request: HttpRequest, ref: uuid.UUID, code: str) -> HttpResponseBase:
    """Take one step; what it needs was filled in beside its button."""
    page, act = own(request, ref), STEPS.get(code)
    if act is None:
        raise Http404
    form = _form(request, code, page)
    if not form.is_valid():
        for name, errors in form.errors.items():
            field = form.fields.get(name)
            messages.error(request, f"{field.label if field else ''} {' '.join(map(str, errors))}")
        return redirect(f"{HOME}{ref}/")
    who = {"by": actor_of(request), "at": timezone.now(), "on": timezone.localdate()}
    try:
        act(ref, form, who)
    except Refusal as refused:
        return show(request, ref, refused=refused)
    messages.success(request, _("已記錄"))
    return redirect(HOME if code == "hand" else f"{HOME}{ref}/")


def _form(request: HttpRequest, code: str, page: PetitionPage) -> Any:
    branch_id = page.row.branch_id
    if code == "assign":
        return AssignForm(
            request.POST, branch_id=branch_id, box=page.box, guard=page.row.guard,
            on=timezone.localdate(),
        )  # fmt: skip
    if code == "hand":
        return HandForm(request.POST, held=mailboxes(branch_id))
    kinds = {"draft": DraftForm, "approve": ApproveForm}
    return kinds.get(code, WordsForm)(request.POST)


@staff("petition.edit")
def new(request: HttpRequest) -> HttpResponse:
    """Choose a mailbox, write down what the paper or the person says; number and code come at once."""
    actor, code, now = actor_of(request), request.GET.get("mailbox", ""), timezone.localtime()
    branch_id, trail = actor.branch_id or 0, [Crumb(_("人民陳情"), HOME), Crumb(_("登記"))]
    if not code:
        held = [box for box in mailboxes(branch_id) if box.is_ours]
        return render(request, "petitions/new.html", {"all": held, "trail": trail})
    box = mailbox(branch_id, code)
    if not box.is_ours:
        raise Http404
    form = applications.SectionForm(_questions(box), request.POST or None)
    how = HowForm(
        request.POST or None, box=box, openings=openings(branch_id),
        initial={"channel": "COUNTER", "received_on": now.date(), "received_time": f"{now:%H:%M}",
                 "opening": request.GET.get("opening", "")},
    )  # fmt: skip
    refused = None
    if request.method == "POST":
        try:
            filed = _registered(request, box, form, how)
        except Refusal as error:
            refused, filed = error, None
        if filed:
            here = {"filed": filed, "sees": actor.may(box.guard), "trail": trail}
            return render(request, "petitions/filed.html", here)
    wrong = request.method == "POST"
    here = {"box": box, "form": form, "how": how, "refused": refused, "trail": trail,
            "key": request.POST.get("key") or uuid.uuid4()}  # fmt: skip
    return render(request, "petitions/new.html", here, status=422 if wrong else 200)


def _questions(box: Mailbox) -> Any:
    return applications.declaration(box.kind).questions()


def _registered(
    request: HttpRequest, box: Mailbox, form: Any, how: HowForm
) -> applications.Filed | None:
    """File it; None when something is still to be filled in."""
    mine = set(how.fields) | {f"received_on_{part}" for part in ("year", "month", "day")}
    given = {name: value for name, value in form.given().items() if name not in mine}
    _values, faults = applications.read_answers(_questions(box), given, {})
    form.show(faults)
    if not how.is_valid() or faults:
        return None
    said, actor = how.cleaned_data, actor_of(request)
    return filing.register(
        coming=filing.Coming(
            box.code, said["category"], said["via"],
            uuid.UUID(said["opening"]) if said["opening"] else None, _scans(request),
        ),
        given=given, arrival=_arrival(request, said), by=actor, at=timezone.now(),
        on=timezone.localdate(),
    )  # fmt: skip


def _scans(request: HttpRequest) -> list[applications.Scan]:
    return [
        applications.Scan("PAPER_ITSELF", one.name or "", one.size or 0, one.chunks())
        for one in request.FILES.getlist("scans")
    ]


def _arrival(request: HttpRequest, said: dict[str, Any]) -> applications.Arrival:
    day: date = said["received_on"]
    received = timezone.make_aware(datetime.combine(day, said["received_time"]))
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid.uuid4()
    return applications.Arrival(
        channel=said["channel"], received_at=received, key=key, identity="STAFF",
        language=get_language() or "zh-hant",
    )  # fmt: skip
