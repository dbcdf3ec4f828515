"""Decide about what takes two people: proposing and deciding are never the same person."""

from wuai.kernel.refusal import Refusal

APPROVED, REFUSED = "APPROVED", "REFUSED"


class SamePerson(Refusal):
    code = "TWO_PEOPLE_NEEDED"
    zh = "提出的人不能自己核准"
    en = "Whoever proposed it cannot approve it"
    next_zh = "請另一位有核准權限的同仁決定"
    next_en = "Ask a colleague who may approve"


class AlreadyDecided(Refusal):
    code = "ALREADY_DECIDED"
    zh = "此案已由 {name} 決定"
    en = "{name} has decided this already"
    next_zh = "請重新整理頁面查看結果"
    next_en = "Reload the page to see the result"


class ReasonNeeded(Refusal):
    code = "REASON_NEEDED"
    zh = "請填寫理由"
    en = "A reason is needed"
    next_zh = "請以一句話說明"
    next_en = "Say why in one sentence"
    status = 422


def check_decision(proposed_by: str, decided_name: str | None, decider: str, decision: str) -> None:
    """Refuse a second decision, and approval by the person who proposed."""
    if decided_name is not None:
        raise AlreadyDecided(name=decided_name)
    if decision == APPROVED and proposed_by == decider:
        raise SamePerson


def reason(text: str) -> str:
    """The reason as it is kept; refused when it is empty."""
    said = " ".join(text.split())[:200]
    if not said:
        raise ReasonNeeded(field="reason")
    return said
