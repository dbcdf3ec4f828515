"""What is asked about deadlines that run: which ones to show, an extension, a missed one."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wuai.contexts.organisation import api as organisation
from wuai.legal import deadlines as law
from wuai.platform.ui.fields import DayField

WHICH = (
    ("near", _("即將屆滿")), ("missed", _("逾期未辦")), ("open", _("全部未結")), ("done", _("已辦理")),
)  # fmt: skip


class FilterForm(forms.Form):
    """Which deadlines, of which section, by which rule."""

    which = forms.ChoiceField(label=_("範圍"), choices=WHICH, required=False)
    section = forms.TypedChoiceField(
        label=_("承辦股"), required=False, coerce=int, empty_value=None
    )
    rule = forms.ChoiceField(label=_("期限"), required=False)

    def __init__(self, *given: Any, branch_id: int, **more: Any) -> None:
        super().__init__(*given, **more)
        lang = get_language() or "zh-hant"
        english = lang.startswith("en")
        sections = organisation.sections(branch_id, active_only=True)
        named = [(row.id, row.name_en if english else row.name_zh) for row in sections]
        rules = [(entry.code, entry.name.pick(lang)[0]) for entry in law.rules()]
        fields: dict[str, Any] = self.fields
        fields["section"].choices = [("", _("全部")), *named]
        fields["rule"].choices = [("", _("全部")), *rules]


class ExtendForm(forms.Form):
    """An extension: when the applicant was told, and why."""

    told_on = DayField(label=_("通知申請人之日"))
    reason = forms.CharField(
        label=_("延長的理由"), max_length=300, help_text=_("會寫進通知，請不要寫個人資料")
    )


class SeenForm(forms.Form):
    """What is done about a missed deadline."""

    note = forms.CharField(label=_("如何處理"), max_length=300)
