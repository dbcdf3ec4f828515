"""Letters that came by mail: what waits for somebody to look, what became of the rest, how reading goes."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wuai.contexts.applications import api as applications
from wuai.contexts.petitions.actions import incoming as actions
from wuai.contexts.petitions.gateways.mailbox import codec
from wuai.contexts.petitions.gateways.page import codec as page
from wuai.contexts.petitions.queries import incoming as queries
from wuai.contexts.petitions.rules import incoming as rules
from wuai.contexts.petitions.rules.mailboxes import GUARDS
from wuai.contexts.petitions.web.files import unscanned
from wuai.contexts.petitions.web.tables import HOME
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, private, staff
from wuai.platform.asked import after, typed_reason
from wuai.platform.exports import download
from wuai.platform.ui.pieces import Column, Crumb, Status, Table

LETTERS = f"{HOME}letters/"
_TONES = {
    rules.PETITION: "good",
    rules.ADDED: "good",
    rules.ASIDE: "press",
    rules.REPORT: "neutral",
    rules.LEFT: "neutral",
}


@staff(*GUARDS)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Letters that wait, or all of them; and whether each mailbox can be read."""
    actor, waiting = actor_of(request), request.GET.get("list") != "all"
    lines, more = queries.letters(actor, waiting=waiting, after=after(request))
    if lines:
        log_read(request, *(f"incoming:{line.ref}" for line in lines))
    columns = [
        Column("came_at", _("收到時間")), Column("box", _("信箱代號"), "code"), Column("sender", _("寄件人")),
        Column("subject", _("主旨")), Column("state", _("狀態"), "status"), Column("reason", _("原因")),
    ]  # fmt: skip
    rows = [
        {"came_at": line.came_at, "box": line.box, "sender": line.name or line.sender or "—",
         "subject": line.subject or _("（沒有主旨）"), "url": f"{LETTERS}{line.ref}/",
         "state": Status(line.outcome_name, _TONES[line.outcome]), "reason": line.reason or "—"}
        for line in lines
    ]  # fmt: skip
    boxes = queries.boxes(actor.branch_id or 0)
    here = {
        "table": Table(_("電子郵件來信"), columns, rows, show_caption=False) if rows else None,
        "more": more, "waiting": waiting, "boxes": boxes,
        "late": [box for box in boxes if rules.is_late(box.read_at, timezone.now())],
        "trail": [Crumb(_("人民陳情"), HOME), Crumb(_("電子郵件來信"))],
    }  # fmt: skip
    return render(request, "petitions/letters.html", here)


@staff(*GUARDS)
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One letter as it was written; whoever looked says what it is."""
    actor, refused = actor_of(request), None
    found = queries.letter(actor, ref)
    if found is None:
        raise Http404
    log_read(request, f"incoming:{ref}")
    line, raw = found
    said = page.read_one(raw) if line.box == page.BOX else codec.read(raw)
    if request.method == "POST":
        try:
            filed = _decide(request, line, said)
            if filed:
                # Nobody is written to: whoever took it up hands number and code on.
                return _handed(request, filed)
            messages.success(request, _("已記錄"))
            return redirect(f"{LETTERS}{ref}/")
        except Refusal as error:
            refused = error
    here = {
        "line": line, "said": said, "refused": refused,
        "state": Status(line.outcome_name, _TONES[line.outcome]),
        "may_decide": line.outcome == rules.ASIDE and actor.may("petition.edit"),
        "may_answer": bool(said and said.email) and rules.may_answer(line.why),
        "is_person": line.why not in rules.DOUBTED,
        "number": rules.number_in(line.subject), "has_raw": bool(raw) and line.box != page.BOX,
        "trail": [Crumb(_("人民陳情"), HOME), Crumb(_("電子郵件來信"), LETTERS),
                  Crumb(line.subject or _("（沒有主旨）"))],
    }  # fmt: skip
    return render(request, "petitions/letter.html", here, status=refused.status if refused else 200)


@staff(*GUARDS)
@require_http_methods(["GET", "POST"])
def raw(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The letter as it came, to be saved; no scanner has seen it, so it opens with a reason, on record."""
    found = queries.letter(actor_of(request), ref)
    if found is None or found[0].box == page.BOX or not found[1]:
        raise Http404
    reason, name = typed_reason(request), f"letter-{ref}.eml"
    if not reason:
        return unscanned(request, name)
    log_read(request, f"incoming:{ref}", reason=reason)
    return private(download(found[1], "application/octet-stream", name))


def _handed(request: HttpRequest, filed: applications.Filed) -> HttpResponse:
    trail = [Crumb(_("人民陳情"), HOME), Crumb(_("電子郵件來信"), LETTERS), Crumb(filed.number)]
    return private(
        render(request, "petitions/filed.html", {"filed": filed, "sees": True, "trail": trail})
    )


def _decide(
    request: HttpRequest, line: queries.LetterLine, said: rules.Letter | None
) -> applications.Filed | None:
    """Carry it out; what was registered comes back where its code was sent to nobody."""
    what, how = request.POST.get("what", ""), {"by": actor_of(request), "at": timezone.now()}
    given: dict[str, Any] = {"ref": line.ref, **how}
    if what == "leave":
        actions.leave(**given)
    elif said is None:
        raise rules.LetterUnreadable
    elif what == "add":
        actions.add(number=request.POST.get("number", ""), letter=said, **given)
    else:
        answer = bool(said.email and request.POST.get("answer") and rules.may_answer(line.why))
        filed = actions.take_up(letter=said, answer=answer, on=timezone.localdate(), **given)
        return None if answer else filed
    return None
