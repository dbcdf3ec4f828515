"""The life of a plan as one table; the code reads it, and so does whoever draws it."""

from dataclasses import dataclass

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

# Pending plans are asked for, a running one has a schedule that people pay by.
PENDING, RUNNING, OVER = "PENDING", "RUNNING", "OVER"
STAGES = {
    "CONSENT": PENDING, "DECISION": PENDING, "ACTIVE": RUNNING, "REFUSED": OVER, "WITHDRAWN": OVER,
    "COMPLETED": OVER, "REVOKED": OVER, "REPLACED": OVER,
}  # fmt: skip
STATE_NAMES = {
    "CONSENT": Bilingual("徵詢機關同意中", "waiting for the agencies' consent"),
    "DECISION": Bilingual("待核定", "waiting for the decision"),
    "ACTIVE": Bilingual("分期繳納中", "being paid by instalments"),
    "REFUSED": Bilingual("未准", "refused"),
    "WITHDRAWN": Bilingual("撤回申請", "request withdrawn"),
    "COMPLETED": Bilingual("分期繳清", "paid in full"),
    "REVOKED": Bilingual("已廢止", "revoked"),
    "REPLACED": Bilingual("已由新的分期取代", "replaced by a new plan"),
}
TONES = {
    "CONSENT": "waiting", "DECISION": "press", "ACTIVE": "going", "REFUSED": "bad",
    "WITHDRAWN": "neutral", "COMPLETED": "good", "REVOKED": "bad", "REPLACED": "neutral",
}  # fmt: skip
_LAW = Bilingual("行政執行法施行細則第 27 條", "Enforcement Rules, art. 27")


@dataclass(frozen=True, slots=True)
class Move:
    """One way from a state to another: who may take it, and on what ground."""

    code: str
    name: Bilingual
    sources: tuple[str, ...]
    target: str
    who: str
    ground: Bilingual


MOVES = (
    Move("REQUEST", Bilingual("記錄申請", "recorded"), (), "CONSENT", "instalment.record", _LAW),
    Move("CONSENTED", Bilingual("機關均已同意", "consented to by every agency"), ("CONSENT",),
         "DECISION", "agency.consent", _LAW),
    Move("GRANT", Bilingual("核准", "granted"), ("DECISION",), "ACTIVE", "instalment.approve", _LAW),
    # An agency's no, or a request that cannot succeed, needs no waiting for the others.
    Move("REFUSE", Bilingual("駁回", "refused"), ("CONSENT", "DECISION"), "REFUSED",
         "instalment.approve", _LAW),
    Move("WITHDRAW", Bilingual("撤回", "withdrawn"), ("CONSENT", "DECISION"), "WITHDRAWN",
         "instalment.record", Bilingual("申請人撤回", "the applicant takes it back")),
    Move("REVOKE", Bilingual("廢止", "revoked"), ("ACTIVE",), "REVOKED", "instalment.approve", _LAW),
    Move("REPLACE", Bilingual("以新分期取代", "replaced"), ("ACTIVE",), "REPLACED",
         "instalment.approve", Bilingual("新的分期已核准", "a new plan was granted")),
    Move("COMPLETE", Bilingual("繳清", "completed"), ("ACTIVE",), "COMPLETED", "system",
         Bilingual("各案均已無應繳金額", "nothing is owed in any of the cases")),
    Move("REOPEN", Bilingual("恢復分期", "resumed"), ("COMPLETED",), "ACTIVE", "system",
         Bilingual("收款經沖正，仍有欠款", "a payment was reversed and money is owed again")),
)  # fmt: skip
_BY_CODE = {move.code: move for move in MOVES}


class PlanMoveNotAllowed(Refusal):
    code = "INSTALMENT_MOVE_NOT_ALLOWED"
    zh = "這件分期現為「{state_zh}」，不能{move_zh}"
    en = "The plan is {state_en}; it cannot be {move_en} now"
    next_zh = "請重新整理頁面，查看目前的狀態與歷程；可能已有人先處理"
    next_en = "Load the page again and look at its state and history; somebody may have been faster"
    basis = "行政執行法施行細則第 27 條"


class ReasonNeeded(Refusal):
    code = "INSTALMENT_REASON_NEEDED"
    zh = "須填寫理由"
    en = "A reason is needed"
    next_zh = "請以一句話說明理由；當事人看得到"
    next_en = "Give the reason in a sentence; the people concerned will read it"
    status = 422


def move(code: str, state: str) -> Move:
    """The move called ``code``; refused when the table does not lead there from ``state``."""
    wanted = _BY_CODE[code]
    if state not in wanted.sources:
        raise PlanMoveNotAllowed(
            state_zh=STATE_NAMES[state].zh, state_en=STATE_NAMES[state].en,
            move_zh=wanted.name.zh, move_en=wanted.name.en,
        )  # fmt: skip
    return wanted


def reason(text: str) -> str:
    """The reason as it is kept; refused when it is empty."""
    said = " ".join(text.split())
    if not said:
        raise ReasonNeeded(field="reason")
    return said[:500]
