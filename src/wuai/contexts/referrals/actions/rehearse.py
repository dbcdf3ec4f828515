"""Rehearse a file: every check, every duplicate, and nothing changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from wuai.contexts.parties import api as parties
from wuai.contexts.referrals.actions.accept import (
    decide,
    duplicate_facts,
    duplicate_sql,
    row_warning,
)
from wuai.contexts.referrals.actions.intake import (
    Outcome,
    Upload,
    blocks_of,
    categories_of,
    content,
)
from wuai.contexts.referrals.actions.stage import Told, rehearse
from wuai.contexts.referrals.rules.faults import text
from wuai.contexts.referrals.rules.pieces import Plan

TABLE = "referrals_rehearsal"


@dataclass(frozen=True, slots=True)
class RehearsedRow:
    """A row that would not go in, or that goes in with a warning."""

    row_no: int
    agency_ref: str
    result: str
    errors: list[dict[str, str]]
    warnings: list[dict[str, str]]


@contextmanager
def rehearsed(
    *, upload: Upload, branch_id: int, agency_id: int, on: date, told: Told | None = None
) -> Iterator[Outcome]:
    """The outcome that the file would have; within the block its rows can be read."""
    plan = Plan(0, "", upload.titles, upload.encoding, on, categories_of(branch_id))
    rehearse(plan, content(blocks_of(upload.path)), upload.size, told)
    counts = decide(TABLE, 0, branch_id, agency_id)
    with connection.cursor() as cursor:
        try:
            warnings = _warnings(cursor, upload, branch_id)
            yield Outcome(
                "", upload.sha256, counts.rows, counts.accepted, counts.rejected,
                counts.duplicates, warnings, rehearsal=True,
            )  # fmt: skip
        finally:
            cursor.execute(
                f"DROP TABLE IF EXISTS {TABLE}, {TABLE}_good, referrals_fate, referrals_refs,"
                " cases_held, parties_likely"
            )


def _warnings(cursor: Any, upload: Upload, branch_id: int) -> list[dict[str, Any]]:
    found = []
    for column in upload.unknown:
        zh, en = text("UNKNOWN_COLUMN", column)
        found.append({"code": "UNKNOWN_COLUMN", "column": column, "zh": zh, "en": en, "rows": None})
    cursor.execute(
        f"CREATE TEMPORARY TABLE {TABLE}_good AS SELECT s.row_no, %s::bigint AS branch_id, s.name,"
        f" s.id_index, s.born_on FROM {TABLE} s JOIN referrals_fate f ON f.row_no = s.row_no"
        " WHERE f.result = 'ACCEPTED'",
        [branch_id],
    )
    parties.likely_same(f"{TABLE}_good")
    cursor.execute(
        "SELECT code, col, count(*) FROM ("
        f"  SELECT w->>'code' AS code, w->>'column' AS col FROM {TABLE} s"
        "   JOIN referrals_fate f ON f.row_no = s.row_no AND f.result = 'ACCEPTED'"
        "   CROSS JOIN LATERAL jsonb_array_elements(s.warnings) AS w WHERE s.warnings IS NOT NULL"
        "  UNION ALL SELECT 'NAME_DIFFERS', '義務人姓名' FROM parties_likely WHERE name_differs"
        "  UNION ALL SELECT 'LIKELY_SAME', '義務人姓名' FROM parties_likely WHERE likely_same"
        ") x GROUP BY 1, 2 ORDER BY 1, 2"
    )
    return [*found, *(row_warning(*row) for row in cursor.fetchall())]


def rehearsed_rows(limit: int) -> list[RehearsedRow]:
    """The rows with errors or warnings, in order, as far as ``limit``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.row_no, s.agency_ref, f.result,"
            f" CASE WHEN f.result = 'DUPLICATE' THEN {duplicate_sql()} ELSE s.errors END,"
            " s.warnings, coalesce(l.name_differs, false), coalesce(l.likely_same, false)"
            f" FROM {TABLE} s JOIN referrals_fate f ON f.row_no = s.row_no"
            " LEFT JOIN parties_likely l ON l.row_no = s.row_no"
            " WHERE f.result <> 'ACCEPTED' OR s.warnings IS NOT NULL OR l.row_no IS NOT NULL"
            " ORDER BY s.row_no LIMIT %(limit)s",
            {**duplicate_facts(), "limit": limit},
        )
        return [_row(*row) for row in cursor.fetchall()]


def _row(
    row_no: int, agency_ref: str, result: str, errors: Any, warnings: Any, *likely: bool
) -> RehearsedRow:
    import json

    notes = json.loads(warnings) if isinstance(warnings, str) else (warnings or [])
    for code, applies in zip(("NAME_DIFFERS", "LIKELY_SAME"), likely, strict=True):
        if applies:
            zh, en = text(code)
            notes = [*notes, {"column": "義務人姓名", "code": code, "zh": zh, "en": en}]
    held = json.loads(errors) if isinstance(errors, str) else (errors or [])
    return RehearsedRow(row_no, agency_ref, result, held, notes)
