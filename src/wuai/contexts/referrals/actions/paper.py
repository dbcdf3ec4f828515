"""A referral that came on paper: keyed in by somebody of the branch, checked as any other, scan kept."""

import csv
import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from wuai.contexts.referrals.actions import attach, intake
from wuai.contexts.referrals.actions.rehearse import RehearsedRow, rehearsed, rehearsed_rows
from wuai.contexts.referrals.models import PAPER, Attachment, Batch
from wuai.contexts.referrals.rules.columns import COLUMNS
from wuai.platform.actors import Actor


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

    The same words again (a button pressed twice) are the same batch.
    """
    with tempfile.NamedTemporaryFile(prefix="wuai-paper-") as draft:
        draft.write(_as_file(values))
        draft.flush()
        upload = intake.read_upload(Path(draft.name), f"{values['agency_ref']}.csv")
        upload = replace(upload, origin=PAPER)
        place = {"upload": upload, "branch_id": branch_id, "agency_id": agency_id}
        known = Batch.objects.filter(
            branch_id=branch_id, agency_id=agency_id, sha256=upload.sha256, attempt=0
        ).exists()
        if not known:
            with rehearsed(**place, on=on) as outcome:  # type: ignore[arg-type]  # as declared above
                if not outcome.accepted:
                    return Keyed(None, rehearsed_rows(1)[0])
        batch, _ = intake.receive(**place, by=by, at=at, on=on)  # type: ignore[arg-type]  # the same
    intake.process(batch, by=by, at=at)
    if not Attachment.objects.filter(batch=batch).exists():
        attach.keep_scan(
            batch=batch, agency_ref=values["agency_ref"].strip(), scan=scan, by=by, at=at
        )
    return Keyed(batch, None)


def _as_file(values: Mapping[str, str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow([column.zh for column in COLUMNS])
    writer.writerow([" ".join(values.get(column.name, "").split()) for column in COLUMNS])
    return out.getvalue().encode()
