"""What people fill in about money."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.payments.queries.receiving.channels import channels
from wuai.kernel import money
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.ui.fields import DayField
from wuai.platform.ui.wording import plain

MOST_BYTES = 64 * 1024 * 1024


class DollarField(forms.Field):
    """Whole dollars, however people write them."""

    default_error_messages = {"invalid": _("請填整數金額，例如 12,345")}
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 20})

    def to_python(self, value: Any) -> int | None:
        """Read the amount."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return money.parse(text[:20])
        except Refusal as refused:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from refused


class KeyForm(forms.Form):
    """A form that may be sent twice and does its work once."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class CashForm(KeyForm):
    """Cash for one case, or for several of the same person."""

    amount = DollarField(label=_("實收金額"))
    tendered = DollarField(label=_("交付金額"), required=False)
    payer = forms.CharField(label=_("繳款人"), max_length=100, required=False)


class UploadForm(forms.Form):
    """A settlement file of one channel."""

    channel = forms.ChoiceField(label=_("通路"))
    file = forms.FileField(
        label=_("代收入帳檔"), help_text=_("CSV，UTF-8，最後一列為合計；64 MB 以內")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["channel"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (c.code, plain(Bilingual(c.name_zh, c.name_en)))
                for c in channels()
                if c.settles_by_file
            ]

    def clean_file(self) -> Any:
        """Refuse what is too large before reading it."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("檔案超過 64 MB"))
        return file


class ProposalForm(forms.Form):
    """Where held money should go, and why."""

    number = forms.CharField(label=_("案號"), max_length=60)
    amount = DollarField(label=_("金額"))
    why = forms.CharField(label=_("理由"), max_length=200)


class ReasonForm(forms.Form):
    """One sentence."""

    why = forms.CharField(label=_("理由"), max_length=200)


class AgencyReportForm(forms.Form):
    """A payment that an agency took at its own office."""

    number = forms.CharField(label=_("執行案號"), max_length=60)
    amount = DollarField(label=_("收款金額"))
    paid_on = DayField(label=_("收款日"))
    receipt_no = forms.CharField(label=_("貴機關收據號碼"), max_length=60)
    office = forms.CharField(label=_("收款單位"), max_length=40)
