"""The filters of the case lists, and the words for what a case is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.cases.queries_list import Filters
from wuai.contexts.cases.rules.halting import GroundRow
from wuai.contexts.cases.rules.life import STATE_NAMES
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.platform.ui import wording
from wuai.platform.ui.fields import DayField, TypedDay
from wuai.platform.ui.pieces import Status

TONES: Mapping[str, str] = {"OPEN": "going", "SUSPENDED": "waiting", "PAID": "good"}
KINDS: Mapping[str, Any] = {
    "TAX": _("稅捐"),
    "NHI": _("健保"),
    "LABOUR_INSURANCE": _("勞保"),
    "FINE": _("罰鍰"),
    "FEE": _("費用"),
}
COMPONENTS: Mapping[str, Any] = {
    "COST": _("費用"),
    "INTEREST": _("利息"),
    "SURCHARGE": _("滯納金"),
    "FINE": _("罰鍰"),
    "PRINCIPAL": _("本金"),
}
PARTY_KINDS: Mapping[str, Any] = {
    "PERSON": _("自然人"),
    "COMPANY": _("法人"),
    "OTHER": _("其他"),
}
ORDERS = (("new", _("新收的在前")), ("limit", _("執行期間先屆滿的在前")))


def status_of(code: str) -> Status:
    """The tag of a case's status."""
    name = STATE_NAMES[code]
    return Status(Bilingual(name.zh, (name.en or "").capitalize()), TONES.get(code, "neutral"))


def _named(rows: Sequence[Any], key: str = "id") -> list[tuple[str, str]]:
    return [
        (str(getattr(row, key)), wording.plain(Bilingual(row.name_zh, row.name_en))) for row in rows
    ]


class FilterForm(forms.Form):
    """What a list of cases is narrowed by; every field may stay empty."""

    kept_out = ("q",)
    q = forms.CharField(label=_("案號、姓名或統一編號"), required=False, max_length=100)
    section = forms.ChoiceField(label=_("股別"), required=False)
    status = forms.ChoiceField(label=_("狀態"), required=False)
    agency = forms.ChoiceField(label=_("移送機關"), required=False)
    category = forms.ChoiceField(label=_("案件類別"), required=False)
    kind = forms.ChoiceField(label=_("種類"), required=False)
    limit_before = TypedDay(label=_("執行期間在這天前屆滿"))
    registered_from = TypedDay(label=_("收案起日"))
    registered_to = TypedDay(label=_("收案迄日"))
    major = forms.BooleanField(label=_("只看滯欠大戶"), required=False)
    order = forms.ChoiceField(label=_("排列"), required=False, choices=ORDERS)

    def __init__(self, *args: Any, branch_id: int, hide: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.branch_id = branch_id
        self.sections = organisation.sections(branch_id)
        self.agencies = organisation.agencies() if "agency" not in hide else []
        self.categories = organisation.categories(branch_id)
        states = [(code, wording.plain(name)) for code, name in STATE_NAMES.items()]
        for name, offered in (
            ("section", _named(self.sections)), ("agency", _named(self.agencies)),
            ("category", _named(self.categories)), ("kind", list(KINDS.items())),
            ("status", [("OPEN_ANY", _("未結")), *states]),
        ):  # fmt: skip
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", _("全部")), *offered]
        for name in hide:
            del self.fields[name]

    def filters(self, **fixed: Any) -> Filters:
        """The filters asked for; what is fixed cannot be asked away."""
        data: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        number = {name: int(data[name]) for name in ("section", "agency") if data.get(name)}
        asked: dict[str, Any] = {
            "section_id": number.get("section"),
            "agency_id": number.get("agency"),
            "category_ids": self._categories(data),
            "status": data.get("status", ""),
            "major": bool(data.get("major")),
            "limit_before": data.get("limit_before"),
            "registered_from": data.get("registered_from"),
            "registered_to": data.get("registered_to"),
            "words": data.get("q", ""),
            "order": data.get("order") or "new",
        }
        return Filters(self.branch_id, **(asked | fixed))

    def _categories(self, data: dict[str, Any]) -> tuple[int, ...] | None:
        if data.get("category"):
            return (int(data["category"]),)
        if data.get("kind"):
            return tuple(row.id for row in self.categories if row.kind == data["kind"])
        return None


class ReturnForm(forms.Form):
    """Why a case goes back to its agency."""

    reason = forms.CharField(
        label=_("退案事由"), max_length=300,
        help_text=_("會寫進案件歷程與給移送機關的退案通知。請寫明要補什麼才能重新移送。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class WhyForm(forms.Form):
    """Why a case goes on, or is certified."""

    reason = forms.CharField(
        label=_("說明"), max_length=300, help_text=_("一句話說明依據的文件或情形，會寫進案件歷程。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class GroundForm(WhyForm):
    """On what ground, and why."""

    ground = forms.ChoiceField(label=_("法定事由"))
    field_order: Sequence[str] = ("ground", "reason")

    def __init__(self, *args: Any, grounds: Sequence[GroundRow], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["ground"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (row.code, wording.beside(wording.plain(row.name), wording.plain(row.basis)))
                for row in grounds
            ]


class SuspendForm(GroundForm):
    """Until when enforcement stands still."""

    until_on = DayField(label=_("停止到哪一天"), required=False, help_text=_("這天過後自動續行。"))
    until_event = forms.CharField(
        label=_("或到哪一件事為止"), required=False, max_length=100,
        help_text=_("例如：訴願決定確定。事情到了由承辦人續行。"),
    )  # fmt: skip
    field_order = ("ground", "until_on", "until_event", "reason")


class ReassignForm(forms.Form):
    """Which section takes the case, and why."""

    section = forms.ChoiceField(label=_("改由哪一股承辦"))
    reason = forms.CharField(label=_("改分事由"), max_length=300)

    def __init__(self, *args: Any, sections: Sequence[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["section"]
        if isinstance(field, forms.ChoiceField):
            field.choices = _named(sections)
