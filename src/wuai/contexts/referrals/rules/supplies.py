"""Asking the agency to supply what a referral lacks (補正): what, until when, and what may follow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import spoken_zh

OPEN, ANSWERED, SUFFICIENT, INSUFFICIENT = "OPEN", "ANSWERED", "SUFFICIENT", "INSUFFICIENT"
RUNNING = (OPEN, ANSWERED)
SUPPLIED, CANNOT = "SUPPLIED", "CANNOT"
FARTHEST_DAYS = 180  # our own bound: who needs longer asks again
MOST_WORDS = 1000
STATES = {
    OPEN: Bilingual("等移送機關補正", "waiting for the agency"),
    ANSWERED: Bilingual("已答復，待審查", "answered, to be examined"),
    SUFFICIENT: Bilingual("補正完成", "supplied"),
    INSUFFICIENT: Bilingual("未補正或不足", "not supplied, or not enough"),
}
ANSWERS = {
    SUPPLIED: Bilingual("已補正，文件或說明如附", "Supplied: documents or words are attached"),
    CANNOT: Bilingual("無法補正", "It cannot be supplied"),
}
# From, to. Answering is the agency's, closing the branch's: each desk's door asks for its right.
# Closing what nobody answered as not enough also needs its day to be over.
MOVES = frozenset(
    {
        (OPEN, ANSWERED),
        (OPEN, SUFFICIENT),
        (OPEN, INSUFFICIENT),
        (ANSWERED, SUFFICIENT),
        (ANSWERED, INSUFFICIENT),
    }
)


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that a referral may lack, and the law that asks for it."""

    code: str
    name: Bilingual
    basis: Bilingual
    needs_words: bool


class NothingAsked(Refusal):
    code = "SUPPLY_NOTHING_ASKED"
    zh = "沒有選要補正的項目"
    en = "Nothing was chosen that should be supplied"
    next_zh = "請至少選一項；清單裡沒有的，選「其他」並寫明"
    next_en = "Choose at least one; for what is not in the list choose “other” and say what"
    status = 422


class WordsMissing(Refusal):
    code = "SUPPLY_WORDS_MISSING"
    zh = "這裡要用文字說明"
    en = "This needs words"
    next_zh = "請寫明要補什麼、已補什麼，或為什麼不能補、不足"
    next_en = "Say what is wanted, what was supplied, or why it cannot be or is not enough"
    status = 422


class DueUnfit(Refusal):
    code = "SUPPLY_DUE_UNFIT"
    zh = "補正期限須在今天之後，且在 {most} 天以內"
    en = "The day must be after today, and within {most} days"
    next_zh = "請改期限；需要更久時，到期再請補正一次"
    next_en = "Choose another day; when it needs longer, ask again when the day has come"
    status = 422


class MoveRefused(Refusal):
    code = "SUPPLY_STATE"
    zh = "補正通知 {number} 現為「{state_zh}」，不能這樣辦"
    en = "The request {number} is {state_en}; this cannot be done with it"
    next_zh = "請重新整理頁面，看最新的狀態"
    next_en = "Load the page again and look how it stands now"


class StillTime(Refusal):
    code = "SUPPLY_STILL_TIME"
    zh = "補正期限到 {due_zh}，移送機關還可以補正"
    en = "The agency may still supply it until {due}"
    next_zh = "期限過後再認定未補正；移送機關已用其他方式補齊的，可以先認定完成"
    next_en = (
        "Close it as not supplied after that day; if it came another way, close it as supplied"
    )


class AlreadyAsked(Refusal):
    code = "SUPPLY_ALREADY_ASKED"
    zh = "案件 {case} 已就相同項目請補正：{number}"
    en = "The same was already asked for case {case}: {number}"
    next_zh = "請先審查那一件；要補別的，請改選項目"
    next_en = "Deal with that request first, or choose other items"


def checked(codes: Iterable[str], known: Mapping[str, Item], words: str) -> list[str]:
    """The items asked for, each once, in the order of the table; refused when they say nothing."""
    wanted = set(codes)
    found = [code for code in known if code in wanted]
    if not found or wanted - set(found):
        raise NothingAsked(field="items")
    if not words.strip() and any(known[code].needs_words for code in found):
        raise WordsMissing(field="words")
    return found


def item_key(codes: Iterable[str]) -> str:
    """One spelling of the same items."""
    return ",".join(sorted(set(codes)))


def check_due(due_on: date, *, on: date) -> None:
    """A day by which something can still be done, and not one in a far year."""
    if not on < due_on <= on + timedelta(days=FARTHEST_DAYS):
        raise DueUnfit(field="due_on", most=FARTHEST_DAYS)


def is_overdue(state: str, due_on: date, *, on: date) -> bool:
    """Nobody answered, and the last day is over; the day itself still counts."""
    return state == OPEN and on > due_on


def check_answer(answer: str, words: str, documents: int) -> None:
    """What was supplied is a document or words; that it cannot be is said why."""
    if answer not in ANSWERS:
        raise WordsMissing(field="answer")
    if not words.strip() and (answer == CANNOT or not documents):
        raise WordsMissing(field="words")


def check_move(state: str, target: str, *, number: str, due_on: date, on: date) -> None:
    """The table leads there, and the agency had its time."""
    if (state, target) not in MOVES:
        said = STATES[state]
        raise MoveRefused(number=number, state_zh=said.zh, state_en=said.en or said.zh)
    if (state, target) == (OPEN, INSUFFICIENT) and on <= due_on:
        raise StillTime(due=due_on.isoformat(), due_zh=spoken_zh(due_on))


def return_reason(
    number: str, names: Iterable[str], due_on: date, answer: str, why: str
) -> str:  # fmt: skip
    """Why a case goes back whose referral stayed incomplete: the draft of the reason."""
    asked = f"經以{number}請補正{'、'.join(names)}（期限 {spoken_zh(due_on)}）"
    how = {"": "逾期未補正", CANNOT: "移送機關表示無法補正"}.get(answer, "補正仍有不足")
    said = f"{asked}，{how}" + (f"：{why}" if why else "") + "。請補齊後重新移送。"
    return said if len(said) <= 300 else f"{asked[:250]}，{how}。請補齊後重新移送。"
