"""What the case page says of a case itself: the facts that do not change by themselves."""

import uuid
from dataclasses import dataclass
from datetime import date

from wuai.contexts.cases.models import Case
from wuai.contexts.cases.queries import CaseRow, case_by_ref
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """The section that answers for a case: names, room, telephone and person."""

    id: int
    name: Bilingual
    division: str
    room: str
    phone: str
    clerk: str


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as its page shows it; money and procedures come from panels."""

    row: CaseRow
    category: Bilingual
    section: SectionFacts
    agency: Bilingual
    obligor: parties.PartyRow
    measures: str
    remark: str

    @property
    def is_open(self) -> bool:
        """Whether anything may still be done for its money."""
        return self.row.closed_on is None


def facts(
    ref: uuid.UUID, *, on: date, branch_id: int | None = None, agency_id: int | None = None
) -> CaseFacts | None:
    """The case with this reference of this branch, or of this agency; None when there is none.

    Without branch and agency nothing is found: nobody looks past their own.
    """
    row = case_by_ref(ref)
    if row is None or not (branch_id or agency_id):
        return None
    if branch_id not in (None, row.branch_id) or agency_id not in (None, row.agency_id):
        return None
    agency = organisation.agency_by_id(row.agency_id)
    measures, remark = Case.objects.values_list("measures", "remark").get(id=row.id)
    return CaseFacts(
        row, Bilingual(row.category_zh, row.category_en),
        section(row.branch_id, row.section_id, on), Bilingual(agency.name_zh, agency.name_en),
        parties.party_row(row.obligor_id), measures, remark,
    )  # fmt: skip


def section(branch_id: int, section_id: int, on: date) -> SectionFacts:
    """The section with the clerk who answers for it on a day."""
    row = organisation.section(section_id)
    members = organisation.members(branch_id, on=on, section_id=section_id)
    clerk = next((member for member in members if member.duty == "CLERK"), None)
    extension = f" #{row.extension}" if row.extension else ""
    return SectionFacts(
        row.id, Bilingual(row.name_zh, row.name_en), row.division_zh, row.room,
        f"{row.phone}{extension}", clerk.name_zh if clerk else "",
    )  # fmt: skip
