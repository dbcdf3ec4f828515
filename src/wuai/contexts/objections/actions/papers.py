"""Papers of an objection: scans that staff add, letters and the file that are made here."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from wuai.contexts.objections.actions.held import held
from wuai.contexts.objections.actions.printing import print_for
from wuai.contexts.objections.models import Objection, ObjectionPaper, ObjectionStep
from wuai.contexts.objections.queries.objections import not_set
from wuai.contexts.objections.rules import life
from wuai.contexts.objections.rules import objecting as o
from wuai.kernel.refusal import Refusal
from wuai.platform import files
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

MOST_BYTES = 20 * 1024 * 1024
_KINDS = (
    (b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)  # fmt: skip


class PaperRefused(Refusal):
    code = "OBJECTION_PAPER_REFUSED"
    zh = "只收 PDF、JPEG 或 PNG，20 MB 以內"
    en = "Only PDF, JPEG or PNG up to 20 MB can be taken"
    next_zh = "請重新掃描或轉檔"
    next_en = "Scan it again or convert it"
    status = 422


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it was handed in."""

    kind: str
    name: str
    content: bytes


@action("objection.add_paper")
def add_paper(*, ref: uuid.UUID, paper: Paper, by: Actor, at: datetime) -> ObjectionPaper:
    """Keep a scan; the same bytes again are one paper."""
    row = held(ref, by, life.RECORD)
    media = next((name for magic, name in _KINDS if paper.content.startswith(magic)), "")
    if not media or len(paper.content) > MOST_BYTES or paper.kind in o.MADE_HERE:
        raise PaperRefused(field="paper")
    sha256 = hashlib.sha256(paper.content).hexdigest()
    kept = ObjectionPaper.objects.filter(objection=row, kind=paper.kind, stored__sha256=sha256)
    found = kept.first() or _keep(row, paper, media, "", by, at)
    record(kind="objection", ref=row.ref, branch_id=row.branch_id,
           data={"paper": paper.kind, "sha256": sha256})  # fmt: skip
    return found


def keep_made(
    *, ref: uuid.UUID, paper: Paper, made_for: str, by: Actor, at: datetime
) -> None:  # fmt: skip
    """Keep a paper that was made here; when another worker was faster, its paper stands."""
    try:
        with transaction.atomic():
            _keep_made(ref=ref, paper=paper, made_for=made_for, by=by, at=at)
    except IntegrityError:
        return


@action("objection.print")
def _keep_made(
    *, ref: uuid.UUID, paper: Paper, made_for: str, by: Actor, at: datetime
) -> None:  # fmt: skip
    row = held(ref, by, life.RECORD)
    made = _keep(row, paper, "application/pdf", made_for, by, at)
    record(kind="objection", ref=row.ref, branch_id=row.branch_id,
           data={"printed": paper.kind, "for": made_for, "sha256": made.stored.sha256})  # fmt: skip


@action("objection.unprintable")
def note_not_set(
    *, ref: uuid.UUID, kind: str, made_for: str, why: Refusal, by: Actor, at: datetime
) -> None:  # fmt: skip
    """Keep with the objection that a paper could not be made, and why."""
    row = held(ref, by, life.RECORD)
    said = f"{why.text('zh')}。{why.next_step('zh')}。 / {why.text('en')}. {why.next_step('en')}."
    ObjectionStep.objects.create(
        objection=row, move=o.NOT_SET[kind], state=made_for, at=at, by_ref=by.ref,
        by_name=by.name, note=said,
    )  # fmt: skip
    record(kind="objection", ref=row.ref, branch_id=row.branch_id,
           data={"not_printed": kind, "for": made_for, "why": why.code})  # fmt: skip


@action("objection.print_again")
def print_again(*, ref: uuid.UUID, by: Actor, at: datetime) -> None:
    """Let the papers be made that could not be made before."""
    row = held(ref, by, life.RECORD)
    steps = list(ObjectionStep.objects.filter(objection=row).order_by("id"))
    missing = not_set(steps, list(ObjectionPaper.objects.filter(objection=row)))
    if not missing:
        raise o.NothingMissing
    kinds = {move: kind for kind, move in o.NOT_SET.items()}
    for step in missing:
        print_for(row, kinds[step.move], step.state)
    record(kind="objection", ref=row.ref, branch_id=row.branch_id,
           data={"again": sorted({step.move for step in missing})})  # fmt: skip


def _keep(
    row: Objection, paper: Paper, media: str, made_for: str, by: Actor, at: datetime
) -> ObjectionPaper:
    stored = files.store(
        [paper.content], kind="objections", name=paper.name, media_type=media, at=at,
        branch_id=row.branch_id,
    )  # fmt: skip
    return ObjectionPaper.objects.create(
        objection=row, kind=paper.kind, made_for=made_for, stored=stored, added_at=at,
        by_ref=by.ref, by_name=by.name,
    )  # fmt: skip
