"""Decide about money that goes back on the terminal which took it: the same card, an own approval."""

from dataclasses import dataclass

from wuai.contexts.payments.rules.desk.card_terminal import Printed, check_printed
from wuai.kernel.refusal import Refusal

TERMINAL = "TERMINAL"
READY, DONE = "TERMINAL_READY", "TERMINAL_DONE"
# How long one slip of a terminal is known again: approval codes come back, not within half a year.
SLIP_DAYS = 180


class NotAtTerminal(Refusal):
    code = "REFUND_NOT_AT_TERMINAL"
    zh = "這筆款項不是在櫃檯刷卡的，不能由端末機退刷"
    en = "This money was not paid by card at the counter: a terminal cannot give it back"
    next_zh = "請改以匯款、臨櫃，或（線上刷卡者）退回原信用卡"
    next_en = "Refund by transfer, at the counter, or (if paid by card online) to the card by its platform"
    status = 422


class NotWaitingForTerminal(Refusal):
    code = "TERMINAL_REFUND_NOT_WAITING"
    zh = "這件退還不在等候端末機退刷"
    en = "This refund does not wait for a terminal"
    next_zh = "請重新整理頁面查看現況"
    next_en = "Reload the page to see how it stands"


class AnotherCard(Refusal):
    code = "TERMINAL_REFUND_ANOTHER_CARD"
    zh = "退刷簽單的卡號末四碼與原簽單不同，款項只能退回原來的卡"
    en = "The last four digits are not those of the card that paid: money goes back to that card only"
    next_zh = "請對照退刷簽單重新輸入；若真的退到別張卡，請先在端末機取消"
    next_en = (
        "Compare with the refund slip; if another card was used, cancel it on the terminal first"
    )
    status = 422


class SaleSlip(Refusal):
    code = "TERMINAL_REFUND_SALE_SLIP"
    zh = "這是刷卡當時的簽單，不是退刷簽單"
    en = "This is the slip of the payment, not of the refund"
    next_zh = "請輸入退刷簽單的授權碼；退刷簽單沿用原授權碼時，請輸入它的交易序號；還沒有退刷，請先在端末機退刷"
    next_en = (
        "Enter the approval code of the refund slip, or its transaction number where it repeats the"
        " payment's code; if nothing was refunded yet, refund on the terminal first"
    )
    status = 422


class RefundSlipUsed(Refusal):
    code = "TERMINAL_REFUND_SLIP_USED"
    zh = "這張退刷簽單已登錄在 {number}"
    en = "This refund slip was recorded for {number} already"
    next_zh = "請核對端末機代號與授權碼；一張簽單只能登錄一次"
    next_en = "Check terminal and approval code: a slip is recorded once"


class SlipNotRecorded(Refusal):
    code = "REFUND_SLIP_NOT_RECORDED"
    zh = "這件退還沒有登錄退刷簽單，或登錄已經撤銷"
    en = "No refund slip stands for this refund, or it was undone"
    next_zh = "請重新整理頁面查看現況"
    next_en = "Reload the page to see how it stands"


class SlipUndoAsked(Refusal):
    code = "REFUND_SLIP_UNDO_ASKED"
    zh = "已有人申請撤銷這張退刷簽單的登錄"
    en = "Somebody has asked for the record of this slip to be undone"
    next_zh = "請由另一位同仁核准或退回"
    next_en = "A colleague approves it or sends it back"


class SlipOfClosedDay(Refusal):
    code = "REFUND_SLIP_DAY_CLOSED"
    zh = "這張退刷簽單計入的 {on} 已日結，登錄不能撤銷"
    en = "This slip counts on {on}, which is closed: its record stays"
    next_zh = "請先申請重新開帳，由另一位同仁核准"
    next_en = "Ask for the day to be reopened; a colleague approves"


class SlipAtTheBank(Refusal):
    code = "REFUND_SLIP_SETTLED"
    zh = "收單機構已結算這筆退刷，並與銀行入帳配對，登錄不能撤銷"
    en = "The acquirer settled this refund and it is matched with the bank: its record stays"
    next_zh = "配對有誤的，請先在日結核對頁取消配對"
    next_en = "If the match is wrong, take it apart on the page of the day first"


class ApproverAtTerminal(Refusal):
    code = "TERMINAL_REFUND_BY_APPROVER"
    zh = "核准退還的人不能自己在端末機退刷"
    en = "Whoever approved the refund does not make it on the terminal as well"
    next_zh = "請由出納同仁操作端末機並登錄簽單"
    next_en = "Let a cashier use the terminal and record the slip"


@dataclass(frozen=True, slots=True)
class RefundSlip:
    """What the terminal printed when the card was given its money back."""

    terminal_no: str
    approval_code: str
    last_four: str


def check_refund_slip(slip: RefundSlip, taken: Printed) -> RefundSlip:
    """The slip in one spelling; refused when it cannot be one, is another card's, or the payment's own."""
    clean = RefundSlip(
        slip.terminal_no.strip().upper(), slip.approval_code.strip().upper(), slip.last_four.strip()
    )
    check_printed(clean)
    if clean.last_four != taken.last_four:
        raise AnotherCard(field="last_four")
    if (clean.terminal_no, clean.approval_code) == (taken.terminal_no, taken.approval_code):
        raise SaleSlip(field="approval_code")
    return clean
