"""Cases end: paid, withdrawn; and come back when a payment is reversed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from wuai.contexts.cases import queries
from wuai.contexts.cases.actions.major import refresh_major
from wuai.contexts.cases.events import CasesClosed
from wuai.contexts.cases.models import Suspension
from wuai.contexts.cases.rules import life
from wuai.contexts.ledger import api as ledger
from wuai.contexts.organisation import api as organisation
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish


def lock_cases(ids: Iterable[int]) -> list[queries.CaseRow]:
    """Lock cases in the order of their ids until the transaction ends; give them as they are now."""
    return queries.locked_rows(ids)


def set_state(case_ids: list[int], status: str, closing_code: str, on: date | None) -> None:
    """Write the state of locked cases."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET status = %s, closing_code = %s, closed_on = %s"
            " WHERE id = ANY(%s::bigint[])",
            [status, closing_code, on, case_ids],
        )


def close_if_paid(case_ids: Iterable[int], *, by: Actor, at: datetime, on: date) -> list[int]:
    """Close those of the cases that owe nothing more on a day; which they were."""
    owing = queries.balances(case_ids, on)
    nothing = [case_id for case_id, parts in owing.items() if not any(parts.values())]
    rows = [row for row in lock_cases(nothing) if life.is_open(row.status)]
    if not rows:
        return []
    _close_paid(rows=rows, on=on, by=by, at=at)
    return [row.id for row in rows]


@action("case.close_paid")
def _close_paid(*, rows: list[queries.CaseRow], on: date, by: Actor, at: datetime) -> None:
    move = life.move("PAY", rows[0].status)
    set_state([row.id for row in rows], move.target, move.closing_code, on)
    if len(rows) == 1:
        row = rows[0]
        record(kind="case", ref=row.ref, data={"number": row.number}, branch_id=row.branch_id)
    else:
        record(
            kind="cases", ref=f"{rows[0].ref}…", branch_id=rows[0].branch_id,
            data={"refs": [str(row.ref) for row in rows], "count": len(rows)},
        )  # fmt: skip
    finish(rows, move.closing_code, by=by, at=at, on=on)


def finish(
    rows: list[queries.CaseRow], closing_code: str, *, by: Actor, at: datetime, on: date
) -> None:
    """What follows from closing: a suspension ends, the flag may go, others are told."""
    end_suspensions([row.id for row in rows if row.status == "SUSPENDED"], by=by, at=at, on=on)
    refresh_major(_majors(rows), on=on)
    for branch_id in sorted({row.branch_id for row in rows}):
        publish(
            CasesClosed(
                branch_id=branch_id,
                case_ids=[row.id for row in rows if row.branch_id == branch_id],
                closing_code=closing_code,
                on=on.isoformat(),
                at=at.isoformat(),
            )
        )


def end_suspensions(case_ids: list[int], *, by: Actor, at: datetime, on: date) -> None:
    """Write the end of what was suspended in these cases."""
    if case_ids:
        Suspension.objects.filter(case_id__in=case_ids, ended_on__isnull=True).update(
            ended_on=on, ended_at=at, ended_by_ref=by.ref
        )


def _majors(rows: list[queries.CaseRow]) -> set[int]:
    # Only who is flagged can lose the flag.
    from wuai.contexts.parties import api as parties

    held = parties.party_rows({row.obligor_id for row in rows})
    return {party_id for party_id, party in held.items() if party.is_major}


@action("case.reopen")
def reopen(*, case_id: int, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Open a paid case again because a payment was reversed and something is owed."""
    (row,) = lock_cases([case_id])
    move = life.move("REOPEN", row.status)
    set_state([row.id], move.target, "", None)
    record(kind="case", ref=row.ref, reason=life.reason(reason), branch_id=row.branch_id)
    refresh_major([row.obligor_id], on=on)


@action("case.withdraw")
def withdraw(*, case_id: int, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Close a case because its agency withdrew it (撤回); what remains is taken off the books."""
    give_back("WITHDRAW", case_id, reason, by, at, on)


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A case that went back to its agency: as it was, why, what was taken off the books."""

    row: queries.CaseRow
    reason: str
    remaining: dict[str, int]


def give_back(code: str, case_id: int, reason: str, by: Actor, at: datetime, on: date) -> GivenBack:
    """Close a case that its agency gets back; inside the action that does so."""
    (row,) = lock_cases([case_id])
    move = life.move(code, row.status)
    said = life.reason(reason)
    remaining = ledger.balances_of(row.branch_id, "RECEIVABLE", [row.id])[row.id]
    write_off(row, remaining, kind=code, reference=f"case:{row.ref}", by=by, at=at, on=on)
    set_state([row.id], move.target, move.closing_code, on)
    record(
        kind="case", ref=row.ref, reason=said, branch_id=row.branch_id,
        data={"number": row.number, "remaining": sum(remaining.values())},
    )  # fmt: skip
    finish([row], move.closing_code, by=by, at=at, on=on)
    return GivenBack(row, said, remaining)


def write_off(
    row: queries.CaseRow, amounts: dict[str, int], *, kind: str, reference: str, by: Actor,
    at: datetime, on: date,
) -> None:  # fmt: skip
    """Take amounts (by component; negative adds) off a receivable and off what its agency claims."""
    total = sum(amounts.values())
    if not any(amounts.values()):
        return
    agency = organisation.agency_by_id(row.agency_id)
    accounts = ledger.accounts(row.branch_id, [("RECEIVABLE", ""), ("CLAIMS", agency.code)])
    entries = [
        ledger.Entry(accounts["RECEIVABLE", ""], row.id, component, -amount)
        for component, amount in amounts.items()
        if amount
    ]
    if total:
        entries.append(ledger.Entry(accounts["CLAIMS", agency.code], None, "", total))
    ledger.post(
        branch_id=row.branch_id, kind=kind, reference=reference, occurred_on=on, entries=entries,
        by=by, at=at,
    )  # fmt: skip


def post_accruals(case_ids: Iterable[int], *, on: date, by: Actor, at: datetime) -> dict[int, int]:
    """Write the interest that accrued up to a day into the ledger, before money is allocated.

    Gives the dollars by case; called inside the action that takes the money, on locked cases.
    """
    posted: dict[int, int] = {}
    for row in queries.case_rows(case_ids).values():
        amount = queries.unposted(row, on)
        if amount:
            write_off(
                row, {"INTEREST": -amount}, kind="ACCRUAL", reference=f"{row.ref}:{on}:{amount}",
                by=by, at=at, on=on,
            )  # fmt: skip
            posted[row.id] = amount
    return posted


__all__: list[Any] = [
    "GivenBack", "close_if_paid", "end_suspensions", "finish", "give_back", "lock_cases", "post_accruals", "reopen",
    "set_state", "withdraw", "write_off",
]  # fmt: skip
