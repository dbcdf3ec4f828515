"""What staff fill in about letters of pre-emption."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.auctions.web.forms import ReasonForm, SaleForm
from wuai.contexts.notices import api as notices
from wuai.platform.ui.fields import DayField, choose, named

__all__ = ["AcceptForm", "LettersForm", "ReasonForm", "ServeForm"]


class LettersForm(SaleForm):
    """To whom, of what, at which price, with how many days to answer."""

    field_order = ("key", "ground", "rule", "holders")
    holders = forms.CharField(
        label=_("優先承買權人與送達地址"), max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一人：姓名，空一格後寫地址；每人各發一份、各有字號"),
    )  # fmt: skip


class ServeForm(forms.Form):
    """One attempt, as the certificate of service says."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    method = forms.ChoiceField(label=_("送達方式"))
    on = DayField(label=_("送達、寄存或張貼之日"))
    place = forms.CharField(
        label=_("地點"), max_length=120, required=False,
        help_text=_("送達地址；寄存或公示時填寄存的機關、張貼的處所"),
    )  # fmt: skip
    person = forms.CharField(label=_("收受人"), max_length=100, required=False)
    reason = forms.ChoiceField(label=_("未能送達的原因"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["method"], {code: way.name for code, way in notices.METHODS.items()})
        choose(self.fields["reason"], [("", "—"), *named(notices.FAILURES)])


class AcceptForm(forms.Form):
    """Which waiting answer is the holder's, and since when he had the letter."""

    answer = forms.ChoiceField(label=_("採認哪一件表示"))
    told_on = DayField(
        label=_("權利人收到通知函之日"),
        help_text=_(
            "依查證的結果，例如電話詢問或回執；期限從這一天起算，之後補登的送達較晚的，會往後改"
        ),
    )

    def __init__(self, *args: Any, answers: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["answer"], list(answers.items()))
