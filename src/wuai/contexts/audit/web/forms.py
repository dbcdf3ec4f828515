"""What may be asked of the trail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.audit.queries_lines import Asked
from wuai.platform.ui.fields import TypedDay


class TrailForm(forms.Form):
    """Acts or reads, about a case, by a person, in a span of days."""

    kept_out = ("person", "case")
    what = forms.ChoiceField(
        label=_("紀錄"), choices=(("acts", _("做了什麼")), ("reads", _("讀了什麼"))), required=False
    )
    case = forms.CharField(label=_("執行案號"), max_length=60, required=False)
    person = forms.CharField(label=_("姓名"), max_length=120, required=False)
    since = TypedDay(label=_("自"))
    until = TypedDay(label=_("至"))

    def asked(self, branch_id: int, before: int | None = None) -> Asked:
        """What the form asks; nothing but the branch while it is wrong."""
        held = self.cleaned_data if self.is_valid() else {}
        return Asked(
            branch_id, held.get("what") == "reads", held.get("case", "").strip(),
            held.get("person", "").strip(), held.get("since"), held.get("until"), before,
        )  # fmt: skip
