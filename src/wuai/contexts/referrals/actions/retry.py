"""Send rejected rows in again: as they were, or corrected in the browser.

A second try is a batch of its own under the first, with a file made of just these rows; results
that were given stay as they are.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from wuai.contexts.referrals.actions import signing
from wuai.contexts.referrals.actions.intake import (
    Outcome,
    Upload,
    outcome_of,
    process,
    receive_batch,
)
from wuai.contexts.referrals.actions.stage import Told
from wuai.contexts.referrals.models import CORRECTION, DONE, PAPER, RAW, RETRY, Batch, RowResult
from wuai.kernel.refusal import Refusal
from wuai.platform import crypto, files
from wuai.platform.actors import Actor


class NothingImportedYet(Refusal):
    code = "NOTHING_IMPORTED_YET"
    zh = "這個檔案還沒有匯入過，沒有可重檢的退件列"
    en = "This file was not imported yet; it has no rejected rows to check again"
    next_zh = "請先匯入，不加 --retry-rejected"
    next_en = "Import it first, without --retry-rejected"


class NotTheFirstFile(Refusal):
    code = "NOT_THE_FIRST_FILE"
    zh = "這一批是先前檔案的更正或重檢，不是原來的移送檔"
    en = "This batch is a later try of an earlier file, not the referral file itself"
    next_zh = "請回到原來的移送檔，在那裡改正或重檢"
    next_en = "Go back to the referral file itself and correct or check its rows there"


class NothingRejected(Refusal):
    code = "NOTHING_REJECTED"
    zh = "所選的列都不是退件"
    en = "None of the chosen rows is a rejected one"
    next_zh = "請重新整理頁面，查看目前的退件列"
    next_en = "Reload the page and look at the rows that are rejected now"


def retry_file(
    *, upload: Upload, branch_id: int, agency_id: int, by: Actor, at: datetime, on: date,
    told: Told | None = None,
) -> Outcome:  # fmt: skip
    """Check the rejected rows of a file again, as they are."""
    root = Batch.objects.filter(
        branch_id=branch_id, agency_id=agency_id, sha256=upload.sha256, attempt=0
    ).first()
    if root is None or root.status != DONE:
        raise NothingImportedYet()
    batch = retry_rejected(root=root, by=by, at=at, on=on)
    process(batch, by=by, at=at, told=told)
    return outcome_of(batch, replayed=False)


def retry_rejected(*, root: Batch, by: Actor, at: datetime, on: date) -> Batch:
    """A new batch of the rows that are rejected so far. An unfinished one is taken up again."""
    with alone_with(root):
        unfinished = Batch.objects.filter(parent=root, origin=RETRY).exclude(status=DONE).first()
        if unfinished is not None:
            return unfinished
        return next_try(root, _free(root), RETRY, None, by, at, on)


def correct(
    *, root: Batch, changes: Mapping[int, Mapping[str, str]], key: UUID, by: Actor, at: datetime,
    on: date,
) -> Batch:  # fmt: skip
    """A new batch of just the corrected rows (by row of the first file); ``key`` makes it once."""
    with alone_with(root):
        done = Batch.objects.filter(once_key=key).first()
        if done is not None:
            return done
        signing.check_by_hand(root.agency_id, by)
        waiting = _free(root)
        corrected = {
            row: {**waiting[row], **values} for row, values in changes.items() if row in waiting
        }
        if not corrected:
            raise NothingRejected()
        return next_try(root, corrected, CORRECTION, key, by, at, on)


def paper_again(*, root: Batch, row: Mapping[str, str], by: Actor, at: datetime, on: date) -> Batch:
    """A new batch of a paper that was keyed in before in the same words, and given back since."""
    with alone_with(root):
        return next_try(root, {1: row}, PAPER, None, by, at, on)


@contextmanager
def alone_with(root: Batch) -> Iterator[None]:
    """Choose rows of a file while nobody else does: two who mend one row must not make two cases.

    Only of the first file: lock, places and amendments are its own, so a later try has none.
    """
    with transaction.atomic():
        if Batch.objects.select_for_update().only("parent_id").get(id=root.id).parent_id:
            raise NotTheFirstFile
        yield


def _free(root: Batch) -> dict[int, dict[str, str]]:
    """The rejected rows that no unfinished try holds."""
    held = places_held(root)
    return {place: row for place, row in rejected_rows(root).items() if place not in held}


def places_held(root: Batch) -> set[int]:
    """The rows of a file that are on their way in a try that has not ended."""
    unfinished = Batch.objects.filter(parent=root).exclude(status=DONE)
    return {place for batch in unfinished for place in batch.row_map or ()}


def rejected_rows(root: Batch) -> dict[int, dict[str, str]]:
    """The rows that are rejected so far, by their place in the first file, with their content.

    A later try speaks for the rows that were in it.
    """
    found: dict[int, dict[str, str]] = {}
    family = [root, *Batch.objects.filter(parent=root, status=DONE).order_by("attempt")]
    for batch in family:
        places = batch.row_map
        for place in places or []:
            found.pop(place, None)
        results = RowResult.objects.filter(batch=batch, result="REJECTED").order_by("row_no")
        for row_no, sealed in results.values_list("row_no", "raw").iterator():
            place = places[row_no - 1] if places else row_no
            found[place] = json.loads(crypto.unseal(RAW, f"{batch.ref}:{row_no}", sealed or b""))
    return dict(sorted(found.items()))


def next_try(
    root: Batch, rows: Mapping[int, Mapping[str, str]], origin: str, key: UUID | None, by: Actor,
    at: datetime, on: date,
) -> Batch:  # fmt: skip
    """A batch of its own under the first, with a file made of these rows."""
    titles = list(root.titles)
    for content in rows.values():
        titles.extend(title for title in content if title not in titles)
    body = _as_csv(titles, rows)
    stored = files.store(
        [body], kind="referral", name=f"{origin.lower()}.csv", media_type="text/csv", at=at,
        branch_id=root.branch_id,
    )  # fmt: skip
    values: dict[str, Any] = {
        "branch_id": root.branch_id, "agency_id": root.agency_id, "parent": root,
        "origin": origin, "once_key": key, "sha256": root.sha256, "file": stored,
        "file_name": root.file_name, "size": len(body), "encoding": "utf-8", "titles": titles,
        "unknown_columns": root.unknown_columns, "row_map": list(rows), "on": on,
        "attempt": 1 + max(Batch.objects.filter(parent=root).values_list("attempt", flat=True),
                           default=0),
    }  # fmt: skip
    try:
        return receive_batch(values=values, by=by, at=at)
    except Exception:
        files.discard(stored)
        raise


def _as_csv(titles: list[str], rows: Mapping[int, Mapping[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(titles)
    for values in rows.values():
        writer.writerow([values.get(title, "") for title in titles])
    return out.getvalue().encode()
