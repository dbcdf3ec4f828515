"""Requests to supply, as the branch and the agency see them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Window

from wuai.contexts.cases import api as cases
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.contexts.referrals.models import Attachment, Supply, SupplyItem
from wuai.contexts.referrals.queries_papers import Paper
from wuai.contexts.referrals.rules import supplies as rules
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import long_zh
from wuai.legal.parameter_table import number

PER_PAGE = 50


class SupplyUnknown(Refusal):
    code = "SUPPLY_UNKNOWN"
    zh = "查無此補正通知"
    en = "There is no such request to supply"
    next_zh = "請由補正通知清單選取"
    next_en = "Choose it from the list of requests"
    status = 404


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """A request, plain, with what names its case."""

    id: int
    ref: uuid.UUID
    number: str
    branch_id: int
    agency_id: int
    case_id: int
    case_ref: uuid.UUID
    case_number: str
    agency_ref: str
    items: list[str]
    words: str
    asked_on: date
    due_on: date
    state: str
    answer: str
    answer_words: str
    answered_on: date | None
    answered_at: datetime | None
    verdict_words: str
    closed_on: date | None

    def is_overdue(self, on: date) -> bool:
        """Nobody answered, and the day is over."""
        return rules.is_overdue(self.state, self.due_on, on=on)

    @property
    def is_late(self) -> bool:
        """Whether the answer came after the day."""
        return self.answered_on is not None and self.answered_on > self.due_on


_OF_CASE = {
    "case_ref": "case__ref",
    "case_number": "case__number",
    "agency_ref": "case__agency_ref",
}
_PATHS = [_OF_CASE.get(name, name) for name in SupplyRow.__dataclass_fields__]


def _rows(found: QuerySet[Supply]) -> list[SupplyRow]:
    return [SupplyRow(*held) for held in found.values_list(*_PATHS)]


def items(*, active_only: bool = True) -> dict[str, rules.Item]:
    """What may be asked for, by code, in the order of the table."""
    found = SupplyItem.objects.order_by("rank", "code")
    return {
        held.code: rules.Item(
            held.code, Bilingual(held.name_zh, held.name_en),
            Bilingual(held.basis_zh, held.basis_en), held.needs_words,
        )
        for held in (found.filter(is_active=True) if active_only else found)
    }  # fmt: skip


def names(codes: Sequence[str]) -> list[Bilingual]:
    """The names of the things asked for, also of those that are no longer offered."""
    held = items(active_only=False)
    return [held[code].name for code in codes if code in held]


def due_day(branch_id: int, on: date) -> date:
    """The day that is offered: the usual time, ending on a working day."""
    county = organisation.branch_by_id(branch_id).county
    days = number("SUPPLY_DAYS", on=on)
    return deadlines.calendar(county).next_working_day(date.fromordinal(on.toordinal() + days))


def one(ref: uuid.UUID, **scope: int) -> SupplyRow:
    """A request within a branch or an agency (``scope``); another's is unknown."""
    found = _rows(Supply.objects.filter(ref=ref, **scope)) if scope else []
    if not found:
        raise SupplyUnknown
    return found[0]


def listed(
    *, state: str = "", before: int | None = None, limit: int = PER_PAGE, **scope: int
) -> list[SupplyRow]:  # fmt: skip
    """Requests of a branch or an agency, newest first, by keyset; nothing without a scope."""
    if not scope:
        return []
    found = Supply.objects.filter(**scope).order_by("-id")
    if state:
        found = found.filter(state=state)
    if before is not None:
        found = found.filter(id__lt=before)
    return _rows(found[:limit])


def of_case(case_id: int) -> list[SupplyRow]:
    """The requests of a case, newest first."""
    return _rows(Supply.objects.filter(case_id=case_id).order_by("-id"))


def _to_examine(branch_id: int, section_id: int | None, on: date) -> QuerySet[Supply]:
    over = Q(state=rules.ANSWERED) | Q(state=rules.OPEN, due_on__lt=on)
    found = Supply.objects.filter(over, branch_id=branch_id, case__closed_on__isnull=True)
    return found.filter(case__section_id=section_id) if section_id else found


def to_examine(
    branch_id: int, section_id: int | None, *, on: date, limit: int
) -> tuple[int, list[SupplyRow]]:  # fmt: skip
    """What the branch has to look at: answers, and what nobody answered in time."""
    return _pile(_to_examine(branch_id, section_id, on), limit)


def to_answer(agency_id: int, *, limit: int) -> tuple[int, list[SupplyRow]]:
    """What an agency is still asked for."""
    found = Supply.objects.filter(
        agency_id=agency_id, state=rules.OPEN, case__closed_on__isnull=True
    )
    return _pile(found, limit)


def _pile(found: QuerySet[Supply], limit: int) -> tuple[int, list[SupplyRow]]:
    """How many, and the first of them: one query."""
    first = found.order_by("due_on", "id").annotate(whole=Window(Count("id")))[:limit]
    held = list(first.values_list("whole", *_PATHS))
    return (held[0][0] if held else 0), [SupplyRow(*one[1:]) for one in held]


def documents(supply_id: int) -> list[Paper]:
    """The documents that came as the answer."""
    found = Attachment.objects.filter(supply_id=supply_id).order_by("id")
    return [Paper(*held) for held in found.values_list("ref", "agency_ref", "title", "file__size")]


def count_documents(supply_ids: Sequence[int]) -> dict[int, int]:
    """How many documents came to each request."""
    found = Attachment.objects.filter(supply_id__in=supply_ids).values_list("supply_id")
    return dict.fromkeys(supply_ids, 0) | dict(found.annotate(n=Count("id")))


def suggested_reason(case_id: int) -> str:
    """Why a case may go back whose last request ended without what was asked; empty otherwise."""
    found = of_case(case_id)
    if not found or found[0].state != rules.INSUFFICIENT:
        return ""
    last = found[0]
    return rules.return_reason(
        last.number, [name.zh for name in names(last.items)], last.due_on, last.answer,
        last.verdict_words,
    )  # fmt: skip


def letter(row: SupplyRow) -> dict[str, Any]:
    """What the letter says, as the paper prints it; the desk is the one of today."""
    case = cases.case_row(row.case_id)
    held = items(active_only=False)
    asked = [held[code] for code in row.items if code in held]
    facts = [
        ["受文機關", organisation.agency_by_id(row.agency_id).name_zh],
        ["移送案號", case.agency_ref], ["執行案號", case.number],
        ["義務人", parties.party_row(case.obligor_id).name], ["案件類別", case.category_zh],
        ["發文日", long_zh(row.asked_on)], ["請補正", "、".join(one.name.zh for one in asked)],
        ["補正期限", long_zh(row.due_on)],
    ]  # fmt: skip
    said = [f"說明：{row.words}"] if row.words else []
    return {
        "title": "補正通知", "number": row.number, "facts": facts, **cases.desk_of(case),
        "said": [*said, *AFTERWARDS],
        "basis": "、".join(dict.fromkeys(one.basis.zh for one in asked)),
    }  # fmt: skip


AFTERWARDS = (
    "請於期限內登入移送機關入口，以文字或附件答復；不能補正的，請說明原因。",
    "逾期未補正或補正仍有不足者，本分署得將案件退回貴機關。補正期間，執行期間照常進行。",
)
