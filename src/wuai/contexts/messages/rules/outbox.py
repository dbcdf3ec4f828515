"""What may leave the house, and when a mail may be tried (again)."""

import re
import unicodedata
from datetime import datetime, timedelta

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

# A worker that died while sending holds its claim no longer than this.
CLAIM = timedelta(minutes=10)
MAX_ATTEMPTS = 8
SUBJECT_LENGTH = 200
_SPACE = re.compile(r"\s+")
# One plain address: no display name, no list, nothing that could end a header.
_ADDRESS = re.compile(
    r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}", re.ASCII
)


class RecipientInvalid(Refusal):
    code = "RECIPIENT_INVALID"
    zh = "「{recipient}」不是一個有效的電子郵件地址"
    en = "“{recipient}” is not one valid e-mail address"
    next_zh = "請更正信箱，例如 name@example.gov.tw"
    next_en = "Correct the mailbox, for example name@example.gov.tw"
    status = 422


def recipient(text: str) -> str:
    """One address as it may stand in a header, or a refusal."""
    address = text.strip(" ")
    if len(address) > 160 or _ADDRESS.fullmatch(address) is None:
        raise RecipientInvalid(field="recipient", recipient=_one_line(text)[:80])
    return address


def subject(text: str) -> str:
    """A subject without anything that could begin another header."""
    return _one_line(text)[:SUBJECT_LENGTH]


def _one_line(text: str) -> str:
    return _SPACE.sub(
        " ", "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    ).strip()


def may_send(*, status: str, claimed_at: datetime | None, at: datetime) -> bool:
    """Whether a worker may take this message now: it waits, or its earlier claim has lapsed."""
    if status == "SENDING":
        return claimed_at is None or at - claimed_at >= CLAIM
    return status == "WAITING"


def outcome(*, attempts: int, temporary: bool) -> str:
    """The status after a failed attempt: wait for the next one, or give up visibly."""
    return "WAITING" if temporary and attempts < MAX_ATTEMPTS else "FAILED"


class NotGivenUp(Refusal):
    code = "MAIL_NOT_GIVEN_UP"
    zh = "這封郵件並未停止寄送"
    en = "This mail has not been given up"
    next_zh = "請重新整理清單，查看目前狀態"
    next_en = "Reload the list to see where it stands"


class MailUnknown(Refusal):
    code = "MAIL_UNKNOWN"
    zh = "查無這封郵件"
    en = "There is no such mail"
    next_zh = "請回到郵件清單"
    next_en = "Go back to the list of mails"
    status = 404


STATES = {
    "WAITING": Bilingual("等待寄送", "waiting"),
    "SENDING": Bilingual("寄送中", "being sent"),
    "SENT": Bilingual("已寄出", "sent"),
    "DELIVERED": Bilingual("已送達", "delivered"),
    "BOUNCED": Bilingual("退回", "came back"),
    "FAILED": Bilingual("寄送失敗", "given up"),
}
TONES = {
    "WAITING": "waiting", "SENDING": "going", "SENT": "good", "DELIVERED": "good",
    "BOUNCED": "bad", "FAILED": "bad",
}  # fmt: skip
