"""What is declared about a day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.deadlines.actions.closures import Declaration
from wuai.contexts.deadlines.rules.closures import COUNTIES
from wuai.platform.ui.fields import DayField

HALVES = (("", _("整天")), ("AM", _("上午")), ("PM", _("下午")))
KINDS = (("", _("停止上班")), ("1", _("補行上班")))


class ClosureForm(forms.Form):
    """A day, where, which half, why, and who announced it."""

    on = DayField(label=_("日期"))
    kind = forms.ChoiceField(label=_("宣告"), choices=KINDS, required=False)
    county = forms.ChoiceField(
        label=_("地區"), required=False,
        choices=[("", _("全部縣市")), *((name, name) for name in COUNTIES)],
    )  # fmt: skip
    half = forms.ChoiceField(label=_("時段"), choices=HALVES, required=False)
    from_time = forms.TimeField(
        label=_("自幾時起"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("只停止部分時間才填；填了時間就不必選時段"),
    )
    to_time = forms.TimeField(
        label=_("至幾時止"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("到下班為止的，請留空"),
    )
    reason_zh = forms.CharField(label=_("事由"), max_length=120, initial="颱風停止上班")
    reason_en = forms.CharField(label=_("事由（英文）"), max_length=120, required=False)
    source = forms.CharField(
        label=_("公告來源"), max_length=200, help_text=_("例如：新竹市政府 115 年 7 月 10 日公告")
    )

    def declaration(self) -> Declaration:
        """What was declared."""
        data: dict[str, Any] = self.cleaned_data
        return Declaration(
            data["on"], data["county"], data["half"], data["reason_zh"], data["reason_en"],
            bool(data["kind"]), data["source"], data["from_time"], data["to_time"],
        )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why a declaration is taken back."""

    reason = forms.CharField(max_length=200)
