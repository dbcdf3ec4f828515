"""What a cashier fills in at the till."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.payments.rules.desk.till import DENOMINATIONS, MOST_PIECES
from wuai.contexts.payments.web.forms import DollarField


class FloatForm(forms.Form):
    """The float that was counted into the till."""

    opening_float = DollarField(label=_("備用金"))


class CountForm(forms.Form):
    """How many pieces of each denomination; an empty field is none."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for denomination in DENOMINATIONS:
            self.fields[f"pieces_{denomination}"] = forms.IntegerField(
                label=f"{denomination:,}", required=False, min_value=0, max_value=MOST_PIECES,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )  # fmt: skip

    def pieces(self) -> dict[int, int]:
        """Pieces by denomination."""
        return {d: self.cleaned_data[f"pieces_{d}"] or 0 for d in DENOMINATIONS}


class WhyForm(forms.Form):
    """Why a count differs."""

    why = forms.CharField(label=_("差額原因"), max_length=200, required=False)


class DepositForm(forms.Form):
    """Cash that went to the bank."""

    amount = DollarField(label=_("存入金額"))
    bank = forms.CharField(label=_("行庫"), max_length=60)
    slip_no = forms.CharField(label=_("存款單號"), max_length=40)
