"""Calls to be made and what came of them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.messages.models import Call, CallAttempt

LISTED = 100


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call; ``attempts`` are its attempts, oldest first."""

    id: int
    ref: uuid.UUID
    branch_id: int
    party_id: int | None
    name: str
    phone: str
    purpose: str
    reference: str
    about: str
    link: str
    due_on: date
    state: str
    created_at: datetime
    attempts: tuple[CallAttempt, ...]


def _rows(found: Iterable[Call]) -> list[CallRow]:
    held = list(found)
    tried: dict[int, list[CallAttempt]] = {}
    for attempt in CallAttempt.objects.filter(call__in=held).order_by("id"):
        tried.setdefault(attempt.call_id, []).append(attempt)
    return [
        CallRow(c.id, c.ref, c.branch_id, c.party_id, c.name, c.phone, c.purpose, c.reference,
                c.about, c.link, c.due_on, c.state, c.created_at, tuple(tried.get(c.id, ())))
        for c in held
    ]  # fmt: skip


def to_call(branch_id: int, state: str = "OPEN") -> list[CallRow]:
    """Calls of a branch in one state, the most urgent first."""
    found = Call.objects.filter(branch_id=branch_id, state=state)
    return _rows(found.order_by("due_on" if state == "OPEN" else "-due_on", "id")[:LISTED])


def open_count(branch_id: int) -> int:
    """How many people are to be called."""
    return Call.objects.filter(branch_id=branch_id, state="OPEN").count()


def call_by_ref(ref: uuid.UUID, branch_id: int) -> CallRow | None:
    """One call of a branch."""
    return next(iter(_rows(Call.objects.filter(ref=ref, branch_id=branch_id))), None)


def calls_of(party_ids: Iterable[int]) -> list[CallRow]:
    """Calls to these persons, newest first."""
    return _rows(Call.objects.filter(party_id__in=list(party_ids)).order_by("-id")[:LISTED])
