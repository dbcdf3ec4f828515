"""Who asked, and where he can be reached: for telling him, never for showing."""

import uuid
from dataclasses import dataclass

from wuai.contexts.applications.models import Application, ApplicationStep, Draft
from wuai.contexts.applications.rules.declaration import NOTICE_CODE


@dataclass(frozen=True, slots=True)
class Applicant:
    """What somebody left with a request. Of confidential ones nothing is known outside the seal.

    ``has_code`` says that he had the notice's code of just this case.
    """

    ref: uuid.UUID
    number: str
    branch_id: int
    case_id: int | None
    person_index: bytes | None
    name: str
    phone: str
    email: str
    language: str
    is_confidential: bool
    state: str
    last_note: str
    steps: int
    has_code: bool = False


def applicant(ref: str) -> Applicant | None:
    """The person behind a request (3 queries)."""
    row = Application.objects.filter(ref=ref).first()
    if row is None:
        return None
    notes = list(
        ApplicationStep.objects.filter(application=row)
        .order_by("id")
        .values_list("note", flat=True)
    )
    return Applicant(
        row.ref, row.number, row.branch_id, row.case_id,
        bytes(row.person_index) if row.person_index else None, row.name, row.phone, row.email,
        row.language, bool(row.restricted_to), row.state, notes[-1] if notes else "", len(notes),
        has_code=_has_code(row),
    )  # fmt: skip


def _has_code(row: Application) -> bool:
    if row.case_id is None:
        return False
    return Draft.objects.filter(
        application=row, identity=NOTICE_CODE, proven_case_id=row.case_id
    ).exists()
