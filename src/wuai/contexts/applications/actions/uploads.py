"""Files: received in pieces that survive a dying line, whole before they count, scanned before they open."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

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

HEAD_BYTES = 4096


@action("application.upload_begin")
def begin(
    *, draft: uuid.UUID, evidence: str, name: str, size: int, by: Actor, at: datetime
) -> uuid.UUID:
    """Announce a file; refused at once when it is too large, of a wrong kind or one too many."""
    held = locked(draft)
    wanted = next((e for e in declaration(held.kind).evidence if e.code == evidence), None)
    if wanted is None:
        raise rules.EvidenceNotAsked
    others = Upload.objects.filter(draft=held, removed_at__isnull=True)
    media_type = rules.media_type_of(name)
    rules.check_room(size, wanted.most_bytes, [row.size for row in others])
    upload = Upload.objects.create(
        draft=held, evidence=evidence, name=files.kept_name(name), media_type=media_type,
        size=size, begun_at=at,
    )  # fmt: skip
    record(kind="upload", ref=upload.ref, branch_id=held.branch_id, data={"size": size})
    return upload.ref


@action("application.upload_append")
def append(*, ref: uuid.UUID, offset: int, blocks: Iterable[bytes], by: Actor, at: datetime) -> int:
    """Take the next piece; how much is there now. A piece that came already is refused by its place."""
    upload = _receiving(ref)
    rules.check_place(upload.received, offset)
    stored = files.store(
        rules.bounded(blocks, upload.size - upload.received), kind="upload-part",
        name=str(upload.ref), media_type="application/octet-stream", at=at,
    )  # fmt: skip
    if stored.size:
        UploadPart.objects.create(upload=upload, offset=offset, size=stored.size, stored=stored)
    upload.received += stored.size
    upload.save(update_fields=["received"])
    if upload.received == upload.size:
        _finish(upload, at)
    record(kind="upload", ref=ref, data={"received": upload.received})
    return upload.received


@action("application.upload_remove")
def remove(*, ref: uuid.UUID, by: Actor, at: datetime) -> None:
    """Take a file out of a draft again."""
    upload = _of_draft(ref)
    upload.removed_at = at
    upload.save(update_fields=["removed_at"])
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


def content(upload: Upload) -> Iterator[bytes]:
    """The plain bytes of a whole file."""
    if upload.stored is None:
        raise rules.FileNotWhole
    return files.read(upload.stored)


def of_draft(draft: Draft) -> Sequence[Upload]:
    """The files of a draft that were not removed, in their order."""
    return list(Upload.objects.filter(draft=draft, removed_at__isnull=True).order_by("id"))


def forget(draft_ids: Sequence[int]) -> None:
    """Delete the files of drafts that go, with their stored bytes."""
    from django.core.files.storage import default_storage

    found = Upload.objects.filter(draft_id__in=draft_ids, application__isnull=True)
    parts = UploadPart.objects.filter(upload__in=found)
    stored = [
        *parts.values_list("stored_id", flat=True),
        *found.values_list("stored_id", flat=True),
    ]
    rows = list(StoredFile.objects.filter(id__in=[one for one in stored if one]))
    parts.delete()
    found.delete()
    for row in rows:
        default_storage.delete(row.path)


def _of_draft(ref: uuid.UUID) -> Upload:
    upload = Upload.objects.select_for_update().filter(ref=ref, removed_at__isnull=True).first()
    if upload is None or upload.draft_id is None:
        raise DraftUnknown
    locked(Draft.objects.values_list("ref", flat=True).get(id=upload.draft_id))
    return upload


def _receiving(ref: uuid.UUID) -> Upload:
    upload = _of_draft(ref)
    if upload.scan != RECEIVING:
        raise rules.FileWholeAlready
    return upload


def _finish(upload: Upload, at: datetime) -> None:
    parts = list(UploadPart.objects.filter(upload=upload).order_by("offset"))
    plain = (block for part in parts for block in files.read(part.stored))
    head, digest = bytearray(), hashlib.sha256()

    def passed() -> Iterator[bytes]:
        for block in plain:
            if len(head) < HEAD_BYTES:
                head.extend(block[:HEAD_BYTES])
            digest.update(block)
            yield block

    upload.stored = files.store(
        passed(), kind="evidence", name=upload.name, media_type=upload.media_type, at=at
    )
    rules.check_content(bytes(head), upload.media_type)
    upload.sha256, upload.scan = digest.hexdigest(), QUARANTINED
    upload.save(update_fields=["stored", "sha256", "scan"])
    from wuai.contexts.applications.jobs import scan

    scan.defer(upload_ref=str(upload.ref))
