"""What programs of an agency do with referral files; ``portals.api`` checks who they are."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals import queries
from wuai.contexts.referrals.actions import attach, feedback, intake, rehearse, retry
from wuai.contexts.referrals.jobs import process_batch
from wuai.contexts.referrals.models import Batch
from wuai.contexts.referrals.queries_feedback import (
    FeedbackLine,
    FeedbackRow,
    feedback_csv,
    feedback_list,
    feedback_rows,
)
from wuai.contexts.referrals.queries_results import stream_results
from wuai.contexts.referrals.queries_rows import ResultRow, result_rows
from wuai.kernel.refusal import Refusal
from wuai.platform.actors import Actor

# A file this small is done while the program waits; a larger one in the background.
AT_ONCE_UP_TO = 1_000_000
REHEARSED_ROWS = 200


class BatchNotDone(Refusal):
    code = "BATCH_NOT_DONE"
    zh = "這個批次還在處理"
    en = "This batch is still being worked on"
    next_zh = "請稍後查詢批次狀態，完成後再辦"
    next_en = "Look at the batch again later, and do this when it is done"


class FeedbackChanged(Refusal):
    code = "FEEDBACK_CHANGED"
    zh = "回饋檔的內容與您所報的雜湊值不同"
    en = "The feedback file is not the one whose fingerprint you sent"
    next_zh = "請重新下載，核對後再簽收"
    next_en = "Download it again, then acknowledge that one"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A batch, and whether its bytes had been received before."""

    row: queries.BatchRow
    replayed: bool


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would become of a file, and its first rows with something to say."""

    outcome: intake.Outcome
    rows: list[rehearse.RehearsedRow]


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that a program sent, what it is called, and the signature beside it."""

    path: Path
    name: str
    signature: bytes = b""


def take_in(sent: Sent, *, branch_id: int, by: Actor, at: datetime, on: date) -> TakenIn:
    """Receive a file and process it, now or in the background."""
    upload = replace(intake.read_upload(sent.path, sent.name), signature=sent.signature)
    batch, new = intake.receive(
        upload=upload, branch_id=branch_id, agency_id=by.agency_id or 0, by=by, at=at, on=on
    )
    _run(batch, by, at)
    return TakenIn(queries.batch_by_id(batch.id), not new)


def _run(batch: Batch, by: Actor, at: datetime) -> None:
    if batch.completed_at is not None:
        return
    if batch.size <= AT_ONCE_UP_TO:
        intake.process(batch, by=by, at=at)
    else:
        process_batch.defer(batch_ref=str(batch.ref))


def try_out(path: Path, name: str, *, branch_id: int, agency_id: int, on: date) -> Rehearsal:
    """Every check and every duplicate; nothing changes."""
    upload = intake.read_upload(path, name)
    with rehearse.rehearsed(
        upload=upload, branch_id=branch_id, agency_id=agency_id, on=on
    ) as outcome:
        return Rehearsal(outcome, rehearse.rehearsed_rows(REHEARSED_ROWS))


def try_again(row: queries.BatchRow, *, by: Actor, at: datetime, on: date) -> queries.BatchRow:
    """Check the rejected rows of a finished batch again, as they are."""
    root = Batch.objects.get(id=row.parent_id or row.id)
    if root.completed_at is None:
        raise BatchNotDone
    if not retry.rejected_rows(root):
        raise retry.NothingRejected
    child = retry.retry_rejected(root=root, by=by, at=at, on=on)
    _run(child, by, at)
    return queries.batch_by_id(child.id)


def rows_of(row: queries.BatchRow, *, after: int, limit: int, result: str) -> list[ResultRow]:
    """The results of a finished batch, row by row."""
    if not row.is_done:
        raise BatchNotDone
    return result_rows(row.id, branch_id=row.branch_id, after=after, limit=limit, result=result)


def result_file(row: queries.BatchRow) -> Iterator[bytes]:
    """The row result file of a finished batch, piece by piece."""
    if not row.is_done:
        raise BatchNotDone
    return stream_results(Batch.objects.get(id=row.id))


def receipt_of(row: queries.BatchRow) -> dict[str, Any]:
    """The signed receipt of a finished batch."""
    if row.receipt is None:
        raise BatchNotDone
    return row.receipt


def add_attachments(row: queries.BatchRow, path: Path, *, by: Actor, at: datetime) -> int:
    """Take in the ZIP of attachments; how many documents it held."""
    return attach.attach_zip(batch=Batch.objects.get(id=row.id), path=path, by=by, at=at)


@dataclass(frozen=True, slots=True)
class FeedbackFile:
    """The feedback of a day: rows, the bytes of the file, their fingerprint."""

    rows: list[FeedbackRow]
    body: bytes
    sha256: str


def feedback_of(*, agency_id: int, branch_id: int, on: date) -> FeedbackFile:
    """The feedback of a day for an agency; without rows when nothing happened."""
    rows = feedback_rows(agency_id=agency_id, branch_id=branch_id, on=on)
    body = feedback_csv(rows)
    return FeedbackFile(rows, body, hashlib.sha256(body).hexdigest())


def acknowledge_feedback(
    *, branch: organisation.BranchRow, on: date, sha256: str, by: Actor, at: datetime
) -> datetime:
    """Say that the file with this fingerprint has arrived; since when that is known."""
    held = feedback_of(agency_id=by.agency_id or 0, branch_id=branch.id, on=on)
    if held.sha256 != sha256:
        raise FeedbackChanged(field="sha256")
    day = feedback.fetch_feedback(
        branch_id=branch.id, agency_id=by.agency_id or 0, on=on, rows=len(held.rows),
        sha256=sha256, by=by, at=at,
    )  # fmt: skip
    return day.downloaded_at or at


__all__ = [
    "AT_ONCE_UP_TO", "REHEARSED_ROWS", "BatchNotDone", "FeedbackChanged", "FeedbackFile",
    "FeedbackLine", "Rehearsal", "Sent", "TakenIn", "acknowledge_feedback", "add_attachments",
    "feedback_list", "feedback_of", "receipt_of", "result_file", "rows_of", "take_in",
    "try_again", "try_out",
]  # fmt: skip
