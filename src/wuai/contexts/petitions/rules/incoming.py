"""What comes by mail: which letters become a petition by themselves, and which a person looks at first.

Never answered by a machine: what a machine wrote (RFC 3834), what came from ourselves, and more
letters of one address in a day than a person writes. Whatever is set aside waits for a person.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wuai.contexts.petitions.rules.mailboxes import HARASSMENT
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

PETITION, ADDED, ASIDE, REPORT, LEFT = "PETITION", "ADDED", "ASIDE", "REPORT", "LEFT"
OUTCOMES = {
    PETITION: Bilingual("已成為陳情", "Became a petition"),
    ADDED: Bilingual("已併入陳情", "Added to a petition"),
    ASIDE: Bilingual("等同仁看過", "Waits for somebody to look"),
    REPORT: Bilingual("退信報告", "A report on a mail of ours"),
    LEFT: Bilingual("看過，不必受理", "Looked at, nothing to take up"),
}
AUTOMATIC, OURS, ABOUT, MANY, REFUSED, UNREADABLE = (
    "AUTOMATIC", "OURS", "ABOUT", "MANY", "REFUSED", "UNREADABLE",
)  # fmt: skip
DOUBTFUL, FLOOD = "DOUBTFUL", "FLOOD"
MAIL, SOCIAL = "MAIL", "SOCIAL"
REASONS = {
    DOUBTFUL: Bilingual("郵件伺服器認為是垃圾信或冒名", "The mail server takes it for spam or for a forged sender"),
    FLOOD: Bilingual("這個信箱一小時內來信過多", "Too many letters in this mailbox within an hour"),
    AUTOMATIC: Bilingual("自動回覆、電子報或系統信", "An automatic answer, a newsletter, a machine's mail"),
    OURS: Bilingual("從我們自己的信箱寄出", "It came from a mailbox of ours"),
    ABOUT: Bilingual("主旨提到已有的編號，可能是補充", "It names a number that exists: perhaps an addition"),
    MANY: Bilingual("同一地址一天內來信過多", "Too many letters from one address in a day"),
    REFUSED: Bilingual("內容不完整，無法自動登記", "Something is missing, it could not be registered by itself"),
    SOCIAL: Bilingual("社群訊息，由同仁判斷", "A message on a social network: somebody decides"),
    UNREADABLE: Bilingual("信件格式無法讀取", "The mail cannot be read"),
}  # fmt: skip
# A mailbox that nobody looked into for so long is late; it is looked into every five minutes.
READ_WITHIN = timedelta(minutes=15)
# So far the clock of a mail server may be behind ours.
SLOW_CLOCK = timedelta(minutes=10)
# Of these nobody is answered unless somebody who looked says so.
DOUBTED = (AUTOMATIC, OURS, DOUBTFUL)
# So many letters of one address within a day are taken up and answered without a person.
MOST_A_DAY = 5
# So many letters of one mailbox that came within an hour, whoever they say wrote them.
MOST_AN_HOUR = 30
LONGEST = 4000
# So large may a file be that comes with a petition, by whatever way.
MOST_PAPER = 20 * 1024 * 1024
NOTE = 500
_MACHINES = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)[+@-]", re.I)
_NUMBER = re.compile(r"\d{2,3}申\d{6}")


class MayNotTakeUp(Refusal):
    code = "INCOMING_DECIDED"
    zh = "這封信已經有人處理了"
    en = "Somebody has dealt with this letter already"
    next_zh = "請重新整理頁面"
    next_en = "Reload the page"
    status = 409


class LetterUnreadable(Refusal):
    code = "INCOMING_UNREADABLE"
    zh = "這封信無法讀取，不能直接受理"
    en = "This letter cannot be read, so it cannot be taken up as it is"
    next_zh = "請到原信箱查看，再用「登記來函」受理"
    next_en = "Look at it in the mailbox itself and register what it says"
    status = 422


class StaysWithItsUnit(Refusal):
    code = "INCOMING_STAYS_CONFIDENTIAL"
    zh = "這封信寄到保密信箱，不能併入其他單位看得到的陳情"
    en = "This letter came to a confidential mailbox: it is not added to what others may see"
    next_zh = "請登記成一件陳情，由專責單位辦理"
    next_en = "Register it as a petition of its own, for the unit in charge"
    status = 422


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came along."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail, read. ``text`` is what the person wrote; ``is_automatic`` what its head says of itself.

    ``left_out`` names what came along and is not among the files.
    """

    message_id: str
    sender: str
    name: str
    subject: str
    text: str
    written: str
    is_automatic: bool
    files: Sequence[Attached] = ()
    left_out: Sequence[str] = ()
    channel: str = MAIL

    @property
    def email(self) -> str:
        """Where whoever wrote can be answered by mail; empty for a message of another kind."""
        return self.sender if self.channel == MAIL else ""


@dataclass(frozen=True, slots=True)
class Box:
    """A mailbox that is fetched, as much as a rule needs: its addresses, and the mailbox of ours it feeds."""

    code: str
    mailbox: str
    own: frozenset[str]


def is_ours_to_take(fetched: "Fetched", begun_at: datetime | None) -> bool:
    """Whether the server got it after reading began; a clock that is a little slow loses no letter."""
    return begun_at is None or fetched.came_at >= begun_at - SLOW_CLOCK


def is_late(read_at: datetime | None, at: datetime) -> bool:
    """Whether a mailbox should have been read since."""
    return read_at is None or at - read_at > READ_WITHIN


def identity_of(box: str, letter: Letter) -> str:
    """What makes a mail itself, however often and by whatever way it comes into this box.

    The number alone is not enough: another letter that carries it, by mistake or by design, is not lost.
    """
    said = (box, letter.message_id, letter.sender, letter.written, letter.subject, letter.text)
    return "\x1f".join(said)


def why_aside(box: Box, letter: Letter, *, today: int) -> str:
    """Why a person looks at it first; empty when it is taken up at once."""
    if letter.channel == SOCIAL:
        return SOCIAL
    if letter.sender in box.own:
        return OURS
    if letter.is_automatic or not letter.sender or _MACHINES.search(letter.sender):
        return AUTOMATIC
    if number_in(letter.subject):
        return ABOUT
    return MANY if today >= MOST_A_DAY else ""


def may_answer(reason: str) -> bool:
    """Whether somebody may let the sender have number and code: never what came from ourselves."""
    return reason != OURS


def number_in(subject: str) -> str:
    """The number of a request that a subject names, if it names one."""
    found = _NUMBER.search(subject)
    return found[0] if found else ""


def as_given(kind: str, letter: Letter, left_out: Sequence[str]) -> dict[str, Any]:
    """The answers of the form, from a letter. What was too long is in the file that comes with it."""
    text = letter.text.strip() or letter.subject or ("（內容見附件）" if letter.files else "")
    if left_out:
        text = text[: LONGEST - 300]
        text += "\n\n（未收的附件 / files not taken：" + "、".join(left_out)[:250] + "）"
    name = letter.name or letter.email or "（社群使用者）"
    given = {"name": name[:100], "email": letter.email, "phone": "", "address": ""}
    if kind == HARASSMENT:
        return given | {"content": _cut(text)}
    subject = " ".join(letter.subject.split())[:80]
    return given | {
        "subject": subject or "（沒有主旨）",
        "content": _cut(text),
        "wish": "",
        "case_no": "",
    }


def as_note(letter: Letter, left_out: Sequence[str]) -> str:
    """What an added letter says, as far as a line of the trail holds it; the letter has the whole."""
    text, gone = letter.text.strip() or letter.subject, ""
    if left_out:
        gone = "（未收的附件 / files not taken：" + "、".join(left_out)[:120] + "）"
    most = NOTE - len(gone)
    if len(text) > most:
        text = text[: most - 50] + "……（全文見來信 / the letter has the whole）"
    return text + gone


def is_too_long(letter: Letter) -> bool:
    """Whether the text needs a file of its own."""
    return len(letter.text.strip()) > LONGEST


def _cut(text: str) -> str:
    return (
        text
        if len(text) <= LONGEST
        else text[: LONGEST - 40] + "……（全文見附件 / the whole is attached）"
    )


@dataclass(frozen=True, slots=True)
class Fetched:
    """One raw mail as the server gave it: its number there, and when it came in."""

    uid: int
    came_at: datetime
    raw: bytes
    is_cut: bool = False
