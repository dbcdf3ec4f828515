"""The fields of each reference table, with their words."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.organisation import queries
from wuai.contexts.organisation.models import (
    KINDS,
    Agency,
    Branch,
    Category,
    ClosingCode,
    Office,
    OnlineSystem,
    Section,
    SectionCover,
    StaffMember,
)
from wuai.kernel.bilingual import Bilingual
from wuai.platform.ui import wording
from wuai.platform.ui.fields import DayField, choose

TITLES: dict[str, Any] = {
    "branches": _("分署"), "offices": _("辦公室"), "sections": _("股別"), "members": _("同仁"),
    "covers": _("職務代理"), "agencies": _("移送機關"), "categories": _("案件類別"),
    "closing-codes": _("結案代碼"), "online-systems": _("其他機關的線上申辦系統"),
}  # fmt: skip
LABELS: dict[str, Any] = {
    "code": _("代碼"), "name_zh": _("中文名稱"), "name_en": _("英文名稱"), "short_zh": _("簡稱"),
    "address_zh": _("地址"), "address_en": _("英文地址"), "postcode": _("郵遞區號"),
    "phone": _("電話"), "fax": _("傳真"), "complaint_phone": _("申訴電話"),
    "hours_zh": _("服務時間"), "hours_en": _("服務時間（英文）"), "map_zh": _("交通說明"),
    "map_en": _("交通說明（英文）"), "county": _("所在縣市"), "confirmed": _("已查證"),
    "office": _("所在辦公室"), "division_zh": _("科室"), "extension": _("分機"),
    "room": _("位置"), "duties_zh": _("職掌"), "duties_en": _("職掌（英文）"),
    "quota": _("分案配額"), "categories": _("只收這些類別"),
    "is_active": _("使用中"), "section": _("股別"), "number": _("員工編號"), "duty": _("職務"),
    "since": _("開始日"), "until": _("最後一日"), "covered_by": _("代理的股"),
    "reason": _("事由"), "feedback_email": _("回饋通知信箱"), "contact_name": _("聯絡人"),
    "contact_phone": _("聯絡電話"), "payee_name": _("受款戶名"), "payee_bank": _("受款行庫代碼"),
    "payee_account": _("受款帳號"), "word": _("案由"), "kind": _("種類"), "track": _("執別"),
    "feedback_zh": _("回饋檔用語"), "is_operating": _("在本系統運作"),
    "is_demo": _("示範分署"), "counties": _("轄區"), "short": _("簡稱"),
    "url": _("網址"), "offers": _("也受理的申辦項目"),
}  # fmt: skip
KIND_WORDS: dict[str, Any] = {
    "TAX": _("稅捐"), "NHI": _("健保"), "LABOUR_INSURANCE": _("勞保"), "FINE": _("罰鍰"),
    "FEE": _("費用"),
}  # fmt: skip
DUTIES: dict[str, Any] = {
    "CLERK": _("書記官"), "ASSISTANT": _("執行員"), "OFFICER": _("行政執行官"),
    "CHIEF": _("主管"), "CASHIER": _("出納"), "ALLOCATION": _("分案人員"),
    "SECRETARIAT": _("秘書室"), "STATISTICS": _("統計室"), "ETHICS": _("政風室"),
    "IT": _("資訊人員"), "VOLUNTEER": _("志工"),
}  # fmt: skip
TRACKS = ("執", "執特", "執專", "專")
# A code stands in files and numbers on paper: it is given once.
FIXED = {"code", "number"}


class RowForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """A row of one table, with the branch it must stay in."""

    branch_id: int

    def __init__(self, *args: Any, branch_id: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.branch_id = branch_id
        for name, field in self.fields.items():
            field.label = LABELS[name]
            if name in FIXED and self.instance.pk:
                field.disabled = True
                field.required = False
        self.offer()

    def offer(self) -> None:
        """Limit what can be chosen to the branch."""
        for name, rows in (("office", queries.offices), ("section", queries.sections),
                           ("covered_by", queries.sections)):  # fmt: skip
            if name in self.fields:
                ids = [row.id for row in rows(self.branch_id)]
                self.fields[name].queryset = self.fields[name].queryset.filter(id__in=ids)  # type: ignore[attr-defined]  # a choice of rows
                self.fields[name].label_from_instance = _name  # type: ignore[attr-defined]  # a choice of rows

    def values(self) -> dict[str, Any]:
        """What is to be kept, by column."""
        data = dict(self.cleaned_data)
        for name in ("office", "section", "covered_by"):
            if name in data:
                chosen = data.pop(name)
                data[f"{name}_id"] = chosen.id if chosen else None
        return {k: v for k, v in data.items() if not (k in FIXED and self.instance.pk)}


def _name(row: Any) -> str:
    return f"{getattr(row, 'code', '')} {wording.plain(Bilingual(row.name_zh, row.name_en))}"


class NamesField(forms.CharField):
    """Names in one line, kept as a list."""

    def prepare_value(self, value: Any) -> Any:
        """The list as it is typed."""
        return "、".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """The names, each once, in their order."""
        found = re.split(r"[\s、，,]+", super().clean(value))
        return list(dict.fromkeys(name for name in found if name))


class BranchForm(RowForm):
    """One's own branch."""

    counties = NamesField(
        max_length=400,
        help_text=_("縣市以頓號分隔；只轄一部分的，寫到鄉鎮市區，例如「新北市瑞芳區」。"),
    )

    class Meta:
        model = Branch
        fields = ("name_zh", "name_en", "short_zh", "address_zh", "address_en", "postcode",
                  "phone", "fax", "complaint_phone", "hours_zh", "hours_en", "map_zh", "map_en",
                  "county", "counties", "confirmed")  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("map_zh", "map_en")}


class OfficeForm(RowForm):
    """A satellite office."""

    class Meta:
        model = Office
        fields = ("code", "name_zh", "name_en", "address_zh", "phone")


class SectionForm(RowForm):
    """A section, its quota and what it takes."""

    categories = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("都不選表示任何類別都收。"),
    )  # fmt: skip

    class Meta:
        model = Section
        fields = ("code", "name_zh", "name_en", "division_zh", "office", "phone", "extension",
                  "room", "duties_zh", "duties_en", "quota", "categories", "is_active")  # fmt: skip
        help_texts = {
            "quota": _("輪分時的比重，0 表示不分新案。"),
            "duties_zh": _("這一股辦什麼，一件一行；民眾也看得懂的話。"),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("duties_zh", "duties_en")}

    def offer(self) -> None:
        """Offer the categories of the branch."""
        super().offer()
        rows = queries.categories(self.branch_id)
        names = {row.code: Bilingual(row.name_zh, row.name_en) for row in rows}
        choose(self.fields["categories"], names)


class _Days(RowForm):
    since = DayField()
    until = DayField(required=False)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data = super().clean() or self.cleaned_data
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("最後一日早於開始日"))
        return data


class MemberForm(_Days):
    """A person, the duty, and how long."""

    duty = forms.ChoiceField(choices=list(DUTIES.items()))

    class Meta:
        model = StaffMember
        fields = ("number", "name_zh", "name_en", "duty", "section", "phone", "since", "until")


class CoverForm(_Days):
    """Which section takes another one's new cases, for some days."""

    until = DayField()

    class Meta:
        model = SectionCover
        fields = ("section", "covered_by", "since", "until", "reason")

    def clean(self) -> dict[str, Any]:
        """A section does not cover itself."""
        data = super().clean()
        if data.get("section") and data.get("section") == data.get("covered_by"):
            self.add_error("covered_by", _("請選另一股"))
        return data


class AgencyForm(RowForm):
    """A referring agency; the payee account is written, never shown."""

    payee_account = forms.CharField(
        required=False, max_length=20, help_text=_("加密保存，不會顯示；空白表示不變更。")
    )

    class Meta:
        model = Agency
        fields = ("code", "name_zh", "name_en", "feedback_email", "contact_name", "contact_phone",
                  "address_zh", "payee_name", "payee_bank", "is_active")  # fmt: skip
        widgets = {  # somebody else's address: no browser should fill in one's own
            "feedback_email": forms.TextInput(
                attrs={"inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
            )
        }


class CategoryForm(RowForm):
    """What is owed."""

    kind = forms.ChoiceField(choices=[(k, KIND_WORDS[k]) for k in KINDS])
    track = forms.ChoiceField(choices=[(t, t) for t in TRACKS])

    class Meta:
        model = Category
        fields = ("code", "name_zh", "name_en", "word", "kind", "track", "is_active", "confirmed")
        help_texts = {"word": _("會印在執行案號裡，例如「房稅」。已編的案號不會改變。")}


class ClosingCodeForm(RowForm):
    """How a case may end; changing the words, not the codes."""

    feedback_zh = forms.ChoiceField(
        choices=[(w, w) for w in ("繳清", "退案", "核發憑證", "撤回", "更正")]
    )

    class Meta:
        model = ClosingCode
        fields = ("code", "name_zh", "name_en", "feedback_zh")


class OnlineSystemForm(RowForm):
    """Where some applications can be made too, and which."""

    url = forms.URLField(
        required=False, max_length=300, assume_scheme="https",
        help_text=_("https:// 開頭。空白表示不顯示給民眾。"),
    )  # fmt: skip

    class Meta:
        model = OnlineSystem
        fields = ("code", "name_zh", "name_en", "url", "offers", "confirmed")
        help_texts = {
            "offers": _(
                "本系統的申辦代碼，以空白分隔，例如 PROOF_OF_PAYMENT；空白時只列在申辦首頁。"
            )
        }

    def clean_url(self) -> str:
        """Only an address that nobody can listen in on."""
        url: str = self.cleaned_data["url"]
        if url and not url.startswith("https://"):
            raise forms.ValidationError(_("網址要以 https:// 開頭"))
        return url


FORMS: dict[str, type[RowForm]] = {
    "branches": BranchForm, "offices": OfficeForm, "sections": SectionForm,
    "members": MemberForm, "covers": CoverForm, "agencies": AgencyForm,
    "categories": CategoryForm, "closing-codes": ClosingCodeForm,
    "online-systems": OnlineSystemForm,
}  # fmt: skip
# Codes of the procedure itself cannot be added by hand, and there is one branch of one's own.
NOT_ADDED = {"branches", "closing-codes"}
NOT_CHANGED = {"covers"}
