"""Decide about a guarantor (art. 18): when he can be reached, for how much, and when it is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import long_en, long_zh

DEMANDED, EXECUTING, SATISFIED, LIFTED = "DEMANDED", "EXECUTING", "SATISFIED", "LIFTED"
OPEN = (DEMANDED, EXECUTING)
STATE_NAMES = {
    DEMANDED: Bilingual("已限期通知保證人", "guarantor told to pay by a day"),
    EXECUTING: Bilingual("得執行保證人財產", "the guarantor's property may be enforced against"),
    SATISFIED: Bilingual("保證責任已清償", "the guarantor's liability is met"),
    LIFTED: Bilingual("不再向保證人請求", "no longer claimed from the guarantor"),
}
TONES = {DEMANDED: "waiting", EXECUTING: "press", SATISFIED: "good", LIFTED: "neutral"}
_LAW = "行政執行法第 18 條"
_NOTHING_LEFT = "已沒有可以向他請求的金額", "nothing is left to ask him for"


class GuarantorNotReachable(Refusal):
    code = "GUARANTOR_NOT_REACHABLE"
    zh = "還不能向這位保證人請求：{why_zh}"
    en = "This guarantor cannot be reached yet: {why_en}"
    next_zh = "請查看分期、擔保書與義務人的限期；條件成就後再辦理"
    next_en = (
        "Look at the plan, the letter and the obligor's time limit; come back when they allow it"
    )
    basis = _LAW
    status = 422


class GuarantorClaimOver(Refusal):
    code = "GUARANTOR_CLAIM_OVER"
    zh = "這件對保證人的請求現為「{state_zh}」，不能這樣辦理"
    en = "This claim stands as “{state_en}”; that cannot be done now"
    next_zh = "請重新整理頁面查看現況"
    next_en = "Load the page again and look at its state"
    basis = _LAW


class TooEarlyToEnforce(Refusal):
    code = "GUARANTOR_TOO_EARLY"
    zh = "通知須於製作（{made}）後、限期（{due}）以前送達，且限期已過，才能執行保證人財產"
    en = (
        "Enforcement begins when the notice, made on {made}, was served by its day, {due}, and that"
        " day has passed"
    )
    next_zh = "請登錄送達日；限期過後仍未清償再辦理"
    next_en = "Enter the day of service; come back after that day if the debt is still open"
    basis = _LAW
    status = 422


@dataclass(frozen=True, slots=True)
class Grounds:
    """What must be so before a guarantor is told to pay.

    ``undertook``: his letter says that he pays if the obligor absconds or does not perform;
    ``obligor_until``: the day until which the obligor himself was told to perform, at the earliest
    ``not_before``: the day on the slips that went to him when the plan was revoked.
    ``asked``: what is left to ask him for.
    """

    plan_revoked: bool
    is_guarantor: bool
    released: bool
    undertook: bool
    obligor_until: date
    not_before: date
    due_on: date
    asked: int


def check_grounds(grounds: Grounds, on: date) -> None:
    """Refuse by the first condition that does not hold."""
    for holds, zh, en in (
        (grounds.is_guarantor, "這項擔保不是保證人", "this surety is not a guarantor"),
        (grounds.plan_revoked, "分期尚未廢止", "the plan was not revoked"),
        (not grounds.released, "擔保已解除", "the surety was released"),
        (grounds.undertook, "擔保書未載明由其負清償責任",
         "the letter does not say that he pays if the obligor does not"),
        (grounds.obligor_until >= grounds.not_before,
         f"廢止後給義務人的限期是 {long_zh(grounds.not_before)}，不能填更早的日子",
         f"the obligor was given until {long_en(grounds.not_before)}; no earlier day can be entered"),
        (grounds.obligor_until < on, "義務人的限期尚未屆滿", "the obligor's time limit has not passed"),
        (grounds.due_on > on, "給保證人的限期須在今日之後", "the guarantor's day must lie ahead"),
        (grounds.asked > 0, *_NOTHING_LEFT),
    ):  # fmt: skip
        if not holds:
            raise GuarantorNotReachable(why_zh=zh, why_en=en)


def check_unmet(met: bool) -> None:
    """Refuse enforcement for what was paid."""
    if met:
        raise GuarantorNotReachable(why_zh=_NOTHING_LEFT[0], why_en=_NOTHING_LEFT[1])


def spread(most: int, owed: Mapping[int, int]) -> dict[int, int]:
    """What a guarantor is asked for in each case, the first case first, up to what he answers for."""
    parts, left = {}, max(most, 0)
    for case_id, amount in owed.items():
        parts[case_id] = min(left, max(amount, 0))
        left -= parts[case_id]
    return parts


def is_met(most: int, paid: int, owed: int) -> bool:
    """Whether nothing more can be asked of him."""
    return owed <= 0 or paid >= most


def check_start(state: str, demanded_on: date, served_on: date, due_on: date, on: date) -> None:
    """Refuse enforcement before the notice, once made, was served and its day has passed."""
    check_open(state, DEMANDED)
    if not (demanded_on <= served_on <= due_on < on):
        raise TooEarlyToEnforce(made=demanded_on, due=due_on, field="served_on")


def check_open(state: str, *allowed: str) -> None:
    """Refuse what this state does not allow."""
    if state not in (allowed or OPEN):
        name = STATE_NAMES[state]
        raise GuarantorClaimOver(state_zh=name.zh, state_en=name.en)
