"""What people fill in about instalments."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.instalments.actions.securing import Paper
from wuai.contexts.instalments.rules.deciding import APPLICANTS, CHANNELS, DOCUMENTS, SURETIES
from wuai.contexts.instalments.rules.means import MOST_DEPENDANTS, Means
from wuai.kernel import money
from wuai.kernel.refusal import Refusal
from wuai.legal.instalments import GROUNDS
from wuai.platform.ui.fields import DayField, choose


class DollarField(forms.Field):
    """Whole dollars, however people write them."""

    default_error_messages = {"invalid": _("請填整數金額，例如 12,345")}
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 20})

    def to_python(self, value: Any) -> int | None:
        """Read the amount."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return money.parse(text[:20])
        except Refusal as refused:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from refused


class MeansForm(forms.Form):
    """Income, spending and who has to be cared for, a month."""

    income = DollarField(label=_("每月收入"), help_text=_("薪資、租金、年金等，都算在內"))
    spending = DollarField(label=_("每月必要支出"), help_text=_("房租、伙食、醫療、學費等；沒有就填 0"))  # fmt: skip
    dependants = forms.IntegerField(label=_("受您扶養的人數"), min_value=0, max_value=MOST_DEPENDANTS)  # fmt: skip
    sharers = forms.IntegerField(
        label=_("幾個人一起分擔扶養（含您自己）"), min_value=1, max_value=MOST_DEPENDANTS
    )
    place = forms.ChoiceField(label=_("居住地"))

    def __init__(self, *args: Any, places: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        names = {place: place for place in places if place != "臺灣省"}
        elsewhere = [("", _("其他縣市"))]
        field = self.fields["place"]
        field.required = False
        if isinstance(field, forms.ChoiceField):
            field.choices = [*elsewhere, *names.items()]

    def means(self) -> Means:
        """The values as the rule takes them."""
        given = self.cleaned_data
        return Means(given["income"], given["spending"], given["dependants"], given["sharers"],
                     given["place"])  # fmt: skip


class SimulationForm(MeansForm):
    """The same with an amount; nothing of it is kept."""

    field_order = ("total", "income", "spending", "dependants", "sharers", "place")
    total = DollarField(label=_("欠款總額"))


class RequestForm(MeansForm):
    """A request as it is recorded at the counter or on the telephone."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("申請方式"))
    applicant = forms.ChoiceField(label=_("申請人身分"))
    applicant_name = forms.CharField(label=_("申請人姓名"), max_length=100)
    phone = forms.CharField(label=_("電話"), max_length=40, required=False)
    email = forms.EmailField(
        label=_("電子郵件（寄提醒用）"), required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    grounds = forms.ChoiceField(label=_("事由"))
    statement = forms.CharField(
        label=_("陳述內容"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("依陳述人所說記錄，並當場朗讀確認"),
    )  # fmt: skip
    count = forms.IntegerField(label=_("申請期數"), min_value=1, max_value=600)
    first_on = DayField(label=_("第一期繳納日"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        # What is filed online arrives by itself.
        choose(self.fields["channel"], {c: name for c, name in CHANNELS.items() if c != "WEB"})
        choose(self.fields["applicant"], APPLICANTS)
        choose(self.fields["grounds"], GROUNDS)


class GrantForm(forms.Form):
    """The terms of a grant."""

    count = forms.IntegerField(label=_("核准期數"), min_value=1, max_value=600)
    first_on = DayField(label=_("第一期繳納日"))
    waived = forms.CharField(label=_("免提供擔保之理由（已登錄擔保者免填）"), max_length=500, required=False)  # fmt: skip


class ReasonForm(forms.Form):
    """One sentence."""

    reason = forms.CharField(label=_("理由"), max_length=500)


class DemandForm(forms.Form):
    """What the officer found before a guarantor is told to pay."""

    undertook = forms.BooleanField(
        label=_("擔保書載明義務人逃亡或不履行義務時由保證人負清償責任"), required=False
    )
    obligor_until = DayField(label=_("義務人的限期（已經過的那一天）"))
    due_on = DayField(label=_("保證人應於這一天以前清償"))


class ServedForm(forms.Form):
    """When the notice reached the guarantor."""

    served_on = DayField(label=_("通知送達日"))


class AnswerForm(forms.Form):
    """Whether an agency consents."""

    consents = forms.ChoiceField(
        label=_("是否同意"), choices=[("yes", _("同意")), ("no", _("不同意"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(
        label=_("理由或文號"), max_length=500, required=False, help_text=_("不同意時必填")
    )


class PaperForm(forms.Form):
    """A scan or a proof."""

    kind = forms.ChoiceField(label=_("種類"))
    paper = forms.FileField(label=_("檔案"), help_text=_("PDF、JPEG 或 PNG，10 MB 以內"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["kind"], DOCUMENTS)


class SuretyForm(forms.Form):
    """A guarantor, a thing or bills."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(label=_("擔保種類"))
    name = forms.CharField(label=_("保證人姓名"), max_length=100, required=False)
    id_number = forms.CharField(label=_("保證人統一編號"), max_length=20, required=False)
    address = forms.CharField(label=_("保證人地址"), max_length=200, required=False)
    phone = forms.CharField(label=_("保證人電話"), max_length=40, required=False)
    signed_on = DayField(label=_("擔保書簽名日"), required=False)
    description = forms.CharField(
        label=_("擔保物或票據說明"), max_length=300, required=False,
        help_text=_("票據請寫發票人、付款行、號碼、金額"),
    )  # fmt: skip
    amount = DollarField(label=_("擔保金額"), required=False)
    held_by = forms.CharField(label=_("保管機關"), max_length=100, required=False)
    matures_on = DayField(label=_("票據到期日"), required=False)
    paper = forms.FileField(label=_("擔保書或證明"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["kind"], SURETIES)


def paper_of(kind: str, upload: Any) -> Paper:
    """A file as it was handed in, read only as far as it may be large."""
    return Paper(kind, upload.name, upload.read(10 * 1024 * 1024 + 1))
