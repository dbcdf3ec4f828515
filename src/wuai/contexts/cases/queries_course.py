"""What halted a case and what ended it: suspensions, the certificate, the grounds there are."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from wuai.contexts.cases.models import Certificate, Ground, Suspension
from wuai.contexts.cases.rules.halting import GroundRow, GroundUnfit
from wuai.kernel.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class SuspensionRow:
    """One time that enforcement stood still; ``ended_on`` is the day from which it went on."""

    ground: GroundRow
    since: date
    until_on: date | None
    until_event: str
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """What a certificate evidences."""

    number: str
    case_ref: uuid.UUID
    case_number: str
    issued_on: date
    referred: int
    received: int
    remaining: int
    components: dict[str, int]
    limit_on: date


@dataclass(frozen=True, slots=True)
class Course:
    """The suspensions of a case, the latest first, and its certificate."""

    suspensions: list[SuspensionRow]
    certificate: CertificateRow | None


def _ground(row: Ground) -> GroundRow:
    return GroundRow(
        row.id, row.code, row.needs, row.closing_code, Bilingual(row.name_zh, row.name_en),
        Bilingual(row.basis_zh, row.basis_en), row.confirmed,
    )  # fmt: skip


def grounds(move: str) -> list[GroundRow]:
    """The grounds for a move, in the order of the table."""
    return [_ground(row) for row in Ground.objects.filter(move=move, is_active=True).order_by("id")]


def ground(move: str, code: str) -> GroundRow:
    """The ground with this code; refused when there is none for the move."""
    for row in grounds(move):
        if row.code == code:
            return row
    raise GroundUnfit(field="ground", ground=code)


def course(case_id: int) -> Course:
    """What halted and what ended one case."""
    held = Suspension.objects.filter(case_id=case_id).select_related("ground").order_by("-id")
    return Course(
        [
            SuspensionRow(_ground(s.ground), s.since, s.until_on, s.until_event, s.ended_on)
            for s in held
        ],
        _certificate(case_id=case_id),
    )


def certificate_numbered(branch_id: int, number: str) -> CertificateRow | None:
    """The certificate of the branch that a re-referred case names, if we issued it."""
    return _certificate(branch_id=branch_id, number=number) if number else None


def _certificate(**which: object) -> CertificateRow | None:
    row = Certificate.objects.filter(**which).select_related("case").first()
    if row is None:
        return None
    return CertificateRow(
        row.number, row.case.ref, row.case.number, row.issued_on, row.referred, row.received,
        row.remaining, row.components, row.limit_on,
    )  # fmt: skip


def evidenced(case_ids: Iterable[int]) -> dict[int, int]:
    """What certificates evidence as unpaid, for the cases that have one."""
    held = Certificate.objects.filter(case_id__in=list(case_ids))
    return dict(held.values_list("case_id", "remaining"))


def suspended(case_ids: Iterable[int]) -> set[int]:
    """Those of the cases in which enforcement stands still."""
    held = Suspension.objects.filter(ended_on__isnull=True, case_id__in=list(case_ids))
    return set(held.values_list("case_id", flat=True))


def suspended_until(before: date) -> list[int]:
    """The cases whose suspension had its last day before this one."""
    held = Suspension.objects.filter(ended_on__isnull=True, until_on__lt=before)
    return list(held.order_by("case_id").values_list("case_id", flat=True))
