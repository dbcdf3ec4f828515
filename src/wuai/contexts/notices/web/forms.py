"""What people fill in about notices."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.notices.rules.blocks import LONGEST
from wuai.contexts.notices.rules.service import FAILURES, METHODS
from wuai.platform.ui import wording
from wuai.platform.ui.fields import DayField, choose, named


class KeyForm(forms.Form):
    """A button that may be pressed twice and does its work once."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class IssueForm(KeyForm):
    """A notice for one case, and for whichever other open cases of the same person are chosen."""

    also = forms.MultipleChoiceField(
        label=_("同一人的其他未結案件"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("勾選的案件一併開立；沒有勾選的不受影響"),
        error_messages={"invalid_choice": _("所選的案件已經不能一併開立，請重新選擇")},
    )  # fmt: skip

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["also"], others)
        if not others:
            del self.fields["also"]


class ServiceForm(KeyForm):
    """One attempt, as the certificate of service says."""

    method = forms.ChoiceField(label=_("送達方式"))
    on = DayField(label=_("送達或寄存之日"))
    place = forms.CharField(
        label=_("地點"), max_length=120, required=False,
        help_text=_("送達地址；寄存時填寄存的派出所、郵局或公所"),
    )  # fmt: skip
    person = forms.CharField(label=_("收受人"), max_length=100, required=False)
    reason = forms.ChoiceField(label=_("未能送達的原因"), required=False)
    note = forms.CharField(label=_("備註"), max_length=200, required=False)
    evidence = forms.FileField(
        label=_("送達證書掃描檔"), required=False, help_text=_("PDF、JPEG 或 PNG，10 MB 以內")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(
            self.fields["method"],
            {code: way.name for code, way in METHODS.items() if not way.is_posted},
        )
        choose(self.fields["reason"], [("", "—"), *named(FAILURES)])


class TextForm(forms.Form):
    """A new version of a text block."""

    zh = forms.CharField(
        label=_("中文"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    en = forms.CharField(
        label=_("英文"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6})
    )
    effective_on = DayField(label=_("生效日"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, real in (("zh", "zh-Hant"), ("en", "en")):
            if real != wording.page_language():
                self.fields[name].widget.attrs["lang"] = real


class DecisionForm(forms.Form):
    """Approve a version, or refuse it with a reason."""

    approve = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    reason = forms.CharField(max_length=200, required=False)


class TaskForm(forms.Form):
    """What becomes of a notice that could not be printed."""

    what = forms.ChoiceField(choices=[("retry", "retry"), ("by_hand", "by_hand")])
    reason = forms.CharField(max_length=200, required=False)


class NumberForm(forms.Form):
    """Which notice was served."""

    number = forms.CharField(label=_("通知書號"), max_length=40)
