"""What a person fills in to be known as himself, and staff for a power of attorney."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.platform.ui.fields import DayField

_TYPED = {"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}


def number_field(label: Any, **more: Any) -> forms.CharField:
    """An identity number as people type it."""
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs=_TYPED), **more)


class SignatureForm(forms.Form):
    """What the card signed, as the page's script fills it in."""

    signature = forms.CharField(max_length=100_000, widget=forms.HiddenInput)
    nonce = forms.CharField(max_length=64, widget=forms.HiddenInput)
    next = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)


class CaseForm(forms.Form):
    """A case number, whose case it is, and the code on its notice."""

    case_number = forms.CharField(
        label=_("案號"), max_length=60, help_text=_("例如 115年度健執字第00012345號，也可以只打 115健執12345"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    number = number_field(_("義務人的身分證統一編號、統一證號或統一編號"))
    code = forms.CharField(
        label=_("查詢碼"), max_length=20, help_text=_("印在通知書的繳款單上，共 10 個字。"),
        widget=forms.TextInput(attrs=_TYPED),
    )  # fmt: skip


class FidoForm(forms.Form):
    """Whose telephone shall be asked."""

    number = number_field(_("身分證統一編號或統一證號"))
    next = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)


class AttorneyForm(forms.Form):
    """A power of attorney as the document says."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    principal_name = forms.CharField(label=_("委任人姓名"), max_length=100)
    principal_number = number_field(_("委任人證號"))
    agent_name = forms.CharField(label=_("受任人姓名"), max_length=100)
    agent_number = number_field(_("受任人證號"))
    case_number = forms.CharField(
        label=_("限於案號"), max_length=60, required=False,
        help_text=_("空白表示委任人在本分署的全部案件。"),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=_("委任範圍"), widget=forms.CheckboxSelectMultiple,
        choices=[("VIEW", _("查看案件")), ("PAY", _("繳款")), ("APPLY", _("申辦與陳述"))],
    )  # fmt: skip
    document = forms.CharField(
        label=_("委任書"), max_length=120, help_text=_("收文號或委任書日期，日後找得到原件。")
    )
    since = DayField(label=_("開始日"))
    until = DayField(label=_("最後一日"))

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["since"].initial = today


class EndForm(forms.Form):
    """Why a power of attorney ends."""

    reason = forms.CharField(label=_("事由"), max_length=200, help_text=_("例如：委任人撤回。"))
