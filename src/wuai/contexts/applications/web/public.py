"""Applying: one page a section, saved at each; a check page; a receipt with number and hash."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from wuai.contexts.applications.actions import drafts, filing, uploads
from wuai.contexts.applications.actions.proving import check_beginning
from wuai.contexts.applications.declarations import declaration, declared
from wuai.contexts.applications.models import Draft
from wuai.contexts.applications.queries import rows
from wuai.contexts.applications.rules import answers as reading
from wuai.contexts.applications.rules.declaration import GROUPS, Declaration
from wuai.contexts.applications.web import own
from wuai.contexts.applications.web.forms import CodeForm, SectionForm
from wuai.contexts.applications.web.handing import DRAFTS, hold, writer_of
from wuai.contexts.applications.web.procedures import limit_of
from wuai.contexts.applications.web.proving import is_acting, may_begin, shown_by
from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, private, public
from wuai.platform.limits import tried_too_often

PREFILLED = "application_prefilled"
STARTS = 60  # drafts of one address in five minutes: a class of pupils, not a machine


@public
def catalogue(request: HttpRequest) -> HttpResponse:
    """Everything that can be applied for."""
    shown = [one for one in declared() if one.online]
    groups = [
        (name, [one for one in shown if one.group == group])
        for group, name in GROUPS.items()
        if any(one.group == group for one in shown)
    ]
    here = {"groups": groups, "elsewhere": elsewhere()}
    return render(request, "applications/catalogue.html", here)


def elsewhere(kind: str = "") -> list[tuple[Bilingual, str]]:
    """The systems of other authorities: all of them, or those that take this kind too."""
    return [
        (Bilingual(row.name_zh, row.name_en), row.url)
        for row in organisation.online_systems()
        if not kind or row.takes(kind)
    ]


@public
def about(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind of application: who, what, how long; and where to begin."""
    shown = declaration(kind)
    here = {
        "declared": shown, "branches": [(row.code, Bilingual(row.name_zh, row.name_en)) for row in organisation.open_branches()],
        "limit": limit_of(shown, timezone.localdate()), "may_begin": may_begin(request, shown),
        "is_acting": is_acting(request), "elsewhere": elsewhere(shown.code),
        "filled": prefilled(shown, request.GET).items(), "chosen": request.GET.get("branch", ""),
    }  # fmt: skip
    return render(request, "applications/about.html", here)


@public
@require_POST
def start(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin, at the branch that was chosen; the draft belongs to this browser from now on."""
    wanted = declaration(kind)
    if not wanted.online:
        raise Http404
    if not may_begin(request, wanted):
        return redirect(f"/apply/{wanted.code}/")
    if tried_too_often(request, "applications-start", STARTS):
        return render(request, "applications/wait.html", status=429)
    branch, shown = organisation.branch(request.POST.get("branch", "")), shown_by(request, wanted)
    if shown.power:
        check_beginning(shown.power, branch.id, timezone.localdate())
    begun = drafts.start(
        kind=wanted.code, branch_id=branch.id, by=writer_of(request, wanted.code),
        at=timezone.now(), on=timezone.localdate(), person_index=_person(request, wanted), proof=shown,
    )  # fmt: skip
    hold(request, begun.ref, begun.code)
    request.session[PREFILLED] = {str(begun.ref): prefilled(wanted, request.POST)}
    return redirect(f"/apply/draft/{begun.ref}/{wanted.sections[0].code}/")


def prefilled(wanted: Declaration, given: Mapping[str, str]) -> dict[str, str]:
    """What an address answers beforehand; only what the kind lets it, and the person may change it."""
    return {name: given[name][:200] for name in wanted.prefill if given.get(name)}


def _person(request: HttpRequest, wanted: Declaration) -> bytes | None:
    """Whose request this will be, where somebody proved who he is.

    One that may be unnamed, or is confidential, is nobody's: it is followed by number and code.
    """
    if actor_of(request).kind != "citizen" or wanted.leaves_no_name:
        return None
    visit = identity.citizen_of(request)
    return visit.keys[0] if visit.keys and visit.may("APPLY") else None


@public
def resume(request: HttpRequest) -> HttpResponse:
    """Go on with a draft on another device, by its code."""
    form, missing = CodeForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        if tried_too_often(request, "applications-resume"):
            return render(request, "applications/wait.html", status=429)
        code = form.cleaned_data["code"]
        ref = rows.draft_by_code(code)
        if ref:
            hold(request, ref, code)
            return redirect(f"/apply/draft/{ref}/check/")
        missing = True
    here = {"form": form, "missing": missing}
    return private(
        render(request, "applications/resume.html", here, status=404 if missing else 200)
    )


@public
def section(request: HttpRequest, ref: uuid.UUID, code: str) -> HttpResponse:
    """One page of questions."""
    held = held_draft(request, ref)
    declared_ = declaration(held.kind)
    page = drafts.section_of(declared_, code)
    answers = request.session.get(PREFILLED, {}).get(str(ref), {}) | drafts.answers_of(held)
    asked = [
        q for q in page.questions
        if q.shown_when is None or q.shown_when[0] in {p.name for p in page.questions}
        or reading.is_asked(q, answers)
    ]  # fmt: skip
    form = SectionForm(asked, request.POST or None, answers)
    numbers = own.offer(request, form, declared_, held.branch_id)
    if request.method == "POST":
        faults = drafts.save(
            ref=ref, section=code, given=form.given(), by=writer_of(request, held.kind),
            at=timezone.now(), on=timezone.localdate(),
        )  # fmt: skip
        if not faults:
            return redirect(_next(declared_, code, ref))
        form.show(faults)
    here = {
        "form": form, "page": page, "declared": declared_, "draft": held,
        "code": _code(request, ref), "place": declared_.sections.index(page) + 1,
        "count": len(declared_.sections), "own_cases": numbers,
    }  # fmt: skip
    return private(
        render(request, "applications/section.html", here, status=422 if form.errors else 200)
    )


@public
def files(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The page of files: works with a plain form; what came stays, whatever happens next."""
    held, refused = held_draft(request, ref), None
    declared_ = declaration(held.kind)
    if request.method == "POST":
        try:
            _take(request, held)
        except Refusal as error:
            refused = error
        else:
            return redirect(f"/apply/draft/{ref}/files/")
    here = {
        "declared": declared_, "draft": held, "refused": refused, "code": _code(request, ref),
        "files": rows.files_of(kind=held.kind, draft_id=held.id),
    }  # fmt: skip
    return private(
        render(request, "applications/files.html", here, status=refused.status if refused else 200)
    )


@public
@require_POST
def remove(request: HttpRequest, ref: uuid.UUID, upload: uuid.UUID) -> HttpResponse:
    """Take a file out again."""
    held = held_draft(request, ref)
    if not held.uploads.filter(ref=upload).exists():
        raise Http404
    uploads.remove(ref=upload, by=writer_of(request, held.kind), at=timezone.now())
    return redirect(f"/apply/draft/{ref}/files/")


@public
def check(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Everything that was answered, before it is sent."""
    held, refused = held_draft(request, ref), None
    if request.method == "POST":
        try:
            filing.submit(
                draft=ref, language=get_language() or "zh-hant",
                by=writer_of(request, held.kind), at=timezone.now(), on=timezone.localdate(),
            )  # fmt: skip
        except Refusal as error:
            refused = error
        else:
            return redirect(f"/apply/sent/{ref}/")
    if held.application_id:
        return redirect(f"/apply/sent/{ref}/")
    here = {
        "declared": declaration(held.kind), "draft": held, "refused": refused,
        "pages": _answered(held), "code": _code(request, ref),
        "files": rows.files_of(kind=held.kind, draft_id=held.id),
    }  # fmt: skip
    return private(
        render(request, "applications/check.html", here, status=refused.status if refused else 200)
    )


@public
def sent(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The receipt: number, moment, hash, and the code to follow it by."""
    held = held_draft(request, ref)
    if held.application is None:
        return redirect(f"/apply/draft/{ref}/check/")
    here = {
        "application": held.application, "declared": declaration(held.kind),
        "code": _code(request, ref),
    }  # fmt: skip
    return private(render(request, "applications/sent.html", here))


def held_draft(request: HttpRequest, ref: uuid.UUID) -> Draft:
    """A draft that this browser holds; somebody else's is not there."""
    found = rows.draft(ref) if str(ref) in request.session.get(DRAFTS, {}) else None
    if found is None:
        raise drafts.DraftUnknown
    return found


def _code(request: HttpRequest, ref: uuid.UUID) -> str:
    return str(request.session.get(DRAFTS, {}).get(str(ref), ""))


def _next(declared_: Any, code: str, ref: uuid.UUID) -> str:
    codes = [one.code for one in declared_.sections]
    place = codes.index(code) + 1
    if place < len(codes):
        return f"/apply/draft/{ref}/{codes[place]}/"
    return f"/apply/draft/{ref}/files/" if declared_.evidence else f"/apply/draft/{ref}/check/"


def _take(request: HttpRequest, held: Draft) -> None:
    for evidence in declaration(held.kind).evidence:
        for file in request.FILES.getlist(evidence.code):
            by, at = writer_of(request, held.kind), timezone.now()
            ref = uploads.begin(
                draft=held.ref, evidence=evidence.code, name=file.name or "", size=file.size or 0,
                by=by, at=at,
            )  # fmt: skip
            try:
                uploads.append(ref=ref, offset=0, blocks=file.chunks(), by=by, at=at)
            except Refusal:
                uploads.remove(ref=ref, by=by, at=at)
                raise


def _answered(held: Draft) -> list[dict[str, Any]]:
    answers, found = drafts.answers_of(held), []
    for page in declaration(held.kind).sections:
        lines = [
            (q.label, reading.shown(q, answers[q.name]) if q.name in answers else None)
            for q in page.questions
            if reading.is_asked(q, answers)
        ]
        found.append({"section": page, "lines": lines, "done": page.code in held.done})
    return found
