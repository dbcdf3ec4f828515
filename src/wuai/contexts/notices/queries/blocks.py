"""Text blocks: those in force on a day, and the versions of each."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from wuai.contexts.notices.models import TextBlockVersion
from wuai.contexts.notices.rules.blocks import BLOCKS
from wuai.kernel.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a text block; ``branch_id`` None is the house's own."""

    id: int
    branch_id: int | None
    block: str
    version: int
    zh: str
    en: str
    state: str
    effective_on: date
    written_at: datetime
    written_by: str
    written_by_name: str
    decided_at: datetime | None
    decided_by_name: str


def in_force(branch_id: int, on: date) -> dict[str, Bilingual]:
    """The text of every block on a day: the branch's newest approved version, else the house's."""
    return {
        row.block: Bilingual(row.zh, row.en) for row in versions_in_force(branch_id, on).values()
    }


def versions_in_force(branch_id: int, on: date) -> dict[str, VersionRow]:
    """The version of every block on a day."""
    found = [v for v in versions(branch_id) if v.state == "APPROVED" and v.effective_on <= on]
    best: dict[str, VersionRow] = {}
    for row in sorted(found, key=lambda v: (v.branch_id is not None, v.effective_on, v.version)):
        best[row.block] = row
    return {code: best[code] for code in BLOCKS if code in best}


def versions(branch_id: int, block: str = "") -> list[VersionRow]:
    """Every version that this branch may see, the newest first."""
    found = TextBlockVersion.objects.filter(Q(branch_id=branch_id) | Q(branch__isnull=True))
    if block:
        found = found.filter(block=block)
    names = list(VersionRow.__dataclass_fields__)
    return [VersionRow(**v) for v in found.order_by("block", "-effective_on", "-id").values(*names)]
