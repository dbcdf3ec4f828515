"""What people write in public, and what the branch answers to all."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.petitions.rules import voices
from wuai.contexts.petitions.web.forms import long
from wuai.platform.ui.fields import choose, named
from wuai.platform.ui.wording import plain


class GroupForm(forms.Form):
    """What a group is about."""

    title_zh = forms.CharField(label=_("主題（中文）"), max_length=80)
    title_en = forms.CharField(label=_("主題（英文）"), max_length=160)


class OutcomeForm(forms.Form):
    """How a group ends."""

    outcome = forms.ChoiceField(label=_("怎麼回應"), choices=[])
    text_zh = long(_("回應（中文）"), rows=6, most=2000)
    text_en = long(_("回應（英文）"), rows=6, most=3000)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["outcome"], named(voices.OUTCOMES))


class PostForm(forms.Form):
    """Something for the board."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    alias = forms.CharField(label=_("怎麼稱呼您"), max_length=30, required=False)
    text = long(
        _("想說的話"), rows=5, most=1000,
        help_text=_("大家都看得到：請不要寫姓名、電話、案號。有人看過才會刊出。"),
    )  # fmt: skip


class MarksForm(forms.Form):
    """Three marks and a few words."""

    understood = forms.TypedChoiceField(
        label=_("我們聽懂您的意思嗎"), coerce=int, widget=forms.RadioSelect
    )
    in_time = forms.TypedChoiceField(
        label=_("回復得夠快嗎"), coerce=int, widget=forms.RadioSelect
    )  # fmt: skip
    content = forms.TypedChoiceField(
        label=_("回復的內容對您有幫助嗎"), coerce=int, widget=forms.RadioSelect
    )
    comment = long(_("還想說的"), rows=3, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        marks = [(str(mark), plain(name)) for mark, name in voices.SCALE.items()]
        for name in ("understood", "in_time", "content"):
            choose(self.fields[name], marks)


class SurveyForm(MarksForm):
    """Number and code open it; the answers are kept without them."""

    number = forms.CharField(
        label=_("收件號碼"), max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    code = forms.CharField(
        label=_("查詢碼"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    field_order = ("number", "code")
