"""The results of a batch row by row, accepted ones too, for programs."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals.models import RowResult


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What became of one row, with its case when it went in."""

    row_no: int
    agency_ref: str
    result: str
    case_ref: uuid.UUID | None
    number: str | None
    section: str | None
    errors: list[dict[str, str]]
    warnings: list[dict[str, str]]


def result_rows(
    batch_id: int, *, branch_id: int, after: int = 0, limit: int = 100, result: str = ""
) -> list[ResultRow]:
    """The rows behind ``after``, by keyset; only those of one result when asked for (3 queries)."""
    found = RowResult.objects.filter(batch_id=batch_id, row_no__gt=after).order_by("row_no")
    if result:
        found = found.filter(result=result)
    rows = list(found.defer("raw")[:limit])
    held = cases.case_rows([row.case_id for row in rows if row.case_id])
    sections = {one.id: one.name_zh for one in organisation.sections(branch_id)}
    shown = []
    for row in rows:
        case = held.get(row.case_id or 0)
        shown.append(
            ResultRow(
                row.row_no, row.agency_ref, row.result, case.ref if case else None,
                case.number if case else None, sections[case.section_id] if case else None,
                row.errors or [], row.warnings or [],
            )
        )  # fmt: skip
    return shown


def case_ids_of(batch_id: int, case_refs: Iterable[str]) -> list[int]:
    """The ids of some of the cases that came of a batch, in the order of its rows."""
    found = RowResult.objects.filter(batch_id=batch_id, case__ref__in=list(case_refs))
    return [
        case_id
        for case_id in found.order_by("row_no").values_list("case_id", flat=True)
        if case_id is not None
    ]
