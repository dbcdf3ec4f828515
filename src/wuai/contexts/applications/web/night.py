"""The night register: write down what came, hand it over in the morning, register each piece."""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from wuai.contexts.applications.actions import night as actions
from wuai.contexts.applications.declarations import declared
from wuai.contexts.applications.gateways.typesetter.client import typeset_record
from wuai.contexts.applications.queries import night as queries
from wuai.contexts.applications.rules.night import GUARD_LOOKS_BACK, WAYS, TakenByTheGiver
from wuai.contexts.applications.rules.procedure import sees
from wuai.kernel.refusal import Refusal
from wuai.platform.access import Forbidden, actor_of, log_read, staff
from wuai.platform.actors import Actor
from wuai.platform.exports import download
from wuai.platform.ui.fields import DayField
from wuai.platform.ui.pieces import Crumb
from wuai.platform.ui.wording import plain

HOME = "/staff/night/"
ENTER = staff("application.edit", "night.register")


class ItemForm(forms.Form):
    """One thing that came."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    received_on = DayField(label=gettext_lazy("實際收到日"))
    received_time = forms.TimeField(
        label=gettext_lazy("實際收到時間"),
        help_text=gettext_lazy("24 小時制，例如 23:05"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 5}),
    )
    way = forms.ChoiceField(label=gettext_lazy("收到的方式"), choices=())
    sender = forms.CharField(
        label=gettext_lazy("寄件人（信封上寫的）"), max_length=100, required=False
    )
    what = forms.CharField(label=gettext_lazy("文件"), max_length=200)
    pieces = forms.IntegerField(label=gettext_lazy("件數"), min_value=1, max_value=999, initial=1)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["way"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, plain(name)) for code, name in WAYS.items()]

    def found(self) -> actions.Found:
        """What was written down."""
        data = self.cleaned_data
        moment = datetime.combine(data["received_on"], data["received_time"])
        return actions.Found(
            key=data["key"], received_at=timezone.make_aware(moment), way=data["way"],
            what=data["what"], sender=data["sender"], pieces=data["pieces"],
        )  # fmt: skip


class HandOverForm(forms.Form):
    """Who gives; a person on duty says who takes."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    given_name = forms.CharField(label=gettext_lazy("交付人（值勤人員）"), max_length=120)
    taken_name = forms.CharField(label=gettext_lazy("點收人（收發同仁）"), max_length=120)
    remark = forms.CharField(label=gettext_lazy("備註"), max_length=500, required=False)

    def __init__(self, *given: Any, by: Actor, **more: Any) -> None:
        super().__init__(*given, **more)
        if is_guard(by):
            self.fields["given_name"].initial = by.name
        else:
            del self.fields["taken_name"]


def is_guard(actor: Actor) -> bool:
    """Somebody on duty at night: the register is all that is opened to them."""
    return not actor.may("application.edit")


def _since(request: HttpRequest) -> datetime | None:
    return timezone.now() - GUARD_LOOKS_BACK if is_guard(actor_of(request)) else None


def _branch(request: HttpRequest) -> int:
    branch_id = actor_of(request).branch_id
    if branch_id is None:
        raise Forbidden("application.edit")
    return branch_id


@ENTER
def register(request: HttpRequest) -> HttpResponse:
    """What lies in the mailbox, the form for the next thing, and the latest hand-overs."""
    branch_id, now = _branch(request), timezone.localtime()
    form, refused = ItemForm(request.POST or None, initial=_now(now)), None
    if request.method == "POST" and form.is_valid():
        try:
            number = actions.note(found=form.found(), by=actor_of(request), at=now, on=now.date())
            messages.success(request, _("已登記 %(number)s") % {"number": number})
            return redirect(HOME)
        except Refusal as error:
            refused = error
    rows = queries.waiting(branch_id, now)
    if rows:
        log_read(request, *(f"night:{row.ref}" for row in rows))
    wrong = refused or form.errors
    return render(
        request, "applications/night.html",
        {"rows": rows, "form": form, "refused": refused, "handovers": queries.handovers(branch_id, since=_since(request)),
         "give": HandOverForm(
             initial={"key": uuid.uuid4()}, auto_id="give_%s", by=actor_of(request)
         )},
        status=422 if wrong else 200,
    )  # fmt: skip


def _now(now: datetime) -> dict[str, Any]:
    return {
        "key": uuid.uuid4(), "received_on": now.date(), "received_time": f"{now:%H:%M}", "pieces": 1,
        "way": "BOX",
    }  # fmt: skip


@ENTER
@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """Empty the mailbox; the list to be signed comes next."""
    _branch(request)
    form = HandOverForm(request.POST, by=actor_of(request))
    if not form.is_valid():
        messages.error(request, _("請填交付人與點收人"))
        return redirect(HOME)
    try:
        ref = actions.hand_over(
            by=actor_of(request), at=timezone.now(), on=timezone.localdate(), **form.cleaned_data
        )
    except TakenByTheGiver as refused:
        lang = request.LANGUAGE_CODE
        messages.error(request, refused.words(lang))
        return redirect(HOME)
    return redirect(f"{HOME}{ref}/")


@ENTER
@require_safe
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One hand-over: its list, and what became of each piece."""
    held = queries.handover(_branch(request), ref, since=_since(request))
    if held is None:
        raise Http404
    actor = actor_of(request)
    log_read(request, f"night_handover:{ref}")
    kinds = [one for one in declared() if sees(actor.may, one.restricted_to)]
    return render(
        request, "applications/night_handover.html",
        {"held": held, "kinds": kinds, "may_register": not is_guard(actor),
         "trail": [Crumb(_("夜間收文"), HOME), Crumb(held.number)]},
    )  # fmt: skip


@ENTER
@require_safe
def paper(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The list to be signed."""
    branch_id = _branch(request)
    held = queries.handover(branch_id, ref, since=_since(request))
    if held is None:
        raise Http404
    log_read(request, f"night_handover:{ref}")
    made = typeset_record(queries.paper(branch_id, held))
    return download(made, "application/pdf", f"night-{held.number}.pdf")


@staff("application.edit")
@require_POST
def pass_on(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Not for us to decide: to the ordinary mail, or to whom it is for."""
    row = queries.item(_branch(request), ref, timezone.now())
    where = request.POST.get("where", "").strip()
    if row is None or row.handover_ref is None:
        raise Http404
    if where:
        actions.pass_on(ref=ref, where=where, by=actor_of(request), at=timezone.now())
        messages.success(request, _("已記錄"))
    else:
        messages.error(request, _("請寫轉交給誰"))
    return redirect(f"{HOME}{row.handover_ref}/")
