"""What came by counter, phone, post, fax, mail, social channel or the night mailbox."""

import uuid
from datetime import datetime, time
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wuai.contexts.applications.actions import filing
from wuai.contexts.applications.actions.night import register_item
from wuai.contexts.applications.declarations import declaration, declared
from wuai.contexts.applications.queries.night import NightRow, item
from wuai.contexts.applications.rules import answers as reading
from wuai.contexts.applications.rules.declaration import MUST, Declaration
from wuai.contexts.applications.rules.paper import SPOKEN
from wuai.contexts.applications.rules.procedure import sees
from wuai.contexts.applications.web.forms import CHANNELS, SectionForm, parts_of
from wuai.contexts.applications.web.scans import scanned_kinds, scans_of
from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import Forbidden, actor_of, staff
from wuai.platform.ui.fields import DayField
from wuai.platform.ui.wording import plain


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
    branch = forms.TypedChoiceField(
        label=_("案件在哪個分署"), coerce=int,
        help_text=_("其他分署的案件：登記後直接移送那個分署，收件日照算（行政程序法第 17 條）"),
    )  # fmt: skip

    def __init__(self, own: int, may_pass_on: bool, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not may_pass_on:
            self.fields.pop("branch")
            return
        field = self.fields["branch"]
        field.initial = own
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (one.id, plain(Bilingual(one.name_zh, one.name_en)))
                for one in organisation.branches()
            ]


def _about(request: HttpRequest) -> dict[str, str]:
    """The number of the case from whose page one comes."""
    row = cases.named_case_or_none(request)
    return {"case_no": row.number} if row else {}


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
    wanted, now, night = declaration(kind), timezone.localtime(), _night(request)
    if not sees(actor.may, wanted.restricted_to):
        raise Http404
    form = SectionForm(wanted.questions(), request.POST or None, _about(request))
    came = timezone.localtime(night.received_at) if night else now
    how = HowForm(
        actor.branch_id, wanted.case == MUST and not wanted.own_branch_only, _sent(request, actor.branch_id),
        initial={"channel": "NIGHT" if night else "COUNTER", "received_on": came.date(),
                 "received_time": f"{came:%H:%M}"},
    )  # fmt: skip
    kinds = scanned_kinds(wanted)
    if request.method == "POST":
        given = _given(form)
        _values, faults = reading.read(wanted.questions(), given, {})
        form.show(faults)
        if (night or how.is_valid()) and not faults:
            try:
                filed = _filed(request, wanted, night, how, given)
                return _done(request, filed, night, how)
            except Refusal as error:
                refused = error
    here = {
        "kind": kind, "declared": wanted, "form": form, "how": how, "refused": refused,
        "key": request.POST.get("key") or uuid.uuid4(), "kinds": kinds, "night": night,
    }  # fmt: skip
    wrong = bool(refused or form.errors or (how.is_bound and not night and how.errors))
    return render(request, "applications/paper.html", here, status=422 if wrong else 200)


def _done(
    request: HttpRequest, filed: filing.Filed, night: NightRow | None, how: HowForm
) -> HttpResponse:
    """Number and code, once; what went to another branch is opened and signed there."""
    own = actor_of(request).branch_id or 0
    branch_id = own if night else _branch(how, own)
    passed_on = organisation.branch_by_id(branch_id) if branch_id != own else None
    here = {
        "filed": filed, "night": night, "branch": passed_on and Bilingual(passed_on.name_zh, passed_on.name_en),
        "spoken": how.data.get("channel") in SPOKEN and not night and not passed_on,
    }  # fmt: skip
    return render(request, "applications/filed.html", here)


def _sent(request: HttpRequest, own: int) -> QueryDict | None:
    """What was sent; who says nothing of a branch means the own one."""
    if request.method != "POST":
        return None
    sent = request.POST.copy()
    sent.setdefault("branch", str(own))
    return sent


def _branch(how: HowForm, own: int) -> int:
    return int(how.cleaned_data.get("branch") or own)


def _night(request: HttpRequest) -> NightRow | None:
    """The entry of the night register that is being registered, if one was named."""
    named = request.GET.get("night", "")
    if not named:
        return None
    try:
        found = item(actor_of(request).branch_id or 0, uuid.UUID(named), timezone.now())
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def _filed(
    request: HttpRequest, wanted: Declaration, night: NightRow | None, how: HowForm,
    given: dict[str, Any],
) -> filing.Filed:  # fmt: skip
    actor, scans = actor_of(request), scans_of(request, scanned_kinds(wanted))
    when: dict[str, Any] = {"at": timezone.now(), "on": timezone.localdate(), "by": actor}
    if night:
        language = get_language() or "zh-hant"
        return register_item(ref=night.ref, kind=wanted.code, given=given, language=language,
                             scans=scans, **when)  # fmt: skip
    return filing.register(
        kind=wanted.code, branch_id=_branch(how, actor.branch_id or 0), given=given,
        arrival=_arrival(request, how), scans=scans, **when,
    )  # fmt: skip


def _given(form: SectionForm) -> dict[str, Any]:
    own = {"channel", "received_time", "branch", *parts_of("received_on")}
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
