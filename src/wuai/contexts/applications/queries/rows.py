"""Applications as lists, pages, receipts and the follow page show them."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from wuai.contexts.applications.actions.drafts import code_index
from wuai.contexts.applications.actions.filing import answers_of_application, told_of
from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.models import (
    Application,
    ApplicationStep,
    Draft,
    ResultDocument,
    Upload,
)
from wuai.contexts.applications.queries.steps import StepRow, steps_of
from wuai.contexts.applications.rules import answers as reading
from wuai.contexts.applications.rules.declaration import Arranging
from wuai.contexts.applications.rules.letters import is_written
from wuai.contexts.applications.rules.paper import SCANNED, SIGNED, SPOKEN
from wuai.contexts.applications.rules.procedure import ENDED, NEXT, STATE_NAMES, TONES, sees
from wuai.contexts.applications.rules.procedure import given_out as steps_given_out
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.text import narrow_upper
from wuai.platform.actors import Actor

SIZE = 50

# 「115申24」: the zeros are for sorting, people leave them out.
_SAID = re.compile(r"(\d{1,3})年?度?(申)字?第?(\d{1,6})號?")


@dataclass(frozen=True, slots=True)
class ApplicationLine:
    """A request as lists show it."""

    ref: uuid.UUID
    number: str
    kind: Bilingual
    name: str
    state: Bilingual
    tone: str
    received_on: date
    due_on: date | None
    owner: str
    channel: str
    is_ended: bool


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file that came with it; ``scan`` as kept."""

    ref: uuid.UUID
    evidence: Bilingual
    name: str
    size: int
    scan: str
    verdict: str
    evidence_code: str
    share: int


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A document that answers; its hash proves that a copy is the one we gave."""

    ref: uuid.UUID
    name: str
    size: int
    sha256: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """A request with everything its page needs; ``given`` are its answers as they were given."""

    row: Application
    given: Mapping[str, Any]
    line: ApplicationLine
    id: int
    case_id: int | None
    answers: Sequence[tuple[Bilingual, Bilingual]]
    steps: Sequence[StepRow]
    files: Sequence[FileRow]
    results: Sequence[ResultRow]
    digest: str
    state_code: str
    kind_code: str
    channel: str
    phone: str
    email: str
    received_at: datetime
    registered_at: datetime
    proposed: Bilingual | None
    carried_at: str
    language: str
    has_letter: bool = False

    @property
    def is_spoken(self) -> bool:
        """Whether it was said, so that a record of it is signed."""
        return self.channel in SPOKEN

    @property
    def is_signed(self) -> bool:
        """Whether the signed record was scanned in."""
        return any(file.evidence_code == SIGNED for file in self.files)


@dataclass(frozen=True, slots=True)
class Followed:
    """What whoever holds number and code may see: no answers, no names."""

    id: int
    ref: uuid.UUID
    number: str
    kind: Bilingual
    state: Bilingual
    state_code: str
    tone: str
    received_on: date
    due_on: date | None
    section_id: int | None
    branch_id: int
    steps: Sequence[StepRow]
    results: Sequence[ResultRow]
    can: Sequence[str]
    ahead: Bilingual | None = None
    has_letter: bool = False


def _line(row: Application) -> ApplicationLine:
    return ApplicationLine(
        row.ref, row.number, declaration(row.kind).title, row.name, STATE_NAMES[row.state],
        TONES[row.state], row.received_on, row.due_on, row.owner_name, row.channel,
        row.state in ENDED,
    )  # fmt: skip


def listed(
    actor: Actor,
    *,
    running: bool = True,
    kind: str = "",
    mine: bool = False,
    words: str = "",
    after: int | None = None,
) -> tuple[list[ApplicationLine], int | None]:
    """Requests of the branch, what is due first (1 query), and the cursor of the next page."""
    found = Application.objects.filter(branch_id=_branch(actor))
    found = found.filter(ended_on__isnull=True) if running else found
    if kind:
        found = found.filter(kind=kind)
    if mine:
        found = found.filter(owner_ref=actor.ref)
    if words:
        found = found.filter(number=narrow_upper(words))
    found = found.filter(restricted_to__in=_visible(actor))
    order = ("due_on", "id") if running else ("-id",)
    start = after or 0
    rows = list(found.order_by(*order)[start : start + SIZE + 1])
    return [_line(row) for row in rows[:SIZE]], (start + SIZE if len(rows) > SIZE else None)


def _branch(actor: Actor) -> int:
    return actor.branch_id or 0


def _visible(actor: Actor) -> list[str]:
    from wuai.contexts.applications.declarations import declared

    codes = {one.restricted_to for one in declared() if one.restricted_to}
    return sorted(code for code in {"", *codes} if sees(actor.may, code))


def page(actor: Actor, ref: uuid.UUID) -> ApplicationPage | None:
    """One request of the branch; None when it is another's, or may not be seen (4 queries)."""
    row = Application.objects.filter(ref=ref, branch_id=_branch(actor)).first()
    if row is None or not sees(actor.may, row.restricted_to):
        return None
    declared, held = declaration(row.kind), answers_of_application(row)
    shown = reading.shown_all(declared.questions(), held)
    return ApplicationPage(
        row=row, given=held, line=_line(row), id=row.id, case_id=row.case_id, answers=shown,
        steps=steps_of(row.id, named=not row.restricted_to), files=files_of(application_id=row.id, kind=row.kind),
        results=results_of(row.id),
        digest=row.digest, state_code=row.state, kind_code=row.kind, channel=row.channel,
        phone=row.phone, email=row.email, received_at=row.received_at,
        registered_at=row.registered_at, proposed=STATE_NAMES.get(row.proposed),
        carried_at=f"{declared.carried_at}{row.ref}/" if declared.carried_at else "",
        language=row.language, has_letter=is_written(declared),
    )  # fmt: skip


def files_of(*, kind: str, **where: Any) -> list[FileRow]:
    """The files of a draft or an application (1 query)."""
    labels = {one.code: one.label for one in (*declaration(kind).evidence, *SCANNED)}
    found = Upload.objects.filter(removed_at__isnull=True, **where).order_by("id")
    return [
        FileRow(row.ref, labels.get(row.evidence, Bilingual(row.evidence)), row.name, row.size,
                row.scan, row.verdict, row.evidence, row.received * 100 // row.size)
        for row in found
    ]  # fmt: skip


def results_of(application_id: int, *, given_out: bool = False) -> list[ResultRow]:
    """The documents that answer (1 query; 2 for those that were given out to the applicant)."""
    found = ResultDocument.objects.filter(application_id=application_id).select_related("stored")
    if given_out:
        steps = ApplicationStep.objects.filter(application_id=application_id).order_by("id")
        found = found.filter(step__in=steps_given_out(steps.values_list("id", "move", "state")))
    return [
        ResultRow(row.ref, row.name, row.stored.size, row.stored.sha256, row.added_at)
        for row in found.order_by("id")
    ]


def document(application_id: int, ref: uuid.UUID) -> ResultDocument | None:
    """One document of a request, with what is stored."""
    found = ResultDocument.objects.filter(application_id=application_id, ref=ref)
    return found.select_related("stored").first()


def whole_number(text: str) -> str:
    """The number of a request as it is kept, also when its zeros or its width were left out."""
    narrow = narrow_upper(text)
    said = _SAID.fullmatch(narrow)
    return f"{said[1]}{said[2]}{int(said[3]):06d}" if said else narrow


def followed(number: str, code: str) -> Followed | None:
    """The request of this number and code, for whoever holds both; None tells nothing (4 queries)."""
    row = Application.objects.filter(
        code_index=code_index(code), number=whole_number(number)
    ).first()
    if row is None:
        return None
    can = [move.code for move in declaration(row.kind).procedure.open_to(row.state, ("APPLICANT",))]
    return Followed(
        row.id, row.ref, row.number, declaration(row.kind).title, STATE_NAMES[row.state], row.state,
        TONES[row.state], row.received_on, row.due_on, row.section_id, row.branch_id,
        steps_of(row.id, given_out=True), results_of(row.id, given_out=True), can,
        NEXT.get(row.state), is_written(declaration(row.kind)),
    )  # fmt: skip


def arranging(page: ApplicationPage, at: datetime) -> Arranging | None:
    """What is to be arranged when a request is granted, as it stands now."""
    arrange = declaration(page.kind_code).arrange
    if arrange is None:
        return None
    return arrange(told_of(page.row, page.given, timezone.localdate(at)), at)


def draft_by_code(code: str) -> uuid.UUID | None:
    """The draft that this code resumes; one that was sent leads to its receipt."""
    found = Draft.objects.filter(code_index=code_index(code))
    return found.values_list("ref", flat=True).first()


def draft(ref: uuid.UUID) -> Draft | None:
    """A draft, also one that was sent."""
    return Draft.objects.filter(ref=ref).select_related("application").first()


def of_case(case_id: int) -> list[ApplicationLine]:
    """Unrestricted requests about a case, the newest first (1 query)."""
    found = Application.objects.filter(case_id=case_id, restricted_to="").order_by("-id")
    return [_line(row) for row in found[:SIZE]]
