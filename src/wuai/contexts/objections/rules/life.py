"""The life of an objection as one table; the code reads it, and so does whoever draws it."""

from dataclasses import dataclass
from datetime import date

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.legal import deadlines as law

RECEIVED, PROPOSED, FORWARDING = "RECEIVED", "PROPOSED", "FORWARDING"
FORWARDED, AT_AGENCY, REMEDY = "FORWARDED", "AT_AGENCY", "REMEDY"
REMEDIED, REJECTED, REDIRECTED, WITHDRAWN = "REMEDIED", "REJECTED", "REDIRECTED", "WITHDRAWN"
OPEN = (RECEIVED, PROPOSED, FORWARDING, FORWARDED, AT_AGENCY, REMEDY)
OVER = (REMEDIED, REJECTED, REDIRECTED, WITHDRAWN)
STATES = (*OPEN, *OVER)
# What somebody of the branch has to do next; at the Agency the branch waits.
OURS = (RECEIVED, PROPOSED, FORWARDING, FORWARDED, REMEDY)
# Where the file has left the branch: who takes it back then takes it back from the Agency.
AWAY = (FORWARDED, AT_AGENCY)
# As long as no decision was made, the objector may take it back, and enforcement may be stayed.
PENDING = (RECEIVED, PROPOSED, FORWARDING, FORWARDED, AT_AGENCY)
STATE_NAMES = {
    RECEIVED: Bilingual("審查中", "being examined"),
    PROPOSED: Bilingual("陳核中", "waiting for the second person"),
    FORWARDING: Bilingual("待送行政執行署", "to be sent to the Agency"),
    FORWARDED: Bilingual("已送行政執行署", "sent to the Agency"),
    AT_AGENCY: Bilingual("行政執行署審議中", "before the Agency"),
    REMEDY: Bilingual("有理由，待撤銷或更正", "well-founded: to be revoked or corrected"),
    REMEDIED: Bilingual("已撤銷或更正", "revoked or corrected"),
    REJECTED: Bilingual("行政執行署駁回", "rejected by the Agency"),
    REDIRECTED: Bilingual("非聲明異議，已告知並移送", "not an objection: told, and passed on"),
    WITHDRAWN: Bilingual("已撤回", "withdrawn"),
}
TONES = {
    RECEIVED: "press", PROPOSED: "press", FORWARDING: "press", FORWARDED: "going",
    AT_AGENCY: "going", REMEDY: "press", REMEDIED: "good", REJECTED: "bad",
    REDIRECTED: "neutral", WITHDRAWN: "neutral",
}  # fmt: skip
_ART_9 = Bilingual("行政執行法第 9 條第 2 項", "Administrative Execution Act, art. 9 II")
ART_9_3 = Bilingual("行政執行法第 9 條第 3 項", "Administrative Execution Act, art. 9 III")
_ART_15 = Bilingual("行政執行法施行細則第 15 條", "Enforcement Rules, art. 15")
_ART_17 = Bilingual("行政執行法施行細則第 17 條", "Enforcement Rules, art. 17")
_ELSEWHERE = Bilingual(
    "行政程序法第 17 條、第 172 條", "Administrative Procedure Act, art. 17 and 172"
)
RECORD, APPROVE = "objection.record", "objection.approve"


@dataclass(frozen=True, slots=True)
class Move:
    """One way from a state to another: who may take it, on what ground, within which rule's time."""

    code: str
    name: Bilingual
    sources: tuple[str, ...]
    target: str
    who: str
    ground: Bilingual
    rule: str = ""


MOVES = (
    Move("REGISTER", Bilingual("受理", "recorded"), (), RECEIVED, RECORD, _ART_15),
    Move("PROPOSE", Bilingual("擬具意見陳核", "proposed"), (RECEIVED,), PROPOSED, RECORD, _ART_9,
         "OBJECTION_OPINION"),
    Move("SEND_BACK", Bilingual("退回重擬", "sent back"), (PROPOSED,), RECEIVED, APPROVE, _ART_9),
    Move("UPHOLD", Bilingual("核定有理由", "found well-founded"), (PROPOSED,), REMEDY, APPROVE, _ART_9,
         "OBJECTION_OPINION"),
    Move("DISAGREE", Bilingual("核定無理由", "found unfounded"), (PROPOSED,), FORWARDING, APPROVE, _ART_9,
         "OBJECTION_OPINION"),
    Move("REDIRECT", Bilingual("核定非聲明異議", "found to be no objection"), (PROPOSED,), REDIRECTED,
         APPROVE, _ELSEWHERE),
    Move("FORWARD", Bilingual("加具意見送行政執行署", "sent with the opinion"), (FORWARDING,), FORWARDED,
         RECORD, _ART_9, "OBJECTION_OPINION"),
    Move("ARRIVE", Bilingual("登錄署收案", "arrival at the Agency noted"), (FORWARDED,), AT_AGENCY, RECORD,
         _ART_9),
    Move("REJECT", Bilingual("登錄署駁回", "rejection noted"), (AT_AGENCY,), REJECTED, RECORD, _ART_17,
         "OBJECTION_DECISION"),
    Move("ORDER", Bilingual("登錄署認有理由", "order of the Agency noted"), (AT_AGENCY,), REMEDY, RECORD,
         _ART_17, "OBJECTION_DECISION"),
    Move("CARRY_OUT", Bilingual("撤銷或更正完成", "revoked or corrected"), (REMEDY,), REMEDIED, RECORD,
         _ART_9),
    Move("WITHDRAW", Bilingual("撤回", "withdrawn"), PENDING, WITHDRAWN, RECORD,
         Bilingual("異議人撤回", "the objector takes it back")),
)  # fmt: skip
_BY_CODE = {move.code: move for move in MOVES}
# What is done without going to another state: who may, and as long as it stands where.
_BESIDE = {"STAY": (APPROVE, PENDING), "LIFT": (APPROVE, PENDING), "PAPER": (RECORD, STATES)}
_BY_RULE = {
    "OBJECTION_OPINION": Bilingual("收受異議後 {} 日內", "within {} days of receipt"),
    "OBJECTION_DECISION": Bilingual(
        "行政執行署收案後 {} 日內", "within {} days of the Agency's receipt"
    ),
}
_BY_WHOM = {
    RECORD: Bilingual("承辦人", "the person in charge"),
    APPROVE: Bilingual("另一位核定的人", "a second person"),
    "REJECT": Bilingual("行政執行署", "the Agency"),
    "ORDER": Bilingual("行政執行署", "the Agency"),
    "WITHDRAW": Bilingual("異議人", "the objector"),
}


def arrows() -> tuple[tuple[str, str], ...]:
    """The moves as a drawing shows them; that one may withdraw all the way is drawn once."""
    return tuple(
        (origin, move.target) for move in MOVES for origin in move.sources
        if move.code != "WITHDRAW" or origin == RECEIVED
    )  # fmt: skip


def in_words() -> tuple[Bilingual, ...]:
    """Every move as a sentence, for whoever wants to know how it goes: what runs is what is told.

    The days are those of the latest version of each rule.
    """
    return tuple(_sentence(move, origin) for move in MOVES for origin in move.sources)


def _sentence(move: Move, origin: str) -> Bilingual:
    source, target = STATE_NAMES[origin], STATE_NAMES[move.target]
    who = _BY_WHOM.get(move.code) or _BY_WHOM[move.who]
    within = _BY_RULE.get(move.rule)
    zh = en = ""
    if within:
        days = law.rule(move.rule).on(date.max).value
        zh, en = f"，{within.zh.format(days)}", f", {within.en.format(days)}"
    return Bilingual(
        f"「{source.zh}」→「{target.zh}」：{who.zh}{zh}（{move.ground.zh}）",
        f"“{source.en}” → “{target.en}”: {who.en}{en} ({move.ground.en})",
    )


class ObjectionMoveNotAllowed(Refusal):
    code = "OBJECTION_MOVE_NOT_ALLOWED"
    zh = "這件異議現為「{state_zh}」，不能{move_zh}"
    en = "The objection is {state_en}; it cannot be {move_en} now"
    next_zh = "請重新整理頁面，查看目前的狀態與經過；可能已有人先處理"
    next_en = "Load the page again and look at where it stands; somebody may have been faster"
    basis = "行政執行法第 9 條"


class ReasonNeeded(Refusal):
    code = "OBJECTION_REASON_NEEDED"
    zh = "須填寫理由"
    en = "A reason is needed"
    next_zh = "請寫明理由；當事人看得到"
    next_en = "Give the reason; the people concerned will read it"
    status = 422


def move(code: str, state: str) -> Move:
    """The move called ``code``; refused when the table does not lead there from ``state``."""
    wanted = _BY_CODE[code]
    if state not in wanted.sources:
        raise not_allowed(wanted.name, state)
    return wanted


def way(code: str) -> tuple[str, tuple[str, ...]]:
    """Who may do this, and in which states: a move of the table, or what stands beside it."""
    if code in _BESIDE:
        return _BESIDE[code]
    return _BY_CODE[code].who, _BY_CODE[code].sources


def check_pending(what: Bilingual, state: str) -> None:
    """Refuse what may only be done before the decision."""
    if state not in PENDING:
        raise not_allowed(what, state)


def not_allowed(what: Bilingual, state: str) -> ObjectionMoveNotAllowed:
    """The refusal to do this from here."""
    now = STATE_NAMES[state]
    return ObjectionMoveNotAllowed(
        state_zh=now.zh, state_en=now.en, move_zh=what.zh, move_en=what.en
    )


def reason(text: str, field: str = "reason") -> str:
    """The text as it is kept; refused when it is empty."""
    said = text.strip()
    if not said:
        raise ReasonNeeded(field=field)
    return said[:8000]
