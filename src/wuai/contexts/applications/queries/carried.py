"""What a context that carries a request on reads of it; who may see it is decided there."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wuai.contexts.applications.actions import uploads
from wuai.contexts.applications.actions.filing import answers_of_application, told_of
from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.models import RECEIVING, Application, Draft, Upload
from wuai.contexts.applications.queries.rows import FileRow, files_of
from wuai.contexts.applications.queries.steps import StepRow, steps_of
from wuai.contexts.applications.rules import answers as reading
from wuai.contexts.applications.rules.declaration import Granted
from wuai.contexts.applications.rules.procedure import INCOMPLETE, RUNNING
from wuai.kernel.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Contents:
    """A request opened: answers as they are kept and as they read, files, steps."""

    ref: uuid.UUID
    title: Bilingual
    answers: Mapping[str, Any]
    shown: Sequence[tuple[Bilingual, Bilingual]]
    files: Sequence[FileRow]
    steps: Sequence[StepRow]
    channel: str
    language: str
    digest: str
    received_at: datetime
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that came with a request."""

    name: str
    size: int
    scan: str
    blocks: Iterator[bytes]


def contents(ref: uuid.UUID) -> Contents:
    """One request with everything in it (4 queries)."""
    row = Application.objects.get(ref=ref)
    declared, held = declaration(row.kind), answers_of_application(row)
    shown = reading.shown_all(declared.questions(), held)
    return Contents(
        row.ref, declared.title, held, shown, files_of(kind=row.kind, application_id=row.id),
        steps_of(row.id), row.channel, row.language, row.digest, row.received_at, row.registered_at,
    )  # fmt: skip


def answers(ref: uuid.UUID) -> Mapping[str, Any]:
    """What was answered, opened (1 query)."""
    return answers_of_application(Application.objects.get(ref=ref))


def running_of_case(kind: str, case_id: int) -> list[Granted]:
    """The requests of a kind about a case that did not end, as its functions are told of them (1 query)."""
    found = Application.objects.filter(case_id=case_id, kind=kind, state__in=RUNNING).order_by("id")
    return [told_of(row, answers_of_application(row), row.received_on) for row in found]


def language_of(ref: uuid.UUID) -> str:
    """The language in which the person asked; empty where nothing was filed."""
    return Application.objects.filter(ref=ref).values_list("language", flat=True).first() or ""


def kind_of(ref: uuid.UUID) -> str:
    """Which kind of request it is."""
    found: str = Application.objects.values_list("kind", flat=True).get(ref=ref)
    return found


def is_incomplete(ref: uuid.UUID) -> bool:
    """Whether the person was asked for something and it has not come."""
    return Application.objects.filter(ref=ref, state=INCOMPLETE).exists()


def held_file(ref: uuid.UUID, upload: uuid.UUID) -> HeldFile | None:
    """A whole file of a request, unscanned ones too: the scan says which."""
    found = Upload.objects.filter(ref=upload, application__ref=ref).exclude(scan=RECEIVING).first()
    if found is None or found.removed_at is not None:
        return None
    return HeldFile(found.name, found.size, found.scan, uploads.content(found))


def drafts_of(refs: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """The drafts from which requests were sent: their lines of history belong to the same secret."""
    return list(Draft.objects.filter(application__ref__in=refs).values_list("ref", flat=True))


def drafts_of_kinds(branch_id: int, kinds: Sequence[str]) -> list[uuid.UUID]:
    """Drafts of some kinds that nobody sent yet."""
    found = Draft.objects.filter(branch_id=branch_id, kind__in=kinds, application__isnull=True)
    return list(found.values_list("ref", flat=True))
