"""How an application moves: one table. The code reads it, and so does the page that draws it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

RECEIVED, IN_HAND, INCOMPLETE, PROPOSED = "RECEIVED", "IN_HAND", "INCOMPLETE", "PROPOSED"
GRANTED, REFUSED, ANSWERED = "GRANTED", "REFUSED", "ANSWERED"
FORWARDED, WITHDRAWN, DISMISSED = "FORWARDED", "WITHDRAWN", "DISMISSED"
RUNNING = (RECEIVED, IN_HAND, INCOMPLETE, PROPOSED)
ENDED = (GRANTED, REFUSED, ANSWERED, FORWARDED, WITHDRAWN, DISMISSED)
POSITIVE = (GRANTED, ANSWERED)
APPLICANT, CLERK, HEAD = "APPLICANT", "CLERK", "HEAD"
# A matter that another context carries on: its actions move the request, nobody does so by hand.
CARRIER = "CARRIER"

STATE_NAMES = {
    RECEIVED: Bilingual("已收件", "Received"),
    IN_HAND: Bilingual("辦理中", "In hand"),
    INCOMPLETE: Bilingual("待補正", "Waiting for what is missing"),
    PROPOSED: Bilingual("陳核中", "With the second person for approval"),
    GRANTED: Bilingual("已核准", "Granted"),
    REFUSED: Bilingual("未准許", "Not granted"),
    ANSWERED: Bilingual("已答復", "Answered"),
    FORWARDED: Bilingual("已移送有權機關", "Passed to the authority in charge"),
    WITHDRAWN: Bilingual("已撤回", "Withdrawn"),
    DISMISSED: Bilingual("不受理", "Not admitted"),
}
# What comes next from each state, in the words of whoever waits; nothing where it has ended.
NEXT = {
    RECEIVED: Bilingual("承辦人開始辦理", "Somebody is given it and begins"),
    IN_HAND: Bilingual("承辦人查明後答復您；缺資料時會請您補正",
                       "It is looked into and answered; if something is missing you are asked for it"),
    INCOMPLETE: Bilingual("您補正以後，我們接著辦理", "Once you complete it we go on"),
    PROPOSED: Bilingual("另一位同仁核定後答復您", "A second person approves it, then you are answered"),
}  # fmt: skip
TONES = {
    RECEIVED: "waiting", IN_HAND: "going", INCOMPLETE: "press", PROPOSED: "going",
    GRANTED: "good", REFUSED: "bad", ANSWERED: "good", FORWARDED: "neutral",
    WITHDRAWN: "neutral", DISMISSED: "bad",
}  # fmt: skip


class MoveImpossible(Refusal):
    code = "APPLICATION_MOVE_IMPOSSIBLE"
    zh = "這件申請現在是「{state_zh}」，不能做這個動作"
    en = "This application is “{state_en}” now; this cannot be done"
    next_zh = "請重新整理頁面，查看現在的狀態"
    next_en = "Reload the page and look at where it stands"


class NoteMissing(Refusal):
    code = "APPLICATION_NOTE_MISSING"
    zh = "請寫明理由，申請人會看到"
    en = "Please give the reason; the applicant will read it"
    next_zh = "一兩句平常話就好"
    next_en = "One or two plain sentences are enough"
    status = 422


class SecondPersonMissing(Refusal):
    code = "APPLICATION_SECOND_PERSON"
    zh = "擬辦與核定須由不同的人"
    en = "Who proposes the decision may not approve it"
    next_zh = "請由另一位同仁核定"
    next_en = "Ask a colleague to approve it"


@dataclass(frozen=True, slots=True)
class Move:
    """One way from state to state: by whom, and whether the applicant must be told why."""

    code: str
    origins: tuple[str, ...]
    to: str
    who: str
    label: Bilingual
    needs_note: bool = False


@dataclass(frozen=True, slots=True)
class Procedure:
    """All moves of one kind of application."""

    code: str
    moves: tuple[Move, ...]

    def move(self, code: str, state: str) -> Move:
        """The move of this code from ``state``; raises MoveImpossible."""
        for move in self.moves:
            if move.code == code and state in move.origins:
                return move
        name = STATE_NAMES[state]
        raise MoveImpossible(state_zh=name.zh, state_en=name.en)

    def open_to(self, state: str, who: tuple[str, ...]) -> tuple[Move, ...]:
        """What ``who`` may do from ``state``."""
        return tuple(m for m in self.moves if state in m.origins and m.who in who)


_WORKING = (RECEIVED, IN_HAND)
_TAKE = Move("take", (RECEIVED,), IN_HAND, CLERK, Bilingual("開始辦理", "Take in hand"))
_ASK = Move(
    "ask", _WORKING, INCOMPLETE, CLERK, Bilingual("請申請人補正", "Ask the applicant to complete it"),
    needs_note=True,
)  # fmt: skip
_COMPLETE = Move(
    "complete", (INCOMPLETE,), IN_HAND, APPLICANT, Bilingual("補正", "Complete it")
)  # fmt: skip
_COMPLETED = Move(
    "completed", (INCOMPLETE,), IN_HAND, CLERK, Bilingual("已補正，繼續辦理", "Completed: go on")
)
_FORWARD = Move(
    "forward", _WORKING, FORWARDED, CLERK, Bilingual("移送有權機關", "Pass to the authority in charge"),
    needs_note=True,
)  # fmt: skip
_DISMISS = Move(
    "dismiss", (*_WORKING, INCOMPLETE), DISMISSED, CLERK, Bilingual("不受理", "Do not admit"),
    needs_note=True,
)  # fmt: skip
_WITHDRAW = Move(
    "withdraw", (RECEIVED, IN_HAND, INCOMPLETE), WITHDRAWN, APPLICANT, Bilingual("撤回", "Withdraw")
)
_RETURN = Move(
    "return", (PROPOSED,), IN_HAND, HEAD, Bilingual("退回重擬", "Send back"), needs_note=True
)
_ENDINGS = (
    ("grant", GRANTED, Bilingual("准許", "Grant"), False),
    ("refuse", REFUSED, Bilingual("否准", "Refuse"), True),
    ("answer", ANSWERED, Bilingual("答復", "Answer"), True),
)


def _decided(endings: tuple[str, ...]) -> tuple[Move, ...]:
    chosen = [ending for ending in _ENDINGS if ending[0] in endings]
    direct = [Move(code, _WORKING, to, CLERK, label, note) for code, to, label, note in chosen]
    approved = [Move("approve", (PROPOSED,), to, HEAD, label) for _, to, label, _ in chosen]
    return (*direct, *approved)


def _procedure(code: str, *endings: str) -> Procedure:
    common = (_TAKE, _ASK, _COMPLETE, _COMPLETED, _FORWARD, _DISMISS, _WITHDRAW, _RETURN)
    return Procedure(code, (*common, *_decided(endings)))


COMMON = _procedure("COMMON", "grant", "refuse")
ANSWER = _procedure("ANSWER", "answer")
CARRIED = Procedure("CARRIED", (
    Move("tell", _WORKING, IN_HAND, CARRIER, Bilingual("告知辦理情形", "Tell how it goes")),
    Move("answer", _WORKING, ANSWERED, CARRIER, Bilingual("告知結果", "Tell the result"), needs_note=True),
    Move("called_off", _WORKING, WITHDRAWN, CARRIER, Bilingual("登錄撤回", "Note the withdrawal")),
    Move("withdraw", _WORKING, WITHDRAWN, APPLICANT, Bilingual("撤回", "Withdraw")),
))  # fmt: skip
RULINGS = {"grant": GRANTED, "refuse": REFUSED, "answer": ANSWERED}


def given_out(steps: Iterable[tuple[int, str, str]]) -> set[int]:
    """The steps whose documents the applicant may have; ``steps`` are (id, move, state) in order.

    What was only proposed is given out once it is approved, and never when it was sent back.
    """
    out: set[int] = set()
    proposed: set[int] = set()
    for number, move, state in steps:
        if state == PROPOSED:
            proposed.add(number)
        elif move == "return":
            proposed.clear()
        else:
            out |= {number} | (proposed if move == "approve" else set())
    return out


VIEW = "application.view"


def sees(may: Callable[[str], bool], restricted_to: str) -> bool:
    """Whether somebody may see a request: what is restricted by its own permission, the rest by ours."""
    return may(restricted_to or VIEW)


def approves(move: str) -> bool:
    """Whether a move is the second person's."""
    return move in ("approve", "return")
