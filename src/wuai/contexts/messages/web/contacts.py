"""How a person wants to be told, and what was told: for the desk and the telephone."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wuai.contexts.messages.actions import confirming, preferring
from wuai.contexts.messages.queries import tellings
from wuai.contexts.messages.rules.channels import CHANNELS, SOURCES
from wuai.contexts.messages.web.forms import ContactForm, PreferenceForm
from wuai.contexts.messages.web.tables import copy_table
from wuai.contexts.parties import api as parties
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.ui.pieces import Crumb, Status

HOME = "/staff/contacts/"


def _person(request: HttpRequest, ref: uuid.UUID) -> parties.PartyRow:
    found = parties.party_by_ref(actor_of(request).branch_id or 0, ref)
    if found is None:
        raise Http404
    return found


@staff("party.view")
@require_safe
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Channels with their consent, language, and every copy."""
    return _page(request, _person(request, ref))


def _page(
    request: HttpRequest, person: parties.PartyRow, refused: Refusal | None = None, code: str = ""
) -> HttpResponse:
    liking = tellings.likings([person.id])[person.id]
    copies = tellings.copies([person.id])
    log_read(request, f"party:{person.ref}")
    ways = [(way, CHANNELS[way.channel], SOURCES[way.source], _state(way)) for way in liking.ways]
    return render(
        request, "messages/contact.html",
        {"person": person, "liking": liking, "ways": ways, "refused": refused, "code": code,
         "table": copy_table(copies) if copies else None, "form": ContactForm(),
         "preference_form": PreferenceForm(
             initial={"language": liking.language, "reminders": liking.reminders}),
         "may_edit": actor_of(request).may("case.edit"), "trail": [Crumb(person.name), Crumb(_("聯絡方式"))]},
        status=refused.status if refused else 200,
    )  # fmt: skip


def _state(way: Any) -> Status:
    if way.ended_at:
        return Status(_("已停止"), "neutral")
    if way.channel == "MAIL" and way.confirmed_at is None:
        return Status(_("等待本人確認"), "waiting")
    return Status(_("送不到"), "bad") if way.bad_since else Status(_("使用中"), "good")


def _do(
    request: HttpRequest, ref: uuid.UUID, act: Callable[[parties.PartyRow], Any]
) -> HttpResponse:
    person = _person(request, ref)
    try:
        act(person)
    except Refusal as refused:
        return _page(request, person, refused)
    messages.success(request, _("已記錄"))
    return redirect(f"{HOME}{ref}/")


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": actor_of(request), "at": timezone.now()}


@staff("case.edit")
@require_POST
def consent(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Record a channel that the person consents to."""
    form = ContactForm(request.POST)
    _person(request, ref)
    if not form.is_valid():
        messages.error(request, _("請填管道、地址與如何同意"))
        return redirect(f"{HOME}{ref}/")

    def record(one: parties.PartyRow) -> None:
        preferring.set_contact(party_id=one.id, **form.cleaned_data, **_who(request))
        if form.cleaned_data["channel"] == "MAIL":
            _ask(request, one)

    return _do(request, ref, record)


def _ask(request: HttpRequest, one: parties.PartyRow) -> None:
    with suppress(confirming.NothingToConfirm):  # it was confirmed before
        confirming.ask_to_confirm(party_id=one.id, site=settings.SITE_URL, **_who(request))


@staff("case.edit")
@require_POST
def confirm(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Send the letter with the link once more."""
    return _do(request, ref, lambda one: confirming.ask_to_confirm(
        party_id=one.id, site=settings.SITE_URL, **_who(request)))  # fmt: skip


@staff("case.edit")
@require_POST
def end(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Consent withdrawn."""
    channel = request.POST.get("channel", "")
    return _do(request, ref, lambda one: preferring.end_contact(
        party_id=one.id, channel=channel, **_who(request)))  # fmt: skip


@staff("case.edit")
@require_POST
def prefer(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Language and reminders."""
    form = PreferenceForm(request.POST)
    person = _person(request, ref)
    if not form.is_valid():
        messages.error(request, _("請選語言"))
        return redirect(f"{HOME}{ref}/")
    return _do(request, ref, lambda _one: preferring.set_preference(
        party_id=person.id, **form.cleaned_data, **_who(request)))  # fmt: skip


@staff("case.edit")
@require_POST
def line(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """A code with which the person links LINE; shown once."""
    person = _person(request, ref)
    code = preferring.line_code(party_id=person.id, **_who(request))
    return _page(request, person, code=code)
