"""Answers that name a letter not served yet: one that carries the letter's code shows it, any other waits."""

from base64 import b32encode
from dataclasses import dataclass
from datetime import date

from wuai.contexts.applications import api as applications
from wuai.contexts.applications.api import Granted
from wuai.contexts.auctions.models import Preemption, PreemptionLetter
from wuai.contexts.auctions.rules.barring import is_named
from wuai.kernel.text import narrow_upper
from wuai.platform.crypto import blind_index

KIND = "PREEMPTION"


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
