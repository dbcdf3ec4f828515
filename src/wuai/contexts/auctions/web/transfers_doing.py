"""What is done on the page of a certificate: each address is one form and one action."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.auctions.actions import handing
from wuai.contexts.auctions.actions import transferring as actions
from wuai.contexts.auctions.rules.transferring import HandOver
from wuai.contexts.auctions.web import forms as f
from wuai.contexts.auctions.web.asking import do, who
from wuai.contexts.auctions.web.tables import TRANSFER as HOME
from wuai.contexts.auctions.web.transfers import own, page
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, staff


def _do(
    request: HttpRequest, ref: uuid.UUID, code: str, kind: type[forms.Form],
    act: Callable[[dict[str, Any]], Any], said: str,
) -> HttpResponse:  # fmt: skip
    own(request, ref)
    form = kind(request.POST, auto_id=f"{code}-%s")
    return do(request, ref, page, (code, form), act, said)


def _plain(request: HttpRequest, ref: uuid.UUID, act: Callable[[], Any], said: str) -> HttpResponse:
    own(request, ref)
    try:
        act()
    except Refusal as refused:
        return page(request, ref, refused=refused)
    messages.success(request, said)
    return redirect(f"{HOME}{ref}/")


@staff("case.edit")
@require_POST
def check(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Record one condition."""
    return _do(request, ref, "check", f.CheckForm, lambda given: actions.check(
        ref=ref, checked=actions.Checked(**given), **who(request)), _("已登錄查核結果"))  # fmt: skip


@staff("case.edit")
@require_POST
def correct(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Put right what it will say."""
    return _do(request, ref, "correct", f.SaidForm, lambda given: actions.correct(
        ref=ref, said=actions.Said(**given), **who(request)), _("已更正"))  # fmt: skip


@staff("case.edit")
@require_POST
def propose(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Propose the issue."""
    return _plain(request, ref, lambda: actions.propose(ref=ref, **who(request)),
                  _("已陳核，待另一位同仁核發"))  # fmt: skip


@staff("application.decide")
@require_POST
def issue(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Issue it as the second person."""
    return _plain(request, ref, lambda: actions.issue(ref=ref, **who(request)),
                  _("已核發；證書製作中"))  # fmt: skip


@staff("application.decide")
@require_POST
def send_back(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Send it back."""
    return _do(request, ref, "send_back", f.ReasonForm, lambda given: actions.send_back(
        ref=ref, reason=given["reason"], **who(request)), _("已退回"))  # fmt: skip


@staff("case.edit")
@require_POST
def call_off(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Issue nothing."""
    return _do(request, ref, "call_off", f.ReasonForm, lambda given: actions.call_off(
        ref=ref, reason=given["reason"], **who(request)), _("已登錄不核發"))  # fmt: skip


@staff("case.edit")
@require_POST
def again(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Let it be set again."""
    return _plain(request, ref, lambda: handing.print_again(
        ref=ref, by=actor_of(request), at=timezone.now()), _("重新製作中"))  # fmt: skip


@staff("case.edit")
@require_POST
def post(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Note that it was posted."""
    return _do(request, ref, "post", f.PostForm, lambda given: handing.post(
        ref=ref, post_no=given["post_no"], **who(request)), _("已登錄交寄"))  # fmt: skip


@staff("case.edit")
@require_POST
def hand_over(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Record that the buyer has it."""
    return _do(request, ref, "hand_over", f.HandOverForm, lambda given: handing.hand_over(
        ref=ref, given=HandOver(**given), **who(request)), _("已登錄領得日，所有權自該日移轉"))  # fmt: skip


@staff("case.edit")
@require_POST
def reissue(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Begin a reissue."""
    own(request, ref)
    form = f.ReasonForm(request.POST, auto_id="reissue-%s")
    if not form.is_valid():
        return page(request, ref, wrong={"reissue": form})
    try:
        row = actions.reissue(ref=ref, reason=form.cleaned_data["reason"], **who(request))
    except Refusal as refused:
        return page(request, ref, refused=refused, wrong={"reissue": form})
    messages.success(request, _("已開始補發，請重新查驗身分後陳核"))
    return redirect(f"{HOME}{row.ref}/")
