"""Decide about a chargeback: the acquirer's own word on a card of the counter that it had paid."""

import re
from dataclasses import dataclass
from datetime import date

from wuai.kernel.refusal import Refusal

CHARGEBACK = "CHARGEBACK"
TAKEN = "TAKEN_BY_ACQUIRER"


class NotASettledCard(Refusal):
    code = "CHARGEBACK_NOT_A_SETTLED_CARD"
    zh = "這筆收款不是收單機構已撥款的臨櫃刷卡"
    en = "This is no card payment at the counter that the acquirer has paid"
    next_zh = "還沒撥款的臨櫃刷卡請申請作廢；線上刷卡請由線上刷卡頁查明"
    next_en = "Ask for a card that is not settled yet to be voided; clear up a card online on its own page"


class NoticeIncomplete(Refusal):
    code = "CHARGEBACK_NOTICE_INCOMPLETE"
    zh = "扣回通知資料不完整：{what}"
    en = "The notice is incomplete: {what_en}"
    next_zh = "請對照收單機構的扣回通知重新輸入"
    next_en = "Compare with the notice of the acquirer"
    status = 422


class NoticeRecorded(Refusal):
    code = "CHARGEBACK_RECORDED"
    zh = "扣回通知 {number} 已登錄，或這筆收款的扣回正待另一位同仁核准"
    en = (
        "Notice {number} is recorded already, or a chargeback of this payment waits for a colleague"
    )
    next_zh = "請查看收款紀錄"
    next_en = "Look at the payment"


class MoreThanIsLeft(Refusal):
    code = "CHARGEBACK_MORE_THAN_LEFT"
    zh = "扣回 {amount} 元，多於這筆收款還沒有退還的 {left} 元"
    en = "NT$ {amount} is more than the NT$ {left} of this payment that was not given back yet"
    next_zh = "請核對通知的金額；已另行退還的，先駁回還沒付的退還，或向收單機構申復"
    next_en = (
        "Check the amount; refuse refunds that are not paid yet, or contest it with the acquirer"
    )
    status = 422


class MovedMeanwhile(Refusal):
    code = "CHARGEBACK_MOVED_MEANWHILE"
    zh = "這筆收款的去處剛剛有變動"
    en = "Where the money of this payment stands has just changed"
    next_zh = "請重新整理頁面，看過去處後再核准"
    next_en = "Reload the page, see where it stands, then approve"
    status = 412


@dataclass(frozen=True, slots=True)
class Notice:
    """What the acquirer wrote: its number, its day, how much, and why."""

    number: str
    noticed_on: date
    amount: int
    why: str


def check_notice(notice: Notice, *, paid_on: date, on: date, left: int) -> Notice:
    """The notice in one spelling; refused when it cannot be one of this payment."""
    number, why = notice.number.strip().upper(), " ".join(notice.why.split())[:200]
    for is_wrong, field, zh, en in (
        (not re.fullmatch(r"[A-Z0-9-]{1,20}", number), "number", "通知編號", "its number"),
        (not paid_on <= notice.noticed_on <= on, "noticed_on", "通知日", "its day"),
        (notice.amount <= 0, "amount", "金額", "the amount"),
        (not why, "why", "事由", "the reason"),
    ):
        if is_wrong:
            raise NoticeIncomplete(what=zh, what_en=en, field=field)
    if notice.amount > left:
        raise MoreThanIsLeft(amount=f"{notice.amount:,}", left=f"{left:,}", field="amount")
    return Notice(number, notice.noticed_on, notice.amount, why)
