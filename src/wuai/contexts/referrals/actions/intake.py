"""Take in a file: receive it once, check it, let it in; or only rehearse.

The same bytes of the same agency are one batch, whoever sends them and however often: the first
outcome comes back. Killed at any point, the next call goes on where the last one ended.
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals.actions import signing
from wuai.contexts.referrals.actions.accept import accept, held_lock, seed_of
from wuai.contexts.referrals.actions.stage import Told, stage
from wuai.contexts.referrals.models import DONE, FILE, RECEIVED, REHEARSED, Batch
from wuai.contexts.referrals.rules.columns import NoRows, NotAReferralFile, read_header
from wuai.contexts.referrals.rules.foreign import broken_header, refuse_other_files
from wuai.contexts.referrals.rules.pieces import Plan
from wuai.contexts.referrals.rules.split import Broken, records
from wuai.platform import files
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.models import StoredFile

BLOCK = 1024 * 1024
LOCK = 0x5747  # one process works on a batch
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in: where it lies now, what it was called, what its bytes are."""

    path: Path
    name: str
    size: int
    sha256: str
    encoding: str
    titles: tuple[str, ...]
    unknown: tuple[str, ...]
    origin: str = FILE
    signature: bytes = b""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file, as every door answers."""

    batch: str
    sha256: str
    rows: int
    accepted: int
    rejected: int
    duplicates: int
    warnings: list[dict[str, Any]] = field(default_factory=list)
    replayed: bool = False
    rehearsal: bool = False


def blocks_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file, block by block."""
    with path.open("rb") as source:
        while block := source.read(BLOCK):
            yield block


def read_upload(path: Path, name: str = "") -> Upload:
    """Hash a file and read its header; refuses what is no referral file."""
    digest, size, first = hashlib.sha256(), 0, b""
    for block in blocks_of(path):
        first = first or block
        digest.update(block)
        size += len(block)
    refuse_other_files(first)
    encoding, titles = _header(first)
    header = read_header(titles)
    if not any(_says_something(one) for one in content(blocks_of(path))):
        raise NoRows()
    return Upload(
        path, files.kept_name(name or path.name), size, digest.hexdigest(), encoding,
        header.titles, header.unknown,
    )  # fmt: skip


def _says_something(record: bytes | Broken) -> bool:
    """Whether a record is more than the commas that spreadsheets leave behind."""
    return isinstance(record, Broken) or bool(record.strip(b', \t\r\n"'))


def _header(first: bytes) -> tuple[str, list[str]]:
    head = next(records([first.removeprefix(_BOM)]), None)
    if head is None or isinstance(head, Broken):
        raise broken_header(head.start if head else b"")
    encoding = "utf-8"
    if not first.startswith(_BOM):
        try:
            head.decode("utf-8")
        except UnicodeDecodeError:
            encoding = "cp950"
    if b"\r" in head:
        raise NotAReferralFile(
            why_zh="各列須以 CRLF 或 LF 結尾，本檔只有 CR",
            why_en="its lines must end with CRLF or LF, not with CR alone",
        )
    return encoding, next(csv.reader([head.decode(encoding, "replace")]))


def content(blocks: Iterable[bytes]) -> Iterator[Any]:
    """The records of a file behind its header."""
    found = records(_without_bom(blocks))
    next(found, None)
    return found


def _without_bom(blocks: Iterable[bytes]) -> Iterator[bytes]:
    for number, block in enumerate(blocks):
        yield block.removeprefix(_BOM) if number == 0 else block


def plan_of(batch: Batch) -> Plan:
    """What every piece of a batch is judged by."""
    return Plan(
        batch.id, str(batch.ref), tuple(batch.titles), batch.encoding, batch.on,
        categories_of(batch.branch_id),
    )  # fmt: skip


def categories_of(branch_id: int) -> dict[str, tuple[int, str]]:
    """The categories that a branch takes: code to id and kind."""
    return {
        row.code: (row.id, row.kind) for row in organisation.categories(branch_id, active_only=True)
    }


def receive(
    *, upload: Upload, branch_id: int, agency_id: int, by: Actor, at: datetime, on: date,
    status: str = RECEIVED,
) -> tuple[Batch, bool]:  # fmt: skip
    """The batch of these bytes with their signature; whether it is new, or was only rehearsed."""
    checked = _signature(upload, agency_id, at)
    same = Batch.objects.filter(
        branch_id=branch_id, agency_id=agency_id, sha256=upload.sha256, attempt=0
    )
    found = same.first()
    if found is None:
        if checked is None and status == RECEIVED and upload.origin == FILE:
            signing.refuse_unsigned(agency_id)
        stored = _stored(upload, branch_id, at)
        values = _values(upload, stored, branch_id, agency_id, on, status)
        try:
            return _received(values, checked, by, at), True
        except IntegrityError:
            # Two sent the same bytes in the same instant; the first one is the batch.
            forget(stored)
            found = same.get()
    if checked is not None:
        signing.keep(batch=found, checked=checked, by=by, at=at)
    only_rehearsed = status == RECEIVED and found.status == REHEARSED
    if only_rehearsed:
        send_in(found, by=by, at=at, on=on)
    return found, only_rehearsed


def _values(
    upload: Upload, stored: StoredFile, branch_id: int, agency_id: int, on: date, status: str
) -> dict[str, Any]:  # fmt: skip
    return {
        "branch_id": branch_id, "agency_id": agency_id, "sha256": upload.sha256, "file": stored,
        "file_name": upload.name[:255], "size": upload.size, "encoding": upload.encoding,
        "titles": list(upload.titles), "unknown_columns": list(upload.unknown), "on": on,
        "status": status, "origin": upload.origin,
    }  # fmt: skip


def _received(
    values: dict[str, Any], checked: signing.Checked | None, by: Actor, at: datetime
) -> Batch:  # fmt: skip
    with transaction.atomic():
        batch = receive_batch(values=values, by=by, at=at)
        if checked is not None:
            signing.keep(batch=batch, checked=checked, by=by, at=at)
        return batch


def _signature(upload: Upload, agency_id: int, at: datetime) -> signing.Checked | None:
    if not upload.signature:
        return None
    return signing.check(
        upload.signature, lambda: blocks_of(upload.path), agency_id=agency_id, at=at
    )


def _stored(upload: Upload, branch_id: int, at: datetime) -> StoredFile:
    stored = files.store(
        blocks_of(upload.path), kind="referral", name=upload.name, media_type="text/csv", at=at,
        branch_id=branch_id,
    )  # fmt: skip
    if stored.sha256 != upload.sha256:
        forget(stored)
        raise NotAReferralFile(why_zh="檔案在讀取期間被更動", why_en="it changed while it was read")
    return stored


def forget(stored: StoredFile) -> None:
    """Take back a file that nothing refers to."""
    default_storage.delete(stored.path)
    stored.delete()


def send_in(batch: Batch, *, by: Actor, at: datetime, on: date) -> None:
    """A file that was only rehearsed comes in: it is judged and counted by the day of this."""
    if batch.status == REHEARSED:
        signing.check_signed(batch)
        _send_in(batch=batch, by=by, at=at, on=on)


@action("referral.send_in")
def _send_in(*, batch: Batch, by: Actor, at: datetime, on: date) -> None:
    held = Batch.objects.select_for_update().get(id=batch.id)
    if held.status == REHEARSED:
        held.status, held.on, held.received_at, held.received_by = RECEIVED, on, at, by.ref
        held.save(update_fields=["status", "on", "received_at", "received_by"])
    record(kind="batch", ref=held.ref, branch_id=held.branch_id, data={"on": str(held.on)})
    batch.refresh_from_db()


@action("referral.receive")
def receive_batch(*, values: dict[str, Any], by: Actor, at: datetime) -> Batch:
    """Write down that a file came in, and commit to the seed of its assignment."""
    batch = Batch(received_at=at, received_by=by.ref, **values)
    batch.seed_sha256 = cases.commitment(seed_of(str(batch.ref)))
    batch.save()
    record(
        kind="batch", ref=batch.ref, branch_id=batch.branch_id,
        data={"sha256": batch.sha256, "seed_sha256": batch.seed_sha256, "origin": batch.origin},
    )  # fmt: skip
    return batch


def process(batch: Batch, *, by: Actor, at: datetime, told: Told | None = None) -> bool:
    """Bring a batch to its end, from wherever it stands; False when it had ended before."""
    with held_lock(LOCK, batch.id % 2**31):
        batch.refresh_from_db()
        if batch.status == DONE:
            return False
        stage(plan_of(batch), content(files.read(batch.file)), batch.size, told)
        accept(batch, by=by, at=at)
        return True


def import_file(
    *, upload: Upload, branch_id: int, agency_id: int, by: Actor, at: datetime, on: date,
    told: Told | None = None,
) -> Outcome:  # fmt: skip
    """Receive and process a file; the same bytes give the first outcome again."""
    batch, _ = receive(upload=upload, branch_id=branch_id, agency_id=agency_id, by=by, at=at, on=on)
    done = process(batch, by=by, at=at, told=told)
    return outcome_of(batch, replayed=not done)


def outcome_of(batch: Batch, *, replayed: bool) -> Outcome:
    """The outcome of a finished batch."""
    return Outcome(
        str(batch.ref), batch.sha256, batch.rows or 0, batch.accepted or 0, batch.rejected or 0,
        batch.duplicates or 0, list(batch.warnings), replayed,
    )  # fmt: skip
