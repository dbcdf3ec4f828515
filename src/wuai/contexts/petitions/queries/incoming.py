"""Letters that came by mail, as the desks see them; what is guarded is not there for others."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from wuai.contexts.petitions.models import TOLD, FetchedBox, Incoming, Petition
from wuai.contexts.petitions.rules.incoming import ASIDE, OUTCOMES, REASONS, is_late
from wuai.contexts.petitions.rules.mailboxes import guards_of
from wuai.kernel.bilingual import Bilingual
from wuai.platform import crypto, files
from wuai.platform.actors import Actor

SIZE = 50


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in a list; ``number`` and ``petition`` say what it became or was added to."""

    ref: uuid.UUID
    came_at: datetime
    box: str
    sender: str
    name: str
    subject: str
    outcome: str
    outcome_name: Bilingual
    reason: Bilingual | None
    petition: uuid.UUID | None
    number: str
    why: str


def _visible(by: Actor) -> "QuerySet[Incoming]":
    return Incoming.objects.filter(branch_id=by.branch_id or 0, guard__in=guards_of(by.may))


def letters(by: Actor, *, waiting: bool, after: int = 0) -> tuple[list[LetterLine], int | None]:
    """Letters, the oldest first of what waits, else the newest; where the next page begins (2 queries)."""
    found = _visible(by)
    found = found.filter(outcome=ASIDE).order_by("id") if waiting else found.order_by("-id")
    rows = list(found[after : after + SIZE + 1])
    return _lines(rows[:SIZE]), (after + SIZE if len(rows) > SIZE else None)


def letter(by: Actor, ref: uuid.UUID) -> tuple[LetterLine, bytes] | None:
    """One letter with its bytes; None when it is another branch's or another unit's."""
    row = _visible(by).filter(ref=ref).select_related("stored").first()
    if row is None:
        return None
    return _lines([row])[0], files.read_all(row.stored) if row.stored else b""


def letters_of(by: Actor, petition: uuid.UUID) -> list[LetterLine]:
    """The letters that a petition came in and that were added to it, the oldest first (2 queries)."""
    return _lines(list(_visible(by).filter(application__ref=petition).order_by("id")))


def waiting_count(by: Actor) -> int:
    """How many letters wait for somebody to look."""
    return _visible(by).filter(outcome=ASIDE).count()


def boxes(branch_id: int) -> list[FetchedBox]:
    """The mailboxes that are read, with how that goes (1 query)."""
    return list(FetchedBox.objects.filter(branch_id=branch_id).order_by("code"))


def unread(branch_id: int, code: str, at: datetime) -> str:
    """Why the letters of a mailbox are not here; empty when it was read just now."""
    box = FetchedBox.objects.filter(branch_id=branch_id, code=code).first()
    if box is None or box.failure:
        return box.failure if box else "never read"
    return f"not read since {box.read_at}" if is_late(box.read_at, at) else ""


def _lines(rows: Sequence[Incoming]) -> list[LetterLine]:
    refs = [row.application_id for row in rows if row.application_id]
    found = Petition.objects.filter(application__ref__in=refs).only("application_id", "number")
    numbers = {row.ref: row.number for row in found}
    return [_line(row, numbers) for row in rows]


def _line(row: Incoming, numbers: dict[uuid.UUID, str]) -> LetterLine:
    told = json.loads(crypto.unseal(TOLD, str(row.ref), row.told))
    return LetterLine(
        row.ref, row.came_at, row.box, told["sender"], told["name"], told["subject"], row.outcome,
        OUTCOMES[row.outcome], REASONS.get(row.reason), row.petition,
        numbers.get(row.petition, "") if row.petition else "", row.reason,
    )  # fmt: skip
