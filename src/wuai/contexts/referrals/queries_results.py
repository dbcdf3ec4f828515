"""The row result file: one row for each input row, in the same order; ready for a spreadsheet."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connection

from wuai.contexts.cases import api as cases
from wuai.contexts.referrals.actions.accept import duplicate_facts, duplicate_sql
from wuai.contexts.referrals.models import Batch
from wuai.platform.paths import VAR
from wuai.platform.spreadsheets import FORMULA

HEADER = "列號,移送案號,結果,執行案號,股別,欄位,錯誤代碼,說明,Explanation\r\n"
BOM = b"\xef\xbb\xbf"
FOLDER = VAR / "results"
_WORDS = "CASE {0} WHEN 'ACCEPTED' THEN '受理' WHEN 'REJECTED' THEN '退件' ELSE '重複' END"
_DISARMED = f"CASE WHEN {{0}} ~ '^{FORMULA}' THEN '''' || {{0}} ELSE {{0}} END"


def disarmed(column: str) -> str:
    """SQL for a text that no spreadsheet takes for a formula."""
    return _DISARMED.format(column)


def _joined(key: str, errors: str) -> str:
    return (
        f"(SELECT string_agg(e->>'{key}', '；' ORDER BY n) FROM"
        f" jsonb_array_elements({errors}) WITH ORDINALITY AS x(e, n))"
    )


def _select(result: str, ref: str, number: str, section: str, errors: str) -> str:
    return (
        f"{disarmed(ref)}, {_WORDS.format(result)}, {number}, {section}, {_joined('column', errors)},"
        f" {_joined('code', errors)}, {_joined('zh', errors)}, {_joined('en', errors)}"
    )


def stream_results(batch: Batch) -> Iterator[bytes]:
    """The results of a finished batch, piece by piece, by COPY from the database."""
    columns = _select("r.result", "r.agency_ref", "c.number", "c.section", "r.errors")
    yield BOM + HEADER.encode()
    yield from _copy(
        f"SELECT r.row_no, {columns} FROM referrals_rowresult r"
        f" LEFT JOIN ({cases.numbers_sql()}) c ON c.case_id = r.case_id"
        " WHERE r.batch_id = %(batch)s ORDER BY r.row_no",
        {"batch": batch.id},
    )


def _stream_rehearsal() -> Iterator[bytes]:
    errors = f"CASE WHEN f.result = 'DUPLICATE' THEN {duplicate_sql()} ELSE s.errors END"
    columns = _select("f.result", "s.agency_ref", "NULL", "NULL", "s.errors")
    yield BOM + HEADER.encode()
    yield from _copy(
        f"SELECT s.row_no, {columns} FROM (SELECT s.row_no, s.agency_ref, {errors} AS errors"
        "  FROM referrals_rehearsal s JOIN referrals_fate f ON f.row_no = s.row_no) s"
        " JOIN referrals_fate f ON f.row_no = s.row_no ORDER BY s.row_no",
        duplicate_facts(),
    )


def _copy(query: str, values: dict[str, Any]) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        statement = cursor.mogrify(query, values) if hasattr(cursor, "mogrify") else query
        with cursor.copy(f"COPY ({_text(statement)}) TO STDOUT (FORMAT csv)") as copy:
            for block in copy:
                yield bytes(block).replace(b"\n", b"\r\n")


def _text(statement: Any) -> str:
    return statement.decode() if isinstance(statement, bytes) else str(statement)


def write_results(batch_ref: str) -> Path:
    """Write the results of a batch under ``var/results`` and give the path."""
    return _write(stream_results(Batch.objects.get(ref=batch_ref)), batch_ref)


def write_rehearsal(sha256: str) -> Path:
    """Write the results of the rehearsal that is going on in this session."""
    return _write(_stream_rehearsal(), f"rehearsal-{sha256[:16]}")


def _write(blocks: Iterator[bytes], name: str) -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Two commands may answer for the same batch at the same instant: each has its own draft.
    path, draft = FOLDER / f"{name}.csv", FOLDER / f".{name}.{uuid.uuid4().hex}.part"
    with draft.open("wb") as out:
        _fill(out, blocks)
    draft.replace(path)
    return path


def _fill(out: BinaryIO, blocks: Iterator[bytes]) -> None:
    for block in blocks:
        out.write(block)
