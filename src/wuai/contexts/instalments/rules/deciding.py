"""Decide: who may decide about which plan, what must be there first, who consents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt
from wuai.kernel.refusal import Refusal
from wuai.legal import setting

WAITING, GIVEN, REFUSED = "WAITING", "GIVEN", "REFUSED"
ANSWERS = {
    WAITING: Bilingual("未答復", "not answered"),
    GIVEN: Bilingual("同意", "consents"),
    REFUSED: Bilingual("不同意", "does not consent"),
}
CHANNELS = {
    "COUNTER": Bilingual("到場言詞（筆錄）", "in person, recorded"),
    "PHONE": Bilingual("電話", "by telephone"),
    "PAPER": Bilingual("書面", "in writing"),
    "WEB": Bilingual("線上申請", "online"),
}
APPLICANTS = {
    "OBLIGOR": Bilingual("義務人", "the obligor"),
    "GUARANTOR": Bilingual("擔保人", "a guarantor"),
    "AGENT": Bilingual("代理人", "somebody authorised"),
}
SURETIES = {
    "GUARANTOR": Bilingual("保證人（擔保書）", "guarantor (signed letter)"),
    "COLLATERAL": Bilingual("擔保物", "collateral"),
    "BILLS": Bilingual("票據（移送機關保管）", "bills held by the agency"),
}
DOCUMENTS = {
    "STATEMENT": Bilingual("簽名之筆錄", "signed statement"),
    "LETTER": Bilingual("擔保書", "letter of guarantee"),
    "MEANS": Bilingual("收支或財產證明", "proof of means"),
    "AUTHORITY": Bilingual("委任狀", "authority to act"),
    "OTHER": Bilingual("其他", "other"),
}
# What may be kept by hand, and what is made here.
PAPERS = DOCUMENTS | {
    "DECISION": Bilingual("准駁通知", "letter of decision"),
    "REVOCATION": Bilingual("廢止通知", "letter of revocation"),
    "CLAIM": Bilingual("保證人通知", "letter to a guarantor"),
}


class NotYoursToDecide(Refusal):
    code = "INSTALMENT_NOT_YOURS"
    zh = "{total} 的分期須由有權責的人決定"
    en = "A plan over {total} is decided by somebody with more authority"
    next_zh = "請送有「{permission}」權限的主管核定"
    next_en = "Send it to somebody with the permission “{permission}”"
    status = 403


class SamePerson(Refusal):
    code = "INSTALMENT_SAME_PERSON"
    zh = "記錄申請的人不能自己核定"
    en = "Who recorded the request cannot decide on it"
    next_zh = "請由另一位同仁核定"
    next_en = "Ask a colleague to decide"
    status = 403


class SuretyMissing(Refusal):
    code = "INSTALMENT_SURETY_MISSING"
    zh = "尚無擔保書、擔保物或移送機關保管之票據，也未說明免擔保之理由"
    en = "There is no letter of guarantee, collateral or bill held by the agency, and no reason to do without"
    next_zh = "請登錄擔保，或在核定時寫明免提供擔保之理由"
    next_en = "Record a surety, or state at the decision why none is needed"
    basis = "行政執行事件核准分期繳納執行金額實施要點第 5 點"
    status = 422


class ConsentMissing(Refusal):
    code = "INSTALMENT_CONSENT_MISSING"
    zh = "{agencies} 尚未同意"
    en = "{agencies} did not consent yet"
    next_zh = "請等機關答復；可在頁面上再催詢一次"
    next_en = "Wait for the answer; the page lets you ask again"
    basis = "行政執行法施行細則第 27 條"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one agency said."""

    agency: str
    answer: str


def permission_for(total: int, grounds: str, on: date) -> str:
    """The permission with which a plan of this total is decided on a day."""
    bands = setting("INSTALMENT_APPROVAL", on=on).value
    if grounds == "SPECIAL":
        return str(next(band for band in reversed(bands) if band["special"])["permission"])
    reached = [band for band in bands if total >= band["from"]]
    return str((reached or bands)[-1 if reached else 0]["permission"])


def may_decide(
    total: int, grounds: str, on: date, *, permissions: Iterable[str], is_system: bool = False
) -> None:
    """Refuse who lacks the authority for this amount."""
    needed = permission_for(total, grounds, on)
    if not is_system and needed not in set(permissions):
        raise NotYoursToDecide(total=format_nt(total), permission=needed)


def two_people(recorded_by: str, decided_by: str) -> None:
    """Refuse when the two are the same person."""
    if recorded_by == decided_by:
        raise SamePerson()


def all_consent(answers: Iterable[Answer]) -> None:
    """Refuse while an agency concerned did not consent."""
    lacking = [one.agency for one in answers if one.answer != GIVEN]
    if lacking:
        raise ConsentMissing(agencies="、".join(lacking))


def is_secured(sureties: int, waived_because: str) -> None:
    """Refuse a plan without surety unless somebody says why it needs none."""
    if not sureties and not waived_because.strip():
        raise SuretyMissing(field="waived")
