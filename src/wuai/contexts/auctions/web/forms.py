"""What staff fill in about rights of pre-emption and certificates of transfer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.auctions.rules import preempting, transferring
from wuai.kernel.bilingual import Bilingual
from wuai.legal import deadlines as law
from wuai.platform.ui.fields import DayField, choose

RULES = tuple(dict.fromkeys(rule for one in preempting.GROUNDS.values() for rule in one.rules))
MOST = 999_999_999_999


class SaleForm(forms.Form):
    """What every notice of a sale names: the right, the days to answer, the property, the price."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    ground = forms.ChoiceField(label=_("優先承買的權利"))
    rule = forms.ChoiceField(
        label=_("表示的期限"), help_text=_("共有人的天數由分署在通知裡定；其他依法律")
    )
    lot = forms.CharField(label=_("標別"), max_length=60)
    property = forms.CharField(
        label=_("不動產標示"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    price = forms.IntegerField(label=_("拍定價額（元）"), min_value=1, max_value=MOST)
    terms = forms.CharField(
        label=_("其他條件"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("例如繳款期限、不點交"),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        grounds = {
            code: Bilingual(f"{one.name.zh}（{one.basis.zh}）", f"{one.name.en} ({one.basis.en})")
            for code, one in preempting.GROUNDS.items()
        }
        choose(self.fields["ground"], grounds)
        choose(self.fields["rule"], {code: law.rule(code).name for code in RULES})


class NotifyForm(SaleForm):
    """A holder was told of the sale."""

    field_order = ("key", "ground", "rule", "holder_name", "holder_address")
    holder_name = forms.CharField(label=_("優先承買權人"), max_length=100)
    holder_address = forms.CharField(label=_("送達地址"), max_length=200, required=False)
    how = forms.ChoiceField(label=_("通知的方式"))
    document_no = forms.CharField(label=_("發文字號"), max_length=60)
    notified_on = DayField(label=_("通知到達日"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["how"], preempting.HOW)


class LookUpForm(forms.Form):
    """The branch looked the register up."""

    looked_up_on = DayField(label=_("查詢日"))
    document_no = forms.CharField(label=_("查詢或函復文號"), max_length=60)
    found = forms.ChoiceField(label=_("查詢結果"), widget=forms.RadioSelect)
    note = forms.CharField(label=_("說明"), max_length=1000, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["found"], preempting.FOUND)


class WaiveForm(forms.Form):
    """How the holder said that he does not buy."""

    note = forms.CharField(
        label=_("怎麼表示的"), max_length=1000, help_text=_("例如 115-11-25 書面聲明，附卷")
    )


class ReasonForm(forms.Form):
    """One reason."""

    reason = forms.CharField(
        label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class SaidForm(forms.Form):
    """What the certificate says."""

    lot = forms.CharField(label=_("標別"), max_length=60)
    property = forms.CharField(
        label=_("不動產標示"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    scope = forms.CharField(label=_("權利範圍"), max_length=100)
    buyer_name = forms.CharField(label=_("買受人"), max_length=200)
    buyer_id = forms.CharField(label=_("買受人統一編號"), max_length=20)
    buyer_address = forms.CharField(label=_("買受人地址"), max_length=200)
    price = forms.IntegerField(label=_("價金（元）"), min_value=1, max_value=MOST)
    sold_on = DayField(label=_("拍定或承受日"))
    is_delivered = forms.BooleanField(label=_("點交"), required=False)
    remarks = forms.CharField(
        label=_("附註"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class NewForm(SaidForm):
    """The same, sent once."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class CheckForm(forms.Form):
    """One condition as it was found."""

    code = forms.ChoiceField(label=_("條件"))
    outcome = forms.ChoiceField(label=_("查核結果"), widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("根據什麼"), max_length=500,
        help_text=_("收據號碼、函文字號、看過的證件；不要寫證件號碼"),
    )  # fmt: skip
    paid_on = DayField(label=_("價金繳清日（查核價金時填）"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(
            self.fields["code"],
            {code: one.name for code, one in transferring.CONDITIONS.items()},
        )
        choose(self.fields["outcome"], transferring.OUTCOMES)


class PostForm(forms.Form):
    """It went by registered post."""

    post_no = forms.CharField(label=_("掛號號碼"), max_length=40)


class HandOverForm(forms.Form):
    """The buyer has it."""

    way = forms.ChoiceField(label=_("領取方式"), widget=forms.RadioSelect)
    received_on = DayField(label=_("領得日（簽收或回執上的日期）"))
    receiver = forms.CharField(label=_("領取人（到分署領取時）"), max_length=100, required=False)
    identity_seen = forms.CharField(
        label=_("查驗的證件（到分署領取時）"), max_length=60, required=False,
        help_text=_("例如身分證、委任書；不要寫證件號碼"),
    )  # fmt: skip
    post_no = forms.CharField(label=_("掛號號碼（郵寄時）"), max_length=40, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["way"], transferring.WAYS)
