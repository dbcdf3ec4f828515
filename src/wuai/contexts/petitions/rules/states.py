"""How a petition moves, and how it may be answered: two tables. Code and pages read them."""

from collections.abc import Callable
from dataclasses import dataclass

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

RECEIVED, ASSIGNED, WAITING, DRAFTED = "RECEIVED", "ASSIGNED", "WAITING", "DRAFTED"
ANSWERED, TRANSFERRED, NOT_HANDLED = "ANSWERED", "TRANSFERRED", "NOT_HANDLED"
WITHDRAWN = "WITHDRAWN"
STATES = {
    RECEIVED: (Bilingual("待分辦", "To be assigned"), "waiting"),
    ASSIGNED: (Bilingual("辦理中", "In hand"), "going"),
    WAITING: (Bilingual("等陳情人補充", "Waiting for more from the person"), "press"),
    DRAFTED: (Bilingual("回復陳核中", "Reply with the head for approval"), "going"),
    ANSWERED: (Bilingual("已回復", "Answered"), "good"),
    TRANSFERRED: (Bilingual("已移送主管機關", "Passed to the authority in charge"), "neutral"),
    NOT_HANDLED: (Bilingual("依法不予處理", "Not handled, as the law allows"), "neutral"),
    WITHDRAWN: (Bilingual("已撤回", "Withdrawn"), "neutral"),
}
CODES = list(STATES)
ENDED = [ANSWERED, TRANSFERRED, NOT_HANDLED, WITHDRAWN]
OPEN = [code for code in CODES if code not in ENDED]
EDIT, APPROVE, PERSON = "petition.edit", "petition.approve", "PERSON"
# What a reply may be: its name, where an approved one leads, and the engine's word for that.
KINDS = {
    "FOUNDED": (Bilingual("有理由，採取措施", "Well-founded: a measure is taken"), ANSWERED, "answer"),
    "UNFOUNDED": (Bilingual("無理由，說明意旨", "Unfounded: we explain why"), ANSWERED, "answer"),
    "INFORMATION": (Bilingual("說明、答復詢問", "A question is answered"), ANSWERED, "answer"),
    "TRANSFER": (Bilingual("移送有權機關", "Pass to the authority in charge"), TRANSFERRED, "forward"),
    "NOT_HANDLED": (Bilingual("依第 173 條不予處理", "Not handled under article 173"), NOT_HANDLED, "dismiss"),
}  # fmt: skip
# 行政程序法 173 knows three grounds, and no other.
GROUNDS = {
    "NO_CONTENT": Bilingual(
        "無具體內容，或未具真實姓名或住址", "No concrete content, or no real name or address"
    ),
    "REPEATED": Bilingual(
        "同一事由已適當處理並明確答復，仍一再陳情",
        "The same matter, after it was handled properly and answered clearly",
    ),
    "ELSEWHERE": Bilingual(
        "非主管機關，且同一事由已分向各機關陳情",
        "Another authority's matter, and it was sent to several authorities at once",
    ),
}


class PetitionUnknown(Refusal):
    code = "PETITION_UNKNOWN"
    zh = "查無這件陳情"
    en = "There is no such petition"
    next_zh = "請回到陳情清單"
    next_en = "Go back to the list of petitions"
    status = 404


class PetitionMoveImpossible(Refusal):
    code = "PETITION_MOVE_IMPOSSIBLE"
    zh = "這件陳情現在是「{state_zh}」，不能做這個動作"
    en = "This petition is “{state_en}” now; this cannot be done"
    next_zh = "請重新整理頁面，查看現在的狀態"
    next_en = "Reload the page and look at where it stands"
    status = 409


class MayNotHandle(Refusal):
    code = "PETITION_MAY_NOT"
    zh = "您沒有「{permission}」權限，不能做這個動作"
    en = "You do not hold the permission {permission} that this needs"
    next_zh = "請由有權限的同仁辦理"
    next_en = "Let a colleague do it who holds it"
    status = 403


class DrafterMayNotApprove(Refusal):
    code = "PETITION_SECOND_PERSON"
    zh = "擬回復的人不能自己核定"
    en = "Who drafted the reply may not approve it"
    next_zh = "請由另一位主管核定"
    next_en = "Ask another head to approve it"
    status = 403


class ReplyChanged(Refusal):
    code = "PETITION_REPLY_CHANGED"
    zh = "等待核定的回復不是您剛才看的那一份"
    en = "The reply that waits is not the one you just read"
    next_zh = "請看過下面現在的內容，再核定"
    next_en = "Read it below as it is now, then approve it"
    status = 409


class ReplyIncomplete(Refusal):
    code = "PETITION_REPLY_INCOMPLETE"
    zh = "{what_zh}"
    en = "{what_en}"
    next_zh = "補上後再送陳核"
    next_en = "Add it, then pass it on again"
    basis = "行政程序法第 171 條至第 173 條"
    status = 422


class ReasonMissing(Refusal):
    code = "PETITION_REASON_MISSING"
    zh = "請寫明理由"
    en = "Please give the reason"
    next_zh = "一兩句平常話就好"
    next_en = "One or two plain sentences are enough"
    status = 422


@dataclass(frozen=True, slots=True)
class Move:
    """One way: from which states, to which (none: as the reply says), with which permission."""

    code: str
    origins: tuple[str, ...]
    to: str
    who: str
    label: Bilingual


MOVES = (
    Move("assign", (RECEIVED, ASSIGNED), ASSIGNED, EDIT, Bilingual("分辦", "Assign")),
    Move("ask", (RECEIVED, ASSIGNED), WAITING, EDIT, Bilingual("請陳情人補充", "Ask for more")),
    Move("complete", (WAITING,), ASSIGNED, PERSON, Bilingual("補充", "Complete it")),
    Move("completed", (WAITING,), ASSIGNED, EDIT, Bilingual("已補充，繼續辦理", "It came: go on")),
    Move("draft", (ASSIGNED,), DRAFTED, EDIT, Bilingual("擬回復陳核", "Draft the reply")),
    Move("return", (DRAFTED,), ASSIGNED, APPROVE, Bilingual("退回重擬", "Send back")),
    Move("approve", (DRAFTED,), "", APPROVE, Bilingual("核定並送出", "Approve and send")),
    Move("hand", (RECEIVED, ASSIGNED, WAITING), RECEIVED, EDIT,
         Bilingual("移由保密單位辦理", "Hand to another unit")),
    Move("extend", (RECEIVED, ASSIGNED, WAITING, DRAFTED), "", APPROVE,
         Bilingual("延長期限並通知", "Extend, with notice")),
    Move("withdraw", (RECEIVED, ASSIGNED, WAITING, DRAFTED), WITHDRAWN, PERSON,
         Bilingual("撤回", "Withdraw")),
)  # fmt: skip


WHO = {
    EDIT: Bilingual("承辦同仁", "the person in charge"),
    APPROVE: Bilingual(
        "核定的主管（與擬稿的不是同一人）", "the head who approves (not the drafter)"
    ),
    PERSON: Bilingual("陳情人", "the person who wrote"),
}


def ways() -> list[tuple[str, str, Move]]:
    """Every arrow, for the drawing that the public sees: from where, to where, by which move."""
    ends = list(dict.fromkeys(state for _, state, _ in KINDS.values()))
    found = []
    for one in MOVES:
        for origin in one.origins:
            targets = ends if one.code == "approve" else [one.to or origin]
            found += [(origin, to, one) for to in targets]
    return found


# What stands in a petition's own trail beside the moves.
NOTES = {one.code: one.label for one in MOVES} | {
    "hand_over": Bilingual("交給同仁", "Given to a colleague"),
    "sign_signed": Bilingual("紀錄已簽名", "Record signed"),
    "sign_refused": Bilingual("紀錄未簽名", "Record not signed"),
    "letter": Bilingual("來信補充", "A letter came"),
    "posted": Bilingual("回復函已寄出", "Letter posted"),
}


def move(code: str, state: str) -> Move:
    """The move of this code from ``state``; raises PetitionMoveImpossible."""
    for one in MOVES:
        if one.code == code and state in one.origins:
            return one
    name = STATES[state][0]
    raise PetitionMoveImpossible(state_zh=name.zh, state_en=name.en)


def open_to(state: str, may: Callable[[str], bool]) -> list[str]:
    """The codes of what somebody may do with a petition now."""
    return [m.code for m in MOVES if state in m.origins and m.who != PERSON and may(m.who)]


def check_approver(drafted_by: str, approver: str) -> None:
    """The head who approves is another person than the one who drafted."""
    if drafted_by == approver:
        raise DrafterMayNotApprove


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply as it is proposed."""

    kind: str
    text: str
    ground: str = ""
    agency: str = ""
    reason: str = ""
    earlier: str = ""
    remedy: bool = False


def check_draft(draft: Draft, *, earlier_state: str | None) -> None:
    """Refuse a reply that lacks what the law asks of its kind; raises ReplyIncomplete."""
    if draft.kind not in KINDS:
        raise _lacking("kind", "請選擇回復的種類", "Choose what kind of reply it is")
    if not draft.text.strip():
        raise _lacking("text", "請寫回復內容", "Write the reply")
    if draft.kind == "TRANSFER" and not draft.agency.strip():
        raise _lacking("agency", "請寫移送到哪個機關", "Name the authority it is passed to")
    if draft.kind == "NOT_HANDLED":
        _check_ground(draft, earlier_state)


def _check_ground(draft: Draft, earlier_state: str | None) -> None:
    if draft.ground not in GROUNDS:
        raise _lacking("ground", "不予處理須選第 173 條的一款", "Choose a ground of article 173")
    if not draft.reason.strip():
        raise _lacking(
            "reason", "不予處理須寫明您如何判斷", "Say how you judged that it need not be handled"
        )
    if draft.ground == "REPEATED" and earlier_state not in (ANSWERED, TRANSFERRED):
        raise _lacking(
            "earlier", "一再陳情須指出先前已明確答復的那一件",
            "Name the earlier petition that was answered clearly",
        )  # fmt: skip


def _lacking(field: str, zh: str, en: str) -> ReplyIncomplete:
    return ReplyIncomplete(field=field, what_zh=zh, what_en=en)
