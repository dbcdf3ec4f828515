"""What happened to the cases of an agency on a day: assigned, amended, closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from wuai.contexts.cases.models import Case
from wuai.contexts.cases.queries import CaseRow, case_rows, stretches
from wuai.contexts.cases.queries_owed_back import owed_back_days, owed_back_on
from wuai.contexts.ledger import api as ledger

ASSIGNED, AMENDED, OWED_BACK = "ASSIGNED", "AMENDED", "OWED_BACK"
# What changes a receivable without money coming in.
_NOT_MONEY = ("REFERRAL", "ACCRUAL", "AMEND", "RETURN", "WITHDRAW", "CERTIFY", "END", OWED_BACK)


@dataclass(frozen=True, slots=True)
class Happened:
    """One case, and what happened: ``ASSIGNED``, ``AMENDED``, ``OWED_BACK`` or the closing code."""

    case: CaseRow
    what: str


def happened_on(*, branch_id: int, agency_id: int, on: date) -> list[Happened]:
    """In the order of the cases; a case assigned and closed on one day comes twice."""
    mine = Case.objects.filter(branch_id=branch_id, agency_id=agency_id)
    assigned = set(mine.filter(registered_on=on).values_list("id", flat=True))
    closed = set(mine.filter(closed_on=on).values_list("id", flat=True))
    amended = set(mine.filter(amended_on=on).values_list("id", flat=True))
    owed_back = owed_back_on(branch_id, agency_id, on)
    rows = case_rows(assigned | closed | amended | owed_back)
    found = []
    for case_id in sorted(rows):
        if case_id in assigned:
            found.append(Happened(rows[case_id], ASSIGNED))
        if case_id in amended:
            found.append(Happened(rows[case_id], AMENDED))
        if case_id in closed:
            found.append(Happened(rows[case_id], rows[case_id].closing_code))
        if case_id in owed_back:
            found.append(Happened(rows[case_id], OWED_BACK))
    return found


def received(branch_id: int, case_ids: Iterable[int]) -> dict[int, int]:
    """What came in for each case so far (reversals taken off)."""
    sums = ledger.sums_by_kind(branch_id, "RECEIVABLE", case_ids)
    return {
        case_id: -sum(amount for kind, amount in kinds.items() if kind not in _NOT_MONEY)
        for case_id, kinds in sums.items()
    }


def assigned_debts(branch_id: int, rows: Iterable[CaseRow]) -> dict[int, int]:
    """What was owed when each was assigned: as referred, with the interest up to that day."""
    held = {row.id: row for row in rows}
    sums = ledger.sums_by_kind(branch_id, "RECEIVABLE", held)
    return {
        row.id: sums[row.id].get("REFERRAL", 0)
        + sum(one.amount for one in stretches(row, [], row.registered_on))
        for row in held.values()
    }


def feedback_days(
    *, branch_id: int, since: date, until: date, agency_id: int | None = None
) -> list[tuple[int, date, int]]:
    """Agency, day and number of rows of every day on which something happened to its cases."""
    counts: dict[tuple[int, date], int] = {}
    for whom, day, rows in owed_back_days(branch_id, since, until, agency_id):
        counts[whom, day] = rows
    whose = {} if agency_id is None else {"agency_id": agency_id}
    for column in ("registered_on", "closed_on", "amended_on"):
        found = (
            Case.objects.filter(
                branch_id=branch_id, **whose, **{f"{column}__range": (since, until)}
            )
            .values_list("agency_id", column)
            .annotate(rows=Count("id"))
        )
        for agency_id, day, rows in found:
            counts[agency_id, day] = counts.get((agency_id, day), 0) + rows
    return [(agency_id, day, rows) for (agency_id, day), rows in sorted(counts.items())]
