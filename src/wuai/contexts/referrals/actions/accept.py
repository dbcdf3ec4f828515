"""Decide every row of a staged batch and let the good ones in: one transaction, one history line."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection, transaction

from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.contexts.referrals.actions.receipt import sign_receipt
from wuai.contexts.referrals.events import ReferralsAccepted
from wuai.contexts.referrals.models import DONE, Batch
from wuai.contexts.referrals.rules.faults import TEXTS, text
from wuai.kernel.roc_dates import roc_year
from wuai.platform import keys, numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish

LOCK = 0x5746  # accepting: one batch of a branch at a time
_IN_FILE, _HELD = TEXTS["DUPLICATE_IN_FILE"], TEXTS["DUPLICATE_HELD"]
_PARTY = (
    "party_ref", "name", "name_search", "id_kind", "id_number", "id_index", "born_on", "address",
    "postcode", "phone", "email", "representative", "representative_id",
)  # fmt: skip
_CASE = (
    "category_id", "agency_ref", "cost", "interest", "surcharge", "fine", "principal", "period",
    "title", "served_on", "due_on", "final_on", "collection_end_on", "started_on",
    "suspended_days", "limit_1_on", "limit_2_on", "accrual_base", "accrual_from", "accrual_rate",
    "certificate_no", "measures", "remark",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counts:
    """How the rows of a batch come out."""

    accepted: int
    rejected: int
    duplicates: int

    @property
    def rows(self) -> int:
        """All of them."""
        return self.accepted + self.rejected + self.duplicates


@contextmanager
def held_lock(space: int, number: int) -> Iterator[None]:
    """Hold a lock of the session, which a killed process loses with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [space, number])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [space, number])


def accept(batch: Batch, *, by: Actor, at: datetime) -> None:
    """Decide, reserve the block of numbers, let in. Killed anywhere, it can simply be called again."""
    with held_lock(LOCK, batch.branch_id):
        _room_for_temporary_tables()
        counts = decide("referrals_stagedrow", batch.id, batch.branch_id, batch.agency_id)
        _reserve(batch, counts.accepted)
        accept_batch(batch=batch, counts=counts, by=by, at=at)
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS referrals_fate, referrals_refs, cases_held")


def _room_for_temporary_tables() -> None:
    """Keep the temporary tables in memory where the session may still choose so."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor, suppress(DatabaseError):
        cursor.execute("SET temp_buffers = '256MB'")


def decide(table: str, batch_id: int, branch_id: int, agency_id: int) -> Counts:
    """Fill the temporary table ``referrals_fate`` (row_no, result, duplicate_of, held_no)."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS referrals_fate, referrals_refs")
        cursor.execute(
            "CREATE TEMPORARY TABLE referrals_refs AS"
            " SELECT row_no, agency_ref, errors IS NULL AS good,"
            " CASE WHEN errors IS NULL THEN first_value(row_no) OVER"
            "  (PARTITION BY agency_ref, errors IS NULL ORDER BY row_no) END AS first_row"
            f" FROM {table} WHERE batch_id = %s",
            [batch_id],
        )
        cursor.execute("ANALYZE referrals_refs")
        cases.held("referrals_refs", branch_id=branch_id, agency_id=agency_id)
        cursor.execute(
            "CREATE TEMPORARY TABLE referrals_fate AS SELECT r.row_no,"
            " CASE WHEN NOT r.good THEN 'REJECTED' WHEN h.number IS NOT NULL THEN 'DUPLICATE'"
            "  WHEN r.first_row <> r.row_no THEN 'DUPLICATE' ELSE 'ACCEPTED' END AS result,"
            " r.first_row, h.number AS held_no FROM referrals_refs r"
            " LEFT JOIN cases_held h ON r.good AND h.agency_ref = r.agency_ref"
        )
        cursor.execute("ANALYZE referrals_fate")
        cursor.execute("SELECT result, count(*) FROM referrals_fate GROUP BY result")
        found = dict(cursor.fetchall())
    return Counts(found.get("ACCEPTED", 0), found.get("REJECTED", 0), found.get("DUPLICATE", 0))


def _reserve(batch: Batch, count: int) -> None:
    """Reserve the block of case numbers once, in a transaction of its own, and write it down.

    After a kill the same block serves again. Should more be needed by then, the old block stays
    unused and the batch says so.
    """
    if count == 0 or (batch.number_count or 0) >= count:
        return
    with transaction.atomic():
        if batch.number_first is not None:
            batch.number_void.append([batch.number_year, batch.number_first, batch.number_count])
        batch.number_year = roc_year(batch.on)
        batch.number_first = numbers.take(
            branch_id=batch.branch_id, year=batch.number_year, kind="CASE", count=count
        )
        batch.number_count = count
        batch.save(update_fields=["number_year", "number_first", "number_count", "number_void"])


@action("referral.accept")
def accept_batch(*, batch: Batch, counts: Counts, by: Actor, at: datetime) -> None:
    """Let the good rows in: parties, cases, assignment, ledger, results, receipt."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        # Foreign keys are checked by each statement, while its rows are at hand, and not by a
        # queue of millions at the end.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        total = 0
        warnings = file_warnings(batch)
        if counts.accepted:
            total = _register(cursor, batch, by, at)
        _results(cursor, batch, counts.accepted)
        warnings += _row_warnings(cursor, batch)
        cursor.execute("DELETE FROM referrals_stagedrow WHERE batch_id = %s", [batch.id])
    batch.rows, batch.accepted = counts.rows, counts.accepted
    batch.rejected, batch.duplicates = counts.rejected, counts.duplicates
    batch.total, batch.warnings = total, warnings
    batch.status, batch.completed_at = DONE, at
    batch.receipt = sign_receipt(batch)
    batch.save()
    record(
        kind="batch", ref=batch.ref, branch_id=batch.branch_id,
        data={"rows": counts.rows, "accepted": counts.accepted, "rejected": counts.rejected,
              "duplicates": counts.duplicates, "total": total, "sha256": batch.sha256},
    )  # fmt: skip
    if counts.accepted:
        publish(
            ReferralsAccepted(
                batch_id=batch.id,
                batch_ref=str(batch.ref),
                branch_id=batch.branch_id,
                agency_id=batch.agency_id,
                accepted=counts.accepted,
            )
        )


def _register(cursor: Any, batch: Batch, by: Actor, at: datetime) -> int:
    columns = ", ".join(f"s.{name}" for name in (*_PARTY, *_CASE))
    cursor.execute("DROP TABLE IF EXISTS referrals_intake")
    cursor.execute(
        "CREATE TEMPORARY TABLE referrals_intake ON COMMIT DROP AS"
        f" SELECT s.row_no, s.party_kind AS kind, {columns}, %s::bigint AS branch_id,"
        " %s::timestamptz AS created_at, NULL::bigint AS party_id FROM referrals_stagedrow s"
        " JOIN referrals_fate f ON f.row_no = s.row_no AND f.result = 'ACCEPTED'"
        " WHERE s.batch_id = %s ORDER BY s.row_no",
        [batch.branch_id, at, batch.id],
    )
    cursor.execute("ANALYZE referrals_intake (row_no, id_index, party_ref, party_id, category_id)")
    parties.likely_same("referrals_intake")
    parties.merge_staged("referrals_intake")
    intake = cases.Intake(
        branch_id=batch.branch_id, agency_id=batch.agency_id,
        agency_code=organisation.agency_by_id(batch.agency_id).code, batch_id=batch.id,
        batch_ref=str(batch.ref), year=batch.number_year or 0,
        first_serial=batch.number_first or 0, seed=seed_of(str(batch.ref)),
    )  # fmt: skip
    return cases.register_staged("referrals_intake", intake=intake, by=by, at=at, on=batch.on).total


def seed_of(batch_ref: str) -> str:
    """The seed that was committed to when the batch arrived."""
    return cases.seed_of(keys.sign_seed(), batch_ref)


def _results(cursor: Any, batch: Batch, accepted: int) -> None:
    linked = "LEFT JOIN cases_registered r ON r.row_no = s.row_no" if accepted else ""
    likely = "LEFT JOIN parties_likely l ON l.row_no = s.row_no" if accepted else ""
    cursor.execute(
        "INSERT INTO referrals_rowresult"
        " (batch_id, row_no, agency_ref, result, case_id, errors, warnings, raw)"
        f" SELECT s.batch_id, s.row_no, s.agency_ref, f.result, {'r.case_id' if accepted else 'NULL'},"
        f" CASE WHEN f.result = 'DUPLICATE' THEN {duplicate_sql()} ELSE s.errors END,"
        f" {_merged_warnings() if accepted else 's.warnings'}, s.raw"
        " FROM referrals_stagedrow s JOIN referrals_fate f ON f.row_no = s.row_no"
        f" {linked} {likely} WHERE s.batch_id = %(batch)s ORDER BY s.row_no",
        {"batch": batch.id, "held_zh": _HELD[0].format(""), "held_en": _HELD[1].format(""),
         "name_differs": _as_warning("NAME_DIFFERS"), "likely_same": _as_warning("LIKELY_SAME"),
         **_in_file()},
    )  # fmt: skip


def duplicate_sql() -> str:
    """The reason of a duplicate row as JSON, in SQL; parameters by :func:`duplicate_facts`."""
    return (
        "jsonb_build_array(jsonb_build_object('column', '移送案號',"
        " 'code', CASE WHEN f.held_no IS NULL THEN 'DUPLICATE_IN_FILE' ELSE 'DUPLICATE_HELD' END,"
        " 'zh', CASE WHEN f.held_no IS NULL THEN format(%(in_zh)s, f.first_row)"
        "  ELSE %(held_zh)s || f.held_no END,"
        " 'en', CASE WHEN f.held_no IS NULL THEN format(%(in_en)s, f.first_row)"
        "  ELSE %(held_en)s || f.held_no END))"
    )


def duplicate_facts() -> dict[str, str]:
    """The texts for :func:`duplicate_sql`."""
    return {"held_zh": _HELD[0].format(""), "held_en": _HELD[1].format(""), **_in_file()}


def _in_file() -> dict[str, str]:
    return {"in_zh": _IN_FILE[0].format("%s"), "in_en": _IN_FILE[1].format("%s")}


def _as_warning(code: str) -> str:
    zh, en = text(code)
    return json.dumps(
        [{"column": "義務人姓名", "code": code, "zh": zh, "en": en}], ensure_ascii=False
    )


def _merged_warnings() -> str:
    return (
        "nullif(coalesce(s.warnings, '[]'::jsonb)"
        " || CASE WHEN l.name_differs THEN %(name_differs)s::jsonb ELSE '[]'::jsonb END"
        " || CASE WHEN l.likely_same THEN %(likely_same)s::jsonb ELSE '[]'::jsonb END, '[]'::jsonb)"
    )


def file_warnings(batch: Batch) -> list[dict[str, Any]]:
    """Warnings about the file as a whole."""
    found = []
    for column in batch.unknown_columns:
        zh, en = text("UNKNOWN_COLUMN", column)
        found.append({"code": "UNKNOWN_COLUMN", "column": column, "zh": zh, "en": en, "rows": None})
    return found


def _row_warnings(cursor: Any, batch: Batch) -> list[dict[str, Any]]:
    cursor.execute(
        "SELECT w->>'code', w->>'column', count(*) FROM referrals_rowresult r"
        " CROSS JOIN LATERAL jsonb_array_elements(r.warnings) AS w"
        " WHERE r.batch_id = %s AND r.warnings IS NOT NULL AND r.result = 'ACCEPTED'"
        " GROUP BY 1, 2 ORDER BY 1, 2",
        [batch.id],
    )
    return [row_warning(*row) for row in cursor.fetchall()]


def row_warning(code: str, column: str, rows: int) -> dict[str, Any]:
    """A warning that some rows have in common."""
    zh, en = text(code)
    return {"code": code, "column": column, "zh": zh, "en": en, "rows": rows}
