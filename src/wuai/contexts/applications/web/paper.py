"""What came by counter, phone, post, fax, mail, social channel or the night mailbox."""

import uuid
from datetime import datetime, time
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wuai.contexts.applications.actions import filing
from wuai.contexts.applications.declarations import declaration, declared
from wuai.contexts.applications.rules import answers as reading
from wuai.contexts.applications.rules.procedure import sees
from wuai.contexts.applications.web.forms import CHANNELS, SectionForm, parts_of
from wuai.kernel.refusal import Refusal
from wuai.platform.access import Forbidden, actor_of, staff
from wuai.platform.ui.fields import DayField


class HowForm(forms.Form):
    """By which way and when it really came."""

    channel = forms.ChoiceField(
        label=_("收到的方式"),
        choices=[(code, name) for code, name in CHANNELS.items() if code != "WEB"],
    )
    received_on = DayField(label=_("實際收到日"))
    received_time = forms.TimeField(
        label=_("實際收到時間"),
        help_text=_("24 小時制，例如 14:05"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 5}),
    )


@staff("application.edit")
def paper(request: HttpRequest) -> HttpResponse:
    """Choose a kind, write down what the paper or the person says; number and code come at once."""
    kind, refused = request.GET.get("kind", ""), None
    actor = actor_of(request)
    if actor.branch_id is None:
        raise Forbidden("application.edit")
    if not kind:
        shown = [one for one in declared() if sees(actor.may, one.restricted_to)]
        return render(request, "applications/paper.html", {"all": shown})
    wanted, now = declaration(kind), timezone.localtime()
    if not sees(actor.may, wanted.restricted_to):
        raise Http404
    form = SectionForm(wanted.questions(), request.POST or None)
    how = HowForm(
        request.POST or None,
        initial={"channel": "COUNTER", "received_on": now.date(), "received_time": f"{now:%H:%M}"},
    )
    if request.method == "POST":
        given = _given(form)
        _values, faults = reading.read(wanted.questions(), given, {})
        form.show(faults)
        if how.is_valid() and not faults:
            try:
                filed = filing.register(
                    kind=kind, branch_id=actor.branch_id, given=given, by=actor,
                    arrival=_arrival(request, how), at=timezone.now(), on=timezone.localdate(),
                )  # fmt: skip
                return render(request, "applications/filed.html", {"filed": filed})
            except Refusal as error:
                refused = error
    here = {
        "kind": kind, "declared": wanted, "form": form, "how": how, "refused": refused,
        "key": request.POST.get("key") or uuid.uuid4(),
    }  # fmt: skip
    wrong = bool(refused or form.errors or (how.is_bound and how.errors))
    return render(request, "applications/paper.html", here, status=422 if wrong else 200)


def _given(form: SectionForm) -> dict[str, Any]:
    own = {"channel", "received_time", *parts_of("received_on")}
    return {name: value for name, value in form.given().items() if name not in own}


def _arrival(request: HttpRequest, how: HowForm) -> filing.Arrival:
    given = how.cleaned_data
    moment: time = given["received_time"]
    received = timezone.make_aware(datetime.combine(given["received_on"], moment))
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid.uuid4()
    return filing.Arrival(
        channel=given["channel"], received_at=received, key=key, identity="STAFF",
        language=get_language() or "zh-hant",
    )  # fmt: skip
