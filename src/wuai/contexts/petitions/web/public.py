"""Mailboxes as everybody sees them: begin to write, say how it was, read what came of it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from wuai.contexts.applications import api as applications
from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.contexts.petitions.actions import filing
from wuai.contexts.petitions.actions import voices as actions
from wuai.contexts.petitions.queries import voices
from wuai.contexts.petitions.queries.mailboxes import mailbox, open_to
from wuai.contexts.petitions.rules.mailboxes import OTHER, MailboxUnknown
from wuai.contexts.petitions.web.forms_voices import PostForm, SurveyForm
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.legal import deadlines
from wuai.platform import limits
from wuai.platform.access import actor_of, private, public
from wuai.platform.actors import PUBLIC, Actor

STARTS, POSTS, TRIES, WINDOW = 60, 5, 10, 300


def branch_here(request: HttpRequest) -> organisation.BranchRow:
    """The branch that was chosen; the one of who is signed in; otherwise the first that operates."""
    code = request.POST.get("branch") or request.GET.get("branch") or actor_of(request).branch_code
    return organisation.branch(code) if code else organisation.open_branches()[0]


def _audience(by: Actor) -> tuple[str, ...]:
    return ("PUBLIC", "STAFF") if by.kind == "staff" else ("PUBLIC",)


@public
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All mailboxes of a branch."""
    branch = branch_here(request)
    held = open_to(branch.id, _audience(actor_of(request)))
    here = {
        "branch_row": branch, "branch_name": Bilingual(branch.name_zh, branch.name_en),
        "ours": [box for box in held if box.is_ours],
        "others": [box for box in held if not box.is_ours], **_choice(branch),
    }  # fmt: skip
    return render(request, "petitions/mail.html", here)


def _choice(branch: organisation.BranchRow) -> dict[str, object]:
    rows = organisation.open_branches()
    return {
        "branches": [(row.code, Bilingual(row.name_zh, row.name_en)) for row in rows],
        "several": len(rows) > 1, "chosen": branch.code,
    }  # fmt: skip


@public
def write(request: HttpRequest, code: str) -> HttpResponse:
    """One mailbox: what it is for, how soon we answer, and where to begin."""
    branch, by = branch_here(request), actor_of(request)
    box = mailbox(branch.id, code)
    if not box.is_open or box.audience not in _audience(by):
        raise MailboxUnknown(code=code[:20])
    if request.method == "POST" and box.is_ours:
        if limits.too_often(request, "petitions-start", STARTS, WINDOW):
            return render(request, "petitions/wait.html", status=429)
        if box.identity == "CARD" and by.kind != "citizen":
            return redirect("/login/citizen/?" + urlencode({"next": request.get_full_path()}))
        begun = filing.begin(
            branch_id=branch.id, coming=filing.Coming(box.code, request.POST.get("category", "")),
            by=by, at=timezone.now(), on=timezone.localdate(), shown=_shown(request),
        )  # fmt: skip
        applications.hold(request, begun.ref, begun.code)
        first = applications.declaration(box.kind).sections[0].code
        return redirect(f"/apply/draft/{begun.ref}/{first}/")
    rule = deadlines.rule(box.rule).on(timezone.localdate()) if box.rule else None
    here = {
        "box": box, "rule": deadlines.rule(box.rule) if box.rule else None, "limit": rule,
        "branch_name": Bilingual(branch.name_zh, branch.name_en),
        "categories": [(c, Bilingual(zh, en)) for c, zh, en in (*box.categories, OTHER)]
        if box.categories else [], **_choice(branch),
    }  # fmt: skip
    return render(request, "petitions/write.html", here)


def _shown(request: HttpRequest) -> filing.Shown | None:
    """Whose card was shown: the person's own, or his agent's, who writes under his power."""
    if actor_of(request).kind != "citizen":
        return None
    visit = identity.citizen_of(request)
    if not visit.keys:
        return None
    held = visit.acting_for
    proof = applications.by_agent(held.ref) if held else applications.BY_CARD
    return filing.Shown(visit.keys[0], proof)


@public
def survey(request: HttpRequest) -> HttpResponse:
    """How it was for whoever was answered: three questions, once, without a name."""
    form, refused, done = SurveyForm(request.POST or None), None, False
    if request.method == "POST" and form.is_valid():
        if limits.too_often(request, "petitions-survey", TRIES, WINDOW):
            return render(request, "petitions/wait.html", status=429)
        given = form.cleaned_data
        try:
            actions.answer_survey(
                number=given.pop("number"), code=given.pop("code"), said=actions.Said(**given),
                by=PUBLIC, at=timezone.now(), on=timezone.localdate(),
            )  # fmt: skip
            done = True
        except Refusal as error:
            refused = error
    here = {"form": form, "refused": refused, "done": done}
    wrong = 422 if form.errors else 200
    response = render(
        request, "petitions/survey.html", here, status=refused.status if refused else wrong
    )
    return private(response)


@public
def board(request: HttpRequest) -> HttpResponse:
    """The message board: what was let through, with our answers, and a place to write."""
    branch, refused = branch_here(request), None
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if limits.too_often(request, "petitions-board", POSTS, WINDOW):
            return render(request, "petitions/wait.html", status=429)
        try:
            actions.write(
                branch_id=branch.id, language=get_language() or "zh-hant", by=actor_of(request),
                at=timezone.now(), **form.cleaned_data,
            )  # fmt: skip
            return redirect(f"/mail/board/?sent=1&branch={branch.code}")
        except Refusal as error:
            refused = error
    if not form.is_bound:
        form = PostForm(initial={"key": uuid.uuid4()})
    here = {
        "form": form, "refused": refused, "posts": voices.board(branch.id),
        "sent": "sent" in request.GET, "branch_name": Bilingual(branch.name_zh, branch.name_en),
        **_choice(branch),
    }  # fmt: skip
    wrong = 422 if form.errors else 200
    return render(
        request, "petitions/board.html", here, status=refused.status if refused else wrong
    )


@public
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """What people wrote about, and what came of it."""
    branch = branch_here(request)
    here = {
        "groups": voices.groups(branch.id, published=True),
        "branch_name": Bilingual(branch.name_zh, branch.name_en), **_choice(branch),
    }  # fmt: skip
    return render(request, "petitions/answers.html", here)
