"""Files: received in pieces that survive a dying line, whole before they count, scanned before they open."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from wuai.contexts.applications.actions.drafts import DraftUnknown, locked
from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.models import (
    CLEAN,
    INFECTED,
    QUARANTINED,
    RECEIVING,
    Draft,
    Upload,
    UploadPart,
)
from wuai.contexts.applications.rules import files as rules
from wuai.platform import files
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.models import StoredFile
from wuai.platform.queue import later


@dataclass(frozen=True, slots=True)
class Scan:
    """A paper that staff scanned: what it is, its name and its bytes."""

    evidence: str
    name: str
    size: int
    blocks: Iterable[bytes]


@action("application.upload_begin")
def begin(
    *, draft: uuid.UUID, evidence: str, name: str, size: int, by: Actor, at: datetime
) -> uuid.UUID:
    """Announce a file; refused at once when it is too large, of a wrong kind or one too many."""
    held = locked(draft)
    wanted = next((e for e in declaration(held.kind).evidence if e.code == evidence), None)
    if wanted is None:
        raise rules.EvidenceNotAsked
    media_type = rules.media_type_of(name)
    others = Upload.objects.filter(draft=held, removed_at__isnull=True)
    rules.check_room(size, wanted.most_bytes, [row.size for row in others])
    upload = Upload.objects.create(
        draft=held, evidence=evidence, name=files.kept_name(name), media_type=media_type,
        size=size, begun_at=at,
    )  # fmt: skip
    record(kind="upload", ref=upload.ref, branch_id=held.branch_id, data={"size": size})
    return upload.ref


@action("application.upload_append")
def append(*, ref: uuid.UUID, offset: int, blocks: Iterable[bytes], by: Actor, at: datetime) -> int:
    """Take the next piece; how much is there now. A piece that came already is refused by its place.

    The pieces stay as they came: they are the file. What the first one begins with must be what
    the name promised, so that a wrong file is refused before the rest of it travels.
    """
    upload = _of_draft(ref)
    if upload.scan != RECEIVING:
        raise rules.FileWholeAlready
    rules.check_place(upload.received, offset)
    if offset == 0:
        blocks = rules.beginning_as(upload.media_type, upload.size, blocks)
    stored = files.store(
        rules.bounded(blocks, upload.size - upload.received), kind="upload-part",
        name=str(upload.ref), media_type="application/octet-stream", at=at,
    )  # fmt: skip
    if not stored.size:
        files.discard(stored)
        stored.delete()
    else:
        UploadPart.objects.create(upload=upload, offset=offset, size=stored.size, stored=stored)
    upload.received += stored.size
    if upload.received == upload.size:
        upload.sha256, upload.scan = _digest(upload), QUARANTINED
    upload.save(update_fields=["received", "sha256", "scan"])
    if upload.scan == QUARANTINED:
        later("applications.scan", upload_ref=str(ref))
    record(kind="upload", ref=ref, data={"received": upload.received})
    return upload.received


@action("application.upload_remove")
def remove(*, ref: uuid.UUID, by: Actor, at: datetime) -> None:
    """Take a file out of a draft again; its bytes go at once."""
    upload = _of_draft(ref)
    upload.removed_at = at
    upload.save(update_fields=["removed_at"])
    _forget_parts([upload.id])
    record(kind="upload", ref=ref)


@action("application.upload_scanned")
def note_scan(*, ref: uuid.UUID, clean: bool, verdict: str, by: Actor, at: datetime) -> None:
    """What the scanner said. Said once; a later scan of the same file may only make it worse."""
    upload = Upload.objects.select_for_update().get(ref=ref)
    if upload.scan == QUARANTINED or (upload.scan == CLEAN and not clean):
        upload.scan = CLEAN if clean else INFECTED
        upload.verdict, upload.scanned_at = verdict[:120], at
        upload.save(update_fields=["scan", "verdict", "scanned_at"])
    record(kind="upload", ref=ref, data={"scan": upload.scan})


def take_whole(scan: Scan, most_bytes: int, others: Sequence[Upload], at: datetime) -> Upload:
    """Keep a scan in quarantine, in the action that is running; refused like any other file."""
    media_type = rules.media_type_of(scan.name)
    rules.check_room(scan.size, most_bytes, [row.size for row in others])
    blocks = rules.beginning_as(media_type, scan.size, scan.blocks)
    stored = files.store(
        rules.bounded(blocks, scan.size), kind="upload-part", name=files.kept_name(scan.name),
        media_type="application/octet-stream", at=at,
    )  # fmt: skip
    upload = Upload.objects.create(
        evidence=scan.evidence, name=files.kept_name(scan.name), media_type=media_type,
        size=stored.size, received=stored.size, sha256=stored.sha256, scan=QUARANTINED, begun_at=at,
    )  # fmt: skip
    UploadPart.objects.create(upload=upload, offset=0, size=stored.size, stored=stored)
    later("applications.scan", upload_ref=str(upload.ref))
    return upload


def content(upload: Upload) -> Iterator[bytes]:
    """The plain bytes of a whole file, piece after piece."""
    if upload.scan == RECEIVING or upload.removed_at is not None:
        raise rules.FileNotWhole
    return _pieces(upload)


def of_draft(draft: Draft) -> Sequence[Upload]:
    """The files of a draft that were not removed, in their order."""
    return list(Upload.objects.filter(draft=draft, removed_at__isnull=True).order_by("id"))


def forget(draft_ids: Sequence[int]) -> None:
    """Delete the files of drafts that go, with their stored bytes."""
    found = Upload.objects.filter(draft_id__in=draft_ids, application__isnull=True)
    _forget_parts(list(found.values_list("id", flat=True)))
    found.delete()


def _forget_parts(upload_ids: Sequence[int]) -> None:
    parts = UploadPart.objects.filter(upload_id__in=upload_ids)
    stored = StoredFile.objects.filter(id__in=list(parts.values_list("stored_id", flat=True)))
    paths = list(stored.values_list("path", flat=True))
    ids = list(stored.values_list("id", flat=True))
    parts.delete()
    StoredFile.objects.filter(id__in=ids).delete()

    def gone() -> None:
        for path in paths:
            default_storage.delete(path)

    # Only once the rows are really gone: a file without a row is waste, a row without a file is loss.
    transaction.on_commit(gone)


def _of_draft(ref: uuid.UUID) -> Upload:
    """A file of a draft that may still be changed. The draft is locked first, as everywhere."""
    draft = Draft.objects.filter(uploads__ref=ref).values_list("ref", flat=True).first()
    if draft is None:
        raise DraftUnknown
    locked(draft)
    upload = Upload.objects.select_for_update().filter(ref=ref, removed_at__isnull=True).first()
    if upload is None:
        raise DraftUnknown
    return upload


def _pieces(upload: Upload) -> Iterator[bytes]:
    parts = UploadPart.objects.filter(upload=upload).select_related("stored").order_by("offset")
    for part in parts:
        yield from files.read(part.stored)


def _digest(upload: Upload) -> str:
    digest = hashlib.sha256()
    for block in _pieces(upload):
        digest.update(block)
    return digest.hexdigest()
