"""Forms of the gallery: one of each kind of question, empty and wrongly filled."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wuai.platform.ui.fields import DayField

WAYS = [("store", _("便利商店")), ("account", _("虛擬帳號轉帳")), ("counter", _("分署櫃檯"))]


class SampleForm(forms.Form):
    """Every kind of field once."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("姓名"), max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    mail = forms.EmailField(
        label=_("電子郵件"), required=False, help_text=_("只用來通知這一件事的進度"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    amount = forms.IntegerField(
        label=_("每期想繳多少"), min_value=1000, help_text=_("新臺幣整數，至少 1,000 元"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    on = DayField(label=_("從哪一天開始"))
    way = forms.ChoiceField(label=_("想怎麼繳"), choices=WAYS, widget=forms.RadioSelect)
    reasons = forms.MultipleChoiceField(
        label=_("遇到什麼困難"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[("job", _("失業")), ("ill", _("生病或受傷")), ("care", _("要照顧家人"))],
    )  # fmt: skip
    office = forms.ChoiceField(
        label=_("到哪裡辦"), choices=[("", _("請選擇")), ("main", _("分署本部")), ("east", _("東區辦公室"))],
    )  # fmt: skip
    story = forms.CharField(
        label=_("想告訴我們的事"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    proof = forms.FileField(label=_("證明文件"), required=False)
    agree = forms.BooleanField(label=_("我看過上面的說明"), help_text=_("送出前還可以回頭修改"))

    def clean(self) -> dict[str, Any]:
        """Say what only the whole form can know."""
        cleaned = super().clean() or {}
        if not cleaned.get("way"):
            self.add_error(None, _("選一種繳款方式，才能算出每一期的日期"))
        return cleaned


class SampleFilters(forms.Form):
    """The filters of a list."""

    use_required_attribute = False
    q = forms.CharField(label=_("姓名或案號"), required=False)
    state = forms.ChoiceField(
        label=_("狀態"),
        required=False,
        choices=[("", _("全部")), ("open", _("執行中")), ("closed", _("已結案"))],
    )
    section = forms.ChoiceField(
        label=_("股別"), required=False, choices=[("", _("全部")), ("a", "愛股")]
    )


def sample_post() -> QueryDict:
    """What a person in a hurry might send."""
    return QueryDict(
        "name=&mail=wang%40&amount=500&on_year=115&on_month=2&on_day=30&reasons=ill&story=%E6%B2%92%E6%9C%89",
    )
