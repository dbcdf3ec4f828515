"""The life of a case as one table; the code reads it, and so does the published flowchart."""

from dataclasses import dataclass

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

OPEN = ("OPEN", "SUSPENDED")


@dataclass(frozen=True, slots=True)
class Move:
    """One way from a state to another: who may take it, and on what ground."""

    code: str
    name: Bilingual
    sources: tuple[str, ...]
    target: str
    who: str
    ground: Bilingual
    closing_code: str = ""


class MoveNotAllowed(Refusal):
    code = "CASE_MOVE_NOT_ALLOWED"
    zh = "案件現為「{state_zh}」，不能{move_zh}"
    en = "The case is {state_en}; it cannot be {move_en}"
    next_zh = "請先查看案件現況；已結案件須另案辦理"
    next_en = "Look at the case first; a closed case needs another procedure"
    basis = "行政執行法第 8 條"


class ReasonMissing(Refusal):
    code = "CASE_REASON_MISSING"
    zh = "須填寫事由"
    en = "A reason is needed"
    next_zh = "請以一句話說明事由，將列入案件歷程"
    next_en = "Say why in one sentence; it becomes part of the case's history"
    status = 422


STATE_NAMES = {
    "OPEN": Bilingual("執行中", "being enforced"),
    "SUSPENDED": Bilingual("停止執行", "suspended"),
    "PAID": Bilingual("繳清", "paid"),
    "RETURNED": Bilingual("退案", "returned"),
    "WITHDRAWN": Bilingual("撤回", "withdrawn"),
    "CERTIFIED": Bilingual("核發憑證", "certified"),
    "ENDED": Bilingual("終結", "ended"),
}

MOVES = (
    Move("REGISTER", Bilingual("收案", "registered"), (), "OPEN", "referral.accept",
         Bilingual("行政執行法第 11、13 條", "Administrative Execution Act, arts. 11, 13")),
    Move("SUSPEND", Bilingual("停止執行", "suspended"), ("OPEN",), "SUSPENDED", "case.edit",
         Bilingual("行政執行法第 9 條第 3 項", "Administrative Execution Act, art. 9 III")),
    Move("RESUME", Bilingual("續行執行", "resumed"), ("SUSPENDED",), "OPEN", "case.edit",
         Bilingual("停止原因消滅", "the reason for the suspension has ended")),
    Move("PAY", Bilingual("繳清結案", "closed as paid"), OPEN, "PAID", "system",
         Bilingual("行政執行法第 8 條第 1 項第 1 款", "Administrative Execution Act, art. 8 I (1)"),
         "PAID"),
    Move("REOPEN", Bilingual("恢復執行", "reopened"), ("PAID",), "OPEN", "system",
         Bilingual("收款經沖正，仍有欠款", "a payment was reversed and money is owed again")),
    Move("RETURN", Bilingual("退案", "returned"), OPEN, "RETURNED", "case.return",
         Bilingual("移送不合程式而未補正", "the referral lacked what the law asks for"), "RETURNED"),
    Move("WITHDRAW", Bilingual("撤回", "withdrawn"), OPEN, "WITHDRAWN", "agency.refer",
         Bilingual("行政執行法施行細則第 24 條", "Enforcement Rules, art. 24"), "WITHDRAWN"),
    Move("CERTIFY", Bilingual("核發執行憑證", "certified"), ("OPEN",), "CERTIFIED", "case.close",
         Bilingual("行政執行法第 26 條；強制執行法第 27 條",
                   "Administrative Execution Act, art. 26; Compulsory Enforcement Act, art. 27"),
         "CERTIFICATE"),
    Move("END", Bilingual("終止執行", "ended"), OPEN, "ENDED", "case.close",
         Bilingual("行政執行法第 7 條、第 8 條；同法施行細則第 14 條",
                   "Administrative Execution Act, arts. 7, 8; Enforcement Rules, art. 14"),
         "ENDED"),
)  # fmt: skip
_BY_CODE = {move.code: move for move in MOVES}


def move(code: str, state: str) -> Move:
    """The move called ``code``; refused when the table does not lead there from ``state``."""
    wanted = _BY_CODE[code]
    if state not in wanted.sources:
        raise MoveNotAllowed(
            state_zh=STATE_NAMES[state].zh, state_en=STATE_NAMES[state].en,
            move_zh=wanted.name.zh, move_en=wanted.name.en,
        )  # fmt: skip
    return wanted


def may(code: str, state: str) -> bool:
    """Whether the table leads by this move from ``state``."""
    return state in _BY_CODE[code].sources


def who(code: str) -> str:
    """The permission that a move needs."""
    return _BY_CODE[code].who


def possible(state: str) -> list[Move]:
    """Every move that leads on from ``state``."""
    return [one for one in MOVES if state in one.sources]


def is_open(state: str) -> bool:
    """Whether a case in this state is still being enforced."""
    return state in OPEN


def has_settled_books(state: str) -> bool:
    """Whether a case ended otherwise than by being paid: what remained went off the books for good."""
    return state not in (*OPEN, "PAID")


def reason(text: str) -> str:
    """The reason as it is kept; refused when it is empty."""
    said = " ".join(text.split())
    if not said:
        raise ReasonMissing(field="reason")
    return said
