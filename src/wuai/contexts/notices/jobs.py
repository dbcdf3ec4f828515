"""Prints what was issued: finds the letters that wait, has them set, keeps the files. Each evening,
what was posted long enough comes into effect.

Safe to run twice and at once: one run holds the batch, each file is kept together with the
marks on its notices, and a run that was killed is continued after the last kept file.
"""

import json
import uuid
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import procrastinate
from django.db import connection, transaction
from django.utils import timezone

from wuai.contexts.notices.actions.posting import take_effect
from wuai.contexts.notices.actions.printing import (
    OnPaper,
    finish,
    note_delivered,
    note_printed,
    set_aside,
)
from wuai.contexts.notices.gateways.typesetter import codec, pool
from wuai.contexts.notices.gateways.typesetter.client import Printed, require_fields
from wuai.contexts.notices.models import CONTENT, Notice, NoticeBatch, PrintFile
from wuai.contexts.notices.queries.index import index_csv, totals
from wuai.contexts.notices.queries.notices import files_of
from wuai.contexts.notices.queries.publications import due
from wuai.contexts.notices.rules.letter import LAYOUT
from wuai.platform import crypto, files, fonts
from wuai.platform.actors import Actor, system
from wuai.platform.jobs import procrastinate_app
from wuai.platform.models import StoredFile

_LOCK = 0x4E4F5449  # "NOTI": one run prints a batch at a time
Chunk = list[tuple[int, dict[str, Any]]]


@procrastinate_app.task(
    name="notices.print",
    retry=procrastinate.RetryStrategy(max_attempts=5, exponential_wait=10),
)
def print_in_background(batch_ref: str) -> None:
    """Print one batch."""
    print_batch(uuid.UUID(batch_ref), by=system("printer"))


# 23:50 in Taipei: the last of the days has run, and a closure declared on it is known.
@procrastinate_app.periodic(cron="50 15 * * *")
@procrastinate_app.task(name="notices.publications", queueing_lock="notices.publications")
def publications_due(timestamp: int) -> None:
    """What was posted long enough counts as served; days on which nobody worked here are caught up."""
    take_effects(on=timezone.localdate(), at=timezone.now())


def take_effects(*, on: date, at: datetime) -> None:
    """Bring every publication whose day has come into effect; safe to run twice and at once."""
    for ref in due(on):
        take_effect(ref=ref, by=system("publications"), at=at, on=on)


def print_batch(batch_ref: uuid.UUID, *, by: Actor, at: datetime | None = None) -> NoticeBatch:
    """Print every letter of the batch that waits; the batch as it stands then."""
    batch = NoticeBatch.objects.get(ref=batch_ref)
    with _held(batch.id):
        batch.refresh_from_db()
        if batch.status != "PRINTED":
            _Run(batch, by, at or timezone.now()).go()
            batch.refresh_from_db()
    return batch


class _held:  # noqa: N801 - reads as a word in `with _held(batch)`
    """Hold the batch against another run; a killed process lets go by itself."""

    def __init__(self, batch_id: int) -> None:
        self._keys = [_LOCK, batch_id % 2**31]

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", self._keys)

    def __exit__(self, *_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", self._keys)


@dataclass(slots=True)
class _Run:
    batch: NoticeBatch
    by: Actor
    at: datetime
    sent: deque[list[int]] = field(default_factory=deque)
    missing: dict[int, list[str]] = field(default_factory=dict)

    def go(self) -> None:
        require_fields(LAYOUT)
        held = PrintFile.objects.filter(batch=self.batch, kind="PDF").count()
        for no, printed in enumerate(pool.print_all(self._jobs()), start=held + 1):
            self._keep(no, printed)
        if self.missing:
            set_aside(batch_id=self.batch.id, unprintable=self.missing, by=self.by, at=self.at)
        figures = totals(self.batch.id)
        index = files.store(
            [index_csv(self.batch.id)], kind="notices", name=f"{self._name()}-index.csv",
            media_type="text/csv; charset=utf-8", at=self.at, branch_id=self.batch.branch_id,
        )  # fmt: skip
        finish(batch_id=self.batch.id, index=index, totals=figures, by=self.by, at=self.at)

    def _jobs(self) -> Iterator[pool.Job]:
        """Letters in postal order, a hundred a compile; those that cannot be printed are left out."""
        title = f"{self._name()}（{self.batch.issued_on}）"
        for chunk in self._chunks():
            self.sent.append([notice_id for notice_id, _ in chunk])
            yield [content for _, content in chunk], title

    def _chunks(self) -> Iterator[Chunk]:
        chunk: Chunk = []
        for notice_id, content in letters_of(self.batch.id, status="WAITING"):
            missing = fonts.unprintable(codec.strings(content))
            if missing:
                self.missing[notice_id] = [fonts.name_of(c) for c in missing]
                continue
            chunk.append((notice_id, content))
            if len(chunk) == pool.LETTERS_PER_COMPILE:
                yield chunk
                chunk = []
        if chunk:
            yield chunk

    def _keep(self, no: int, printed: Printed) -> None:
        ids = self.sent.popleft()
        papers = [
            OnPaper(notice_id, first, last - first + 1)
            for notice_id, (first, last) in zip(ids, printed.spans.values(), strict=True)
        ]
        with transaction.atomic():
            stored = files.store(
                [printed.pdf], kind="notices", name=f"{self._name()}-{no:03d}.pdf",
                media_type="application/pdf", at=self.at, branch_id=self.batch.branch_id,
            )  # fmt: skip
            note_printed(
                batch_id=self.batch.id, no=no, stored=stored, printed=papers, by=self.by, at=self.at
            )

    def _name(self) -> str:
        return f"notices-{str(self.batch.ref)[:8]}"


def letters_of(batch_id: int, **conditions: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    """The letters of a batch in postal order, opened, a slice at a time."""
    last = 0
    while True:
        found = Notice.objects.filter(batch_id=batch_id, position__gt=last, **conditions)
        rows = list(
            found.order_by("position").values_list("id", "ref", "position", "content")[:500]
        )
        if not rows:
            return
        for notice_id, ref, position, content in rows:
            last = position
            yield notice_id, json.loads(crypto.unseal(CONTENT, str(ref), content))


def hand_over(batch_ref: uuid.UUID, folder: Path, *, by: Actor, at: datetime) -> list[Path]:
    """Write the files of a printed batch into a folder; each appears whole or not at all."""
    batch = NoticeBatch.objects.get(ref=batch_ref)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for row in files_of(batch.id):
        target = folder / row.name
        draft = target.with_suffix(target.suffix + ".part")
        with draft.open("wb") as out:
            draft.chmod(0o600)
            for block in files.read(StoredFile.objects.get(id=row.stored_id)):
                out.write(block)
        draft.replace(target)
        written.append(target)
    note_delivered(batch_id=batch.id, by=by, at=at)
    return written
