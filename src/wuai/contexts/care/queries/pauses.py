"""Which cases rest: asked before every hard measure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from wuai.contexts.care.models import Pause


@dataclass(frozen=True, slots=True)
class PauseRow:
    """A pause that holds, or held."""

    id: int
    case_id: int
    since: date
    until: date
    reason: str
    decided_name: str
    ended_on: date | None
    ended_why: str


def _on(on: date) -> QuerySet[Pause]:
    # It ends with the day on which somebody ends it: from that day on measures are possible.
    holds = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    return Pause.objects.filter(holds, since__lte=on, until__gte=on)


def _row(p: Any) -> PauseRow:
    return PauseRow(
        p.id, p.case_id, p.since, p.until, p.reason, p.decided_name, p.ended_on, p.ended_why
    )


def is_paused(case_id: int, on: date) -> bool:
    """Whether hard measures rest in a case on a day."""
    return _on(on).filter(case_id=case_id).exists()


def paused(case_ids: Iterable[int], on: date) -> set[int]:
    """Those of these cases in which hard measures rest on a day (one query)."""
    return set(_on(on).filter(case_id__in=list(case_ids)).values_list("case_id", flat=True))


def pause_of(case_id: int, on: date) -> PauseRow | None:
    """The pause that holds in a case on a day."""
    held = _on(on).filter(case_id=case_id).order_by("-id").first()
    return _row(held) if held else None


def pauses_of(case_id: int) -> list[PauseRow]:
    """Every pause of a case, newest first."""
    return [_row(p) for p in Pause.objects.filter(case_id=case_id).order_by("-id")]


def ending(branch_id: int, on: date, until: date) -> list[PauseRow]:
    """Pauses of a branch that hold and end by a day, the first to end first."""
    found = _on(on).filter(branch_id=branch_id, until__lte=until)
    return [_row(p) for p in found.order_by("until", "id")[:50]]
