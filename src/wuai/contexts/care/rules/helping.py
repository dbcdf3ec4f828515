"""Referring somebody to help: on whose word, what may be told, and how it goes on."""

from collections.abc import Iterable
from dataclasses import dataclass

from wuai.contexts.care.rules.signals import HEALTH
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

DESTINATIONS = {
    "SOCIAL": Bilingual("社會局（處）", "social bureau"),
    "EMPLOYMENT": Bilingual("公立就業服務機構", "employment service"),
    "NHI_FUND": Bilingual("健保署愛心基金", "health insurance relief fund"),
    "CHARITY": Bilingual("公益團體", "charity"),
}
KINDS = {
    "CARE": Bilingual("愛心轉介", "referral for care"),
    "EMERGENCY": Bilingual("緊急通報", "emergency notification"),
}
GROUNDS = {
    "WRITTEN": Bilingual("當事人書面同意", "consent in writing"),
    "ORAL": Bilingual("當事人口頭同意", "consent by word of mouth"),
    "LAW": Bilingual(
        "法律明文規定應通報（個資法第 16 條第 1 款）",
        "a statute commands it (Personal Data Protection Act 16(1))",
    ),
    "DANGER": Bilingual(
        "免除當事人生命、身體、自由或財產之危險（個資法第 16 條第 3 款）",
        "to avert danger from the person (art. 16(3))",
    ),
    "OTHERS": Bilingual(
        "防止他人權益之重大危害（個資法第 16 條第 4 款）",
        "to prevent grave harm to others (art. 16(4))",
    ),
}
CONSENTS = frozenset({"WRITTEN", "ORAL"})
STATES = {
    "DRAFT": Bilingual("待送出", "to be sent"),
    "SENT": Bilingual("已轉介，待回覆", "sent, waiting for an answer"),
    "ACCEPTED": Bilingual("對方已受理", "taken up there"),
    "HELPED": Bilingual("已獲協助", "helped"),
    "NOT_ELIGIBLE": Bilingual("不符資格", "not eligible"),
    "NOT_REACHED": Bilingual("聯絡不上當事人", "the person was not reached"),
    "DECLINED": Bilingual("當事人婉謝", "the person declined"),
    "WITHDRAWN": Bilingual("撤回轉介", "withdrawn"),
}
TONES = {
    "DRAFT": "press", "SENT": "waiting", "ACCEPTED": "going", "HELPED": "good",
    "NOT_ELIGIBLE": "neutral", "NOT_REACHED": "bad", "DECLINED": "neutral", "WITHDRAWN": "neutral",
}  # fmt: skip
OPEN = frozenset({"DRAFT", "SENT", "ACCEPTED"})


class GroundMissing(Refusal):
    code = "CARE_GROUND_MISSING"
    zh = "轉介須有當事人同意，或註明免同意的法律依據"
    en = "A referral needs the person's consent, or a legal ground without it"
    next_zh = "請登錄同意的方式與日期；情況緊急者請改用緊急通報"
    next_en = "Record how and when the person consented; use an emergency notification when there is danger"
    basis = "個人資料保護法第 16 條"
    status = 422


class GroundNeedsReason(Refusal):
    code = "CARE_GROUND_NEEDS_REASON"
    zh = "未經同意而通報，須寫明事實"
    en = "A notification without consent needs the facts it rests on"
    next_zh = "請用一兩句話寫下看到或聽到的事實"
    next_en = "Write down in a sentence or two what was seen or heard"
    basis = "個人資料保護法第 16 條"
    status = 422


class HealthNeedsWriting(Refusal):
    code = "CARE_HEALTH_NEEDS_WRITING"
    zh = "病歷、健康資料須有書面同意才能寫進轉介單"
    en = "Facts about health go on a slip only with consent in writing"
    next_zh = "請取得書面同意，或不要勾選身心障礙、重大傷病"
    next_en = "Ask for consent in writing, or leave disability and illness off the slip"
    basis = "個人資料保護法第 6 條"
    status = 422


class ReferralMoveNotAllowed(Refusal):
    code = "CARE_MOVE_NOT_ALLOWED"
    zh = "這件轉介現為「{state_zh}」，不能{move_zh}"
    en = "The referral is “{state_en}”; “{move_en}” is not possible now"
    next_zh = "請重新整理頁面；可能已有人先處理"
    next_en = "Load the page again; somebody may have been faster"


class NoteMissing(Refusal):
    code = "CARE_NOTE_MISSING"
    zh = "請寫下經過"
    en = "Write down what happened"
    next_zh = "一句話即可，例如對方承辦人與說法"
    next_en = "One sentence, for example who answered and what was said"
    status = 422


@dataclass(frozen=True, slots=True)
class Move:
    """One way from a state to another."""

    code: str
    name: Bilingual
    sources: tuple[str, ...]
    target: str
    needs_note: bool = True


MOVES = (
    Move(
        "SEND", Bilingual("登錄已送出", "record it as sent"), ("DRAFT",), "SENT", needs_note=False
    ),
    Move(
        "ACCEPT", Bilingual("對方受理", "taken up there"), ("SENT",), "ACCEPTED", needs_note=False
    ),
    Move("HELP", Bilingual("登錄獲得協助", "record the help"), ("SENT", "ACCEPTED"), "HELPED"),
    Move(
        "NOT_ELIGIBLE", Bilingual("不符資格", "not eligible"), ("SENT", "ACCEPTED"), "NOT_ELIGIBLE"
    ),
    Move("NOT_REACHED", Bilingual("聯絡不上", "not reached"), ("SENT", "ACCEPTED"), "NOT_REACHED"),
    Move(
        "DECLINE",
        Bilingual("當事人婉謝", "declined by the person"),
        ("SENT", "ACCEPTED"),
        "DECLINED",
    ),
    Move("WITHDRAW", Bilingual("撤回轉介", "withdraw"), ("DRAFT", "SENT", "ACCEPTED"), "WITHDRAWN"),
)
_BY_CODE = {move.code: move for move in MOVES}


def move(code: str, state: str) -> Move:
    """The move called ``code``, or a refusal when the table does not lead there from ``state``."""
    wanted = _BY_CODE.get(code)
    if wanted is None or state not in wanted.sources:
        name = wanted.name if wanted else Bilingual(code[:20], code[:20])
        raise ReferralMoveNotAllowed(
            state_zh=STATES[state].zh, state_en=STATES[state].en, move_zh=name.zh, move_en=name.en
        )
    return wanted


def moves_from(state: str) -> tuple[Move, ...]:
    """What may be done with a referral in this state."""
    return tuple(one for one in MOVES if state in one.sources)


def check_ground(*, kind: str, ground: str, facts: str, told: Iterable[str]) -> None:
    """Refuse a referral without consent or law behind it, and health facts without writing."""
    if ground not in GROUNDS or (kind == "CARE" and ground not in CONSENTS):
        raise GroundMissing(field="ground")
    if ground not in CONSENTS and not facts.strip():
        raise GroundNeedsReason(field="facts")
    if kind == "CARE" and ground != "WRITTEN" and HEALTH & set(told):
        raise HealthNeedsWriting(field="told")
