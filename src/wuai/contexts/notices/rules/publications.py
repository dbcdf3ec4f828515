"""Service by publication (公示送達, 行政程序法 78–82): on what ground, by whom, from when it counts."""

from collections.abc import Collection
from dataclasses import dataclass

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

FACTS_AT_LEAST = 10
_ACT = Bilingual("行政程序法", "Administrative Procedure Act")


def _apa(article_zh: str, article_en: str) -> Bilingual:
    return Bilingual(f"{_ACT.zh}{article_zh}", f"{_ACT.en}, {article_en}")


@dataclass(frozen=True, slots=True)
class Reason:
    """A ground, or on whose word it is done, with its article."""

    name: Bilingual
    law: Bilingual


GROUNDS = {
    "ADDRESS_UNKNOWN": Reason(
        Bilingual("應為送達之處所不明", "The place of service is not known"),
        _apa("第 78 條第 1 項第 1 款", "art. 78 I (1)"),
    ),
    "IMMUNITY": Reason(
        Bilingual(
            "於有治外法權人之住居所或事務所送達無效",
            "Service at the home or office of somebody with immunity came to nothing",
        ),
        _apa("第 78 條第 1 項第 2 款", "art. 78 I (2)"),
    ),
    "ABROAD": Reason(
        Bilingual(
            "於外國或境外，不能依第 86 條送達或預知無效",
            "Abroad, where service under art. 86 is impossible or would come to nothing",
        ),
        _apa("第 78 條第 1 項第 3 款", "art. 78 I (3)"),
    ),
}
BASES = {
    "REQUEST": Reason(
        Bilingual("依申請", "At request"), _apa("第 78 條第 1 項", "art. 78 I")
    ),
    "NEED": Reason(
        Bilingual("無人申請，為免程序遲延，依職權", "Nobody asked: ex officio, so that nothing is delayed"),
        _apa("第 78 條第 2 項", "art. 78 II"),
    ),
    "CHANGED": Reason(
        Bilingual("變更送達處所而未陳明，依職權", "The address was changed and not told: ex officio"),
        _apa("第 78 條第 3 項", "art. 78 III"),
    ),
    "AGAIN": Reason(
        Bilingual("對同一當事人再為公示送達，依職權", "To the same person again: ex officio"),
        _apa("第 79 條", "art. 79"),
    ),
}  # fmt: skip
STATES = {
    "PREPARED": Bilingual("待核可", "Waiting for approval"),
    "APPROVED": Bilingual("待張貼", "Waiting to be posted"),
    "POSTED": Bilingual("公告中", "Posted"),
    "EFFECTIVE": Bilingual("已生效", "In effect"),
    "REFUSED": Bilingual("未核可", "Not approved"),
    "WITHDRAWN": Bilingual("已撤回", "Withdrawn"),
}
RUNNING, LISTED = ("PREPARED", "APPROVED", "POSTED"), ("POSTED", "EFFECTIVE")
RECORD, APPROVE = "service.record", "service.approve"
SERVED_OTHERWISE, REPLACED = "文書已另行送達", "通知書已換發"
# What is done, from which states, to which one, and who may.
MOVES = {
    "approve": (("PREPARED",), "APPROVED", (APPROVE,)),
    "refuse": (("PREPARED",), "REFUSED", (APPROVE,)),
    "post": (("APPROVED",), "POSTED", (RECORD,)),
    "print": (("POSTED",), "POSTED", (RECORD,)),
    "recount": (("POSTED",), "POSTED", ()),
    "take_effect": (("POSTED",), "EFFECTIVE", ()),
    "withdraw": (RUNNING, "WITHDRAWN", (RECORD, APPROVE)),
}


class PublicationUnknown(Refusal):
    code = "PUBLICATION_UNKNOWN"
    zh = "本分署查無這件公示送達"
    en = "This branch has no such service by publication"
    next_zh = "請看公示送達清單"
    next_en = "See the list of publications"
    status = 404


class GroundUnknown(Refusal):
    code = "PUBLICATION_GROUND_UNKNOWN"
    zh = "公示送達的事由或依據不在法定之列"
    en = "The law knows no such ground for service by publication"
    next_zh = "請選行政程序法第 78 條或第 79 條所列的事由與依據"
    next_en = "Choose one of the grounds of art. 78 or 79"
    basis = "行政程序法第 78 條、第 79 條"
    status = 422


class TriesNotShown(Refusal):
    code = "PUBLICATION_TRIES_NOT_SHOWN"
    zh = "這張通知書沒有未能送達的紀錄，也沒有附證明或寫明查證經過"
    en = "No failed attempt is recorded, no evidence is attached, and nothing says what was tried"
    next_zh = "請先登錄未能送達、附上查址資料，或用至少 {least} 個字寫明查證經過"
    next_en = "Record the failed attempt, attach the evidence, or say what was tried in at least {least} characters"
    basis = "行政程序法第 78 條"
    status = 422


class RequesterMissing(Refusal):
    code = "PUBLICATION_REQUESTER_MISSING"
    zh = "依申請公示送達，須寫明申請人"
    en = "A publication at request needs the name of who asked"
    next_zh = "請填申請人；沒有人申請時改選依職權"
    next_en = "Enter who asked; where nobody did, choose ex officio"
    basis = "行政程序法第 78 條第 1 項"
    status = 422


class NotPublishedBefore(Refusal):
    code = "NOT_PUBLISHED_BEFORE"
    zh = "這位當事人在通知書所列的案件裡沒有已生效的公示送達，不能以「再為公示送達」次日生效"
    en = "No publication to this person has taken effect in each of the cases of this notice, so this one cannot count from the next day"
    next_zh = "請依第 78 條辦理；同案的前一件還在公告中時，等它生效後再為公示送達"
    next_en = "Go by art. 78; while the first one still hangs, wait until it is in effect"
    basis = "行政程序法第 79 條"


class NothingToPublish(Refusal):
    code = "NOTHING_TO_PUBLISH"
    zh = "通知書 {number} {why_zh}，不必公示送達"
    en = "The notice {number} {why_en}: there is nothing to publish"
    next_zh = "請回通知書頁面查看送達情形"
    next_en = "See how it was served on the page of the notice"


class PublicationRuns(Refusal):
    code = "PUBLICATION_RUNS"
    zh = "通知書 {number} 已經在辦公示送達"
    en = "The notice {number} is being served by publication already"
    next_zh = "請看公示送達清單"
    next_en = "See the list of publications"


class SecondPersonNeeded(Refusal):
    code = "PUBLICATION_SECOND_PERSON"
    zh = "製作的人不能核可自己製作的公示送達"
    en = "Whoever prepared a publication cannot approve it"
    next_zh = "請另一位有核可權限的同仁辦理"
    next_en = "Ask a colleague who may approve it"


class NotInThatState(Refusal):
    code = "PUBLICATION_NOT_IN_THAT_STATE"
    zh = "這件公示送達目前是「{state_zh}」，不能這樣辦理"
    en = "This publication is “{state_en}”: that cannot be done now"
    next_zh = "請重新整理頁面，看目前的狀態"
    next_en = "Load the page again and see how it stands"


class PublishedNotRecorded(Refusal):
    code = "SERVICE_BY_PUBLICATION"
    zh = "公示送達要經過製作、核可與張貼，不能直接登錄"
    en = "Service by publication is prepared, approved and posted; it cannot be recorded directly"
    next_zh = "請在通知書頁面選「公示送達」"
    next_en = "Choose “Serve by publication” on the page of the notice"
    basis = "行政程序法第 78 條至第 82 條"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a clerk wrote: the ground, on whose word, what was tried."""

    ground: str
    basis: str
    requested_by: str = ""
    facts: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about the notice and its person."""

    number: str
    is_superseded: bool
    served: bool
    runs: bool
    failed_attempts: int
    has_evidence: bool
    published_before: bool


def method_of(draft: Draft) -> str:
    """The way of service that the law gives to this ground and basis."""
    if draft.basis == "AGAIN":
        return "PUBLIC_AGAIN"
    return "PUBLIC_ABROAD" if draft.ground == "ABROAD" else "PUBLIC"


def may_prepare(draft: Draft, known: Known) -> str:
    """The way of service, or a refusal of what the law does not allow."""
    if draft.ground not in GROUNDS or draft.basis not in BASES:
        raise GroundUnknown(field="ground" if draft.ground not in GROUNDS else "basis")
    if known.is_superseded or known.served:
        why = ("已換發", "was replaced") if known.is_superseded else ("已送達", "was served")
        raise NothingToPublish(number=known.number, why_zh=why[0], why_en=why[1])
    if known.runs:
        raise PublicationRuns(number=known.number)
    if draft.basis == "REQUEST" and not draft.requested_by.strip():
        raise RequesterMissing(field="requested_by")
    if draft.basis == "AGAIN" and not known.published_before:
        raise NotPublishedBefore(field="basis")
    shown = known.failed_attempts or known.has_evidence
    if not shown and len(draft.facts.strip()) < FACTS_AT_LEAST:
        raise TriesNotShown(field="facts", least=FACTS_AT_LEAST)
    return method_of(draft)


def move(act: str, state: str) -> str:
    """The state after an act; refuses one that does not fit."""
    sources, target, _who = MOVES[act]
    if state not in sources:
        raise NotInThatState(state_zh=STATES[state].zh, state_en=STATES[state].en)
    return target


def offered(state: str, permissions: Collection[str], *, is_own: bool) -> set[str]:
    """What a person may do with a publication in this state; nobody decides his own."""
    return {
        act
        for act, (sources, _to, who) in MOVES.items()
        if state in sources
        and set(who) & set(permissions)
        and not (is_own and act in {"approve", "refuse"})
    }


def decided(act: str, state: str, prepared_by: str, decider: str) -> str:
    """Four eyes: the state after a decision by another person than the one who prepared it."""
    target = move(act, state)
    if prepared_by == decider:
        raise SecondPersonNeeded()
    return target
