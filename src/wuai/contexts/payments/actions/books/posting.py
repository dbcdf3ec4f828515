"""What taking money always needs: the debts as they stand, the entries to post, who is closed."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.ledger import api as ledger
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.rules.receiving.placing import AGENCY, OUTSIDE, Debt, Part, Placement
from wuai.platform.actors import Actor

COUNTER = "COUNTER"
PAYMENT, ALLOCATION, REVERSAL = "PAYMENT", "ALLOCATION", "REVERSAL"
Accounts = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Books:
    """The accounts of a branch that payments through one channel touch, and whose each case is."""

    channel_code: str
    accounts: Accounts
    agency_of: Mapping[int, str]

    def entries(self, receipt_id: int, amount: int, placement: Placement) -> list[ledger.Entry]:
        """The entries of one payment; none when an agency keeps all of it."""
        lines = self.credits(placement.parts)
        if self.channel_code == AGENCY:
            return lines
        money_in = ("CASH", "") if self.channel_code == COUNTER else ("CLEARING", self.channel_code)
        lines.insert(0, ledger.Entry(self.accounts[money_in], None, "", amount))
        if placement.rest:
            held = self.accounts[placement.rest_target, ""]
            lines.append(ledger.Entry(held, receipt_id, "", -placement.rest))
        return lines

    def credits(self, parts: Iterable[Part]) -> list[ledger.Entry]:
        """What parts take off receivables, and what the agencies are now owed instead of claiming."""
        receivable = self.accounts["RECEIVABLE", ""]
        lines, by_agency = [], dict[str, int]()
        for part in parts:
            lines.append(ledger.Entry(receivable, part.case_id, part.component, -part.amount))
            agency = self.agency_of[part.case_id]
            by_agency[agency] = by_agency.get(agency, 0) + part.amount
        for agency, total in by_agency.items():
            lines.append(ledger.Entry(self.accounts["CLAIMS", agency], None, "", total))
            if self.channel_code != AGENCY:
                lines.append(ledger.Entry(self.accounts["PAYABLE", agency], None, "", -total))
        return lines


def open_books(branch_id: int, channel_code: str, rows: Iterable[cases.CaseRow]) -> Books:
    """Find (or open) the accounts that payments to these cases touch."""
    ids = {row.id: row.agency_id for row in rows}
    codes = _agency_codes(set(ids.values()))
    wanted = [("RECEIVABLE", ""), ("SUSPENSE", ""), ("OVERPAYMENT", "")]
    wanted.append(("CASH", "") if channel_code == COUNTER else ("CLEARING", channel_code))
    wanted += [(code, agency) for agency in codes.values() for code in ("CLAIMS", "PAYABLE")]
    accounts = ledger.accounts(branch_id, wanted)
    return Books(channel_code, accounts, {case: codes[agency] for case, agency in ids.items()})


def _agency_codes(agency_ids: set[int]) -> dict[int, str]:
    return {agency_id: _agency_code(agency_id) for agency_id in agency_ids}


@functools.lru_cache(maxsize=4096)
def _agency_code(agency_id: int) -> str:
    # A code never changes and an id is never used again: accounts are named by the code for good.
    return organisation.agency_by_id(agency_id).code


def debts_on(
    rows: Iterable[cases.CaseRow], *, on: date, by: Actor, at: datetime
) -> dict[int, Debt]:
    """What locked cases owe on a day, with the interest up to that day written into the ledger."""
    held = list(rows)
    accruing = [row.id for row in held if row.accrual is not None and row.closed_on is None]
    if accruing:
        cases.post_accruals(accruing, on=on, by=by, at=at)
    # With the interest posted, the ledger alone says what is owed.
    owed: dict[int, dict[str, int]] = {}
    for branch_id in sorted({row.branch_id for row in held}):
        mine = [row.id for row in held if row.branch_id == branch_id]
        owed |= ledger.balances_of(branch_id, "RECEIVABLE", mine)
    return {
        row.id: Debt(row.id, row.status, row.closed_on is None, dict(owed[row.id])) for row in held
    }


def paid_off(debts: Iterable[Debt], parts: Iterable[Part]) -> list[int]:
    """Which of the cases owe nothing more after these parts."""
    left = {debt.case_id: sum(debt.owed.values()) for debt in debts}
    touched = set()
    for part in parts:
        left[part.case_id] -= part.amount
        touched.add(part.case_id)
    return sorted(case_id for case_id in touched if left[case_id] == 0)


def mirror(branch_id: int, name: str, *, by: Actor, at: datetime, on: date) -> None:
    """Post the mirror image of a transaction that an allocation, or a colleague, names; once."""
    kind, _, reference = name.partition(":")
    lines = ledger.entries_for(branch_id, kind, reference)
    if not lines:
        return
    accounts = ledger.accounts(branch_id, [(line.code, line.account_reference) for line in lines])
    ledger.post(
        branch_id=branch_id, kind=REVERSAL, reference=name, occurred_on=on,
        entries=[
            ledger.Entry(accounts[x.code, x.account_reference], x.subject_id, x.component, -x.amount)
            for x in lines
        ],
        by=by, at=at, reverses=lines[0].transaction_id,
    )  # fmt: skip


def posting_name(kind: str, reference: object) -> str:
    """How an allocation names the ledger's transaction that it is part of."""
    return f"{kind}:{reference}"


__all__ = [
    "ALLOCATION", "COUNTER", "OUTSIDE", "PAYMENT", "REVERSAL", "Books", "debts_on", "mirror", "open_books",
    "paid_off", "posting_name",
]  # fmt: skip
