"""What is asked for around a referral file."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.kernel.bilingual import Bilingual
from wuai.platform.ui import wording

COMPONENTS = (
    ("COST", _("費用")), ("INTEREST", _("利息")), ("SURCHARGE", _("滯納金")), ("FINE", _("罰鍰")),
    ("PRINCIPAL", _("本金")),
)  # fmt: skip


class UploadForm(forms.Form):
    """A file, and whose it is (staff name the agency, agencies name the branch)."""

    place = forms.ChoiceField(label=_("移送機關"))
    file = forms.FileField(
        label=_("移送檔"), max_length=255,
        help_text=_("CSV，UTF-8 或 Big5；欄位見移送檔格式第 1 版。"),
    )  # fmt: skip

    signature = forms.FileField(
        label=_("簽章檔"), max_length=255, required=False,
        help_text=_("貴機關有電子簽章時才送：不含原檔的 CMS 簽章（.p7s）。"),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Sequence[Any], label: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["place"]
        field.label = label
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (row.code, wording.plain(Bilingual(row.name_zh, row.name_en))) for row in places
            ]


class AttachForm(forms.Form):
    """One ZIP with its manifest."""

    file = forms.FileField(
        label=_("附件 ZIP"), max_length=255,
        help_text=_("內含 manifest.csv，欄位為：移送案號、檔名、名稱。"),
    )  # fmt: skip


class WithdrawForm(forms.Form):
    """Why an agency takes its case back."""

    reason = forms.CharField(
        label=_("撤回事由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class AmendForm(forms.Form):
    """The corrected figures of a case, one for each component, and why."""

    reason = forms.CharField(
        label=_("更正事由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, amounts: dict[str, int], **more: Any) -> None:
        super().__init__(*args, **more)
        for code, label in COMPONENTS:
            self.fields[code] = forms.IntegerField(
                label=label, min_value=0, max_value=10**12, initial=amounts.get(code, 0)
            )
        self.order_fields([code for code, _label in COMPONENTS] + ["reason"])

    def amounts(self) -> dict[str, int]:
        """The figures by component."""
        return {code: self.cleaned_data[code] for code, _label in COMPONENTS}


class MoveForm(forms.Form):
    """Which open cases go to which section, and why."""

    source = forms.ChoiceField(label=_("原股別"))
    target = forms.ChoiceField(label=_("改分至"))
    count = forms.IntegerField(
        label=_("件數上限"), min_value=1, max_value=5000, initial=100,
        help_text=_("由最早收案者起算。"),
    )  # fmt: skip
    reason = forms.CharField(label=_("改分事由"), max_length=300)

    def __init__(self, *args: Any, sections: Sequence[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        offered = [
            (str(row.id), wording.plain(Bilingual(row.name_zh, row.name_en))) for row in sections
        ]
        for name in ("source", "target"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = offered
