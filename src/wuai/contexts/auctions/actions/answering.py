"""Taking an answer to a notice; one that names a letter not served yet waits, unless its code shows the letter."""

import uuid
from base64 import b32encode
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.applications import api as applications
from wuai.contexts.applications.api import Granted
from wuai.contexts.auctions.actions import clock
from wuai.contexts.auctions.actions.held import enter
from wuai.contexts.auctions.models import Preemption, PreemptionLetter
from wuai.contexts.auctions.rules import preempting as rules
from wuai.contexts.auctions.rules.barring import is_named
from wuai.kernel.text import narrow_upper
from wuai.platform.actors import Actor
from wuai.platform.crypto import blind_index

KIND, ONLINE = "PREEMPTION", "WEB"


def code_of(letter: PreemptionLetter) -> str:
    """Eight signs that stand only on the letter: who knows them has it."""
    return b32encode(blind_index("preemption-letter", str(letter.ref)))[:8].decode()


def names_letter(told: Granted, letter: PreemptionLetter) -> bool:
    """Whether an answer gives the letter's number and the name to which it was written."""
    return narrow_upper(str(told.answers["notice_no"])) == narrow_upper(letter.number) and is_named(
        letter.holder_name, str(told.answers.get("name", ""))
    )


def shows_letter(told: Granted, letter: PreemptionLetter) -> bool:
    """Whether an answer carries the code that only the letter says."""
    return narrow_upper(str(told.answers.get("letter_code") or "")) == code_of(letter)


@dataclass(frozen=True, slots=True)
class WaitingAnswer:
    """An answer that names a letter; it counts once it is known when the letter came."""

    told: Granted
    received_on: date
    said_on: date


def waiting(letter: PreemptionLetter) -> list[WaitingAnswer]:
    """Answers to this letter that no notice has taken yet, the first one first (2 queries)."""
    held = [
        one for one in applications.running_of_case(KIND, letter.case_id)
        if names_letter(one, letter)
    ]  # fmt: skip
    refs = [one.application_ref for one in held]
    taken = Preemption.objects.filter(application_ref__in=refs)
    over = {str(ref) for ref in taken.values_list("application_ref", flat=True)}
    return [
        WaitingAnswer(one, one.received_on or one.on, date.fromisoformat(str(one.answers["received"])))
        for one in held if one.application_ref not in over
    ]  # fmt: skip


def take(
    row: Preemption, told: Granted, received: date, by: Actor, at: datetime, *, online: bool
) -> None:  # fmt: skip
    """Enter an answer on its notice; the holder's own goes before a stranger's."""
    is_holder = is_named(row.holder_name, str(told.answers.get("name", "")))
    if row.state == rules.EXERCISED and is_holder and not is_of_holder(row):
        set_aside(row, "通知所載的權利人表示優先承買", by, at, told.on)
    rules.check_answer(
        row.state, term=rules.Term(row.notified_on, row.due_on), received_on=received,
        price=row.price, offered=int(told.answers["price"]), online=online,
    )  # fmt: skip
    row.answered_on, row.application_ref = received, uuid.UUID(told.application_ref)
    clock.met(clock.PREEMPTION, str(row.ref), max(received, row.notified_on), by, at)
    late = rules.is_late(received, row.due_on)
    enter(row, "EXERCISE", by, at, told.on, "逾期表示" if late else "")


def set_aside(row: Preemption, why: str, by: Actor, at: datetime, on: date) -> None:
    """An answer falls away; the holder's time goes on."""
    row.answered_on = row.application_ref = None
    enter(row, "SET_ASIDE", by, at, on, why)


def is_of_holder(row: Preemption) -> bool:
    """Whether the standing answer is of the person whom the notice names."""
    said = applications.answers(row.application_ref) if row.application_ref else {}
    return is_named(row.holder_name, str(said.get("name", "")))
