"""What people are told about: each kind is declared once, with its words in both languages.

A wording may name the number of the matter, the branch, its telephone and a link, and nothing else:
who reads over somebody's shoulder learns no name, no amount and no reason.
"""

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

PLACES = frozenset({"reference", "branch", "phone", "link"})
NEEDED = frozenset({"branch", "link"})
SUBJECT, TEXT, SHORT = 120, 1500, 134
LANGUAGES = ("zh-hant", "en")
# An identity number, an amount of money, a mail address: none of them belongs in a message.
_PERSONAL = re.compile(
    r"[A-Z][12389]\d{8}|NT\$|＄|\$\s*\d|\d\s*元|[0-9０-９]{2,}\s*(?:dollars|TWD)|@", re.IGNORECASE
)
_REFERENCE = re.compile(r"[\w（）()./-]{1,40}")
_IDENTITY = re.compile(r"[A-Z][A-D1289]\d{8}", re.IGNORECASE)
_LINK = re.compile(r"/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Words:
    """One language of a wording: subject, text, and the short form for a text message."""

    subject: str
    text: str
    short: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message. ``necessary``: the law or the procedure needs it, so reminders may be
    stopped and it may not; ``urgent``: it does not wait for the morning; ``call``: somebody
    telephones when no channel reaches the person.
    """

    code: str
    name: Bilingual
    zh: Words
    en: Words
    necessary: bool = True
    urgent: bool = False
    call: bool = False

    def words(self, language: str) -> Words:
        """The declared words in a language."""
        return self.en if language.startswith("en") else self.zh


class WordingUnfit(Refusal):
    code = "MESSAGE_WORDING_UNFIT"
    zh = "範本「{where}」{why_zh}"
    en = "The wording “{where}” {why_en}"
    next_zh = "範本只能用 {{reference}}、{{branch}}、{{phone}}、{{link}}，不寫姓名、金額、事由"
    next_en = "A wording may use {{reference}}, {{branch}}, {{phone}}, {{link}}; no name, amount or reason"
    basis = "個人資料保護法第 5 條"
    status = 422


class KindUnknown(Refusal):
    code = "MESSAGE_KIND_UNKNOWN"
    zh = "沒有「{kind}」這種訊息"
    en = "There is no kind of message “{kind}”"
    next_zh = "請由清單選擇"
    next_en = "Choose one from the list"
    status = 404


class FactUnfit(Refusal):
    code = "MESSAGE_FACT_UNFIT"
    zh = "「{text}」不能放進訊息"
    en = "“{text}” may not stand in a message"
    next_zh = "訊息只帶案號或收件編號，與本站的網址路徑"
    next_en = "A message carries the number of the matter and a path of this site only"
    status = 422


_kinds: dict[str, Kind] = {}


def declare(kind: Kind) -> Kind:
    """Make a kind known; refuses words that could give somebody away."""
    if _kinds.get(kind.code, kind) != kind:
        raise ValueError(f"{kind.code} is declared twice")
    for words in (kind.zh, kind.en):
        check_words(words)
    _kinds[kind.code] = kind
    return kind


def kinds() -> Mapping[str, Kind]:
    """Every declared kind by its code."""
    return _kinds


def kind_of(code: str) -> Kind:
    """The kind with this code, or a refusal."""
    if code not in _kinds:
        raise KindUnknown(kind=code[:40])
    return _kinds[code]


def check_words(words: Words) -> None:
    """Refuse words that name more than they may, are too long, or leave out who writes."""
    for where, text, most in (
        ("subject", words.subject, SUBJECT), ("text", words.text, TEXT), ("short", words.short, SHORT),
    ):  # fmt: skip
        _check(where, text, most)
        if where != "subject" and not _places(where, text) >= NEEDED:
            raise WordingUnfit(field=where, where=where, why_zh="須有 {branch} 與 {link}",
                               why_en="must name {branch} and {link}")  # fmt: skip


def _check(where: str, text: str, most: int) -> None:
    if not text.strip() or len(text) > most:
        raise WordingUnfit(field=where, where=where, why_zh=f"須有文字，且至多 {most} 字",
                           why_en=f"needs text, {most} characters at most")  # fmt: skip
    extra = _places(where, text) - PLACES
    if extra or _PERSONAL.search(text):
        raise WordingUnfit(field=where, where=where, why_zh="含有不可外送的內容",
                           why_en="holds something that must not leave the house")  # fmt: skip


def _places(where: str, text: str) -> set[str]:
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise WordingUnfit(field=where, where=where, why_zh="的大括號沒有成對",
                           why_en="has a brace without its pair") from error  # fmt: skip
    # An attribute, an index, a format or a conversion is not a plain name.
    return {
        f"{name}{spec}{'!' if conversion else ''}"
        for _, name, spec, conversion in parts
        if name is not None
    }


def reference(text: str) -> str:
    """The number of a matter as it may stand in a message."""
    said = "".join(text.split())
    if not _REFERENCE.fullmatch(said) or _IDENTITY.fullmatch(said):
        raise FactUnfit(field="reference", text=said[:12])
    return said


def link(text: str) -> str:
    """A path of this site without anything that could tell who follows it."""
    if len(text) > 200 or not _LINK.fullmatch(text):
        raise FactUnfit(field="link", text=text[:60])
    return text


def render(words: Words, *, reference: str, branch: str, phone: str) -> Words:
    """The words with their facts; the link stays open until it is known where this site answers."""
    facts = {"reference": reference, "branch": branch, "phone": phone, "link": "{link}"}
    return Words(
        words.subject.format(**facts), words.text.format(**facts), words.short.format(**facts)
    )


def with_link(text: str, url: str) -> str:
    """The text as it is sent or shown, with its link."""
    return text.replace("{link}", url)
