"""The pages on which accounts are kept; the same for a branch and for an agency."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.identity import actions, queries
from wuai.contexts.identity.queries import AccountRow
from wuai.contexts.identity.web.forms import (
    AccountForm,
    MemberAccountForm,
    ReasonForm,
    ResetForm,
    RoleForm,
    refuse,
)
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read
from wuai.platform.actors import Actor
from wuai.platform.asked import whole
from wuai.platform.ui import wording
from wuai.platform.ui.pieces import Column, Crumb, Status, Table


def _root(actor: Actor) -> str:
    return f"/{actor.kind}/accounts/"


def _show(
    request: HttpRequest, page: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    more = {"frame": f"ui/{actor.kind}.html", "root": _root(actor)}
    return render(request, f"identity/{page}.html", context | more, status=status)


def _trail(actor: Actor, *last: str) -> list[Crumb]:
    crumbs = [Crumb(_("帳號與角色"), _root(actor))]
    return crumbs + [Crumb(word) for word in last]


def state(row: AccountRow) -> Status:
    """Where an account stands, in a word."""
    if not row.is_active:
        return Status(_("已停用"), "neutral")
    if row.must_change_password or not row.has_second_factor:
        return Status(_("尚未完成首次登入"), "waiting")
    return Status(_("使用中"), "good")


def listed(request: HttpRequest) -> HttpResponse:
    """The accounts of one's branch or agency."""
    actor, today = actor_of(request), timezone.localdate()
    found = queries.accounts(branch_id=actor.branch_id, agency_id=actor.agency_id)
    log_read(request, *(f"account:{row.ref}" for row in found))
    rows = [
        {
            "username": row.username, "url": f"{_root(actor)}{row.ref}/", "name": row.name,
            "state": state(row), "created_at": row.created_at,
            "roles": (", " if wording.page_language() == "en" else "、").join(
                wording.plain(Bilingual(held.name_zh, held.name_en))
                for held in row.roles_on(today)
            ),
        }
        for row in found
    ]  # fmt: skip
    columns = [
        Column("username", _("帳號"), "code"), Column("name", _("姓名")),
        Column("roles", _("角色")), Column("state", _("狀態"), "status"),
        Column("created_at", _("建立時間"), "moment"),
    ]  # fmt: skip
    table = Table(_("帳號"), columns, rows, show_caption=False, stack=True)
    return _show(request, "accounts", {"table": table if rows else None})


def create(request: HttpRequest) -> HttpResponse:
    """Make an account; its first password is shown once."""
    actor = actor_of(request)
    form = _account_form(request, actor)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        new = actions.NewAccount(
            username=data["username"], name=data["name"], email=data["email"],
            member_id=int(data["member"]) if data.get("member") else None,
            roles=tuple(data["roles"]), branch_id=actor.branch_id, agency_id=actor.agency_id,
        )  # fmt: skip
        try:
            made = actions.create_account(new=new, by=actor, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return _once(request, made, _("帳號已建立"))
    context = {"form": form, "trail": _trail(actor, _("新增帳號"))}
    return _show(request, "account_new", context, 422 if form.errors else 200)


def _account_form(request: HttpRequest, actor: Actor) -> AccountForm:
    data = request.POST or None
    if actor.branch_id is None:
        return AccountForm(data, kind="agency")
    members = organisation.members(actor.branch_id, on=timezone.localdate())
    return MemberAccountForm(data, kind="staff", members=members)


def _once(request: HttpRequest, made: actions.Created, title: str) -> HttpResponse:
    context = {"made": made, "title": title, "trail": _trail(actor_of(request), title)}
    return _show(request, "first_password_once", context)


def own(request: HttpRequest, ref: uuid.UUID) -> AccountRow:
    """The account, when it belongs to one's own branch or agency; otherwise there is none."""
    row, actor = queries.account_row(str(ref)), actor_of(request)
    mine = row.branch_id if actor.kind == "staff" else row.agency_id
    if mine is None or mine != (actor.branch_id if actor.kind == "staff" else actor.agency_id):
        raise Http404
    return row


def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One account, and what can be done with it."""
    row = own(request, ref)
    log_read(request, f"account:{row.ref}")
    return _page(request, row, {})


def _page(
    request: HttpRequest, row: AccountRow, forms: dict[str, Any], status: int = 200
) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    context = {
        "row": row, "today": today, "state": state(row), "trail": _trail(actor, row.username),
        "is_me": actor.is_same_person(f"account:{row.ref}"),
        "role_form": RoleForm(kind=actor.kind, today=today),
        "reset_form": ResetForm(prefix="reset"), "end_form": ReasonForm(prefix="end"),
        "held": [(held, held in row.roles_on(today)) for held in row.roles],
    }  # fmt: skip
    return _show(request, "account", context | forms, status)


def change(request: HttpRequest, ref: uuid.UUID, change: str) -> HttpResponse:
    """Give or end a role, reset the login, or end the account."""
    row = own(request, ref)
    steps = {"grant": _grant, "end-role": _end_role, "reset": _reset, "end": _end}
    if change not in steps:
        raise Http404
    return steps[change](request, row)


def _back(request: HttpRequest, row: AccountRow, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(f"{_root(actor_of(request))}{row.ref}/")


def _who(request: HttpRequest, row: AccountRow) -> dict[str, Any]:
    return {"ref": row.ref, "by": actor_of(request), "at": timezone.now()}


def _grant(request: HttpRequest, row: AccountRow) -> HttpResponse:
    form = RoleForm(request.POST, kind=actor_of(request).kind, today=timezone.localdate())
    if form.is_valid():
        since, until = form.days()
        try:
            actions.grant_role(
                role=form.cleaned_data["role"], since=since, until=until, **_who(request, row)
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return _back(request, row, _("角色已給予"))
    return _page(request, row, {"role_form": form}, 422)


def _end_role(request: HttpRequest, row: AccountRow) -> HttpResponse:
    actions.end_role(held_id=whole(request.POST.get("held")) or 0, **_who(request, row))
    return _back(request, row, _("角色已結束，立即生效"))


def _reset(request: HttpRequest, row: AccountRow) -> HttpResponse:
    form = ResetForm(request.POST, prefix="reset")
    if not form.is_valid():
        return _page(request, row, {"reset_form": form}, 422)
    made = actions.reset_account(**form.cleaned_data, **_who(request, row))
    return _once(request, made, _("登入已重設"))


def _end(request: HttpRequest, row: AccountRow) -> HttpResponse:
    form = ReasonForm(request.POST, prefix="end")
    if not form.is_valid():
        return _page(request, row, {"end_form": form}, 422)
    actions.end_account(reason=form.cleaned_data["reason"], **_who(request, row))
    return _back(request, row, _("帳號已停用，所有登入都已結束"))
