"""Cases as others see them: rows, balances to the day, every dollar explained, what expires."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from wuai.contexts.cases.models import COMPONENTS, Case
from wuai.contexts.cases.rules.amounts import Accrual, Stretch, accrued
from wuai.contexts.cases.rules.limits import EXPIRY_WARNING_MONTHS
from wuai.contexts.ledger import api as ledger
from wuai.contexts.organisation import api as organisation
from wuai.kernel import case_numbers
from wuai.kernel.refusal import Refusal
from wuai.legal.counting import add_months

Balances = dict[int, dict[str, int]]


class CaseUnknown(Refusal):
    code = "CASE_UNKNOWN"
    zh = "本分署查無案號「{number}」"
    en = "This branch has no case “{number}”"
    next_zh = "請查對年度、案由、執別與流水號，例如 115年度健執字第00012345號"
    next_en = "Check year, category, track and serial, for example 115年度健執字第00012345號"
    status = 404


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case, plain."""

    id: int
    ref: uuid.UUID
    branch_id: int
    number: str
    year: int
    serial: int
    track: str
    category_id: int
    category_code: str
    category_zh: str
    category_en: str
    kind: str
    section_id: int
    agency_id: int
    agency_ref: str
    obligor_id: int
    batch_id: int | None
    status: str
    referred: int
    period: str
    title: str
    served_on: date
    due_on: date
    final_on: date | None
    collection_end_on: date | None
    started_on: date | None
    suspended_days: int
    limit_1_on: date
    limit_2_on: date | None
    limit_on: date
    accrual_base: int | None
    accrual_from: date | None
    accrual_rate: Decimal | None
    certificate_no: str
    registered_on: date
    closed_on: date | None
    closing_code: str

    @property
    def accrual(self) -> Accrual | None:
        """What accrues by the day, if the agency said so."""
        if self.accrual_base is None or self.accrual_from is None or self.accrual_rate is None:
            return None
        return Accrual(self.accrual_base, self.accrual_from, self.accrual_rate)


# The columns of a case under their own names; four come from its category. Written out as SQL once:
# every payment reads its cases this way.
_CATEGORY = {
    "category_code": "g.code", "category_zh": "g.name_zh", "category_en": "g.name_en",
    "kind": "g.kind",
}  # fmt: skip
_COLUMNS = ", ".join(_CATEGORY.get(name, f"c.{name}") for name in CaseRow.__dataclass_fields__)
_SELECT = f"SELECT {_COLUMNS} FROM cases_case c JOIN organisation_category g ON g.id = c.category_id WHERE "
_BY_ID = "c.id = ANY(%s::bigint[])"


def _rows(condition: str, *values: Any, lock: bool = False) -> list[CaseRow]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_SELECT}{condition} ORDER BY c.id{' FOR UPDATE OF c' if lock else ''}", values
        )
        return [CaseRow(*found) for found in cursor.fetchall()]


def locked_rows(case_ids: Iterable[int]) -> list[CaseRow]:
    """Cases as they are once they are locked, in the order of their ids."""
    return _rows(_BY_ID, sorted(set(case_ids)), lock=True)


def case_row(case_id: int) -> CaseRow:
    """The case with this id."""
    return _rows("c.id = %s", case_id)[0]


def case_rows(case_ids: Iterable[int]) -> dict[int, CaseRow]:
    """Several cases by id, with one query."""
    return {row.id: row for row in _rows(_BY_ID, list(case_ids))}


def case_by_ref(ref: Any) -> CaseRow | None:
    """The case with this public id."""
    rows = _rows("c.ref = %s", ref)
    return rows[0] if rows else None


def case_by_number(branch_id: int, text: str) -> CaseRow:
    """The case with this number however it is written; refuses an unknown one."""
    key = case_numbers.search_key(text)
    rows = _rows("c.branch_id = %s AND c.number_key = %s", branch_id, key) if key else []
    if not rows:
        raise CaseUnknown(number=text)
    return rows[0]


def cases_with_number(text: str) -> list[CaseRow]:
    """The cases of every branch with this number however it is written, for who proves whose it is."""
    key = case_numbers.search_key(text)
    # The index begins with the branch: named, a look at each; unnamed, the whole table.
    here = [row.id for row in organisation.branches()] if key else []
    return _rows("c.branch_id = ANY(%s::bigint[]) AND c.number_key = %s", here, key) if key else []


def cases_of_obligor(obligor_id: int, *, open_only: bool = False) -> list[CaseRow]:
    """All cases of one party."""
    only = " AND c.closed_on IS NULL" if open_only else ""
    return _rows(f"c.obligor_id = %s{only}", obligor_id)


def refs_of_obligors(obligor_ids: Iterable[int]) -> list[uuid.UUID]:
    """The public ids of every case of these parties, closed ones too."""
    found = Case.objects.filter(obligor_id__in=list(obligor_ids)).order_by("id")
    return list(found.values_list("ref", flat=True))


def ids_of_obligors(obligor_ids: Iterable[int]) -> list[int]:
    """Every case of these parties, closed ones too."""
    found = Case.objects.filter(obligor_id__in=list(obligor_ids)).order_by("id")
    return list(found.values_list("id", flat=True))


def obligors_of(case_ids: Iterable[int]) -> dict[int, int]:
    """Who owes in each of many cases: case id to party id."""
    found = Case.objects.filter(id__in=list(case_ids)).order_by("id")
    return dict(found.values_list("id", "obligor_id"))


def open_case_ids(branch_id: int, *, section_id: int | None = None) -> list[int]:
    """Every open case of a branch (or of one section), oldest first."""
    found = Case.objects.filter(branch_id=branch_id, closed_on__isnull=True)
    if section_id is not None:
        found = found.filter(section_id=section_id)
    return list(found.order_by("id").values_list("id", flat=True))


def balances(case_ids: Iterable[int], on: date) -> Balances:
    """What is owed on a day: case id to component to dollars; zeros left out.

    The ledger's balance, and for the few cases that accrue the interest of the days since.
    """
    ids = list(case_ids)
    found: Balances = {case_id: {} for case_id in ids}
    if not ids:
        return found
    for branch_id, members in _by_branch(ids).items():
        found |= ledger.balances_of(branch_id, "RECEIVABLE", members)
    accruing = _rows(f"{_BY_ID} AND c.accrual_rate IS NOT NULL AND c.closed_on IS NULL", ids)
    posted = _entries(accruing)
    for row in accruing:
        more = _unposted(row, posted[row.id], on)
        if more and found[row.id]:
            found[row.id]["INTEREST"] = found[row.id].get("INTEREST", 0) + more
    return found


def _entries(rows: list[CaseRow]) -> dict[int, list[ledger.EntryLine]]:
    """What stands in the ledger about these cases, with one query a branch."""
    found: dict[int, list[ledger.EntryLine]] = {row.id: [] for row in rows}
    for branch_id in {row.branch_id for row in rows}:
        mine = {row.id: 0 for row in rows if row.branch_id == branch_id}
        for entry in ledger.entries_after(branch_id, "RECEIVABLE", mine):
            found[entry.subject_id or 0].append(entry)
    return found


def _by_branch(ids: list[int]) -> dict[int, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT branch_id, array_agg(id) FROM cases_case WHERE id = ANY(%s::bigint[]) GROUP BY 1",
            [ids],
        )
        return dict(cursor.fetchall())


def unposted(row: CaseRow, on: date) -> int:
    """Interest that accrued up to a day and does not stand in the ledger yet (closed: none)."""
    if row.accrual is None or row.closed_on is not None:
        return 0
    return _unposted(row, _entries([row])[row.id], on)


def _unposted(row: CaseRow, entries: list[ledger.EntryLine], on: date) -> int:
    total = sum(stretch.amount for stretch in stretches(row, entries, on))
    return max(0, total - sum(e.amount for e in entries if e.kind == "ACCRUAL"))


def stretches(row: CaseRow, entries: list[ledger.EntryLine], on: date) -> list[Stretch]:
    """The accrual of a case, stretch by stretch, from the principal that stood on each day."""
    if row.accrual is None:
        return []
    reductions = [
        (e.occurred_on, -e.amount)
        for e in entries
        if e.component == "PRINCIPAL" and e.kind != "REFERRAL"
    ]
    return accrued(row.accrual, reductions, on)


def expiring(
    branch_id: int,
    *,
    on: date,
    section_id: int | None = None,
    after: tuple[date, int] | None = None,
    limit: int = 100,
) -> list[CaseRow]:
    """Open cases whose limit in force comes within six months, the nearest first."""
    until = add_months(on, EXPIRY_WARNING_MONTHS)
    found = Case.objects.filter(
        branch_id=branch_id, closed_on__isnull=True, limit_on__lte=until
    ).order_by("limit_on", "id")
    if section_id is not None:
        found = found.filter(section_id=section_id)
    if after is not None:
        day, case_id = after
        found = found.exclude(limit_on__lt=day).exclude(limit_on=day, id__lte=case_id)
    ids = list(found.values_list("id", flat=True)[:limit])
    rows = case_rows(ids)
    return [rows[i] for i in ids]


def ordered(components: dict[str, int]) -> list[tuple[str, int]]:
    """Components in the order in which they are shown."""
    return [(code, components[code]) for code in COMPONENTS if components.get(code)]


def numbers_of(case_ids: Iterable[int]) -> dict[int, str]:
    """The printed numbers of cases."""
    return dict(Case.objects.filter(id__in=list(case_ids)).values_list("id", "number"))


def held(table: str, *, branch_id: int, agency_id: int) -> None:
    """Make the temporary table ``cases_held`` (agency_ref, case_id, number): which of the agency
    numbers in ``table`` (column ``agency_ref``) a case holds that was not returned or withdrawn.
    """
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS cases_held")
        cursor.execute(
            "CREATE TEMPORARY TABLE cases_held AS SELECT c.agency_ref, c.id AS case_id, c.number"
            " FROM cases_case c WHERE c.branch_id = %s AND c.agency_id = %s"
            " AND c.status NOT IN ('RETURNED', 'WITHDRAWN')"
            f" AND c.agency_ref IN (SELECT agency_ref FROM {table})",
            [branch_id, agency_id],
        )


def numbers_sql() -> str:
    """SQL that gives ``case_id, number, section`` of every case, to be joined by a file's export."""
    return (
        "SELECT c.id AS case_id, c.number, s.name_zh AS section FROM cases_case c"
        " JOIN organisation_section s ON s.id = c.section_id"
    )


def referred_amounts(row: CaseRow) -> dict[str, int]:
    """What the agency claims by component: as referred, with its corrections."""
    found: dict[str, int] = {}
    for entry in ledger.entries_of(row.branch_id, "RECEIVABLE", row.id):
        if entry.kind in {"REFERRAL", "AMEND"}:
            found[entry.component] = found.get(entry.component, 0) + entry.amount
    return found
