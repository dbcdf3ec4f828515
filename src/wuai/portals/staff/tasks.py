"""One list of all that somebody has to answer, by due day; handing over; answered in time."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, staff
from wuai.platform.actors import Actor
from wuai.platform.asked import after
from wuai.platform.panels import Looking, TaskLine, Tasks
from wuai.platform.ui.pieces import Column, Crumb, Status, Table
from wuai.platform.ui.wording import plain
from wuai.portals.staff import offers
from wuai.portals.staff.task_forms import FilterForm, HandOverForm

HOME = "/staff/tasks/"
PAGE, FURTHEST, EVERYTHING = 100, 2000, 2000
OWNERS_OF = 20_000
READERS = ("case.view", "application.view", "application.confidential", "petition.view",
           "petition.ethics", "petition.harassment", "petition.confidential")  # fmt: skip
GIVERS = ("application.edit", "objection.record", "petition.edit")


@staff(*READERS)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What is open, the nearest day first: mine, my section's, nobody's, or everybody's."""
    actor, on = actor_of(request), timezone.localdate()
    branch_id, kinds = actor.branch_id or 0, offers.tasks(actor)
    sections = organisation.sections(branch_id)
    form = FilterForm(request.GET or None, kinds=kinds, sections=sections, actor=actor)
    given = form.cleaned_data if form.is_valid() else {}
    covered = [
        s for s, by in organisation.covers(branch_id, on=on).items() if by == actor.section_id
    ]
    start = min(after(request), FURTHEST)
    looking = Looking(
        branch_id, actor, on, section_ids=_sections(given, actor, covered),
        whose=actor.ref if _whose(given, actor) == "mine" else "",
        unassigned=_whose(given, actor) == "nobody", overdue=bool(given.get("overdue")),
        most=start + PAGE + 1,
    )  # fmt: skip
    lines = found([k for k in kinds if given.get("kind") in (None, "", k.code)], looking)
    query = request.GET.copy()
    query["after"] = str(start + PAGE)
    names = {row.id: Bilingual(row.name_zh, row.name_en) for row in sections}
    shown = lines[start : start + PAGE]
    may_give = {kind.code for kind in kinds if any(map(actor.may, kind.givers))}
    return render(
        request, "staff/tasks.html",
        {"form": form, "table": _table(shown, names, on, may_give) if shown else None,
         "more": query.urlencode() if len(lines) > start + PAGE and start < FURTHEST else "",
         "covered": [names[one] for one in covered if one in names], "may_give": bool(may_give)},
    )  # fmt: skip


def found(kinds: Sequence[Tasks], looking: Looking) -> list[TaskLine]:
    """The lines of these kinds together, in the order in which they are due."""
    lines = [line for kind in kinds for line in kind.find(looking)]
    return sorted(lines, key=lambda x: (x.due_on or date.max, x.number))[: looking.most]


def _whose(given: dict[str, Any], actor: Actor) -> str:
    return given.get("whose") or ("section" if actor.section_id else "all")


def _sections(
    given: dict[str, Any], actor: Actor, covered: Sequence[int]
) -> tuple[int, ...] | None:
    """Of my section go those of the sections that it covers while they are on leave."""
    if given.get("section"):
        return (given["section"],)
    if _whose(given, actor) == "section" and actor.section_id:
        return (actor.section_id, *covered)
    return None


def _table(
    lines: Sequence[TaskLine], names: dict[int, Bilingual], on: date, may_give: set[str],
) -> Table:  # fmt: skip
    columns = [
        Column("number", _("號碼"), "code"), Column("name", _("事項")),
        Column("due", _("應辦結日"), "day"), Column("left", _("急迫"), "status"),
        Column("state", _("狀態"), "status"), Column("owner", _("承辦")),
        *([Column("give", _("交接"), "html")] if may_give else []),
    ]  # fmt: skip
    rows = [
        {"number": x.number, "url": x.url, "name": x.name, "due": x.due_on,
         "left": _left(x.due_on, on), "state": x.state, "owner": _owner(x, names),
         "give": _give(x) if x.code in may_give else ""}
        for x in lines
    ]  # fmt: skip
    return Table(_("待辦事項"), columns, rows, tall=True, show_caption=False)


def _owner(line: TaskLine, names: dict[int, Bilingual]) -> str:
    section = plain(names.get(line.section_id or 0, organisation.WHOLE_BRANCH))
    return f"{line.owner_name or _('未指定')} · {section}"


def _left(due: date | None, on: date) -> Status:
    if due is None:
        return Status(_("無期限"), "neutral")
    days = (due - on).days
    if days < 0:
        return Status(ngettext("逾期 %(n)s 天", "逾期 %(n)s 天", -days) % {"n": -days}, "bad")
    if days == 0:
        return Status(_("今天"), "press")
    return Status(ngettext("剩 %(n)s 天", "剩 %(n)s 天", days) % {"n": days}, "waiting")


def _give(line: TaskLine) -> str:
    where = f"{HOME}hand-over/?kind={line.code}&ref={line.ref}"
    words = _("交接 %(number)s") % {"number": line.number}
    return format_html(
        '<a class="nowrap" href="{}" aria-label="{}">{}</a>', where, words, _("交接")
    )


@staff(*GIVERS)
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """Give one matter, or all that somebody has open, to a colleague, with the reason."""
    actor, on = actor_of(request), timezone.localdate()
    kinds = [kind for kind in offers.tasks(actor) if any(map(actor.may, kind.givers))]
    looking = Looking(actor.branch_id or 0, actor, on, most=EVERYTHING)
    one = _one(request, kinds, looking)
    owners = None if one else _owners(kinds, looking)
    takers = identity.colleagues(looking.branch_id, on, *(p for kind in kinds for p in kind.takers))
    form = HandOverForm(request.POST or None, colleagues=takers, owners=owners, actor=actor)
    refused = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        lines = [one] if one else found(kinds, replace(looking, whose=given["from_ref"]))
        try:
            count, behind = _hand_over(lines, kinds, given, actor, on, single=one is not None)
        except Refusal as error:
            refused = error
        else:
            messages.success(
                request, ngettext("已交接 %(n)s 件", "已交接 %(n)s 件", count) % {"n": count}
            )
            _say_behind(request, behind)
            return redirect(HOME if one else _after(request, kinds, looking, given, len(lines)))
    status = refused.status if refused else 422 if form.errors else 200
    return render(
        request, "staff/task_hand_over.html",
        {"form": form, "one": one, "owners": owners, "refused": refused,
         "trail": [Crumb(_("待辦事項"), HOME), Crumb(_("交接"))]},
        status=status,
    )  # fmt: skip


def _owners(kinds: Sequence[Tasks], looking: Looking) -> dict[str, str]:
    """Who has something open by ref, by name: colleagues, and those who have left."""
    lines = [line for kind in kinds for line in kind.find(replace(looking, most=OWNERS_OF))]
    held = {line.owner_ref: line.owner_name for line in lines if line.owner_ref}
    return dict(sorted(held.items(), key=lambda one: (one[1], one[0])))


def _after(
    request: HttpRequest, kinds: Sequence[Tasks], looking: Looking, given: dict[str, Any], tried: int
) -> str:  # fmt: skip
    """Back to the list; to the form again, saying so, where more is left than goes at once."""
    if tried < EVERYTHING or not found(kinds, replace(looking, whose=given["from_ref"], most=1)):
        return HOME
    messages.warning(
        request, _("一次最多交接 %(n)s 件，手上還有未交接的，請再交接一次。") % {"n": EVERYTHING}
    )
    return f"{HOME}hand-over/"


def _one(request: HttpRequest, kinds: Sequence[Tasks], looking: Looking) -> TaskLine | None:
    """The matter that the address names; an address that names none means all of somebody's."""
    if "ref" not in request.GET:
        return None
    try:
        ref = uuid.UUID(request.GET["ref"])
    except ValueError as error:
        raise Http404 from error
    wanted = [kind for kind in kinds if kind.code == request.GET.get("kind")]
    lines = found(wanted, replace(looking, ref=ref))
    if not lines:
        raise Http404
    return lines[0]


@transaction.atomic
def _hand_over(
    lines: Sequence[TaskLine], kinds: Sequence[Tasks], given: dict[str, Any], actor: Actor,
    on: date, *, single: bool,
) -> tuple[int, int]:  # fmt: skip
    """All of them or none; what the colleague may not see stays behind and is counted."""
    there, behind = {line.code for line in lines}, 0
    of = {kind.code: kind for kind in kinds if kind.code in there}
    takes = {
        code: identity.colleague(actor.branch_id or 0, given["to_ref"], on, *kind.takers)
        for code, kind in of.items()
    }
    for line in lines:
        kind, to = of[line.code], takes[line.code]
        try:
            with transaction.atomic():
                kind.hand_over(
                    ref=line.ref, to_ref=to.ref, to_name=to.name, reason=given["reason"], by=actor,
                    at=timezone.now(), on=on,
                )  # fmt: skip
        except identity.NoSuchColleague:
            if single:
                raise
            behind += 1
    return len(lines) - behind, behind


def _say_behind(request: HttpRequest, behind: int) -> None:
    if behind:
        said = ngettext(
            "%(n)s 件沒有交接：這位同仁無權看到，請交給有權限的人",
            "%(n)s 件沒有交接：這位同仁無權看到，請交給有權限的人", behind,
        )  # fmt: skip
        messages.warning(request, said % {"n": behind})
