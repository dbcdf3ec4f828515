"""When a certificate of transfer may be issued, by whom, and how it reaches the buyer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wuai.contexts.auctions.rules.preempting import Move
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

PREPARE, ISSUE = "case.edit", "application.decide"
PREPARING, PROPOSED, ISSUED = "PREPARING", "PROPOSED", "ISSUED"
HANDED_OVER, REPLACED, CALLED_OFF = "HANDED_OVER", "REPLACED", "CALLED_OFF"
STATE_NAMES = {
    PREPARING: Bilingual("查核條件中", "Conditions are being checked"),
    PROPOSED: Bilingual("待核發", "Waiting to be issued"),
    ISSUED: Bilingual("已核發，待領取", "Issued; to be handed over"),
    HANDED_OVER: Bilingual("已領取", "Handed over"),
    REPLACED: Bilingual("已補發取代", "Replaced by a reissue"),
    CALLED_OFF: Bilingual("不核發", "Not issued"),
}
TONES = {
    PREPARING: "going", PROPOSED: "press", ISSUED: "waiting", HANDED_OVER: "good",
    REPLACED: "neutral", CALLED_OFF: "neutral",
}  # fmt: skip
OPEN = (PREPARING, PROPOSED, ISSUED)
# What a buyer's request may join.
JOINABLE = (*OPEN, HANDED_OVER)
WITH_NUMBER = (ISSUED, HANDED_OVER, REPLACED)
MET, NOT_MET, NOT_NEEDED = "MET", "NOT_MET", "NOT_NEEDED"
OUTCOMES = {
    MET: Bilingual("符合", "Met"),
    NOT_MET: Bilingual("不符合", "Not met"),
    NOT_NEEDED: Bilingual("本件不適用", "Does not apply here"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be seen before the certificate is issued, and whether it may not apply at all."""

    name: Bilingual
    basis: Bilingual
    always: bool = True


_EXECUTION_97 = Bilingual("強制執行法第 97 條", "Compulsory Enforcement Act, art. 97")
CONDITIONS = {
    "PRICE_PAID": Condition(
        Bilingual("價金已全部繳清（收據號碼）", "The price is paid in full (number of the receipt)"), _EXECUTION_97
    ),
    "BUYER": Condition(
        Bilingual("買受人身分與投標書相符（證件）", "The buyer is who bid (document seen)"), _EXECUTION_97
    ),
    "PREEMPTION": Condition(
        Bilingual("優先承買權人已表示、放棄或逾期", "Rights of pre-emption are settled"),
        Bilingual("土地法第 34 條之 1、第 104 條", "Land Act, art. 34-1 and 104"),
    ),
    "TAXES": Condition(
        Bilingual("土地增值稅、地價稅、房屋稅已查詢並列入扣繳（稅捐機關文號）",
                  "Land value, land and house taxes were asked for and are deducted (letter of the tax office)"),
        Bilingual("稅捐稽徵法第 6 條", "Tax Collection Act, art. 6"), always=False,
    ),
    "NO_STAY": Condition(
        Bilingual("沒有停止執行、撤回或未決的異議", "Nothing is stayed, withdrawn or objected to"),
        Bilingual("行政執行法第 8 條、第 9 條", "Administrative Execution Act, art. 8 and 9"),
    ),
    "FARMLAND": Condition(
        Bilingual("耕地：私法人已附許可證明", "Farmland: a company has its permit"),
        Bilingual("農業發展條例第 33 條、第 34 條", "Agricultural Development Act, art. 33 and 34"), always=False,
    ),
}  # fmt: skip
COUNTER, REGISTERED = "COUNTER", "REGISTERED"
WAYS = {
    COUNTER: Bilingual("到分署領取", "picked up at the branch"),
    REGISTERED: Bilingual("雙掛號郵寄", "sent by registered post with return receipt"),
}
MOVES = (
    Move("PROPOSE", (PREPARING,), PROPOSED, Bilingual("陳核", "proposed")),
    Move("SEND_BACK", (PROPOSED,), PREPARING, Bilingual("退回", "sent back")),
    Move("ISSUE", (PROPOSED,), ISSUED, Bilingual("核發", "issued")),
    Move("HAND_OVER", (ISSUED,), HANDED_OVER, Bilingual("交付買受人", "handed to the buyer")),
    Move("REPLACE", (ISSUED, HANDED_OVER), REPLACED, Bilingual("由補發取代", "replaced by a reissue")),
    Move("CALL_OFF", (PREPARING, PROPOSED), CALLED_OFF, Bilingual("不核發", "not issued")),
)  # fmt: skip
MOVE_NAMES = {one.code: one.label for one in MOVES} | {
    "PREPARE": Bilingual("開始辦理", "begun"),
    "CORRECT": Bilingual("更正內容", "corrected"),
    "CHECK": Bilingual("登錄查核", "a condition was checked"),
    "SEND": Bilingual("交寄", "posted"),
    "ASKED": Bilingual("買受人提出申請", "the buyer asked for it"),
    "UNASKED": Bilingual(
        "買受人撤回申請，依職權續辦", "the buyer took the request back; the branch goes on"
    ),
    "REISSUE": Bilingual("申請補發", "a reissue was begun"),
    "NOT_SET": Bilingual("證書未能製作", "the certificate could not be set"),
}


class TransferMoveImpossible(Refusal):
    code = "TRANSFER_MOVE_IMPOSSIBLE"
    zh = "這張權利移轉證書現在是「{state_zh}」，不能這樣做"
    en = "This certificate of transfer is “{state_en}”; this cannot be done"
    next_zh = "請重新整理頁面，查看現在的狀態"
    next_en = "Reload the page and look at where it stands"


class ConditionsOpen(Refusal):
    code = "TRANSFER_CONDITIONS_OPEN"
    zh = "還有條件沒有查核符合：{names_zh}"
    en = "These conditions are not met yet: {names_en}"
    next_zh = "請逐項登錄查核結果與依據"
    next_en = "Record the result and the evidence of each"
    basis = "強制執行法第 97 條"


class PreemptionOpen(Refusal):
    code = "TRANSFER_PREEMPTION_OPEN"
    zh = "優先承買通知 {numbers} 還沒有結果，不能核發"
    en = "The notices of pre-emption {numbers} are not settled; it cannot be issued"
    next_zh = (
        "請等期限屆滿或先核定；是別的標的的通知，請重新查核「優先承買」，在依據寫明通知編號與理由"
    )
    next_en = "Wait until the time is over, or decide first; for a notice of another lot, check pre-emption again and name the notice and the reason in the evidence"
    basis = "土地法第 104 條"


class ConditionAlwaysApplies(Refusal):
    code = "TRANSFER_CONDITION_ALWAYS_APPLIES"
    zh = "「{name_zh}」每件都要查核，不能選不適用"
    en = "“{name_en}” applies to every certificate"
    next_zh = "請登錄符合或不符合，並寫明依據"
    next_en = "Record whether it is met, with the evidence"
    status = 422


class EvidenceNeeded(Refusal):
    code = "TRANSFER_EVIDENCE_NEEDED"
    zh = "請寫明根據什麼查核"
    en = "Please say what it was checked against"
    next_zh = "例如收據號碼、稅捐機關函文號、證件名稱"
    next_en = "For example the number of a receipt or letter, the document that was seen"
    status = 422


class PricePaidDayNeeded(Refusal):
    code = "TRANSFER_PRICE_PAID_DAY_NEEDED"
    zh = "價金繳清要填繳清的日期，且不能在今天之後"
    en = "Give the day on which the price was paid in full; it cannot lie ahead"
    next_zh = "請填最後一筆價金入帳的日期"
    next_en = "Give the day of the last payment"
    status = 422


class SecondPersonIssues(Refusal):
    code = "TRANSFER_SECOND_PERSON"
    zh = "陳核與核發須由不同的人"
    en = "Who proposed the certificate may not issue it"
    next_zh = "請由另一位有核定權限的同仁核發"
    next_en = "Ask a colleague who may decide"
    status = 403


class MayNotIssue(Refusal):
    code = "TRANSFER_MAY_NOT_ISSUE"
    zh = "核發要由有核定權限的人做"
    en = "Only somebody who may decide can issue it"
    next_zh = "請送主管核定"
    next_en = "Pass it to your superior"
    status = 403


class CertificateThereAlready(Refusal):
    code = "TRANSFER_THERE_ALREADY"
    zh = "這個標的已經在辦同一位買受人的權利移轉證書"
    en = "A certificate for this lot and this buyer is being made already"
    next_zh = "申請過的，請用收件號碼查進度；沒有申請過，或遺失要補發，請洽承辦股"
    next_en = "If you asked already, follow it by its number; if not, or if the paper was lost, ask the section"


class HandOverIncomplete(Refusal):
    code = "TRANSFER_HAND_OVER_INCOMPLETE"
    zh = "到分署領取要記下查驗的證件與領取人；郵寄要記下掛號號碼"
    en = (
        "Picked up: record the document seen and who took it. Posted: record the number of the item"
    )
    next_zh = "請補上再登錄"
    next_en = "Complete it and record it again"
    status = 422


class ReceivedDayWrong(Refusal):
    code = "TRANSFER_RECEIVED_DAY_WRONG"
    zh = "領得的日期要在核發日（{issued}）以後、今天以前"
    en = "The day of receipt lies between the day of issue ({issued}) and today"
    next_zh = "請照簽收或回執上的日期填寫"
    next_en = "Take the day from the signature or the return receipt"
    status = 422


class NotPrintedYet(Refusal):
    code = "TRANSFER_NOT_PRINTED"
    zh = "證書還在製作，或有字型印不出的字"
    en = "The certificate is still being set, or has a character that no font has"
    next_zh = "稍候重新整理；若經過紀錄寫有印不出的字，請依維運手冊補字型後按「重新製作」"
    next_en = "Wait and reload; if the record names a character, install its font and set it again"


def move(code: str, state: str) -> Move:
    """The move of this code from ``state``; raises TransferMoveImpossible."""
    for one in MOVES:
        if one.code == code and state in one.origins:
            return one
    name = STATE_NAMES[state]
    raise TransferMoveImpossible(state_zh=name.zh, state_en=name.en)


def check_condition(code: str, outcome: str, evidence: str, paid_on: date | None, on: date) -> str:
    """What a check rests on; refuses one that says nothing."""
    held = CONDITIONS[code]
    if outcome == NOT_NEEDED and held.always:
        raise ConditionAlwaysApplies(name_zh=held.name.zh, name_en=held.name.en, field="outcome")
    if code == "PRICE_PAID" and outcome == MET and (paid_on is None or paid_on > on):
        raise PricePaidDayNeeded(field="paid_on")
    kept = " ".join(evidence.split())[:500]
    if not kept:
        raise EvidenceNeeded(field="evidence")
    return kept


def check_ready(outcomes: Mapping[str, str]) -> None:
    """Refuse while a condition is open."""
    missing = [one.name for code, one in CONDITIONS.items()
               if outcomes.get(code) not in (MET, NOT_NEEDED)]  # fmt: skip
    if missing:
        raise ConditionsOpen(
            names_zh="、".join(m.zh for m in missing), names_en="; ".join(m.en for m in missing)
        )


def check_issuer(may: bool, is_proposer: bool) -> None:
    """Two people, the second with the right to decide."""
    if not may:
        raise MayNotIssue
    if is_proposer:
        raise SecondPersonIssues


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """How the buyer got it: the day on which ownership passed (art. 98), and what was checked."""

    way: str
    received_on: date
    receiver: str = ""
    identity_seen: str = ""
    post_no: str = ""


def check_hand_over(given: HandOver, issued_on: date, on: date) -> None:
    """Refuse a hand-over without a check of identity or a number of the post, and a day out of order."""
    if not issued_on <= given.received_on <= on:
        raise ReceivedDayWrong(issued=issued_on.isoformat(), field="received_on")
    is_whole = (
        bool(given.receiver.strip() and given.identity_seen.strip())
        if given.way == COUNTER
        else bool(given.post_no.strip())
    )
    if not is_whole:
        raise HandOverIncomplete(field="identity_seen" if given.way == COUNTER else "post_no")


def arrows() -> tuple[tuple[str, str], ...]:
    """The ways of the table, for the public flowchart."""
    return tuple((origin, one.to) for one in MOVES for origin in one.origins if one.to != REPLACED)


def in_words() -> tuple[Bilingual, ...]:
    """The procedure in sentences, for whoever does not see the drawing."""
    return (
        Bilingual(
            "承辦人逐項查核：價金繳清、買受人身分、優先承買、稅捐、有無停止執行。",
            "The section checks each condition: price, buyer, rights of pre-emption, taxes, stays.",
        ),
        Bilingual(
            "條件都符合後陳核，由另一位同仁核發，證書有號碼與查驗 QR 碼。",
            "When all are met, a second person issues the certificate, with its number and a QR code.",
        ),
        Bilingual(
            "您預約領取或收掛號；領得正本的那一天取得所有權。",
            "You pick it up or receive it by registered post; from that day you are the owner.",
        ),
    )
