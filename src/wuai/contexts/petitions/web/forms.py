"""What staff and the public fill in about petitions."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.applications import api as applications
from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.contexts.petitions.rules import mailboxes as boxes
from wuai.contexts.petitions.rules import states as s
from wuai.contexts.petitions.rules import voices
from wuai.kernel.bilingual import Bilingual
from wuai.platform.ui.fields import DayField
from wuai.platform.ui.wording import plain

CHANNELS = {
    "WEB": _("線上"), "COUNTER": _("現場"), "PHONE": _("電話"), "POST": _("郵寄"), "FAX": _("傳真"),
    "MAIL": _("電子郵件"), "SOCIAL": _("社群"), "NIGHT": _("夜間收文"),
}  # fmt: skip
VIA = {
    "": _("沒有其他說明"), "BOX": _("實體意見箱"), "MEETING": _("會議"), "FACEBOOK": _("臉書"), "LINE": _("LINE"),
    "HOTLINE": _("1999 或其他專線"), "AGENCY": _("其他機關轉來"),
}  # fmt: skip


def choose(field: Any, choices: Any) -> None:
    """Give a choice field what it offers."""
    field.choices = choices


def _named(names: Any) -> list[tuple[str, Any]]:
    return [(code, plain(name)) for code, name in names.items()]


def _long(label: Any, rows: int = 4, most: int = 500, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class FilterForm(forms.Form):
    """Which petitions to list."""

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
        choose(self.fields["state"], [("", _("全部")), *_named(names)])


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
        self.people = {one.ref: one.name for one in people}


class DraftForm(forms.Form):
    """A reply that is proposed."""

    kind = forms.ChoiceField(label=_("怎麼回復"))
    text = _long(
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
    reason = _long(_("內部：您如何判斷"), rows=3, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["kind"], _named({code: one[0] for code, one in s.KINDS.items()}))
        choose(self.fields["ground"], [("", _("不適用")), *_named(s.GROUNDS)])


class WordsForm(forms.Form):
    """A few words that a step needs; which ones, its button says."""

    text = _long(_("說明"), most=2000, required=False)


class HandForm(WordsForm):
    """To which mailbox it goes."""

    mailbox = forms.ChoiceField(label=_("移到哪個信箱"))
    field_order = ("mailbox", "text")

    def __init__(self, *args: Any, held: list[boxes.Mailbox], **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["mailbox"], [(box.code, plain(box.name)) for box in held if box.is_ours])


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


class MailboxForm(forms.Form):
    """How a mailbox is from now on, and why."""

    code = forms.CharField(label=_("代碼"), max_length=20, help_text=_("大寫英文字母、數字、底線"))
    name_zh = forms.CharField(label=_("名稱（中文）"), max_length=40)
    name_en = forms.CharField(label=_("名稱（英文）"), max_length=80)
    opening_zh = _long(_("開頭的話（中文）"), rows=3, most=600)
    opening_en = _long(_("開頭的話（英文）"), rows=3, most=1000)
    audience = forms.ChoiceField(label=_("給誰寫"))
    kind = forms.ChoiceField(label=_("要填的表單"))
    guard = forms.ChoiceField(label=_("誰可以看"), required=False)
    identity = forms.ChoiceField(label=_("要確認身分嗎"))
    rule = forms.ChoiceField(label=_("適用的期限"), required=False)
    days = forms.IntegerField(
        label=_("分署承諾的上班日數"), min_value=0, max_value=30, required=False,
        help_text=_("比規定更快才填；0 表示依規定"),
    )  # fmt: skip
    section = forms.ChoiceField(label=_("直接分給"), required=False)
    categories = _long(
        _("類別"), rows=6, most=3000, required=False,
        help_text=_("每行一個：代碼 | 中文 | English"),
    )  # fmt: skip
    position = forms.IntegerField(label=_("排列順序"), min_value=0, max_value=999)
    is_open = forms.BooleanField(label=_("開放中"), required=False)
    reason = forms.CharField(label=_("為什麼這樣改"), max_length=200)

    def __init__(self, *args: Any, branch_id: int, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = {**boxes.PETITION_KINDS, **{o.code: o.title for o in applications.declared()}}
        choose(self.fields["kind"], _named(kinds))
        choose(self.fields["guard"], [("", _("依該申辦的規定")), *_named(boxes.GUARDS)])
        choose(self.fields["audience"], _named(boxes.AUDIENCES))
        choose(self.fields["identity"], _named(boxes.IDENTITIES))
        rules = {r.code: r.name for r in boxes.limits()}
        choose(self.fields["rule"], [("", _("依該申辦的規定")), *_named(rules)])
        rows = organisation.sections(branch_id, active_only=True)
        choose(
            self.fields["section"],
            [
                ("", _("收到後再分")),
                *((str(r.id), plain(Bilingual(r.name_zh, r.name_en))) for r in rows),
            ],
        )

    def mailbox(self, edition: int) -> boxes.Mailbox:
        """What was filled in, as a mailbox."""
        given = self.cleaned_data
        lines = [
            tuple(part.strip() for part in line.replace("｜", "|").split("|"))
            for line in given["categories"].splitlines()
            if line.strip()
        ]
        return boxes.Mailbox(
            code=given["code"], edition=edition, position=given["position"],
            name=Bilingual(given["name_zh"], given["name_en"]),
            opening=Bilingual(given["opening_zh"], given["opening_en"]),
            audience=given["audience"], kind=given["kind"], guard=given["guard"],
            identity=given["identity"], rule=given["rule"], days=given["days"] or 0,
            section_id=int(given["section"]) if given["section"] else None,
            categories=tuple(_three(line) for line in lines),
            is_open=given["is_open"],
        )  # fmt: skip


def _three(parts: tuple[str, ...]) -> tuple[str, str, str]:
    code, zh, en = (*parts, "", "", "")[:3]
    return code, zh, en


class BoxForm(forms.Form):
    """One emptying of the letter box."""

    place = forms.CharField(label=_("意見箱的位置"), max_length=60)
    opened_on = DayField(label=_("開箱日"))
    opened_time = forms.TimeField(
        label=_("開箱時間"), help_text=_("24 小時制，例如 14:05"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 5}),
    )  # fmt: skip
    letters = forms.IntegerField(label=_("信件數（沒有就填 0）"), min_value=0, max_value=999)
    witness = forms.CharField(label=_("一同開箱的人"), max_length=60)
    note = forms.CharField(label=_("備註"), max_length=300, required=False)


class GroupForm(forms.Form):
    """What a group is about."""

    title_zh = forms.CharField(label=_("主題（中文）"), max_length=80)
    title_en = forms.CharField(label=_("主題（英文）"), max_length=160)


class OutcomeForm(forms.Form):
    """How a group ends."""

    outcome = forms.ChoiceField(label=_("怎麼回應"), choices=[])
    text_zh = _long(_("回應（中文）"), rows=6, most=2000)
    text_en = _long(_("回應（英文）"), rows=6, most=3000)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self.fields["outcome"], _named(voices.OUTCOMES))


class PostForm(forms.Form):
    """Something for the board."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    alias = forms.CharField(label=_("怎麼稱呼您"), max_length=30, required=False)
    text = _long(
        _("想說的話"), rows=5, most=1000,
        help_text=_("大家都看得到：請不要寫姓名、電話、案號。有人看過才會刊出。"),
    )  # fmt: skip


class SurveyForm(forms.Form):
    """Number and code open it; the answers are kept without them."""

    number = forms.CharField(
        label=_("收件號碼"), max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    code = forms.CharField(
        label=_("查詢碼"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    understood = forms.TypedChoiceField(
        label=_("我們聽懂您的意思嗎"), coerce=int, widget=forms.RadioSelect
    )
    in_time = forms.TypedChoiceField(
        label=_("回復得夠快嗎"), coerce=int, widget=forms.RadioSelect
    )  # fmt: skip
    content = forms.TypedChoiceField(
        label=_("回復的內容對您有幫助嗎"), coerce=int, widget=forms.RadioSelect
    )
    comment = _long(_("還想說的"), rows=3, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        marks = [(str(mark), plain(name)) for mark, name in voices.SCALE.items()]
        for name in ("understood", "in_time", "content"):
            choose(self.fields[name], marks)


class SpanForm(forms.Form):
    """From which day to which."""

    since = DayField(label=_("從"), required=False)
    until = DayField(label=_("到"), required=False)
