"""Who may buy before the buyer, within what time, and how their answer goes on: two tables."""

from dataclasses import dataclass
from datetime import date

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

RECORD = "case.edit"
WAITING, EXERCISED, GRANTED, REFUSED = "WAITING", "EXERCISED", "GRANTED", "REFUSED"
WAIVED, LAPSED, CALLED_OFF = "WAIVED", "LAPSED", "CALLED_OFF"
STATE_NAMES = {
    WAITING: Bilingual("等待表示", "Waiting for the answer"),
    EXERCISED: Bilingual("已表示優先承買，待核定", "Exercised; to be decided"),
    GRANTED: Bilingual("准予優先承買", "May buy first"),
    REFUSED: Bilingual("不准優先承買", "May not buy first"),
    WAIVED: Bilingual("表示不買", "Declined"),
    LAPSED: Bilingual("逾期未表示", "No answer in time"),
    CALLED_OFF: Bilingual("程序已停止", "Called off"),
}
TONES = {
    WAITING: "waiting", EXERCISED: "press", GRANTED: "good", REFUSED: "bad", WAIVED: "neutral",
    LAPSED: "neutral", CALLED_OFF: "neutral",
}  # fmt: skip
OPEN = (WAITING, EXERCISED)

REPLY, FARM_LEASE, BUILDING_LEASE = "PREEMPTION_REPLY", "PREEMPTION_FARM_LEASE", "PREEMPTION_BUILDING_LEASE"  # fmt: skip
CO_OWNER, CO_OWNER_SHORT = "PREEMPTION_COOWNER", "PREEMPTION_COOWNER_SHORT"


@dataclass(frozen=True, slots=True)
class Ground:
    """A right to buy first: who has it, by which article, and the rules of time that may govern.

    ``is_waived_by_law``: the statute itself treats silence as a waiver, so that a late answer cannot
    be granted; where the branch set the days it may still be, until the certificate is issued.
    """

    name: Bilingual
    basis: Bilingual
    rules: tuple[str, ...]
    is_waived_by_law: bool = True


_LAND_104 = Bilingual("土地法第 104 條", "Land Act, art. 104")
GROUNDS = {
    "CO_OWNER": Ground(
        Bilingual("共有人（出賣應有部分）", "Co-owner, when a share is sold"),
        Bilingual("土地法第 34 條之 1 第 4 項；強制執行法第 102 條第 1 項",
                  "Land Act, art. 34-1 IV; Compulsory Enforcement Act, art. 102 I"),
        (CO_OWNER, CO_OWNER_SHORT), is_waived_by_law=False,
    ),
    "DIVIDING": Ground(
        Bilingual("共有人（變賣共有物）", "Co-owner, when the common property is sold to divide it"),
        Bilingual("民法第 824 條第 7 項", "Civil Code, art. 824 VII"),
        (CO_OWNER, CO_OWNER_SHORT), is_waived_by_law=False,
    ),
    "SUPERFICIES": Ground(Bilingual("地上權人", "Superficiary"), _LAND_104, (REPLY,)),
    "DIEN": Ground(Bilingual("典權人", "Holder of a dien"), _LAND_104, (REPLY,)),
    "LAND_LESSEE": Ground(Bilingual("基地承租人", "Lessee of the land under a house"), _LAND_104, (REPLY,)),
    "LAND_OWNER": Ground(
        Bilingual("基地所有人（出賣房屋）", "Owner of the land, when the house on it is sold"), _LAND_104, (REPLY,)
    ),
    "HOUSE_LESSEE": Ground(
        Bilingual("租地建屋的承租人或出租人", "Lessee or lessor of land let for building"),
        Bilingual("民法第 426 條之 2", "Civil Code, art. 426-2"), (BUILDING_LEASE,),
    ),
    "FARM_LESSEE": Ground(
        Bilingual("耕地承租人", "Lessee of farmland"),
        Bilingual("土地法第 107 條，準用第 104 條第 2 項", "Land Act, art. 107 with art. 104 II"), (REPLY,),
    ),
    "FARM_375": Ground(
        Bilingual("三七五租約承租人", "Farm tenant under the 37.5 % lease"),
        Bilingual("耕地三七五減租條例第 15 條", "37.5 % Arable Rent Reduction Act, art. 15"), (FARM_LEASE,),
    ),
}  # fmt: skip
HOW = {
    "SERVED": Bilingual("郵務送達", "served by post"),
    "HANDED": Bilingual("當面交付", "handed over"),
    "DEPOSITED": Bilingual("寄存送達", "deposited"),
    "PUBLISHED": Bilingual("公示送達或公告", "public notice"),
}
STANDS, STANDS_NOT = "STANDS", "STANDS_NOT"
FOUND = {
    STANDS: Bilingual("登記或權源查得屬實", "The register (or the title) bears it out"),
    STANDS_NOT: Bilingual("查無這項權利", "There is no such right"),
}


class PreemptionUnknown(Refusal):
    code = "PREEMPTION_UNKNOWN"
    zh = "這個案件沒有這份優先承買通知"
    en = "There is no such notice of pre-emption in this case"
    next_zh = "請查對通知上的發文字號與案號；還沒有收到通知，請打電話給承辦股"
    next_en = (
        "Check the numbers on the notice; if you received none, call the section that has the case"
    )
    status = 422


class PreemptionMoveImpossible(Refusal):
    code = "PREEMPTION_MOVE_IMPOSSIBLE"
    zh = "這份通知現在是「{state_zh}」，不能再這樣做"
    en = "This notice is “{state_en}” now; this cannot be done"
    next_zh = "請重新整理頁面，查看現在的狀態"
    next_en = "Reload the page and look at where it stands"


class AnsweredTooLate(Refusal):
    code = "PREEMPTION_TOO_LATE"
    zh = "通知 {since} 到達，表示優先承買的期限到 {due} 為止，線上不能再送出"
    en = "You were told on {since}; the time to exercise it ended on {due}, so it can no longer be sent online"
    next_zh = "收到通知的日期如果不同，請帶證明洽承辦股；書面遞送的，分署會收下並記明逾期"
    next_en = "If you received the notice on another day, show that to the section; what comes on paper is taken and recorded as late"
    basis = "土地法第 104 條第 2 項"


class NotTheWhole(Refusal):
    code = "PREEMPTION_NOT_THE_WHOLE"
    zh = "優先承買要照同樣的條件、買全部；不能只買一部分或另開條件"
    en = "It is exercised on the same terms and for the whole, not for a part or on other terms"
    next_zh = "同意照通知的條件全部承買，才勾「是」；不買不必送出"
    next_en = (
        "Choose yes only if you take all of it on these terms; if you do not buy, send nothing"
    )
    basis = "土地法第 104 條第 1 項"
    status = 422


class OtherPrice(Refusal):
    code = "PREEMPTION_OTHER_PRICE"
    zh = "通知的價額是 {price} 元，優先承買要照同樣的價額"
    en = "The notice says NT$ {price}; the right is exercised at the same price"
    next_zh = "請照通知填寫價額"
    next_en = "Give the price as it stands in the notice"
    status = 422


class RegisterNotLookedUp(Refusal):
    code = "PREEMPTION_REGISTER_NOT_LOOKED_UP"
    zh = "還沒有登錄由分署查得權利屬實，不能准許"
    en = "It is not recorded yet that the register was looked up and bears the right out"
    next_zh = "請先在優先承買頁登錄查詢日期、文號與結果，再核定；申請人不必附謄本"
    next_en = "Record day, number and result of the look-up first; the applicant need not bring an extract"


class WaivedByLaw(Refusal):
    code = "PREEMPTION_WAIVED_BY_LAW"
    zh = "表示在 {due} 期滿之後，依法視為放棄，不能准許"
    en = "The answer came after {due}; by statute the right counts as waived and cannot be granted"
    next_zh = "請否准並敘明理由；通知日期登錄有誤，請先更正通知"
    next_en = "Refuse with the reason; if the day of the notice is wrong, make a new notice first"
    basis = "土地法第 104 條第 2 項"


class ReasonMissing(Refusal):
    code = "AUCTIONS_REASON_MISSING"
    zh = "請寫明理由"
    en = "Please give the reason"
    next_zh = "一兩句話即可，會留在紀錄裡"
    next_en = "One or two sentences, they stay on record"
    status = 422


class NoticeDayInFuture(Refusal):
    code = "PREEMPTION_NOTICE_IN_FUTURE"
    zh = "這個日期還沒有到"
    en = "That day has not come yet"
    next_zh = "請填實際通知到達或查詢的日期"
    next_en = "Give the day on which it really happened"
    status = 422


class RuleNotOfGround(Refusal):
    code = "PREEMPTION_RULE_NOT_OF_GROUND"
    zh = "「{ground_zh}」不適用這個期限"
    en = "This time limit is not for “{ground_en}”"
    next_zh = "請選這項權利的期限"
    next_en = "Choose the time limit of this right"
    status = 422


@dataclass(frozen=True, slots=True)
class Move:
    """One way from state to state."""

    code: str
    origins: tuple[str, ...]
    to: str
    label: Bilingual


MOVES = (
    Move("EXERCISE", (WAITING, LAPSED), EXERCISED, Bilingual("表示優先承買", "exercised")),
    Move("WAIVE", (WAITING,), WAIVED, Bilingual("表示不買", "declined")),
    Move("LAPSE", (WAITING,), LAPSED, Bilingual("期滿未表示", "the time ran out")),
    Move("REVIVE", (LAPSED,), WAITING, Bilingual("期限因停班順延", "the time was moved by a closure")),
    Move("GRANT", (EXERCISED,), GRANTED, Bilingual("准許", "granted")),
    Move("REFUSE", (EXERCISED,), REFUSED, Bilingual("否准", "refused")),
    Move("TAKE_BACK", (EXERCISED,), WAITING, Bilingual("撤回表示", "taken back")),
    Move("SET_ASIDE", (EXERCISED,), WAITING, Bilingual("表示未准，權利人的期限繼續", "the answer fell away; the holder's time goes on")),
    Move("CALL_OFF", (WAITING, EXERCISED), CALLED_OFF, Bilingual("停止程序", "called off")),
)  # fmt: skip
MOVE_NAMES = {one.code: one.label for one in MOVES} | {
    "NOTIFY": Bilingual("通知優先承買權人", "the holder was told"),
    "TOLD_LATER": Bilingual(
        "送達日較晚，期限重新起算", "it was served later; the time was counted anew"
    ),
    "LOOK_UP": Bilingual("查詢登記", "the register was looked up"),
}


def move(code: str, state: str) -> Move:
    """The move of this code from ``state``; raises PreemptionMoveImpossible."""
    for one in MOVES:
        if one.code == code and state in one.origins:
            return one
    name = STATE_NAMES[state]
    raise PreemptionMoveImpossible(state_zh=name.zh, state_en=name.en)


def check_rule(ground: str, rule: str) -> None:
    """Refuse a time limit that is not one of the right's own."""
    held = GROUNDS[ground]
    if rule not in held.rules:
        raise RuleNotOfGround(ground_zh=held.name.zh, ground_en=held.name.en, field="rule")


def check_day(day: date, on: date, field: str) -> date:
    """A day that has come."""
    if day > on:
        raise NoticeDayInFuture(field=field)
    return day


def is_late(answered_on: date | None, due_on: date) -> bool:
    """Whether the answer came after the time had run out."""
    return answered_on is not None and answered_on > due_on


@dataclass(frozen=True, slots=True)
class Term:
    """The days of a holder: told on the first, to answer by the last."""

    since: date
    due_on: date


def check_answer(
    state: str, *, term: Term, received_on: date, price: int, offered: int, online: bool
) -> Move:
    """The move that takes an answer; a late one only on paper, at the same price."""
    way = move("EXERCISE", state)
    if online and received_on > term.due_on:
        raise AnsweredTooLate(since=term.since.isoformat(), due=term.due_on.isoformat())
    check_price(price, offered)
    return way


def check_price(price: int, offered: int) -> None:
    """Refuse another price than that of the notice."""
    if offered != price:
        raise OtherPrice(price=f"{price:,}", field="price")


def check_grant(ground: str, *, answered_on: date | None, due_on: date, found: str) -> None:
    """Refuse to grant what no look-up bears out, or what the statute calls waived."""
    if found != STANDS:
        raise RegisterNotLookedUp
    if GROUNDS[ground].is_waived_by_law and is_late(answered_on, due_on):
        raise WaivedByLaw(due=due_on.isoformat())


def said(text: str, field: str = "reason") -> str:
    """A reason as it is kept; raises ReasonMissing."""
    kept = " ".join(text.split())[:1000]
    if not kept:
        raise ReasonMissing(field=field)
    return kept
