"""What a cashier fills in about cheques."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.payments.actions.desk.cheques import ChequePaper
from wuai.contexts.payments.web.forms import DollarField, KeyForm
from wuai.platform.ui.fields import DayField

KINDS = (("CHEQUE", _("支票")), ("MONEY_ORDER", _("郵政匯票")))
MOST_CASES = 20


class ChequeForm(KeyForm):
    """A cheque or a money order as it stands on paper."""

    numbers = forms.CharField(label=_("案號"), max_length=600)
    kind = forms.ChoiceField(label=_("種類"), choices=KINDS)
    number = forms.CharField(label=_("票號"), max_length=20)
    bank = forms.CharField(label=_("付款行庫或郵局"), max_length=60)
    drawer = forms.CharField(label=_("發票人"), max_length=100)
    amount = DollarField(label=_("票面金額"))
    received_on = DayField(label=_("收到日"))
    due_on = DayField(label=_("到期日"))

    def clean_numbers(self) -> list[str]:
        """Case numbers, one or several."""
        numbers = [n for n in re.split(r"[\s、,，;；]+", self.cleaned_data["numbers"]) if n]
        if not 0 < len(numbers) <= MOST_CASES:
            raise forms.ValidationError(_("請填 1 至 20 個案號"))
        return list(dict.fromkeys(numbers))

    def paper(self) -> ChequePaper:
        """What stands on it."""
        given: dict[str, Any] = self.cleaned_data
        return ChequePaper(
            given["kind"], given["number"], given["bank"], given["drawer"], given["amount"],
            given["received_on"], given["due_on"],
        )  # fmt: skip


class SendForm(forms.Form):
    """Which cheques go to which bank."""

    bank = forms.CharField(label=_("託收行庫"), max_length=60)
