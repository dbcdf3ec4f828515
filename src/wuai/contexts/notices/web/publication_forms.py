"""What people fill in about a publication."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wuai.contexts.notices.rules.publications import BASES, GROUNDS, Draft
from wuai.contexts.notices.web.forms import DecisionForm, KeyForm
from wuai.platform.ui.fields import DayField, choose


class PrepareForm(KeyForm):
    """On what ground, on whose word, what was tried."""

    ground = forms.ChoiceField(label=_("公示送達的事由"))
    basis = forms.ChoiceField(label=_("辦理依據"))
    requested_by = forms.CharField(
        label=_("申請人"), max_length=100, required=False, help_text=_("依申請辦理時填寫")
    )
    facts = forms.CharField(
        label=_("查證經過"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("查過哪些地址、結果如何。沒有未能送達的紀錄也沒有附件時，這一欄必填。"),
    )  # fmt: skip
    evidence = forms.FileField(
        label=_("證明文件掃描檔"), required=False, help_text=_("PDF、JPEG 或 PNG，10 MB 以內")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["ground"], {code: one.name for code, one in GROUNDS.items()})
        choose(self.fields["basis"], {code: one.name for code, one in BASES.items()})
        self.fields["basis"].initial = "NEED"

    def draft(self) -> Draft:
        """What was written."""
        data = self.cleaned_data
        return Draft(data["ground"], data["basis"], data["requested_by"], data["facts"])


class DecideForm(DecisionForm):
    """Approve, or refuse with a reason."""

    reason = forms.CharField(label=_("不核可的理由"), max_length=300, required=False)


class PostForm(forms.Form):
    """When and where it was put up."""

    posted_on = DayField(label=_("張貼日"))
    posted_time = forms.TimeField(
        label=_("張貼時間"), help_text=_("24 小時制，例如 09:30"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 5}),
    )  # fmt: skip
    place = forms.CharField(label=_("張貼處所"), max_length=120)

    def moment(self) -> datetime:
        """When it was put up."""
        data = self.cleaned_data
        return timezone.make_aware(datetime.combine(data["posted_on"], data["posted_time"]))


class PrintedForm(forms.Form):
    """When it was last printed, and where."""

    printed_on = DayField(label=_("最後刊登日"))
    where = forms.CharField(label=_("刊登的公報或新聞紙"), max_length=120)


class WithdrawForm(forms.Form):
    """Why it is taken back."""

    reason = forms.CharField(label=_("撤回的理由"), max_length=300)
