"""The requests that a person made online after proving who he is: his own list, and one of them."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from wuai.contexts.applications.actions.results import content
from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.models import Application
from wuai.contexts.applications.queries.rows import (
    ResultRow,
    document,
    results_of,
)
from wuai.contexts.applications.queries.steps import StepRow, steps_of
from wuai.contexts.applications.rules.procedure import (
    ENDED,
    INCOMPLETE,
    NEXT,
    STATE_NAMES,
    TONES,
)
from wuai.kernel.bilingual import Bilingual

LISTED = 50


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """A request as the person who made it sees it; ``lacks``: he is waited for."""

    id: int
    ref: uuid.UUID
    number: str
    kind: Bilingual
    state: Bilingual
    tone: str
    lacks: bool
    is_ended: bool
    received_on: date
    due_on: date | None
    branch_id: int
    section_id: int | None
    case_id: int | None
    digest: str
    ahead: Bilingual | None = None


def _own(row: Application) -> OwnApplication:
    return OwnApplication(
        row.id, row.ref, row.number, declaration(row.kind).title, STATE_NAMES[row.state],
        TONES[row.state], row.state == INCOMPLETE, row.state in ENDED, row.received_on, row.due_on,
        row.branch_id, row.section_id, row.case_id, row.digest, NEXT.get(row.state),
    )  # fmt: skip


def of_person(keys: Iterable[bytes], *, limit: int = LISTED) -> list[OwnApplication]:
    """The latest requests of a person at all branches, by the blind indexes of his numbers (1 query)."""
    found = Application.objects.filter(person_index__in=list(keys), restricted_to="")
    return [_own(row) for row in found.order_by("-id")[:limit]]


@dataclass(frozen=True, slots=True)
class OwnPage:
    """One of them with its steps and the documents that answer."""

    row: OwnApplication
    steps: tuple[StepRow, ...]
    results: tuple[ResultRow, ...]


def own_page(keys: Iterable[bytes], ref: uuid.UUID) -> OwnPage | None:
    """One request of this person; None when it is not his (4 queries)."""
    found = Application.objects.filter(ref=ref, person_index__in=list(keys), restricted_to="")
    row = found.first()
    if row is None:
        return None
    return OwnPage(
        _own(row), tuple(steps_of(row.id, named=True, given_out=True)), tuple(results_of(row.id, given_out=True))
    )  # fmt: skip


def own_document(page: OwnPage, ref: uuid.UUID) -> tuple[Iterator[bytes], str, int] | None:
    """A document that was given out with this request: its bytes, name and size."""
    held = document(page.row.id, ref) if ref in {one.ref for one in page.results} else None
    return None if held is None else (content(held), held.name, held.stored.size)
