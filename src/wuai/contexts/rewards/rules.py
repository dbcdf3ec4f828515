"""When a reward is announced in public: on whose decision, under which name, for how long."""

from dataclasses import dataclass
from datetime import date

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.identity_numbers import mask_name
from wuai.kernel.refusal import Refusal

PROPOSE, APPROVE = "case.edit", "application.decide"
PROPOSED, PUBLISHED, REFUSED, ENDED = "PROPOSED", "PUBLISHED", "REFUSED", "ENDED"
STATE_NAMES = {
    PROPOSED: Bilingual("待核定", "Waiting for approval"),
    PUBLISHED: Bilingual("公告中", "Published"),
    REFUSED: Bilingual("不公告", "Not published"),
    ENDED: Bilingual("已撤下", "Taken down"),
}
TONES = {PROPOSED: "press", PUBLISHED: "going", REFUSED: "neutral", ENDED: "neutral"}
FULL, MASKED = "FULL", "MASKED"
NAMES = {
    MASKED: Bilingual("遮蔽姓名", "Masked name"),
    FULL: Bilingual("全名（須有法律依據）", "Full name (needs a legal basis)"),
}
LONGEST_DAYS = 366
CASE_CLOSED = "案件已結案"


class BasisMissing(Refusal):
    code = "REWARD_BASIS_MISSING"
    zh = "公告獎勵要寫明法律依據；以全名公告，還要寫明為什麼可以公布姓名"
    en = (
        "An announcement names its legal basis; with a full name also why the name may be published"
    )
    next_zh = "請填寫依據的規定與機關的決定"
    next_en = "Give the rule and the decision it rests on"
    basis = "個人資料保護法第 16 條"
    status = 422


class TermWrong(Refusal):
    code = "REWARD_TERM_WRONG"
    zh = "公告的期間要從今天或以後開始，最長 {days} 天"
    en = "An announcement begins today or later and lasts {days} days at most"
    next_zh = "請更正起訖日；期滿仍需要時再公告一次"
    next_en = "Correct the days; announce it again when it is over and still needed"
    status = 422


class RewardMissing(Refusal):
    code = "REWARD_WITHOUT_REWARD"
    zh = "獎金要填比例（1 到 100％）或上限金額，至少一項"
    en = "Give a share of 1 to 100 % or a highest amount, at least one of them"
    next_zh = "請照機關決定的獎勵填寫"
    next_en = "Fill it in as it was decided"
    status = 422


class RewardMoveImpossible(Refusal):
    code = "REWARD_MOVE_IMPOSSIBLE"
    zh = "這則公告現在是「{state_zh}」，不能這樣做"
    en = "This announcement is “{state_en}”; this cannot be done"
    next_zh = "請重新整理頁面，查看現在的狀態"
    next_en = "Reload the page and look at where it stands"


class RewardCaseClosed(Refusal):
    code = "REWARD_CASE_CLOSED"
    zh = "案件已結案，不能再公告獎勵檢舉"
    en = "The case is closed: no reward can be announced for it any more"
    next_zh = "請查看案件現況；待核定的公告請登錄不公告"
    next_en = "See how the case stands; refuse a draft that still waits"


class SecondPersonPublishes(Refusal):
    code = "REWARD_SECOND_PERSON"
    zh = "擬稿與核定須由不同的人"
    en = "Who drafted it may not approve it"
    next_zh = "請由另一位有核定權限的同仁核定"
    next_en = "Ask a colleague who may decide"
    status = 403


class RewardReasonMissing(Refusal):
    code = "REWARD_REASON_MISSING"
    zh = "請寫明理由"
    en = "Please give the reason"
    next_zh = "一兩句話即可"
    next_en = "One or two sentences will do"
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What an announcement says, until when, and on what it rests."""

    naming: str
    sought: str
    percent: int | None
    most: int | None
    legal_basis: str
    since: date
    until: date


def check(given: Wording, on: date) -> None:
    """Refuse an announcement without a basis, without a reward, or without an end."""
    if not given.legal_basis.strip():
        raise BasisMissing(field="legal_basis")
    if not (given.percent or given.most) or (given.percent or 0) > 100:
        raise RewardMissing(field="percent")
    if given.since < on or not 0 <= (given.until - given.since).days <= LONGEST_DAYS:
        raise TermWrong(days=LONGEST_DAYS, field="until")


def check_case(*, is_open: bool) -> None:
    """Refuse to announce anything about a case that is over."""
    if not is_open:
        raise RewardCaseClosed


def shown_name(name: str, naming: str) -> str:
    """The name as the public reads it."""
    return name if naming == FULL else mask_name(name)


def check_state(state: str, *wanted: str) -> None:
    """Refuse what the state does not allow."""
    if state not in wanted:
        name = STATE_NAMES[state]
        raise RewardMoveImpossible(state_zh=name.zh, state_en=name.en)


def said(text: str) -> str:
    """A reason as it is kept."""
    kept = " ".join(text.split())[:500]
    if not kept:
        raise RewardReasonMissing(field="reason")
    return kept
