"""Mailboxes as staff keep them, the letter box outside, groups with their outcome, the board."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuai.contexts.petitions.actions.mailboxes import note_box, set_mailbox
from wuai.contexts.petitions.queries import voices
from wuai.contexts.petitions.queries.mailboxes import editions, mailbox, mailboxes
from wuai.contexts.petitions.rules.mailboxes import AUDIENCES, GUARDS, Mailbox
from wuai.contexts.petitions.web.forms_settings import BoxForm, MailboxForm
from wuai.contexts.petitions.web.tables import HOME
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, staff
from wuai.platform.asked import whole
from wuai.platform.ui.pieces import Column, Crumb, Status, Table

BOXES = f"{HOME}mailboxes/"


@staff("reference.edit")
def boxes(request: HttpRequest) -> HttpResponse:
    """Every mailbox of the branch, and one more."""
    held = mailboxes(actor_of(request).branch_id or 0)
    columns = [
        Column("code", _("代碼"), "code"), Column("name", _("名稱")), Column("audience", _("給誰寫")),
        Column("guard", _("誰可以看")), Column("edition", _("版次"), "number"),
        Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    rows = [
        {"code": box.code, "url": f"{BOXES}{box.code}/", "name": box.name,
         "audience": AUDIENCES[box.audience], "guard": GUARDS.get(box.guard, "—"),
         "edition": box.edition,
         "state": Status(_("開放中"), "good") if box.is_open else Status(pgettext("陳情", "關閉"), "neutral")}
        for box in held
    ]  # fmt: skip
    table = Table(_("信箱"), columns, rows, show_caption=False)
    trail = [Crumb(_("基本資料"), "/staff/reference/"), Crumb(_("信箱"))]
    return render(request, "petitions/boxes.html", {"table": table, "trail": trail})


def _held(box: Mailbox) -> dict[str, Any]:
    return {
        "code": box.code, "name_zh": box.name.zh, "name_en": box.name.en,
        "opening_zh": box.opening.zh, "opening_en": box.opening.en, "audience": box.audience,
        "kind": box.kind, "guard": box.guard, "identity": box.identity, "rule": box.rule,
        "days": box.days, "section": box.section_id or "", "position": box.position,
        "categories": "\n".join(" | ".join(one) for one in box.categories), "is_open": box.is_open,
    }  # fmt: skip


@staff("reference.edit")
def box_edit(request: HttpRequest, code: str = "") -> HttpResponse:
    """How a mailbox is from now on; what it was stays to be read."""
    actor, on = actor_of(request), timezone.localdate()
    branch_id, refused = actor.branch_id or 0, None
    held = mailbox(branch_id, code) if code else None
    initial = _held(held) if held else {"position": 200, "is_open": True, "guard": "petition.view"}
    form = MailboxForm(request.POST or None, branch_id=branch_id, on=on, initial=initial)
    if held:
        form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid():
        looked_at = whole(request.POST.get("edition")) or 0
        try:
            set_mailbox(
                branch_id=branch_id, box=form.mailbox(looked_at), by=actor, at=timezone.now(),
                reason=form.cleaned_data["reason"], on=on,
            )  # fmt: skip
            messages.success(request, _("已儲存為新的一版"))
            return redirect(BOXES)
        except Refusal as error:
            refused = error
    here = {
        "form": form, "box": held, "refused": refused, "edition": held.edition if held else 0,
        "editions": editions(branch_id, code) if held else [],
        "trail": [Crumb(_("基本資料"), "/staff/reference/"), Crumb(_("信箱"), BOXES),
                  Crumb(held.name if held else Bilingual("新信箱", "A new mailbox"))],
    }  # fmt: skip
    wrong = 422 if form.errors else 200
    return render(request, "petitions/box.html", here, status=refused.status if refused else wrong)


@staff("petition.edit")
def letter_box(request: HttpRequest) -> HttpResponse:
    """When the letter box outside was emptied, by whom, and which letters are still to be registered."""
    actor, refused, now = actor_of(request), None, timezone.localtime()
    form = BoxForm(
        request.POST or None, initial={"opened_on": now.date(), "opened_time": f"{now:%H:%M}"}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        day, clock = given.pop("opened_on"), given.pop("opened_time")
        opened = timezone.make_aware(datetime.combine(day, clock))
        try:
            note_box(
                branch_id=actor.branch_id or 0, opened_at=opened, by=actor, at=timezone.now(), **given
            )  # fmt: skip
            messages.success(request, _("已登記開箱；請逐封登記信件"))
            return redirect(f"{HOME}box/")
        except Refusal as error:
            refused = error
    here = {
        "form": form, "refused": refused, "openings": voices.openings(actor.branch_id or 0),
        "trail": [Crumb(_("人民陳情"), HOME), Crumb(_("實體意見箱"))],
    }  # fmt: skip
    wrong = 422 if form.errors else 200
    return render(
        request, "petitions/letter_box.html", here, status=refused.status if refused else wrong
    )
