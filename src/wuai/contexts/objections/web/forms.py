"""What people fill in about objections."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.objections.actions.papers import MOST_BYTES, Paper
from wuai.contexts.objections.rules import objecting as o
from wuai.platform.ui.fields import DayField, choose, named

_LONG = {"rows": 6}


class OralForm(forms.Form):
    """What was said on the spot, in the officer's words."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    made_on = DayField(label=_("執行的日期"))
    made_time = forms.TimeField(
        label=_("時間"), help_text=_("24 小時制，例如 14:05"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 5}),
    )  # fmt: skip
    place = forms.CharField(label=_("執行的地點"), max_length=200)
    objector = forms.ChoiceField(label=_("異議人身分"))
    name = forms.CharField(label=_("異議人姓名"), max_length=100)
    address = forms.CharField(label=_("地址"), max_length=200)
    phone = forms.CharField(label=_("電話"), max_length=40, required=False)
    interest = forms.CharField(
        label=_("與執行的關係"), max_length=500, required=False, help_text=_("義務人本人免填")
    )
    against = forms.ChoiceField(label=_("異議的種類"))
    act = forms.CharField(label=_("哪一個執行行為"), max_length=300)
    statement = forms.CharField(
        label=_("異議的事實與理由"), max_length=6000, widget=forms.Textarea(attrs=_LONG),
        help_text=_("依陳述人所說記錄，並當場朗讀或交閱確認"),
    )  # fmt: skip
    wish = forms.CharField(label=_("請求"), max_length=1000, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["objector"], o.OBJECTORS)
        choose(self.fields["against"], o.AGAINST)


class ProposeForm(forms.Form):
    """The finding, with its reasons."""

    finding = forms.ChoiceField(label=_("認定"))
    opinion = forms.CharField(
        label=_("理由（無理由時即送署的意見）"), max_length=8000, widget=forms.Textarea(attrs=_LONG)
    )
    remedy = forms.CharField(
        label=_("要撤銷或更正的內容"), max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("有理由時必填"),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["finding"], o.FINDINGS)


class ReasonForm(forms.Form):
    """One reason."""

    reason = forms.CharField(
        label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class NoteForm(forms.Form):
    """A note that stays in the house."""

    note = forms.CharField(label=_("內部註記"), max_length=1000, required=False)


class ApproveForm(NoteForm):
    """The approval of the proposal that stands on the page."""

    proposal = forms.IntegerField(widget=forms.HiddenInput)


class StayForm(ReasonForm):
    """A stay: by whom, and why it is needed."""

    field_order = ("kind", "reason")
    kind = forms.ChoiceField(label=_("依據"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["kind"], named(o.STAYS, o.FOUND))


class ForwardForm(forms.Form):
    """The day and number of the letter to the Agency."""

    forwarded_on = DayField(label=_("送件日"))
    number = forms.CharField(label=_("發文字號"), max_length=60)


class ArriveForm(forms.Form):
    """The day on which the Agency received it."""

    arrived_on = DayField(label=_("署收案日"))


class DecideForm(forms.Form):
    """What the Agency decided."""

    decision = forms.ChoiceField(label=_("決定"), widget=forms.RadioSelect)
    decided_on = DayField(label=_("決定日"))
    number = forms.CharField(label=_("決定文號"), max_length=60)
    text = forms.CharField(
        label=_("決定要旨"), max_length=8000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("有理由時，寫明要撤銷或更正什麼"),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["decision"], o.DECISIONS)


class DoneForm(forms.Form):
    """How it was revoked or corrected."""

    text = forms.CharField(
        label=_("怎麼撤銷或更正的"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("異議人會看到"),
    )  # fmt: skip
    done_on = DayField(label=_("完成日"))
    goes_on = forms.BooleanField(label=_("執行繼續進行（更正後續行）"), required=False)


class PaperForm(forms.Form):
    """A scan."""

    kind = forms.ChoiceField(label=_("種類"))
    paper = forms.FileField(label=_("檔案"), help_text=_("PDF、JPEG 或 PNG，20 MB 以內"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["kind"], named(o.PAPERS, *o.MADE_HERE))

    def handed_in(self) -> Paper:
        """The file, read only as far as it may be large."""
        held = self.cleaned_data["paper"]
        return Paper(self.cleaned_data["kind"], held.name, held.read(MOST_BYTES + 1))
