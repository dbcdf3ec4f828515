"""What a mailbox may be, who may look into it, and what the branch promises."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.legal import deadlines
from wuai.legal.parameter_table import Parameter

VIEW = "petition.view"
# Whose eyes only: a permission that the unit's people hold, and nobody else by virtue of rank.
GUARDS = {
    VIEW: Bilingual("一般（有陳情權限的同仁）", "Ordinary: everybody at the desks"),
    "petition.ethics": Bilingual("保密：政風單位", "Confidential: the ethics unit"),
    "petition.harassment": Bilingual(
        "保密：性騷擾申訴處理單位", "Confidential: the unit for sexual harassment"
    ),
    "petition.confidential": Bilingual("保密：指定的主管", "Confidential: the appointed heads"),
}
IDENTITIES = {
    "NONE": Bilingual("可以不具名", "A name is not needed"),
    "NAME": Bilingual("要姓名與聯絡方式", "Name and a way to reach the person"),
    "CARD": Bilingual("要以憑證登入", "Logged in with a certificate"),
}
AUDIENCES = {
    "PUBLIC": Bilingual("民眾", "The public"),
    "STAFF": Bilingual("分署同仁", "People of the branch"),
}
OPEN_KIND, NAMED_KIND, HARASSMENT = "PETITION", "PETITION_NAMED", "HARASSMENT_COMPLAINT"
PETITION_KINDS = {
    OPEN_KIND: Bilingual("陳情、意見", "A petition or opinion"),
    NAMED_KIND: Bilingual("陳情、意見（具名）", "A petition with a name"),
    HARASSMENT: Bilingual("性騷擾申訴", "A complaint of sexual harassment"),
}
RULES = ("PETITION_REPLY", "PETITION_GENERAL", "HANDLING_DEFAULT")
# Where a kind of filing goes when nobody said through which mailbox it came.
DEFAULTS = {OPEN_KIND: "PUBLIC", NAMED_KIND: "PUBLIC", HARASSMENT: "HARASSMENT"}
_CODE = re.compile(r"[A-Z][A-Z0-9_]{2,19}", re.ASCII)
OTHER = ("OTHER", "其他", "Something else")


class MailboxUnknown(Refusal):
    code = "MAILBOX_UNKNOWN"
    zh = "沒有「{code}」這個信箱，或已經關閉"
    en = "There is no mailbox “{code}”, or it is closed"
    next_zh = "請由信箱清單選擇"
    next_en = "Choose one from the list of mailboxes"
    status = 404


class MailboxUnfit(Refusal):
    code = "MAILBOX_UNFIT"
    zh = "{what_zh}"
    en = "{what_en}"
    next_zh = "修正後再儲存"
    next_en = "Correct it and save again"
    status = 422


class GuardNotYours(Refusal):
    code = "MAILBOX_GUARD_NOT_YOURS"
    zh = "「{name_zh}」是保密信箱，不能由看不到它的人改成別人可以看"
    en = "“{name_en}” is confidential: who may look is not changed by somebody who may not"
    next_zh = "請由該單位有權限的同仁修改誰可以看；其他設定可以照改"
    next_en = "Ask a colleague of that unit to change who may look; the rest you may change"
    status = 403


class StaysConfidential(Refusal):
    code = "PETITION_STAYS_CONFIDENTIAL"
    zh = "性騷擾申訴不能移到一般信箱"
    en = "A complaint of sexual harassment is not handed to an ordinary mailbox"
    next_zh = "請移到其他保密信箱，或由專責單位辦理"
    next_en = "Hand it to another confidential mailbox, or let the unit in charge handle it"
    status = 422


class OpenedByHead(Refusal):
    code = "PETITION_OPENED_BY_HEAD"
    zh = "保密的陳情移到一般信箱，要由有核定權限的人做"
    en = "Only somebody who may approve hands a confidential petition to an ordinary mailbox"
    next_zh = "請該單位的主管看過後再移"
    next_en = "Let a head of the unit look at it and hand it over"
    status = 403


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A mailbox as it is now. ``kind`` is what is filed through it; one of ours, or another's."""

    code: str
    edition: int
    position: int
    name: Bilingual
    opening: Bilingual
    audience: str
    kind: str
    guard: str
    identity: str
    rule: str
    days: int
    section_id: int | None
    categories: tuple[tuple[str, str, str], ...]
    is_open: bool

    @property
    def is_ours(self) -> bool:
        """Whether what comes becomes a petition; other mailboxes lead to another application."""
        return self.kind in PETITION_KINDS

    @property
    def is_guarded(self) -> bool:
        """Whether only one unit may look into it."""
        return self.is_ours and self.guard != VIEW

    @property
    def takes_no_name(self) -> bool:
        """Whether the account of who writes is kept nowhere, whoever is signed in."""
        return self.is_guarded or self.identity == "NONE"

    @property
    def is_by_card(self) -> bool:
        """Whether what comes is tied to the person whose card was shown."""
        return self.identity == "CARD" and not self.takes_no_name

    def category(self, code: str) -> Bilingual:
        """The name of a category; what is gone from the list keeps its code."""
        for held, zh, en in (*self.categories, OTHER):
            if held == code:
                return Bilingual(zh, en)
        return Bilingual(code, code)


def guards_of(may: Callable[[str], bool]) -> list[str]:
    """Into which kinds of mailboxes somebody may look."""
    return [guard for guard in GUARDS if may(guard)]


def check(box: Mailbox, other_kinds: Sequence[str], on: date) -> None:
    """Refuse a mailbox that contradicts itself; raises MailboxUnfit."""
    if not _CODE.fullmatch(box.code):
        raise _unfit("code", "代碼用 3 到 20 個大寫英文字母、數字或底線",
                     "A code has 3 to 20 capital letters, digits or underscores")  # fmt: skip
    for field, text in (("name_zh", box.name), ("opening_zh", box.opening)):
        if not text.zh.strip() or not text.en.strip():
            raise _unfit(field, "名稱與說明都要有中文與英文", "Name and words need both languages")
    if box.audience not in AUDIENCES or box.identity not in IDENTITIES:
        raise _unfit("audience", "請由選項中選擇", "Choose one of the options")
    if not box.is_ours:
        if box.kind not in other_kinds:
            raise _unfit("kind", "沒有這種申辦", "There is no such kind of application")
        return
    if box.guard not in GUARDS or box.rule not in RULES:
        raise _unfit("guard", "請選擇誰可以看、適用的期限", "Choose who may look and the limit")
    if box.kind == HARASSMENT and not box.is_guarded:
        raise _unfit("guard", "性騷擾申訴須限專責單位", "Such complaints are for one unit only")
    _check_categories(box)
    _check_days(box, on)


def counting(then: Mailbox, now: Mailbox) -> Mailbox:
    """The edition by which something counts that was begun in one and sent in another.

    What was confidential when somebody began to write stays so, for the unit that was named then.
    """
    changed = then.guard != now.guard
    return then if (changed and then.is_guarded) or not now.is_ours else now


def check_guard(before: Mailbox | None, after: Mailbox, may: Callable[[str], bool]) -> None:
    """Whose eyes only is changed by one of them; raises GuardNotYours."""
    if before is None or not before.is_guarded:
        return
    if (after.guard != before.guard or not after.is_ours) and not may(before.guard):
        raise GuardNotYours(name_zh=before.name.zh, name_en=before.name.en)


def check_hand(kind: str, guard: str, to: Mailbox, may: Callable[[str], bool]) -> None:
    """Refuse to hand a petition of this kind and guard where it does not belong."""
    if not to.is_open or to.guard not in GUARDS or not to.is_ours:
        raise MailboxUnknown(code=to.code)
    if to.is_guarded:
        return
    if kind == HARASSMENT:
        raise StaysConfidential
    if guard != VIEW and not may("petition.approve"):
        raise OpenedByHead


def _check_categories(box: Mailbox) -> None:
    codes = [code for code, _, _ in box.categories]
    if len(set(codes)) != len(codes) or any(
        not _CODE.fullmatch(code) or not zh or not en for code, zh, en in box.categories
    ):
        raise _unfit(
            "categories", "類別每行一個：代碼｜中文｜English，代碼不重複",
            "One category a line: CODE | 中文 | English; each code once",
        )  # fmt: skip


def _check_days(box: Mailbox, on: date) -> None:
    entry = deadlines.rule(box.rule)
    if entry.counting == "working" and box.days > entry.on(on).value:
        raise _unfit(
            "days", "承諾的天數不能長於規定的期限", "A promise cannot be longer than the limit"
        )
    if box.days > 30:
        raise _unfit("days", "承諾最多 30 個上班日", "Promise at most 30 working days")


def _unfit(field: str, zh: str, en: str) -> MailboxUnfit:
    return MailboxUnfit(field=field, what_zh=zh, what_en=en)


def limits() -> list[Parameter]:
    """The rules by which petitions may be limited."""
    return [deadlines.rule(code) for code in RULES]
