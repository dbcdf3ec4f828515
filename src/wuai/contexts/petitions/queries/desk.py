"""Petitions at the desks: what is due first, one of them opened. What is guarded is not there."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from wuai.contexts.applications import api as applications
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.organisation import api as organisation
from wuai.contexts.petitions.models import Opening, Petition, PetitionNote, Reply
from wuai.contexts.petitions.queries.mailboxes import guards_by_edition, mailbox, mailboxes
from wuai.contexts.petitions.queries.replies import text_of
from wuai.contexts.petitions.rules import states as s
from wuai.contexts.petitions.rules.mailboxes import HARASSMENT, VIEW, Mailbox, guards_of
from wuai.kernel.bilingual import Bilingual
from wuai.platform.actors import Actor

SIZE = 50
UNIT = "petition.harassment"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which petitions; empty means any. ``ended`` adds those that are over."""

    mailbox: str = ""
    state: str = ""
    words: str = ""
    mine: bool = False
    ended: bool = False
    overdue_on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A petition in a list."""

    ref: uuid.UUID
    number: str
    mailbox: Bilingual
    category: Bilingual
    subject: str
    name: str
    channel: str
    state: str
    received_on: date
    due_on: date
    ended_on: date | None
    section: str
    owner: str


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """A reply, opened."""

    ref: uuid.UUID
    kind: Bilingual
    ground: Bilingual | None
    earlier: str
    agency: str
    text: str
    remedy: bool
    reason: str
    drafter: str
    outcome: str
    decider: str
    decided_note: str
    posted_on: date | None
    registered_no: str


@dataclass(frozen=True, slots=True)
class PetitionPage:
    """One petition with everything in it."""

    line: Line
    row: Petition
    box: Mailbox
    contents: applications.Contents
    replies: Sequence[ReplyLine]
    notes: Sequence[PetitionNote]
    moves: Sequence[str]
    repeats: Sequence[Line]

    @property
    def waiting(self) -> ReplyLine | None:
        """The reply that a head has to decide on."""
        return next((one for one in self.replies if not one.outcome), None)

    @property
    def approved(self) -> ReplyLine | None:
        """The reply that was sent."""
        return next((one for one in self.replies if one.outcome == "APPROVED"), None)


def visible(by: Actor) -> "QuerySet[Petition]":
    """The petitions of the branch that this person may know of: everything else begins here."""
    return Petition.objects.filter(branch_id=by.branch_id or 0, guard__in=guards_of(by.may))


def listed(
    by: Actor, asked: Asked, *, after: int = 0, most: int = SIZE
) -> tuple[list[Line], int | None]:
    """Petitions in the order in which they are due (3 queries), and where the next page begins."""
    found = _narrowed(visible(by), asked, by)
    order = ("-id",) if asked.ended else ("due_on", "id")
    rows = list(found.order_by(*order)[after : after + most + 1])
    return _lines(by.branch_id or 0, rows[:most]), (after + most if len(rows) > most else None)


def _narrowed(
    found: "QuerySet[Petition]", asked: Asked, by: Actor
) -> "QuerySet[Petition]":  # fmt: skip
    if not asked.ended and asked.state not in s.ENDED:
        found = found.filter(ended_on__isnull=True)
    for name in ("mailbox", "state"):
        if value := getattr(asked, name):
            found = found.filter(**{name: value})
    if asked.mine:
        found = found.filter(owner_ref=by.ref)
    if asked.overdue_on:
        found = found.filter(due_on__lt=asked.overdue_on, ended_on__isnull=True)
    if words := asked.words.strip():
        found = found.filter(
            Q(number=words.upper()) | Q(name__icontains=words) | Q(subject__icontains=words)
        )
    return found


def _lines(branch_id: int, rows: Sequence[Petition]) -> list[Line]:
    boxes = {box.code: box for box in mailboxes(branch_id)}
    sections = {one.id: one.name_zh for one in organisation.sections(branch_id)}
    return [_line(row, boxes.get(row.mailbox), sections) for row in rows]


def _line(row: Petition, box: Mailbox | None, sections: dict[int, str]) -> Line:
    return Line(
        row.ref, row.number, box.name if box else Bilingual(row.mailbox),
        box.category(row.category) if box and row.category else Bilingual(""), row.subject,
        row.name, row.channel, row.state, row.received_on, row.due_on, row.ended_on,
        sections.get(row.section_id or 0, ""), row.owner_name,
    )  # fmt: skip


def page(by: Actor, ref: uuid.UUID) -> PetitionPage | None:
    """One petition, opened; None when it is another branch's or another unit's."""
    row = visible(by).filter(application__ref=ref).first()
    if row is None:
        return None
    found = Reply.objects.filter(petition=row).select_related("earlier").order_by("-id")
    line, *repeats = _lines(row.branch_id, [row, *_same_person(by, row)])
    return PetitionPage(
        line=line, row=row, box=mailbox(row.branch_id, row.mailbox),
        contents=applications.contents(ref), replies=[_reply(one) for one in found],
        notes=list(PetitionNote.objects.filter(petition=row).order_by("id")),
        moves=s.open_to(row.state, by.may), repeats=repeats,
    )  # fmt: skip


def _same_person(by: Actor, row: Petition) -> list[Petition]:
    """Other petitions under the same name: whoever repeats himself is seen at once."""
    if not row.name:
        return []
    found = visible(by).filter(name=row.name).exclude(id=row.id).order_by("-id")
    return list(found[:10])


def _reply(row: Reply) -> ReplyLine:
    return ReplyLine(
        row.ref, s.KINDS[row.kind][0], s.GROUNDS.get(row.ground),
        row.earlier.number if row.earlier else "", row.agency, text_of(row), row.remedy, row.reason,
        row.drafter, row.outcome, row.decider, row.decided_note, row.posted_on, row.registered_no,
    )  # fmt: skip


def veiled(by: Actor, branch_id: int) -> set[str]:
    """The public ids of what this person must not meet anywhere: petitions, their drafts and limits.

    What is ordinary is hidden from nobody who may read the trail.
    """
    seen = [VIEW, *guards_of(by.may)]
    hidden = Petition.objects.filter(branch_id=branch_id).exclude(guard__in=seen)
    refs = list(hidden.values_list("application__ref", flat=True))
    unsent = [] if by.may(UNIT) else applications.drafts_of_kinds(branch_id, [HARASSMENT])
    limits = deadlines.refs_of("petition", map(str, refs))
    keys = [*refs, *applications.drafts_of(refs), *_begun(branch_id, seen), *unsent, *limits]
    return {str(key) for key in keys}


def _begun(branch_id: int, seen: Sequence[str]) -> list[uuid.UUID]:
    """The drafts of mailboxes that are guarded, or were when somebody began to write."""
    guards = guards_by_edition(branch_id)
    now = {box.code: box.guard for box in mailboxes(branch_id) if box.is_ours}
    found = Opening.objects.filter(branch_id=branch_id).values_list("key", "mailbox", "edition")
    return [
        key
        for key, code, edition in found
        if not {guards.get((code, edition), VIEW), now.get(code, VIEW)} <= set(seen)
    ]


def open_counts(by: Actor, on: date) -> dict[str, Any]:
    """Numbers that are work: to assign, to approve, overdue, one's own (1 query)."""
    rows = visible(by).filter(ended_on__isnull=True)
    held = list(rows.values_list("state", "due_on", "owner_ref"))
    return {
        "assign": sum(state == s.RECEIVED for state, _, _ in held),
        "approve": sum(state == s.DRAFTED for state, _, _ in held),
        "overdue": sum(due < on for _, due, _ in held),
        "mine": sum(owner == by.ref for _, _, owner in held),
    }
