"""What staff fill in about messages."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.messages.rules import kinds
from wuai.contexts.messages.rules.calls import OUTCOMES
from wuai.contexts.messages.rules.channels import CHANNELS, SOURCES
from wuai.platform.ui.fields import choose, named

_AREA = forms.Textarea(attrs={"rows": 8})


class WordingForm(forms.Form):
    """A new version of the words of one kind."""

    subject_zh = forms.CharField(label=_("主旨（中文）"), max_length=kinds.SUBJECT)
    text_zh = forms.CharField(label=_("內文（中文）"), max_length=kinds.TEXT, widget=_AREA)
    short_zh = forms.CharField(label=_("簡訊（中文）"), max_length=kinds.SHORT)
    subject_en = forms.CharField(label=_("主旨（英文）"), max_length=kinds.SUBJECT)
    text_en = forms.CharField(label=_("內文（英文）"), max_length=kinds.TEXT, widget=_AREA)
    short_en = forms.CharField(label=_("簡訊（英文）"), max_length=kinds.SHORT)
    why = forms.CharField(label=_("為什麼改"), max_length=200)

    def words(self, language: str) -> kinds.Words:
        """The words of one language."""
        given = self.cleaned_data
        return kinds.Words(*(given[f"{part}_{language}"] for part in ("subject", "text", "short")))


class TryForm(forms.Form):
    """Where to send a trial."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    channel = forms.ChoiceField(label=_("管道"))
    address = forms.CharField(
        label=_("寄到哪裡"), max_length=160, help_text=_("請寄給自己，不要寄給民眾")
    )
    language = forms.ChoiceField(label=_("語言"), choices=[("zh", "中文"), ("en", "English")])

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["channel"], named(CHANNELS))


class AttemptForm(forms.Form):
    """What came of a call."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    outcome = forms.ChoiceField(label=_("撥打結果"))
    note = forms.CharField(label=_("說了什麼、下一步"), max_length=500, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["outcome"], named(OUTCOMES))


class ContactForm(forms.Form):
    """A channel that the person consents to."""

    channel = forms.ChoiceField(label=_("管道"))
    address = forms.CharField(label=_("信箱或手機"), max_length=160)
    source = forms.ChoiceField(label=_("如何同意"))
    rank = forms.IntegerField(label=_("順位"), min_value=1, max_value=9, initial=1)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        told = {code: name for code, name in CHANNELS.items() if code != "LINE"}
        by_staff = {code: name for code, name in SOURCES.items() if code not in {"PORTAL", "LINE"}}
        choose(self.fields["channel"], named(told))
        choose(self.fields["source"], named(by_staff))


class PreferenceForm(forms.Form):
    """Language and reminders."""

    language = forms.ChoiceField(label=_("語言"), choices=[("zh-hant", "中文"), ("en", "English")])
    reminders = forms.BooleanField(label=_("要收提醒"), required=False)
