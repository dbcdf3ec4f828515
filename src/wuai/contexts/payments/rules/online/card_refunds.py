"""Decide about money that goes back to a card: when it can, and what an answer of the platform is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wuai.kernel.refusal import Refusal

CARD = "CARD"
READY, ASKED, DONE, REFUSED, UNCLEAR = "READY", "ASKED", "DONE", "REFUSED", "UNCLEAR"
# A question is answered within seconds; after this nobody waits on the line any more.
NOBODY_LISTENS = timedelta(minutes=10)


class NotByCard(Refusal):
    code = "REFUND_NOT_BY_CARD"
    zh = "這筆款項不是線上刷卡付的，或平台還沒有告知交易編號，不能退回信用卡"
    en = "This money was not paid by card online, or its number at the platform is not known: it cannot go back to a card"
    next_zh = "請先在線上刷卡頁詢問平台，或改以匯款、臨櫃退還"
    next_en = "Ask the platform on the page of the card payment first, or refund by transfer or at the counter"
    status = 422


class GivenBackAlready(Refusal):
    code = "REFUND_GIVEN_BACK_ALREADY"
    zh = "平台說這筆錢已退回持卡人的信用卡，再退就退了兩次"
    en = "The platform says that this money went back to the card already: another refund would pay it twice"
    next_zh = "請先在線上刷卡頁查明：確已退回的，申請作廢收款"
    next_en = "Clear up the card payment first; if it did go back, ask for the receipt to be voided"


class NotUnclear(Refusal):
    code = "CARD_REFUND_NOT_UNCLEAR"
    zh = "這件退刷沒有待查明的事項"
    en = "Nothing about this refund to a card has to be cleared up"
    next_zh = "請重新整理頁面查看現況"
    next_en = "Reload the page to see how it stands"


class WordStands(Refusal):
    code = "CARD_REFUND_WORD_STANDS"
    zh = "{name} 已記下這件退刷的結果，等另一位同仁確認"
    en = "{name} wrote down what became of this refund; it waits for a colleague"
    next_zh = "結果不對時，請先按「再查」退回，再重新記下"
    next_en = "If it is wrong, send it back with “check again” first, then write it down anew"


class WordChanged(Refusal):
    code = "CARD_REFUND_WORD_CHANGED"
    zh = "平台結果的紀錄在您看過之後已變動"
    en = "What was written down about the platform changed after you saw it"
    next_zh = "請重新整理頁面，看過現在的紀錄再決定"
    next_en = "Reload the page and decide on what stands there now"
    status = 412


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform said of one refund: done or not, and its code."""

    done: bool
    code: str


def is_lost(asked_at: datetime | None, at: datetime) -> bool:
    """Whether nobody can still be waiting for the answer to this question."""
    return asked_at is not None and at - asked_at >= NOBODY_LISTENS
