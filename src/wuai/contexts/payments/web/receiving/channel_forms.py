"""What staff enter about the contracts of channels."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.gateways.channel import Channel
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.virtual_accounts import SCHEMES
from wuai.platform.ui.fields import DayField
from wuai.platform.ui.wording import beside, plain


def offer_agencies(field: forms.Field) -> None:
    """Let one agency be chosen, or all of them."""
    if isinstance(field, forms.ChoiceField):
        rows = organisation.agencies(active_only=True)
        field.choices = [("", _("全部機關"))] + [
            (str(row.id), plain(Bilingual(row.name_zh, row.name_en))) for row in rows
        ]


class EndForm(forms.Form):
    """The last day of a contract, and for whom it was signed."""

    prefix = "end"
    agency = forms.ChoiceField(label=_("移送機關"), required=False)
    until = DayField(label=_("終止日（當日仍受理）"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer_agencies(self.fields["agency"])


class TermsForm(forms.Form):
    """The values that one channel asks for, for all agencies or for one."""

    agency = forms.ChoiceField(label=_("移送機關"), required=False)
    since = DayField(label=_("生效日"))
    confirmed = forms.BooleanField(label=_("已與對方的正式文件核對"), required=False)

    def __init__(self, channel: Channel, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.channel, lang = channel, get_language() or "zh-hant"
        offer_agencies(self.fields["agency"])
        for term in channel.needs or ():
            self.fields[term.code] = forms.CharField(
                label=Bilingual(term.zh, term.en).pick(lang)[0], max_length=200,
                required=not term.is_optional,
            )  # fmt: skip

    @property
    def asked(self) -> list[Any]:
        """The fields of the values, to be printed one by one."""
        return [self[term.code] for term in self.channel.needs or ()]

    def terms(self) -> dict[str, str]:
        """The values as entered."""
        return {t.code: self.cleaned_data.get(t.code, "") for t in self.channel.needs or ()}

    def agency_id(self) -> int | None:
        """The agency that gave them; None when they hold for all."""
        chosen = self.cleaned_data["agency"]
        return int(chosen) if chosen else None


class CollectionForm(forms.Form):
    """The bank's scheme and company code, and the item of the stores' agent."""

    va_scheme = forms.ChoiceField(label=_("虛擬帳號編碼方式"))
    va_prefix = forms.CharField(label=_("企業代碼"), max_length=9)
    store_item = forms.CharField(label=_("超商代收項目代號"), max_length=3, required=False)
    slip_days = forms.IntegerField(label=_("繳款單可繳天數"), min_value=1, max_value=366)
    since = DayField(label=_("生效日"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        scheme = self.fields["va_scheme"]
        if isinstance(scheme, forms.ChoiceField):
            scheme.choices = [
                (code, f"{beside(plain(one.bank_name), one.bank)} {code}")
                for code, one in SCHEMES.items()
            ]
