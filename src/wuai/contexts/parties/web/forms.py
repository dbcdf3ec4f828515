"""What is asked before a number is shown in full."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RevealForm(forms.Form):
    """The reason, which is kept with the look."""

    reason = forms.CharField(
        label=_("為什麼要看"), max_length=200,
        help_text=_("例如：核對臨櫃繳款人的身分。事由會和您的姓名一起留下紀錄。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
