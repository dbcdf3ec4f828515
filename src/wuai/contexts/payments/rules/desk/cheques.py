"""Decide about cheques and postal money orders: what may happen next, and from when they count.

A cheque discharges a debt only when the bank has collected it. Then the payment counts from the
day on which the branch could first have collected it: the day it was received, or the day written
on a post-dated cheque. Whoever brought it bears no interest for the days that the bank took.
"""

from datetime import date

from wuai.kernel.refusal import Refusal

HELD, SENT, CLEARED, BOUNCED, RETURNED = "HELD", "SENT", "CLEARED", "BOUNCED", "RETURNED"
SEND, CLEAR, BOUNCE, RETURN, TAKE_BACK = "SEND", "CLEAR", "BOUNCE", "RETURN", "TAKE_BACK"
# (from, what happens) -> to. TAKE_BACK: the bank took collected money back; two people void it.
MOVES = {
    (HELD, SEND): SENT,
    (HELD, RETURN): RETURNED,
    (SENT, CLEAR): CLEARED,
    (SENT, BOUNCE): BOUNCED,
    (CLEARED, TAKE_BACK): BOUNCED,
}
# Up to so many days old, in order; whatever is older is in the last group.
AGES = (7, 30)


class ChequeUnknown(Refusal):
    code = "CHEQUE_UNKNOWN"
    zh = "本分署查無此票據"
    en = "This branch has no such cheque or money order"
    next_zh = "請由票據清單查找"
    next_en = "Look for it in the list of cheques"
    status = 404


class ChequeHeldAlready(Refusal):
    code = "CHEQUE_HELD_ALREADY"
    zh = "{bank} 第 {number} 號票據已登錄"
    en = "Number {number} of {bank} is recorded already"
    next_zh = "請由票據清單查看；退票後可以重新登錄"
    next_en = "See the list of cheques; one that bounced may be recorded again"


class ChequeRecordedDifferently(Refusal):
    code = "CHEQUE_RECORDED_DIFFERENTLY"
    zh = "這份表單已登錄 {number} 號票據，且內容不同"
    en = "This form has recorded number {number} already, with other content"
    next_zh = "請由票據清單查看，或重新開啟登錄頁"
    next_en = "See the list of cheques, or open the form anew"


class ChequeCannot(Refusal):
    code = "CHEQUE_CANNOT"
    zh = "票據目前是「{state}」，不能這樣辦理"
    en = "The cheque or money order is {state} now; this cannot be done"
    next_zh = "請重新整理頁面查看現況；已兌現的須由二人作廢收款"
    next_en = "Reload the page; what has cleared is taken back by two people voiding the payment"


class ChequeIncomplete(Refusal):
    code = "CHEQUE_INCOMPLETE"
    zh = "票號、付款行庫、發票人與案號都要填"
    en = "Number, bank, drawer and case number are all needed"
    next_zh = "請補齊後再登錄"
    next_en = "Fill in what is missing"
    status = 422


class NothingToSend(Refusal):
    code = "CHEQUES_NOTHING_TO_SEND"
    zh = "選取的票據沒有可以送存的：須為保管中且已到期"
    en = "None of these can go to the bank: they must be held here and due"
    next_zh = "請重新選取"
    next_en = "Choose again"
    status = 422


def after(state: str, act: str) -> str:
    """The state that an act leads to."""
    try:
        return MOVES[state, act]
    except KeyError as error:
        raise ChequeCannot(state=state) from error


def counts_from(received_on: date, due_on: date) -> date:
    """The day from which a cleared cheque counts as paid."""
    return max(received_on, due_on)


def may_be_sent(state: str, due_on: date, on: date) -> bool:
    """Whether the bank would take it today."""
    return state == HELD and due_on <= on


def age_group(due_on: date, on: date) -> int:
    """Which group of :data:`AGES` what waits belongs to; the last one is the oldest."""
    days = (on - due_on).days
    return sum(days > limit for limit in AGES)
