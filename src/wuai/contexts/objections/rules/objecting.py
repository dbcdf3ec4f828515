"""Who may object, against what, until when; what the branch may find, and who approves it."""

from datetime import date

from wuai.contexts.objections.rules import life
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

WRITTEN, ORAL = "WRITTEN", "ORAL"
FORMS = {
    WRITTEN: Bilingual("書面", "in writing"),
    ORAL: Bilingual("執行時當場言詞", "orally, while enforcement was under way"),
}
OBLIGOR, INTERESTED, AGENT = "OBLIGOR", "INTERESTED", "AGENT"
OBJECTORS = {
    OBLIGOR: Bilingual("義務人", "the obligor"),
    INTERESTED: Bilingual("利害關係人", "an interested person"),
    AGENT: Bilingual("代理人", "somebody authorised"),
}
AGAINST = {
    "ORDER": Bilingual("執行命令", "an order of enforcement"),
    "METHOD": Bilingual("執行方法", "the method of enforcement"),
    "PROCEDURE": Bilingual("應遵守的程序", "the procedure to be followed"),
    "OTHER": Bilingual("其他侵害利益的情事", "something else that harms an interest"),
}
UPHELD, UNFOUNDED, NOT_OURS = "UPHELD", "UNFOUNDED", "NOT_OURS"
FINDINGS = {
    UPHELD: Bilingual(
        "有理由：停止執行，並撤銷或更正", "well-founded: stop, and revoke or correct the act"
    ),
    UNFOUNDED: Bilingual(
        "無理由：加具意見送行政執行署", "unfounded: with our opinion to the Agency"
    ),
    NOT_OURS: Bilingual(
        "非聲明異議：告知並移送有權機關",
        "no objection against enforcement: tell, and pass on to the authority in charge",
    ),
}
APPROVALS = {UPHELD: "UPHOLD", UNFOUNDED: "DISAGREE", NOT_OURS: "REDIRECT"}
OWN, ASKED, ORDERED, FOUND = "OWN", "ASKED", "ORDERED", "FOUND"
STAYS = {
    OWN: Bilingual("分署依職權", "by the branch itself"),
    ASKED: Bilingual("依申請", "on request"),
    ORDERED: Bilingual("行政執行署命令", "ordered by the Agency"),
    FOUND: Bilingual("異議有理由", "the objection is well-founded"),
}
REJECT, ORDER = "REJECT", "ORDER"
DECISIONS = {
    REJECT: Bilingual("異議駁回", "the objection is rejected"),
    ORDER: Bilingual(
        "異議有理由，命停止並撤銷或更正", "well-founded: stop, and revoke or correct the act"
    ),
}
PAPERS = {
    "OBJECTION": Bilingual("聲明異議書", "the objection"),
    "RECORD": Bilingual("簽名之執行筆錄", "the signed record"),
    "ACT": Bilingual("被異議之執行命令或文件", "the act objected to"),
    "EVIDENCE": Bilingual("證據", "evidence"),
    "AUTHORITY": Bilingual("委任狀", "authority to act"),
    "DECISION": Bilingual("行政執行署決定書", "the decision of the Agency"),
    "LETTER": Bilingual("給異議人的信", "the letter to the objector"),
    "FILE": Bilingual("送署卷宗", "the file sent to the Agency"),
    "TO_AGENCY": Bilingual("致行政執行署函", "the letter to the Agency"),
    "OTHER": Bilingual("其他", "other"),
}
MADE_HERE = frozenset({"LETTER", "FILE", "TO_AGENCY"})
# The step that says that a paper could not be set; its state is the one for which it was due.
NOT_SET = {"LETTER": "NO_LETTER", "FILE": "NO_FILE", "TO_AGENCY": "NO_AGENCY"}
NOT_SET_NAMES = {
    "NO_LETTER": Bilingual("信未能製作", "the letter could not be made"),
    "NO_FILE": Bilingual("卷宗未能製作", "the file could not be made"),
    "NO_AGENCY": Bilingual("致署函未能製作", "the letter to the Agency could not be made"),
}


class ExecutionEnded(Refusal):
    code = "OBJECTION_EXECUTION_ENDED"
    zh = "這個案件的執行程序已在 {ended} 終結，不能再聲明異議"
    en = "Enforcement in this case ended on {ended}: no objection can be made any more"
    next_zh = (
        "如果對執行有意見，可以向分署陳情；受有損害的，可以依國家賠償法請求。"
        "您仍要以書面提出，請送交或寄到分署，我們會收下並書面答復"
    )
    next_en = (
        "You may petition the branch, and claim damages under the State Compensation Act. If you"
        " still wish to object, hand in or post your letter: we take it and answer in writing"
    )
    basis = "行政執行法第 9 條第 1 項"
    status = 422


class InterestMissing(Refusal):
    code = "OBJECTION_INTEREST_MISSING"
    zh = "請寫明您與執行的關係"
    en = "Please say how enforcement concerns you"
    next_zh = "利害關係人請寫受影響的權益；代理人請寫為誰代理並附委任狀"
    next_en = "An interested person says which interest is harmed; an agent says for whom, with the authority"
    basis = "行政執行法第 9 條第 1 項"
    status = 422


class OnTheSpotOnly(Refusal):
    code = "OBJECTION_ORALLY_ON_THE_SPOT"
    zh = "言詞異議限執行時當場提出，須寫明執行的日期（{on} 以前）與地點"
    en = (
        "An oral objection is made on the spot while enforcement goes on:"
        " give the day (not after {on}) and the place"
    )
    next_zh = "不在執行現場的，請改以書面提出，櫃檯可以協助填寫"
    next_en = "Elsewhere it is made in writing; the counter helps to write it"
    basis = "行政執行法施行細則第 15 條"
    status = 422


class SamePerson(Refusal):
    code = "OBJECTION_SAME_PERSON"
    zh = "擬具意見的人不能自己核定"
    en = "Who proposed the finding cannot approve it"
    next_zh = "請由另一位有核定權限的同仁核定"
    next_en = "Ask a colleague who may approve"
    status = 403


class NotPermitted(Refusal):
    code = "OBJECTION_NOT_PERMITTED"
    zh = "這個動作須有「{permission}」權限"
    en = "This needs the permission “{permission}”"
    next_zh = "請由有權限的同仁辦理"
    next_en = "Ask a colleague who has it"
    status = 403


class ProposalChanged(Refusal):
    code = "OBJECTION_PROPOSAL_CHANGED"
    zh = "您閱讀的意見已經改過，還沒有核定"
    en = "The proposal was changed since you read it; nothing was approved"
    next_zh = "請閱讀頁面上現在的認定與理由，再核定或退回"
    next_en = "Read the finding and reasons as they stand now, then approve or send back"


class NothingMissing(Refusal):
    code = "OBJECTION_NOTHING_MISSING"
    zh = "沒有等待重新製作的信或卷宗"
    en = "No letter and no file waits to be made again"
    next_zh = "請重新整理頁面，查看「文件」"
    next_en = "Load the page again and look at the documents"


class DayOutOfOrder(Refusal):
    code = "OBJECTION_DAY_OUT_OF_ORDER"
    zh = "日期須在 {since} 至 {until} 之間"
    en = "The day lies between {since} and {until}"
    next_zh = "請查對公文上的日期"
    next_en = "Check the day on the paper"
    status = 422


def who_took(ref: str, name: str) -> Bilingual | str:
    """Who took a step: without an account the objector, and by itself the system."""
    if ref == "public":
        return Bilingual("異議人（線上）", "the objector, online")
    return Bilingual("系統", "the system") if ref.startswith("system:") else name


def is_late(closed_on: date | None, received_on: date) -> bool:
    """Whether enforcement had ended before the day on which the objection came."""
    return closed_on is not None and closed_on < received_on


def stands_still(stayed_on: date | None, ended_on: date | None) -> bool:
    """Whether enforcement stands still since one day and not until another."""
    return stayed_on is not None and ended_on is None


def must_stand_still(state: str, stay: str, stayed_on: date | None, ended_on: date | None) -> bool:
    """Whether enforcement may not go on, whatever else it stood still for: the objection is
    well-founded and nothing was put right yet, or the Agency ordered a stay that still holds.
    """
    ordered = stay == ORDERED and stands_still(stayed_on, ended_on)
    return state == life.REMEDY or (ordered and state in life.PENDING)


def check_objector(objector: str, interest: str) -> None:
    """Refuse who is not the obligor and does not say how enforcement concerns him."""
    if objector != OBLIGOR and not interest.strip():
        raise InterestMissing(field="interest")


def check_on_the_spot(made_on: date, place: str, on: date) -> None:
    """Refuse an oral objection without its place and day."""
    if made_on > on or not place.strip():
        raise OnTheSpotOnly(field="place" if made_on <= on else "made_on", on=on)


def check_day(day: date, since: date, until: date, field: str) -> date:
    """The day, if it lies between what came before and today."""
    if not since <= day <= until:
        raise DayOutOfOrder(field=field, since=since, until=until)
    return day


def two_people(proposed_by: str, by_ref: str) -> None:
    """Refuse when the two are the same person."""
    if proposed_by == by_ref:
        raise SamePerson


def same_proposal(read: int, now: int) -> None:
    """Refuse to approve another proposal than the one that was read."""
    if read != now:
        raise ProposalChanged


def approval(finding: str, state: str) -> life.Move:
    """The move by which a finding is approved."""
    return life.move(APPROVALS[finding], state)
