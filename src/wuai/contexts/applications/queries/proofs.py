"""How surely it is known who asks, for whoever decides: what was shown, and what does not agree."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wuai.contexts.applications.actions.proving import Said, said
from wuai.contexts.applications.models import Application
from wuai.contexts.applications.rules import identity as rules
from wuai.contexts.applications.rules.declaration import NOBODY
from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.kernel.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class ProofRow:
    """What was shown, and what is to be known about it before deciding."""

    how: Bilingual
    tone: str
    remarks: tuple[Bilingual, ...]


def proof_of(row: Application, answers: Mapping[str, Any], case: cases.CaseRow | None) -> ProofRow:
    """What the person behind a request showed, held against its answers and its case (3 queries)."""
    told = said(answers, case)
    person = bytes(row.person_index) if row.person_index else None
    held = rules.remarks(rules.Proof(row.identity), _agreement(told, person))
    how, tone = rules.SHOWN.get(row.identity, rules.SHOWN["NONE"])
    return ProofRow(how, "bad" if any(not one.agrees for one in held) else tone,
                    tuple(one.text for one in held))  # fmt: skip


def _agreement(told: Said, person: bytes | None) -> rules.Agreement:
    keys = identity.keys_with(person) if person else ()
    obligor, typed = told.obligor_index(), told.number_index
    return rules.Agreement(
        typed_is_person=None if typed is None or not keys else typed in keys,
        person_is_obligor=None if told.case is None or not keys else obligor in keys,
        typed_is_obligor=None if told.case is None or typed is None else typed == obligor,
    )


def shown_with(ref: uuid.UUID) -> tuple[Bilingual, str] | None:
    """What the person behind a request showed, and how good that is; None where it was nothing (1 query)."""
    held = Application.objects.values_list("identity", flat=True).get(ref=ref)
    return None if held == NOBODY else rules.SHOWN.get(held)
