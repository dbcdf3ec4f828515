"""What staff and the public fill in about petitions."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.contexts.petitions.rules import mailboxes as boxes
from wuai.contexts.petitions.rules import states as s
from wuai.kernel.bilingual import Bilingual
from wuai.platform.ui.fields import DayField, TypedDay, choose, named
from wuai.platform.ui.wording import plain

CHANNELS = {
    "WEB": _("線上"), "COUNTER": _("現場"), "PHONE": _("電話"), "POST": _("郵寄"), "FAX": _("傳真"),
    "MAIL": _("電子郵件"), "SOCIAL": _("社群"), "NIGHT": _("夜間收文"),
}  # fmt: skip
VIA = {
    "": _("沒有其他說明"), "BOX": _("實體意見箱"), "MEETING": _("會議"), "FACEBOOK": _("臉書"), "LINE": _("LINE"),
    "HOTLINE": _("1999 或其他專線"), "AGENCY": _("其他機關轉來"),
}  # fmt: skip


def long(label: Any, rows: int = 4, most: int = 500, **more: Any) -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class FilterForm(forms.Form):
    """Which petitions to list."""

    kept_out = ("q",)
    mailbox = forms.ChoiceField(label=_("信箱"), required=False)
    state = forms.ChoiceField(label=_("狀態"), required=False)
    q = forms.CharField(label=_("編號、姓名或主旨"), max_length=60, required=False)
    mine = forms.BooleanField(label=_("只看由我負責的"), required=False)
    overdue = forms.BooleanField(label=_("只看逾期的"), required=False)
    ended = forms.BooleanField(label=_("包括已辦結的"), required=False)

    def __init__(self, *args: Any, held: list[boxes.Mailbox], **more: Any) -> None:
        super().__init__(*args, **more)
        choose(
            self.fields["mailbox"],
            [("", _("全部")), *((box.code, plain(box.name)) for box in held)],
        )
        names = {code: name for code, (name, _tone) in s.STATES.items()}
        choose(self.fields["state"], [("", _("全部")), *named(names)])


class AssignForm(forms.Form):
    """Who takes it up."""

    section = forms.ChoiceField(label=_("股別或單位"))
    owner = forms.ChoiceField(label=_("承辦人"), required=False)
    category = forms.ChoiceField(label=_("類別"), required=False)

    def __init__(
        self, *args: Any, branch_id: int, box: boxes.Mailbox, guard: str, on: date, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        rows = organisation.sections(branch_id, active_only=True)
        choose(
            self.fields["section"],
            [(str(one.id), plain(Bilingual(one.name_zh, one.name_en))) for one in rows],
        )
        people = identity.colleagues(branch_id, on, guard)
        choose(
            self.fields["owner"], [("", _("由該股決定")), *((one.ref, one.name) for one in people)]
        )
        held = [*box.categories, boxes.OTHER]
        choose(
            self.fields["category"],
            [("", _("不變")), *((code, plain(Bilingual(zh, en))) for code, zh, en in held)],
        )


class DraftForm(forms.Form):
    """A reply that is proposed."""

    kind = forms.ChoiceField(label=_("怎麼回復"))
    text = long(
        _("給陳情人的話"), rows=10, most=4000, help_text=_("平常的話，說明我們怎麼看、做了什麼")
    )
    remedy = forms.BooleanField(
        label=_("附上訴願、訴訟、國家賠償的告知"), required=False,
        help_text=_("依法可以提起訴願、訴訟或請求國家賠償的事，要告知（第 172 條第 2 項）"),
    )  # fmt: skip
    agency = forms.CharField(label=_("移送到哪個機關"), max_length=100, required=False)
    ground = forms.ChoiceField(label=_("不予處理的款次（第 173 條）"), required=False)
    earlier = forms.CharField(
        label=_("先前已明確答復的陳情編號"), max_length=30, required=False
    )  # fmt: skip
    reason = long(_("內部：您如何判斷"), rows=3, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["kind"], named({code: one[0] for code, one in s.KINDS.items()}))
        choose(self.fields["ground"], [("", _("不適用")), *named(s.GROUNDS)])


class WordsForm(forms.Form):
    """A few words that a step needs; which ones, its button says."""

    text = long(_("說明"), most=2000, required=False)


class ApproveForm(WordsForm):
    """Which reply the head read."""

    reply = forms.UUIDField(required=False)


class HandForm(WordsForm):
    """To which mailbox it goes."""

    mailbox = forms.ChoiceField(label=_("移到哪個信箱"))
    field_order = ("mailbox", "text")

    def __init__(self, *args: Any, held: list[boxes.Mailbox], **more: Any) -> None:
        super().__init__(*args, **more)
        choose(
            self.fields["mailbox"],
            [(box.code, plain(box.name)) for box in held if box.is_ours and box.is_open],
        )


class HowForm(forms.Form):
    """By which way and when it really came."""

    channel = forms.ChoiceField(
        label=_("收到的方式"), choices=[(c, n) for c, n in CHANNELS.items() if c != "WEB"]
    )
    via = forms.ChoiceField(label=_("補充說明"), choices=list(VIA.items()), required=False)
    opening = forms.ChoiceField(label=_("哪一次開箱"), required=False)
    category = forms.ChoiceField(label=_("類別"), required=False)
    received_on = DayField(label=_("實際收到日"))
    received_time = forms.TimeField(
        label=_("實際收到時間"), help_text=_("24 小時制，例如 14:05"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 5}),
    )  # fmt: skip

    def __init__(self, *args: Any, box: boxes.Mailbox, openings: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(
            self.fields["category"],
            [(c, plain(Bilingual(zh, en))) for c, zh, en in [*box.categories, boxes.OTHER]],
        )
        choose(
            self.fields["opening"],
            [
                ("", _("不是意見箱")),
                *((str(o.ref), f"{o.opened_at:%Y-%m-%d %H:%M} {o.place}") for o in openings),
            ],
        )


class SpanForm(forms.Form):
    """From which day to which."""

    since = TypedDay(label=_("從"))
    until = TypedDay(label=_("到"))
