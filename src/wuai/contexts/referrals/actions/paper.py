"""A referral that came on paper: keyed in by somebody of the branch, checked as any other, scan kept."""

import csv
import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from wuai.contexts.referrals.actions import attach, intake, retry
from wuai.contexts.referrals.actions.rehearse import RehearsedRow, rehearsed, rehearsed_rows
from wuai.contexts.referrals.models import DONE, PAPER, Attachment, Batch, RowResult
from wuai.contexts.referrals.rules.columns import COLUMNS
from wuai.platform.actors import Actor

GONE = ("RETURNED", "WITHDRAWN")  # a case that stands so holds its agency's number no more


@dataclass(frozen=True, slots=True)
class Keyed:
    """What became of a paper: the batch it is now, or what is wrong with what was keyed in."""

    batch: Batch | None
    refused: RehearsedRow | None


def key_in(
    *, values: Mapping[str, str], scan: attach.Scan, branch_id: int, agency_id: int, by: Actor,
    at: datetime, on: date,
) -> Keyed:  # fmt: skip
    """One row by the names of its columns; nothing is kept unless it can be accepted.

    The same words again (a button pressed twice) are the same batch, as long as what they brought is
    held; after it was returned or withdrawn they are a new referral.
    """
    with tempfile.NamedTemporaryFile(prefix="wuai-paper-") as draft:
        draft.write(_as_file(values))
        draft.flush()
        upload = intake.read_upload(Path(draft.name), f"{values['agency_ref']}.csv")
        upload = replace(upload, origin=PAPER)
        place = {"upload": upload, "branch_id": branch_id, "agency_id": agency_id}
        last = _last(branch_id, agency_id, upload.sha256)
        if last is None or _gave_back(last):
            with rehearsed(**place, on=on) as outcome:  # type: ignore[arg-type]  # as declared above
                if not outcome.accepted:
                    return Keyed(None, rehearsed_rows(1)[0])
        if last is None:
            batch, _ = intake.receive(**place, by=by, at=at, on=on)  # type: ignore[arg-type]  # the same
        else:
            batch = _again(last, values, by, at, on) if _gave_back(last) else last
            intake.send_in(batch, by=by, at=at, on=on)
    intake.process(batch, by=by, at=at)
    if not Attachment.objects.filter(batch=batch).exists():
        attach.keep_scan(
            batch=batch, agency_ref=values["agency_ref"].strip(), scan=scan, by=by, at=at
        )
    return Keyed(batch, None)


def _last(branch_id: int, agency_id: int, sha256: str) -> Batch | None:
    """The latest batch of these words."""
    found = Batch.objects.filter(branch_id=branch_id, agency_id=agency_id, sha256=sha256)
    return found.order_by("attempt").last()


def _gave_back(batch: Batch) -> bool:
    """Whether nothing is held any more of what a finished batch brought."""
    held = RowResult.objects.filter(batch=batch, case__isnull=False)
    return batch.status == DONE and not held.exclude(case__status__in=GONE).exists()


def _again(last: Batch, values: Mapping[str, str], by: Actor, at: datetime, on: date) -> Batch:
    """The next batch of the same words; one, however many send them at once."""
    with transaction.atomic():
        root = Batch.objects.select_for_update().get(id=last.parent_id or last.id)
        newest = _last(root.branch_id, root.agency_id, root.sha256)
        if newest is not None and newest.id != last.id:
            return newest
        row = {column.zh: _tidy(values, column.name) for column in COLUMNS}
        return retry.paper_again(root=root, row=row, by=by, at=at, on=on)


def _tidy(values: Mapping[str, str], name: str) -> str:
    return " ".join(values.get(name, "").split())


def _as_file(values: Mapping[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow([column.zh for column in COLUMNS])
    writer.writerow([_tidy(values, column.name) for column in COLUMNS])
    return out.getvalue().encode()
