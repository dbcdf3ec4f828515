"""The notice of pre-emption as a letter of the branch: to whom, how it goes on, from which day time runs."""

import re
from dataclasses import dataclass
from datetime import date

from wuai.contexts.auctions.rules.preempting import Move
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

ISSUE, SERVE = "notice.issue", "service.record"
ISSUED, RETURNED, SERVED, VOID = "ISSUED", "RETURNED", "SERVED", "VOID"
STATE_NAMES = {
    ISSUED: Bilingual("已發文，等待送達", "Issued; to be served"),
    RETURNED: Bilingual("未能送達", "Not served"),
    SERVED: Bilingual("已送達，期限進行", "Served; the time runs"),
    VOID: Bilingual("已作廢", "Void"),
}
TONES = {ISSUED: "waiting", RETURNED: "press", SERVED: "good", VOID: "neutral"}
OPEN = (ISSUED, RETURNED)
MOVES = (
    Move("SERVE", (ISSUED, RETURNED), SERVED, Bilingual("送達", "served")),
    Move("COME_BACK", (ISSUED, RETURNED), RETURNED, Bilingual("未能送達", "could not be served")),
    # Its time began with an answer; the certificate of service came afterwards.
    Move("CERTIFY", (SERVED,), SERVED, Bilingual("補登送達", "service recorded afterwards")),
    Move("VOID", (ISSUED, RETURNED), VOID, Bilingual("作廢", "made void")),
)
_LATIN = re.compile(r"[A-Za-z]")
MOST_HOLDERS, LONGEST_NAME, LONGEST_ADDRESS = 50, 100, 200
# How the desk of rights of pre-emption calls what the certificate of service says.
HOW = {"DEPOSIT": "DEPOSITED", "PUBLIC": "PUBLISHED", "PUBLIC_ABROAD": "PUBLISHED",
       "PUBLIC_AGAIN": "PUBLISHED"}  # fmt: skip


class HoldersUnclear(Refusal):
    code = "PREEMPTION_HOLDERS_UNCLEAR"
    zh = "第 {line} 行看不出姓名與地址：「{text}」"
    en = "Line {line} does not give a name and an address: “{text}”"
    next_zh = "一行一人，先寫姓名，空一格或逗號後寫送達地址；最多 {most} 人"
    next_en = (
        "One person a line: the name, a comma or a space, then the address; {most} people at most"
    )
    status = 422


class LetterMoveImpossible(Refusal):
    code = "PREEMPTION_LETTER_MOVE_IMPOSSIBLE"
    zh = "這份優先承買通知現在是「{state_zh}」，不能再這樣做"
    en = "This notice of pre-emption is “{state_en}” now; this cannot be done"
    next_zh = "請重新整理頁面，查看現在的狀態"
    next_en = "Reload the page and look at where it stands"


class NoSuchAnswer(Refusal):
    code = "PREEMPTION_ANSWER_NOT_WAITING"
    zh = "沒有這件等待認定的表示"
    en = "There is no such answer waiting"
    next_zh = "請重新整理頁面，查看現在的狀態"
    next_en = "Reload the page and look at where it stands"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may buy first, and where the letter goes."""

    name: str
    address: str


def holders(text: str) -> list[Holder]:
    """Everybody named, one a line; the same person at the same address is one; raises HoldersUnclear."""
    found: list[Holder] = []
    lines = [(no, " ".join(one.split())) for no, one in enumerate(text.splitlines(), start=1)]
    for no, line in [(no, line) for no, line in lines if line]:
        # A name in Latin letters has spaces of its own: there only a comma ends it.
        between = r"[,，]" if _LATIN.match(line) else r"[,，]|\s"
        name, address = [*re.split(between, line, maxsplit=1), ""][:2]
        name, address = name.strip(), address.strip(" ,，")
        if not name or not address or len(name) > LONGEST_NAME or len(address) > LONGEST_ADDRESS:
            raise HoldersUnclear(field="holders", line=no, text=line[:40], most=MOST_HOLDERS)
        if Holder(name, address) not in found:
            found.append(Holder(name, address))
    if not 0 < len(found) <= MOST_HOLDERS:
        raise HoldersUnclear(field="holders", line=len(found), text="", most=MOST_HOLDERS)
    return found


def move(code: str, state: str) -> Move:
    """The move of this code from ``state``; raises LetterMoveImpossible."""
    for one in MOVES:
        if one.code == code and state in one.origins:
            return one
    name = STATE_NAMES[state]
    raise LetterMoveImpossible(state_zh=name.zh, state_en=name.en)


def move_of_attempt(state: str, *, is_served: bool, is_certified: bool) -> Move:
    """The move that an attempt makes; where an answer began the time, only the true service is left to record."""
    if state == SERVED and is_served and not is_certified:
        return move("CERTIFY", state)
    return move("SERVE" if is_served else "COME_BACK", state)


def runs_from(effective_on: date, disputed_on: date | None) -> date:
    """The day from which the holder's time runs.

    Where the law is read in two ways (寄存: the day of deposit, or ten days later), the later one:
    silence costs a right, and nobody shall lose it over a quarrel about ten days.
    """
    return max(effective_on, disputed_on or effective_on)


def told_on(said: date, *, issued_on: date, on: date) -> date:
    """The day on which somebody who answers was told, by his own word, within what is possible."""
    return min(max(said, issued_on), on)
