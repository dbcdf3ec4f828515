"""How mailboxes are set up, and how the letter box was opened."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuai.contexts.applications import api as applications
from wuai.contexts.organisation import api as organisation
from wuai.contexts.petitions.rules import mailboxes as boxes
from wuai.contexts.petitions.web.forms import long
from wuai.kernel.bilingual import Bilingual
from wuai.platform.ui.fields import DayField, choose, named
from wuai.platform.ui.wording import plain


class MailboxForm(forms.Form):
    """How a mailbox is from now on, and why."""

    code = forms.CharField(label=_("代碼"), max_length=20, help_text=_("大寫英文字母、數字、底線"))
    name_zh = forms.CharField(label=_("名稱（中文）"), max_length=40)
    name_en = forms.CharField(label=_("名稱（英文）"), max_length=80)
    opening_zh = long(_("開頭的話（中文）"), rows=3, most=600)
    opening_en = long(_("開頭的話（英文）"), rows=3, most=1000)
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
    categories = long(
        _("類別"), rows=6, most=3000, required=False,
        help_text=_("每行一個：代碼 | 中文 | English"),
    )  # fmt: skip
    position = forms.IntegerField(label=_("排列順序"), min_value=0, max_value=999)
    is_open = forms.BooleanField(label=_("開放中"), required=False)
    reason = forms.CharField(label=_("為什麼這樣改"), max_length=200)

    def __init__(self, *args: Any, branch_id: int, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = {**boxes.PETITION_KINDS, **{o.code: o.title for o in applications.declared()}}
        choose(self.fields["kind"], named(kinds))
        choose(self.fields["guard"], [("", _("依該申辦的規定")), *named(boxes.GUARDS)])
        choose(self.fields["audience"], named(boxes.AUDIENCES))
        choose(self.fields["identity"], named(boxes.IDENTITIES))
        rules = {r.code: r.name for r in boxes.limits()}
        choose(self.fields["rule"], [("", _("依該申辦的規定")), *named(rules)])
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
