"""What people fill in when money goes out."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.payments.gateways.payouts.codec import MAX_BYTES
from wuai.contexts.payments.web.forms import DollarField
from wuai.contexts.payments.web.words_out import CARD_OUTCOMES, GROUNDS, METHODS, PERIODS
from wuai.platform.ui.fields import DayField


class PrepareForm(forms.Form):
    """Up to which day money is remitted."""

    upto = DayField(label=_("入帳截止日"))


class ResultForm(forms.Form):
    """A result file of the bank."""

    file = forms.FileField(
        label=_("付款結果檔"), help_text=_("CSV，UTF-8，最後一列為合計；16 MB 以內")
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before reading it."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("檔案超過 16 MB"))
        return file


class PayeeForm(forms.Form):
    """An account to which money should go."""

    name = forms.CharField(label=_("戶名"), max_length=70)
    bank = forms.CharField(label=_("行庫代碼（7 位數）"), max_length=7)
    account = forms.CharField(label=_("帳號"), max_length=20)


class RefundForm(forms.Form):
    """A request to give money back; ``seen`` is what the page showed as available."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    ground = forms.ChoiceField(label=_("原因"), choices=list(GROUNDS.items()))
    amount = DollarField(label=_("退還金額"))
    method = forms.ChoiceField(label=_("退還方式"), choices=list(METHODS.items()))
    name = forms.CharField(label=_("受款人姓名"), max_length=100)
    name_note = forms.CharField(label=_("受款人不同時的理由"), max_length=200, required=False)
    bank = forms.CharField(label=_("行庫代碼（7 位數）"), max_length=7, required=False)
    account = forms.CharField(label=_("帳號"), max_length=20, required=False)
    identity_seen = forms.CharField(label=_("查驗的身分證件"), max_length=40, required=False)
    id_number = forms.CharField(label=_("證件上的證號"), max_length=20, required=False)

    def __init__(self, *args: Any, without: Collection[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["method"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [one for one in METHODS.items() if one[0] not in without]


class RefundSlipForm(forms.Form):
    """What the terminal printed when it gave a card its money back."""

    terminal_no = forms.CharField(label=_("端末機代號"), max_length=16)
    approval_code = forms.CharField(label=_("退刷授權碼"), max_length=12)
    last_four = forms.CharField(label=_("卡號末四碼"), min_length=4, max_length=4)


class ChargebackForm(forms.Form):
    """What the acquirer's notice says."""

    number = forms.CharField(label=_("扣回通知編號"), max_length=20)
    noticed_on = DayField(label=_("通知日"))
    amount = DollarField(label=_("扣回金額"))
    why = forms.CharField(label=_("扣回事由"), max_length=200)


class OutcomeForm(forms.Form):
    """What the platform's own desk says became of a refund."""

    outcome = forms.ChoiceField(label=_("平台後台顯示"), choices=list(CARD_OUTCOMES.items()))
    why = forms.CharField(label=_("怎麼查到的"), max_length=200)


class StatementForm(forms.Form):
    """Which statements to make."""

    kind = forms.ChoiceField(label=_("期別"), choices=list(PERIODS.items()))
    since = DayField(label=_("日期（月對帳單填該月任一日）"))
