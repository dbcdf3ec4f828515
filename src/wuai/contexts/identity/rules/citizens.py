"""What a person shows to be let in as himself, what is proven by it, and how often one may guess."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from wuai.kernel import identity_numbers
from wuai.kernel.refusal import Refusal
from wuai.kernel.text import fold, without_spaces

CHALLENGE_HOLDS = timedelta(seconds=120)
FRESH = timedelta(minutes=5)
# Between a card that was read and the first link to a person.
LINK_WAITS = timedelta(minutes=10)
LOOK_UP_HOLDS = timedelta(minutes=15)
ATTORNEY_LONGEST = timedelta(days=366 * 3)
SCOPES = ("VIEW", "PAY", "APPLY")
PEOPLE = (identity_numbers.NATIONAL_ID, identity_numbers.ARC, identity_numbers.ARC_OLD)

# Wrong answers in a quarter of an hour: from one address, from one address about one case, about
# one case from everywhere. Beyond the third an address that never failed still gets its one try,
# so that strangers who guess do not lock out the person whose case it is.
FROM_ADDRESS, FROM_ADDRESS_ON_CASE, ON_CASE = 20, 5, 30


class NotProven(Refusal):
    code = "NOT_PROVEN"
    zh = "案號、證號與查詢碼不相符"
    en = "The case number, the identity number and the code do not belong together"
    next_zh = "請照通知書上的繳款單輸入，三項都要正確；通知書遺失時請電承辦股"
    next_en = (
        "Enter all three as they stand on the notice; if you lost it, call the section in charge"
    )
    status = 422


class TooManyTries(Refusal):
    code = "TOO_MANY_TRIES"
    zh = "輸入錯誤次數過多"
    en = "There were too many wrong tries"
    next_zh = "請於 15 分鐘後再試，或掃描通知書上的 QR 碼；也可以電洽承辦股"
    next_en = (
        "Try again in 15 minutes, scan the QR code of your notice, or call the section in charge"
    )
    status = 429


class ChallengeOver(Refusal):
    code = "CHALLENGE_OVER"
    zh = "這次登入已逾時、已用過，或不是由這個視窗開始的"
    en = "This login took too long, was used already, or was not begun in this window"
    next_zh = "請重新整理頁面，再登入一次"
    next_en = "Load the page again and log in once more"
    status = 422


class HolderDiffers(Refusal):
    code = "HOLDER_DIFFERS"
    zh = "憑證上的姓名或證號末四碼，與您輸入的不相符"
    en = "Name or last four characters of the certificate do not match what you entered"
    next_zh = "請用本人的卡片與證號；姓名有罕用字或改過名字時，請持身分證到分署辦理"
    next_en = (
        "Use your own card and number; if your name was changed or has rare characters, come with "
        "your identity card to the branch"
    )
    status = 422


class NumberWrong(Refusal):
    code = "ID_NUMBER_WRONG"
    zh = "證號不正確：{why_zh}"
    en = "The identity number is wrong: {why_en}"
    next_zh = "請輸入國民身分證統一編號，或居留證上的統一證號"
    next_en = "Enter the number of your identity card or residence permit"
    status = 422


class NumberOfAnother(Refusal):
    code = "NUMBER_OF_ANOTHER"
    zh = "這個證號已屬於另一個登入身分"
    en = "This number belongs to another login already"
    next_zh = "請持身分證件到分署查明"
    next_en = "Come to the branch with your papers to have it looked into"


class NotAnOldAndNew(Refusal):
    code = "NOT_OLD_AND_NEW"
    zh = "只能加入同一人的舊式或新式統一證號"
    en = "Only the old or the new residence permit number of the same person can be added"
    next_zh = "國民身分證統一編號不必加入其他證號"
    next_en = "A national identification number needs no other"
    status = 422


class AttorneyUnfit(Refusal):
    code = "ATTORNEY_UNFIT"
    zh = "委任須載明不同的兩人、範圍與期間（最長三年），且尚未屆滿"
    en = "A power of attorney names two different people, what it covers and its time (three years at most, not over)"
    next_zh = "請查對委任書"
    next_en = "Check the document"
    status = 422


class AttorneyUnknown(Refusal):
    code = "ATTORNEY_UNKNOWN"
    zh = "查無此委任，或已經結束"
    en = "There is no such power of attorney, or it has ended"
    next_zh = "請回到清單查對"
    next_en = "Go back to the list"
    status = 404


@dataclass(frozen=True, slots=True)
class Holder:
    """What a verified certificate says of the person who signed."""

    kind: str
    name: str
    last_four: str
    holder_key: str
    serial: str
    valid_until: float


@dataclass(frozen=True, slots=True)
class CaseProof:
    """The case that case number, identity number and code of its notice prove together."""

    branch_id: int
    case_id: int
    case_ref: uuid.UUID
    case_number: str
    slip_ref: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong answers so far in this quarter of an hour."""

    from_address: int
    from_address_on_case: int
    on_case: int


def number_of_person(text: str) -> str:
    """A person's number as it is kept; refuses a wrong check digit and a company's number."""
    found = identity_numbers.explain(text)
    if found.kind not in PEOPLE or not found.valid:
        raise NumberWrong(field="number", why_zh=found.reason.zh, why_en=found.reason.en or "")
    return identity_numbers.normalise(text)


def check_holder(holder: Holder, *, number: str, name: str) -> None:
    """The certificate proves name and last four only: both must be those of the person named."""
    same_name = same_person_name(holder.name, name)
    if not same_name or holder.last_four.upper() != number[-4:]:
        raise HolderDiffers(field="number")


def same_person_name(one: str, other: str) -> bool:
    """Whether two spellings of a name are one: width, case and spaces do not count."""
    return without_spaces(fold(one)).upper() == without_spaces(fold(other)).upper() != ""


def check_tries(tries: Tries) -> None:
    """Refuse a guess beyond the limits, the same way whether the case exists or not."""
    stranger = tries.from_address == 0
    if (
        tries.from_address >= FROM_ADDRESS
        or tries.from_address_on_case >= FROM_ADDRESS_ON_CASE
        or (tries.on_case >= ON_CASE and not stranger)
    ):
        raise TooManyTries


def check_added_number(number: str, *, held: list[str]) -> str:
    """An old residence permit number beside a new one or the other way round; nothing else."""
    kinds = sorted(identity_numbers.kind_of(one) for one in [*held, number])
    if kinds != [identity_numbers.ARC, identity_numbers.ARC_OLD]:
        raise NotAnOldAndNew(field="number")
    return number


def check_attorney(
    *, principal: str, agent: str, scopes: list[str], since: date, until: date, on: date
) -> list[str]:
    """The scopes in the order of the list; refuses what is no power of attorney."""
    chosen = set(scopes)
    if (
        principal == agent
        or not chosen
        or not chosen <= set(SCOPES)
        or not since <= until <= since + ATTORNEY_LONGEST
        or until < on
    ):
        raise AttorneyUnfit(field="until")
    return [scope for scope in SCOPES if scope in chosen or scope == "VIEW"]


def challenge_text(*, nonce: str, binding: str, origin: str, at: float) -> str:
    """What the card signs: bound to this site, this session, this moment; readable by a person."""
    return f"wuai login v1\nsite {origin}\nsession {binding}\nat {int(at)}\nnonce {nonce}"
