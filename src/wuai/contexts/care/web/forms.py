"""What staff fill in about care."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.care.models import Destination
from wuai.contexts.care.rules import helping, signals
from wuai.kernel.bilingual import Bilingual
from wuai.platform.ui.fields import DayField, TypedDay, choose, named
from wuai.platform.ui.wording import plain, sign


class SignalForm(forms.Form):
    """A signal as it was noticed."""

    kind = forms.ChoiceField(label=_("訊號"))
    source = forms.ChoiceField(label=_("如何得知"))
    note = forms.CharField(label=_("看到或聽到什麼"), max_length=1000, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        told = {code: name for code, name in signals.SOURCES.items() if code != "DATA"}
        choose(self.fields["kind"], named(signals.KINDS))
        choose(self.fields["source"], named(told))


class PauseForm(forms.Form):
    """Until when, and why."""

    until = DayField(label=_("暫緩到（含當日）"))
    reason = forms.CharField(
        label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class WhyForm(forms.Form):
    """One sentence."""

    why = forms.CharField(label=_("理由"), max_length=500)


class ReferForm(forms.Form):
    """A referral slip."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(label=_("種類"))
    destination = forms.ChoiceField(label=_("轉介到哪裡"))
    needs = forms.CharField(
        label=_("需要什麼協助"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("只寫對方需要知道的；不寫案情與欠款"),
    )  # fmt: skip
    told = forms.MultipleChoiceField(
        label=_("轉介單上寫出的訊號"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("身心障礙、重大傷病須有書面同意"),
    )  # fmt: skip
    phone = forms.CharField(label=_("當事人願意留的電話"), max_length=40, required=False)
    ground = forms.ChoiceField(label=_("依據"))
    consented_on = DayField(label=_("同意的日期"), required=False)
    facts = forms.CharField(
        label=_("未經同意時，所根據的事實"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, places: list[Destination], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [
            (
                d.code,
                f"{plain(helping.DESTINATIONS[d.kind])}{sign('：')}{_place(d)} {d.phone}".strip(),
            )
            for d in places
        ]
        choose(self.fields["kind"], named(helping.KINDS))
        choose(self.fields["destination"], choices)
        choose(self.fields["told"], named(signals.KINDS))
        choose(self.fields["ground"], named(helping.GROUNDS))


def _place(place: Destination) -> str:
    return plain(Bilingual(place.name_zh, place.name_en))


class StepForm(forms.Form):
    """What happened with a referral."""

    move = forms.ChoiceField(label=_("進度"))
    note = forms.CharField(label=_("經過"), max_length=1000, required=False)
    amount = forms.IntegerField(
        label=_("協助金額（元）"), required=False, min_value=0, max_value=100_000_000,
        help_text=_("獲得金錢協助時填寫"),
    )  # fmt: skip
    next_on = DayField(label=_("下次追蹤日"), required=False)

    def __init__(self, *args: Any, state: str, **more: Any) -> None:
        super().__init__(*args, **more)
        moves: list[tuple[str, Any]] = [
            (one.code, plain(one.name)) for one in helping.moves_from(state)
        ]
        if state in helping.OPEN:
            moves.append(("FOLLOW_UP", _("已追蹤，還沒有結果")))
        choose(self.fields["move"], moves)


class SpanForm(forms.Form):
    """Which referrals."""

    since = TypedDay(label=_("從"))
    until = TypedDay(label=_("到（含當日）"))
    destination = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("狀態"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["state"], [("", _("全部")), *named(helping.STATES)])


class PlaceForm(forms.Form):
    """How a destination is reached."""

    name_zh = forms.CharField(label=_("名稱（中文）"), max_length=80)
    name_en = forms.CharField(label=_("名稱（英文）"), max_length=160)
    county = forms.CharField(label=_("縣市（全國性單位留空）"), max_length=20, required=False)
    phone = forms.CharField(label=_("電話"), max_length=40, required=False)
    email = forms.EmailField(
        label=_("電子郵件"), max_length=120, required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    takes_emergencies = forms.BooleanField(label=_("受理緊急通報"), required=False)
    is_active = forms.BooleanField(label=_("使用中"), required=False)
    confirmed = forms.BooleanField(label=_("聯絡方式已確認"), required=False)
