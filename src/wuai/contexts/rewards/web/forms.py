"""What staff fill in about an announcement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.rewards.rules import NAMES
from wuai.platform.ui.fields import DayField
from wuai.platform.ui.wording import plain


class WordingForm(forms.Form):
    """What the public will read."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    naming = forms.ChoiceField(label=_("姓名怎麼公布"), widget=forms.RadioSelect)
    sought = forms.CharField(
        label=_("徵求的線索"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("例如財產所在、行蹤；不要寫證號、地址與欠款明細"),
    )  # fmt: skip
    percent = forms.IntegerField(
        label=_("獎金比例（％）"), required=False, min_value=1, max_value=100,
        help_text=_("按查得並執行的金額；照機關的決定填"),
    )  # fmt: skip
    most = forms.IntegerField(
        label=_("獎金上限（元）"), required=False, min_value=1, max_value=1_000_000_000
    )
    legal_basis = forms.CharField(
        label=_("法律依據與機關的決定"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    since = DayField(label=_("公告起日"))
    until = DayField(label=_("公告訖日"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["naming"].choices = [  # type: ignore[attr-defined]
            (code, plain(name)) for code, name in NAMES.items()
        ]


class ReasonForm(forms.Form):
    """One reason."""

    reason = forms.CharField(label=_("理由"), max_length=500)
