"""What was shown when a form was begun, held against what the form says when it is sent."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wuai.contexts.applications.rules import identity as rules
from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.parties import api as parties
from wuai.kernel.identity_numbers import normalise
from wuai.platform import crypto


@dataclass(frozen=True, slots=True)
class Said:
    """Whom the form is about: the number that was written, and the case."""

    number: str
    case: cases.CaseRow | None

    @property
    def number_index(self) -> bytes | None:
        """How the number is looked up; None where none was written."""
        return crypto.blind_index("party-id", normalise(self.number)) if self.number else None

    def obligor_index(self) -> bytes | None:
        """The number of the obligor, as it is looked up (1 query)."""
        return (
            parties.keys_of([self.case.obligor_id]).get(self.case.obligor_id) if self.case else None
        )


def said(answers: Mapping[str, Any], case: cases.CaseRow | None) -> Said:
    """What a form says about whom."""
    return Said(str(answers.get("id_number") or ""), case)


def check_proof(
    needed: str, proof: rules.Proof, person_index: bytes | None, told: Said, branch_id: int, on: date
) -> None:  # fmt: skip
    """Refuse what was proved by somebody else, for another case, or beyond the agent's power."""
    case = told.case
    rules.check_case(needed, proof, case.id if case else None)
    if proof.power is not None:
        check_power(proof.power, branch_id, case.ref if case else None, on)
    if not proof.is_card:
        return
    keys = identity.keys_with(person_index) if person_index else ()
    rules.check_person(
        needed, proof, is_named=not told.number or told.number_index in keys,
        is_obligor=case is None or told.obligor_index() in keys,
    )  # fmt: skip


def check_power(ref: uuid.UUID, branch_id: int, case_ref: uuid.UUID | None, on: date) -> None:
    """Refuse what a power of attorney does not let somebody ask for, or no longer."""
    if not _power(ref, on).covers(branch_id=branch_id, case_ref=case_ref):
        raise rules.PowerDoesNotCover(field="case_no")


def check_beginning(ref: uuid.UUID, branch_id: int, on: date) -> None:
    """Refuse to begin at a branch where the power does not hold; the case is known later."""
    held = _power(ref, on)
    if not held.covers(branch_id=branch_id, case_ref=held.case_ref):
        raise rules.PowerDoesNotCover(field="case_no")


def _power(ref: uuid.UUID, on: date) -> identity.Principal:
    held = identity.power(ref, on=on)
    if held is None or "APPLY" not in held.scopes:
        raise rules.PowerDoesNotCover
    return held
