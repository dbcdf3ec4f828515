"""What people fill in about a day: a statement, an owner's words, a match by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.payments.queries.day.bank_matches import bank_accounts
from wuai.contexts.payments.web.forms import MOST_BYTES, DollarField
from wuai.platform.ui.wording import plain


class StatementForm(forms.Form):
    """A bank statement of one of the branch's accounts."""

    account = forms.ChoiceField(label=_("帳號"))
    file = forms.FileField(
        label=_("銀行對帳單"), help_text=_("CSV，UTF-8，最後一列為合計；64 MB 以內")
    )

    def __init__(self, branch_id: int, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["account"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (number, f"{number} {plain(bank)}") for number, bank in bank_accounts(branch_id)
            ]

    def clean_file(self) -> Any:
        """Refuse what is too large before reading it."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("檔案超過 64 MB"))
        return file


class OwnForm(forms.Form):
    """Why a difference is there and what happens next; the amount is what was seen."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)
    amount = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(label=_("原因"), max_length=200)
    next_step = forms.CharField(label=_("下一步"), max_length=200)


class HandMatchForm(forms.Form):
    """Bank lines and days of one channel that are the same money."""

    lines = forms.MultipleChoiceField(
        label=_("銀行明細"), widget=forms.CheckboxSelectMultiple, error_messages={
            "invalid_choice": _("所選的明細已經配對，請重新整理頁面")},
    )  # fmt: skip
    days = forms.MultipleChoiceField(
        label=_("通路與入帳日"), widget=forms.CheckboxSelectMultiple, error_messages={
            "invalid_choice": _("所選的通路日已經配對，請重新整理頁面")},
    )  # fmt: skip
    fee = DollarField(label=_("通路扣留的手續費"), initial=0)
    why = forms.CharField(label=_("理由"), max_length=200)

    def __init__(
        self, lines: list[tuple[str, str]], days: list[tuple[str, str]], *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        for name, choices in (("lines", lines), ("days", days)):
            field = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = choices

    def clean_days(self) -> list[str]:
        """One channel at a time."""
        chosen: list[str] = self.cleaned_data["days"]
        if len({one.partition("|")[0] for one in chosen}) > 1:
            raise forms.ValidationError(_("一次只能配對一個通路"))
        return chosen
