"""Read balances and entries, and prove the invariants."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

Balances = dict[int, dict[str, int]]


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry as it stands, with its transaction and account; ``posted_on`` is a day in Taipei."""

    transaction_id: int
    kind: str
    reference: str
    occurred_on: date
    code: str
    account_reference: str
    subject_id: int | None
    component: str
    amount: int
    posted_on: date

    @property
    def counts_on(self) -> date:
        """From which day it is seen: the day of the books, or at once where a closed day moved that on."""
        return min(self.occurred_on, self.posted_on)


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant and whether it holds; ``detail`` counts or names what breaks it."""

    name: str
    holds: bool
    detail: str


def balance(branch_id: int, code: str, reference: str | None = None) -> int:
    """Debits less credits of an account, or of all accounts of this code."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(e.amount), 0) FROM ledger_ledgerentry e"
            " JOIN ledger_ledgeraccount a ON a.id = e.account_id"
            " WHERE a.branch_id = %s AND a.code = %s AND (%s::text IS NULL OR a.reference = %s)",
            [branch_id, code, reference, reference],
        )
        return int(cursor.fetchone()[0])


def balances_of(branch_id: int, code: str, subject_ids: Iterable[int]) -> Balances:
    """What stands on the accounts of this code for each subject, by component; zeros left out."""
    found: Balances = {subject: {} for subject in subject_ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.subject_id, e.component, sum(e.amount) FROM ledger_ledgerentry e"
            " WHERE e.account_id IN (SELECT id FROM ledger_ledgeraccount"
            "  WHERE branch_id = %s AND code = %s) AND e.subject_id = ANY(%s::bigint[])"
            " GROUP BY e.subject_id, e.component HAVING sum(e.amount) <> 0",
            [branch_id, code, list(found)],
        )
        for subject, component, amount in cursor.fetchall():
            found[subject][component] = int(amount)
    return found


def sums_by_kind(
    branch_id: int, code: str, subject_ids: Iterable[int]
) -> dict[int, dict[str, int]]:
    """What each kind of transaction did to the accounts of this code, for each subject."""
    found: dict[int, dict[str, int]] = {subject: {} for subject in subject_ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.subject_id, t.kind, sum(e.amount) FROM ledger_ledgerentry e"
            " JOIN ledger_ledgertransaction t ON t.id = e.transaction_id"
            " WHERE e.account_id IN (SELECT id FROM ledger_ledgeraccount"
            "  WHERE branch_id = %s AND code = %s) AND e.subject_id = ANY(%s::bigint[])"
            " GROUP BY e.subject_id, t.kind",
            [branch_id, code, list(found)],
        )
        for subject, kind, amount in cursor.fetchall():
            found[subject][kind] = int(amount)
    return found


def open_subjects(branch_id: int, code: str) -> dict[int, int]:
    """Each subject for which something still stands on the accounts of this code, and how much."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.subject_id, sum(e.amount) FROM ledger_ledgerentry e"
            " WHERE e.account_id IN (SELECT id FROM ledger_ledgeraccount"
            "  WHERE branch_id = %s AND code = %s) AND e.subject_id IS NOT NULL"
            " GROUP BY e.subject_id HAVING sum(e.amount) <> 0",
            [branch_id, code],
        )
        return {int(subject): int(amount) for subject, amount in cursor.fetchall()}


def entries_of(branch_id: int, code: str, subject_id: int) -> list[EntryLine]:
    """Every entry about one subject, oldest first: how its balance came to be."""
    return _lines(
        "a.branch_id = %s AND a.code = %s AND e.subject_id = %s", [branch_id, code, subject_id]
    )


def entries_after(branch_id: int, code: str, after: Mapping[int, int]) -> list[EntryLine]:
    """The entries about several subjects that came after a transaction, one for each subject."""
    return _lines(
        "a.branch_id = %s AND a.code = %s AND e.subject_id = ANY(%s::bigint[]) AND t.id >"
        " (SELECT x.after FROM unnest(%s::bigint[], %s::bigint[]) AS x(subject, after)"
        "  WHERE x.subject = e.subject_id)",
        [branch_id, code, list(after), list(after), list(after.values())],
    )


def latest_transaction(branch_id: int, code: str, subject_ids: Iterable[int]) -> int:
    """The last transaction that touched one of these subjects; 0 when none did."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(e.transaction_id), 0) FROM ledger_ledgerentry e"
            " WHERE e.account_id IN (SELECT id FROM ledger_ledgeraccount"
            "  WHERE branch_id = %s AND code = %s) AND e.subject_id = ANY(%s::bigint[])",
            [branch_id, code, list(subject_ids)],
        )
        return int(cursor.fetchone()[0])


def entries_for(branch_id: int, kind: str, reference: str) -> list[EntryLine]:
    """The entries of one transaction; none when nothing was posted under this reference."""
    return _lines(
        "t.branch_id = %s AND t.kind = %s AND t.reference = %s", [branch_id, kind, reference]
    )


def entries_in(transaction_id: int) -> list[EntryLine]:
    """The entries of the transaction with this id."""
    return _lines("t.id = %s", [transaction_id])


def _lines(condition: str, values: Sequence[Any]) -> list[EntryLine]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.id, t.kind, t.reference, t.occurred_on, a.code, a.reference, e.subject_id,"
            " e.component, e.amount, (t.posted_at AT TIME ZONE 'Asia/Taipei')::date"
            " FROM ledger_ledgerentry e"
            " JOIN ledger_ledgertransaction t ON t.id = e.transaction_id"
            " JOIN ledger_ledgeraccount a ON a.id = e.account_id"
            f" WHERE {condition} ORDER BY e.id",
            values,
        )
        return [EntryLine(*row) for row in cursor.fetchall()]


_IN_BRANCH = "(%(branch)s::bigint IS NULL OR branch_id = %(branch)s)"
_ENTRIES = (
    "SELECT t.branch_id, t.id AS transaction_id, t.kind, t.reference, a.code,"
    " a.reference AS agency, a.branch_id AS account_branch, e.subject_id, e.component, e.amount"
    " FROM ledger_ledgerentry e JOIN ledger_ledgertransaction t ON t.id = e.transaction_id"
    " JOIN ledger_ledgeraccount a ON a.id = e.account_id"
)
# Each gives the rows that break the invariant; none means that it holds.
_INVARIANTS = {
    "transactions_balance": f"SELECT transaction_id FROM ({_ENTRIES}) x WHERE {_IN_BRANCH}"
    " GROUP BY transaction_id HAVING sum(amount) <> 0",
    "transactions_have_entries": "SELECT id FROM ledger_ledgertransaction t"
    f" WHERE {_IN_BRANCH} AND NOT EXISTS"
    " (SELECT 1 FROM ledger_ledgerentry e WHERE e.transaction_id = t.id)",
    "branches_balance": f"SELECT branch_id FROM ({_ENTRIES}) x WHERE {_IN_BRANCH}"
    " GROUP BY branch_id HAVING sum(amount) <> 0",
    "accounts_stay_in_branch": f"SELECT transaction_id FROM ({_ENTRIES}) x WHERE {_IN_BRANCH}"
    " AND branch_id <> account_branch",
    "receivables_never_negative": f"SELECT subject_id FROM ({_ENTRIES}) x WHERE {_IN_BRANCH}"
    " AND code = 'RECEIVABLE' GROUP BY subject_id, component HAVING sum(amount) < 0",
    "receivables_name_their_case": f"SELECT transaction_id FROM ({_ENTRIES}) x WHERE {_IN_BRANCH}"
    " AND code = 'RECEIVABLE' AND (subject_id IS NULL OR component = '')",
    "receivables_equal_claims": f"SELECT branch_id FROM ({_ENTRIES}) x WHERE {_IN_BRANCH}"
    " AND code IN ('RECEIVABLE', 'CLAIMS') GROUP BY branch_id HAVING sum(amount) <> 0",
    "claims_never_debit": f"SELECT agency FROM ({_ENTRIES}) x WHERE {_IN_BRANCH}"
    " AND code = 'CLAIMS' GROUP BY branch_id, agency HAVING sum(amount) > 0",
    "money_in_equals_money_owed_out": f"SELECT branch_id FROM ({_ENTRIES}) x WHERE {_IN_BRANCH}"
    " AND code IN ('CLEARING', 'CASH', 'OVER_SHORT', 'BANK', 'BANK_FEES', 'IN_TRANSIT', 'PAYABLE',"
    " 'SUSPENSE', 'OVERPAYMENT', 'REFUND', 'FEES')"
    " GROUP BY branch_id HAVING sum(amount) <> 0",
    "held_money_never_debit": f"SELECT subject_id FROM ({_ENTRIES}) x WHERE {_IN_BRANCH}"
    " AND code IN ('SUSPENSE', 'OVERPAYMENT', 'REFUND')"
    " GROUP BY code, subject_id HAVING sum(amount) > 0",
    # What was taken back after it was remitted is owed to us: the next remittance is less by it.
    "payables_never_debit": f"SELECT agency FROM ({_ENTRIES}) x WHERE {_IN_BRANCH}"
    " AND code = 'PAYABLE' GROUP BY branch_id, agency HAVING sum(amount)"
    " > coalesce(sum(amount) FILTER (WHERE kind = 'REVERSAL' AND amount > 0), 0)",
    "reversals_mirror": f"WITH x AS ({_ENTRIES}) SELECT r.id FROM ledger_ledgertransaction r"
    f" JOIN ledger_ledgertransaction o ON o.id = r.reverses_id WHERE r.reverses_id IS NOT NULL"
    " AND (%(branch)s::bigint IS NULL OR r.branch_id = %(branch)s) AND EXISTS"
    " (SELECT 1 FROM x WHERE x.transaction_id IN (r.id, o.id)"
    "  GROUP BY code, agency, subject_id, component HAVING sum(amount) <> 0)",
}
CheckFunction = Callable[[int | None], Iterable[Check]]
_registered: dict[str, CheckFunction] = {}


def register_checks(code: str, function: CheckFunction) -> None:
    """Let a higher context add its own invariants to ``verify``; called in ``AppConfig.ready``."""
    _registered[code] = function


def verify(branch_id: int | None = None) -> list[Check]:
    """Every invariant of the ledger, then those that higher contexts registered."""
    checks = [broken(name, sql, branch_id) for name, sql in _INVARIANTS.items()]
    for code in sorted(_registered):
        checks.extend(_registered[code](branch_id))
    return checks


_WATCHED = """
SELECT coalesce(sum(e.amount), 0) AS branches_balance,
    coalesce(sum(e.amount) FILTER (WHERE a.code IN ('RECEIVABLE', 'CLAIMS')), 0)
        AS receivables_equal_claims
FROM ledger_ledgertransaction t
LEFT JOIN ledger_ledgerentry e ON e.transaction_id = t.id
LEFT JOIN ledger_ledgeraccount a ON a.id = e.account_id
WHERE t.id > %s GROUP BY {by}
"""
_BEHIND = 1000  # numbers that may still be committed below the newest one


def watched() -> list[Check]:
    """The two sums that must be zero in every branch at every moment (1 query over all entries)."""
    return _zeros(_WATCHED.format(by="t.branch_id"), 0)


def watched_since(mark: int) -> tuple[list[Check], int]:
    """The same of every transaction behind a mark, one by one, and the mark for the next look (2 queries)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_ledgertransaction")
        (newest,) = cursor.fetchone()
    return _zeros(_WATCHED.format(by="t.id"), mark), max(newest - _BEHIND, 0)


def _zeros(sql: str, after: int) -> list[Check]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE branches_balance <> 0),"
            f" count(*) FILTER (WHERE receivables_equal_claims <> 0) FROM ({sql}) w",
            [after],
        )
        found = cursor.fetchone()
    names = ("branches_balance", "receivables_equal_claims")
    return [Check(name, not n, str(n) if n else "") for name, n in zip(names, found, strict=True)]


def broken(name: str, sql: str, branch_id: int | None) -> Check:
    """A check whose SQL gives the rows that break it; ``%(branch)s`` is the branch or NULL."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), min(x.*::text) FROM ({sql}) x", {"branch": branch_id})
        count, first = cursor.fetchone()
    return Check(name, count == 0, "" if count == 0 else f"{count}: {first}")
