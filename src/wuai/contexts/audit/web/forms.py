"""What may be asked of the trail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.audit.queries_lines import Asked
from wuai.kernel import roc_dates
from wuai.kernel.refusal import Refusal


class DayField(forms.CharField):
    """A day in any form that people write."""

    default_error_messages = {"invalid": _("看不懂這個日期，請寫成 115-11-21 或 2026-11-21")}

    def clean(self, value: Any) -> Any:
        """Read the day; empty is no day."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return roc_dates.parse(text)
        except Refusal as refused:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from refused


class TrailForm(forms.Form):
    """Acts or reads, about a case, by a person, in a span of days."""

    what = forms.ChoiceField(
        label=_("紀錄"), choices=(("acts", _("做了什麼")), ("reads", _("讀了什麼"))), required=False
    )
    case = forms.CharField(label=_("執行案號"), max_length=60, required=False)
    person = forms.CharField(label=_("姓名"), max_length=120, required=False)
    since = DayField(label=_("自"), max_length=40, required=False)
    until = DayField(label=_("至"), max_length=40, required=False)

    def asked(self, branch_id: int, before: int | None = None) -> Asked:
        """What the form asks; nothing but the branch while it is wrong."""
        held = self.cleaned_data if self.is_valid() else {}
        return Asked(
            branch_id, held.get("what") == "reads", held.get("case", "").strip(),
            held.get("person", "").strip(), held.get("since"), held.get("until"), before,
        )  # fmt: skip
