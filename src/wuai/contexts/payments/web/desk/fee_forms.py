"""What a cashier fills in about a fee."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.payments.actions.desk.fees import Taken
from wuai.contexts.payments.rules.desk.fees import MOST_UNITS, Rate
from wuai.contexts.payments.web.forms import DollarField, KeyForm
from wuai.kernel.bilingual import Bilingual
from wuai.platform.ui.wording import plain


class FeeForm(KeyForm):
    """How many of each kind; an empty field is none."""

    about = forms.CharField(label=_("申辦收件號碼（有才填）"), max_length=60, required=False)
    payer = forms.CharField(label=_("繳款人"), max_length=100, required=False)
    tendered = DollarField(label=_("交付金額"), required=False)

    def __init__(self, *args: Any, rates: Sequence[Rate], **more: Any) -> None:
        super().__init__(*args, **more)
        self.rates = rates
        for rate in rates:
            name = plain(
                Bilingual(
                    f"{rate.name.zh}，每單位 {rate.amount} 元",
                    f"{rate.name.en}, NT$ {rate.amount} each",
                )
            )
            self.fields[rate.code] = forms.IntegerField(
                label=name, required=False, min_value=0, max_value=MOST_UNITS,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
            )  # fmt: skip

    def count_fields(self) -> list[forms.BoundField]:
        """The fields of the kinds, in the order of the rates."""
        return [self[rate.code] for rate in self.rates]

    def taken(self) -> Taken:
        """What was filled in, for the action."""
        given = self.cleaned_data
        return Taken(
            key=given["key"], counts={r.code: given[r.code] or 0 for r in self.rates},
            payer=given["payer"], about=given["about"], tendered=given["tendered"],
        )  # fmt: skip
