"""Decide about card payments on a platform's page: what is known, whom to believe, when to ask.

Everything that is heard of an attempt (the platform's call, the browser's return, an answer to
our question, a line of a settlement file, a decision of two people) is one verdict. The state is
the strongest verdict heard: so the order in which they come, and how often, cannot matter, and
"failed" is never the end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from wuai.kernel.refusal import Refusal

OPEN, WAITING, FAILED, LAPSED, RELEASED = "OPEN", "WAITING", "FAILED", "LAPSED", "RELEASED"
PAID, SETTLED, REFUNDED = "PAID", "SETTLED", "REFUNDED"
SENT, SILENT, DISTRUSTED = "SENT", "SILENT", "DISTRUSTED"
STATES = (OPEN, WAITING, FAILED, LAPSED, RELEASED, PAID, SETTLED, REFUNDED)
FINAL = frozenset({SETTLED, REFUNDED})
UNDER_WAY = frozenset({OPEN, WAITING, FAILED})
HAS_MONEY = frozenset({PAID, SETTLED})
VERDICTS = (*STATES[1:], SENT, SILENT, DISTRUSTED)
# States of a refund to a card in which the money went back on our word, or may have.
OUR_REFUNDS = frozenset({"ASKED", "DONE", "UNCLEAR"})
CALLBACK, RETURN, POLL, SETTLEMENT, DESK = "CALLBACK", "RETURN", "POLL", "SETTLEMENT", "DESK"
SOURCES = (CALLBACK, RETURN, POLL, SETTLEMENT, DESK)
# Why somebody must look at an attempt.
NO_ANSWER, CONTRADICTS, UNSETTLED, GIVEN_BACK = (
    "NO_ANSWER",
    "CONTRADICTS",
    "UNSETTLED",
    "GIVEN_BACK",
)
FLAGS = ("", NO_ANSWER, CONTRADICTS, UNSETTLED, GIVEN_BACK)
AMOUNT, MERCHANT, ORDER, CLOCK, SIMULATION = "AMOUNT", "MERCHANT", "ORDER", "CLOCK", "SIMULATION"
# How far a platform's clock may be off ours.
CLOCK_MARGIN = timedelta(minutes=5)
# Nobody sits before a card page longer than this.
PAGE_ENDS = timedelta(hours=2)
GIVES_UP = timedelta(hours=24)
SETTLES_WITHIN = timedelta(days=7)
ASK_AGAIN_AFTER = timedelta(seconds=10)
# At which age of the attempt one waits how long before asking (again).
_PACE = (
    (timedelta(minutes=5), timedelta(minutes=1)),
    (timedelta(minutes=30), timedelta(minutes=3)),
    (PAGE_ENDS, timedelta(minutes=10)),
    (GIVES_UP, timedelta(minutes=30)),
    (timedelta(days=7), timedelta(hours=6)),
)


class CardNotOffered(Refusal):
    code = "CARD_NOT_OFFERED"
    zh = "這張繳款單目前不能用信用卡線上繳納"
    en = "This slip cannot be paid online by card at present"
    next_zh = "請改用頁面上的其他方式繳納"
    next_en = "Please use one of the other ways on the page"


class NothingToPay(Refusal):
    code = "CARD_NOTHING_TO_PAY"
    zh = "這個案件已經沒有應繳金額"
    en = "Nothing is owed in this case any more"
    next_zh = "不必再繳；請回繳款頁查看"
    next_en = "There is no need to pay; go back to the payment page"


class StillUnclear(Refusal):
    code = "CARD_STILL_UNCLEAR"
    zh = "前一次信用卡付款（{order_no}）的結果還不清楚，為免重複扣款，暫不開始新的一次"
    en = "The outcome of the earlier card payment ({order_no}) is not known yet; to avoid charging twice no new one is begun"
    next_zh = "請稍後再按「再查一次」，或改用其他方式繳納"
    next_en = "Please press “check again” in a few minutes, or pay in another way"


@dataclass(frozen=True, slots=True)
class Ours:
    """What we know of an attempt by ourselves."""

    merchant_id: str
    order_no: str
    amount: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Word:
    """What was said about it; ``outcome`` in the words of the codecs."""

    merchant_id: str
    order_no: str
    amount: int | None
    outcome: str
    paid_at: datetime | None
    is_simulated: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a word is worth: a verdict, and the reason when it is not believed."""

    verdict: str
    reason: str = ""


def judge(word: Word, ours: Ours, at: datetime) -> Judgement:
    """Compare a signed word with what we know; only what agrees in everything can be money."""
    if word.merchant_id != ours.merchant_id:
        return Judgement(DISTRUSTED, MERCHANT)
    if word.order_no != ours.order_no:
        return Judgement(DISTRUSTED, ORDER)
    if word.outcome not in {PAID, REFUNDED}:
        return Judgement(_no_money(word.outcome, ours, at))
    if word.is_simulated:
        return Judgement(DISTRUSTED, SIMULATION)
    if word.amount != ours.amount:
        return Judgement(DISTRUSTED, AMOUNT)
    if word.paid_at is not None and not (
        ours.made_at - CLOCK_MARGIN <= word.paid_at <= at + CLOCK_MARGIN
    ):
        return Judgement(DISTRUSTED, CLOCK)
    return Judgement(word.outcome)


def by_whom(told: Judgement, amount: int, given: Iterable[tuple[str, int]]) -> Judgement:
    """Whose refund the platform speaks of when it says that the whole order went back.

    ``given`` is what we asked it to give back, each with its state. Where that may be all of it,
    nobody else took anything; where it is a part, the rest may be a chargeback, and somebody looks.
    """
    ours = sum(part for state, part in given if state in OUR_REFUNDS)
    if told.verdict != REFUNDED or not ours:
        return told
    return Judgement(PAID, "" if ours >= amount else GIVEN_BACK)


def _no_money(outcome: str, ours: Ours, at: datetime) -> str:
    if at - ours.made_at >= PAGE_ENDS:
        return LAPSED
    return FAILED if outcome == FAILED else WAITING


def status_of(verdicts: Iterable[str]) -> str:
    """The state of an attempt: the strongest of all verdicts heard."""
    return max((one for one in verdicts if one in STATES), key=STATES.index, default=OPEN)


def next_ask(state: str, made_at: datetime, at: datetime) -> datetime | None:
    """When to ask about an attempt again; None when there is nothing (more) to ask."""
    age = at - made_at
    if state == LAPSED and age < GIVES_UP:
        return made_at + GIVES_UP  # once more, after everybody's clocks have passed the day
    if state not in UNDER_WAY:
        return None
    return next((at + wait for until, wait in _PACE if age < until), None)


def flag_of(state: str, judgement: Judgement, flag: str) -> str:
    """Why somebody must look at it after this word; a flag stays until it is cleared up."""
    if judgement.verdict == REFUNDED or judgement.reason == GIVEN_BACK:
        return GIVEN_BACK
    if judgement.verdict == DISTRUSTED:
        return CONTRADICTS
    settled = flag == UNSETTLED and state in FINAL
    known = flag == NO_ANSWER and state not in UNDER_WAY
    return "" if settled or known else flag


def has_lost_touch(state: str, made_at: datetime, at: datetime) -> bool:
    """Whether a day has passed and the platform still did not say what became of it."""
    return state in UNDER_WAY and at - made_at >= GIVES_UP


def check_start(under_way: Iterable[tuple[str, str]]) -> None:
    """Refuse a new attempt while an earlier one (order, state) is quite unknown."""
    for order_no, state in under_way:
        if state == OPEN:
            raise StillUnclear(order_no=order_no)


def may_ask(asked_at: datetime | None, at: datetime) -> bool:
    """Whether enough time has passed since the last question."""
    return asked_at is None or at - asked_at >= ASK_AGAIN_AFTER
