"""Groups with their outcome, and the board."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from wuai.contexts.petitions.models import BoxOpening, Group, Petition, Post
from wuai.contexts.petitions.rules.voices import OUTCOMES, SHOWN, digest
from wuai.kernel.bilingual import Bilingual

SIZE = 50


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group: what it is about, how many wrote, how it ended."""

    ref: uuid.UUID
    title: Bilingual
    count: int
    outcome: Bilingual | None
    outcome_code: str
    text: Bilingual
    proposed_by: str
    published_at: datetime | None

    @property
    def digest(self) -> str:
        """By which whoever publishes it says what was read."""
        return digest(self.outcome_code, self.text.zh, self.text.en)


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One emptying of the letter box, and how many of its letters are registered."""

    ref: uuid.UUID
    place: str
    opened_at: datetime
    letters: int
    registered: int
    who: str
    note: str


def _row(row: Group, count: int) -> GroupRow:
    return GroupRow(
        row.ref, Bilingual(row.title_zh, row.title_en), count, OUTCOMES.get(row.outcome),
        row.outcome, Bilingual(row.text_zh, row.text_en), row.proposed_by, row.published_at,
    )  # fmt: skip


def groups(branch_id: int, *, published: bool) -> list[GroupRow]:
    """Groups of a branch, the newest first (1 query)."""
    found = Group.objects.filter(branch_id=branch_id).annotate(n=Count("members"))
    if published:
        found = found.filter(published_at__isnull=False).order_by("-published_at")
    return [_row(row, row.n) for row in (found if published else found.order_by("-id"))[:SIZE]]


def group(branch_id: int, ref: uuid.UUID) -> tuple[GroupRow, list[str]] | None:
    """One group with the numbers of its petitions (2 queries)."""
    row = Group.objects.filter(branch_id=branch_id, ref=ref).first()
    if row is None:
        return None
    numbers = list(row.members.order_by("id").values_list("petition__number", flat=True))
    return _row(row, len(numbers)), numbers


def board(branch_id: int) -> Sequence[Post]:
    """What may be read on the board (1 query)."""
    found = Post.objects.filter(branch_id=branch_id, state=SHOWN)
    return list(found.order_by("-id")[:SIZE])


def posts(branch_id: int, state: str) -> Sequence[Post]:
    """Posts in a state, the oldest waiting one first (1 query)."""
    found = Post.objects.filter(branch_id=branch_id, state=state)
    return list(found.order_by("id" if state == "WAITING" else "-id")[:SIZE])


def openings(branch_id: int) -> list[BoxRow]:
    """How often the letter box was emptied (2 queries)."""
    rows = list(BoxOpening.objects.filter(branch_id=branch_id).order_by("-opened_at")[:SIZE])
    held = dict(Petition.objects.filter(box__in=rows).values_list("box").annotate(n=Count("id")))
    return [
        BoxRow(row.ref, row.place, row.opened_at, row.letters, held.get(row.id, 0),
               f"{row.by_name}、{row.witness}", row.note)
        for row in rows
    ]  # fmt: skip
