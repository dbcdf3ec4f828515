"""Decide about a card at the counter: whose it is, what the terminal's slip must say, the fee."""

import re
from dataclasses import dataclass, replace
from typing import Protocol

from wuai.kernel.refusal import Refusal


class TerminalSlipUnreadable(Refusal):
    code = "TERMINAL_SLIP_UNREADABLE"
    zh = "簽單資料不完整：{what}"
    en = "The terminal's slip is incomplete: {what_en}"
    next_zh = "請對照簽單重新輸入；卡號只填末四碼"
    next_en = "Compare with the slip; of the card number only the last four digits"
    status = 422


class ConsentNeeded(Refusal):
    code = "CARD_CONSENT_NEEDED"
    zh = "非義務人本人的卡，須填持卡人姓名並經其同意"
    en = "For somebody else's card, the holder's name and consent are needed"
    next_zh = "請持卡人當面確認願意代繳後勾選；否則請改用其他方式"
    next_en = "Let the holder confirm at the counter, then tick it; or take another way to pay"
    status = 422


class SettledBeforeKeyed(Refusal):
    code = "CARD_SETTLED_BEFORE_KEYED"
    zh = "這張簽單的款項已由收單檔入帳"
    en = "The money of this slip came in by the acquirer's file already"
    next_zh = "請由待查款項或收款紀錄查找，不要再登錄一次"
    next_en = "Look for it among unmatched money or payments; do not key it again"


@dataclass(frozen=True, slots=True)
class TerminalSlip:
    """What the terminal printed, and what the cashier saw."""

    terminal_no: str
    approval_code: str
    last_four: str
    brand: str
    is_foreign: bool = False
    is_obligors: bool = True
    holder: str = ""
    has_consent: bool = False


class Printed(Protocol):
    """What every slip of a terminal shows: where, under which approval, which card."""

    @property
    def terminal_no(self) -> str: ...

    @property
    def approval_code(self) -> str: ...

    @property
    def last_four(self) -> str: ...


_FORMS = (
    ("terminal_no", r"[A-Z0-9-]{1,16}", "端末機代號", "terminal number"),
    ("approval_code", r"[A-Z0-9]{1,12}", "授權碼", "approval code"),
    ("last_four", r"[0-9]{4}", "卡號末四碼", "last four digits"),
)


def check_slip(slip: TerminalSlip) -> TerminalSlip:
    """The slip in one spelling; refused when it cannot be one, or the card's holder did not agree."""
    clean = replace(
        slip, terminal_no=slip.terminal_no.strip().upper(), holder=" ".join(slip.holder.split())[:100],
        approval_code=slip.approval_code.strip().upper(), last_four=slip.last_four.strip(),
    )  # fmt: skip
    check_printed(clean)
    if not clean.is_obligors and not (clean.holder and clean.has_consent):
        raise ConsentNeeded(field="holder")
    return clean


def check_printed(slip: Printed) -> None:
    """Refuse what no terminal prints."""
    for field, form, zh, en in _FORMS:
        if not re.fullmatch(form, getattr(slip, field)):
            raise TerminalSlipUnreadable(what=zh, what_en=en, field=field)


def fee(amount: int, hundredths_of_percent: int) -> int:
    """What the acquirer takes, rounded to the nearest dollar, half up."""
    return (amount * hundredths_of_percent + 5_000) // 10_000
