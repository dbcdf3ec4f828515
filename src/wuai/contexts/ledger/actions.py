"""Post: one balanced transaction by one function call, or many by set-based SQL.

These are called inside the actions of higher contexts, which record their own history; the ledger
keeps who posted (``by_ref``) with each transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from wuai.kernel.refusal import Refusal
from wuai.platform.actors import Actor


class PostedDifferently(Refusal):
    code = "POSTED_DIFFERENTLY"
    zh = "「{kind} {reference}」已入帳，且內容不同"
    en = "“{kind} {reference}” was posted already, with other content"
    next_zh = "帳務只能以新的分錄更正，請先查對原分錄"
    next_en = "Look at the first posting; a correction is a new posting"


class NotBalanced(Refusal):
    code = "LEDGER_NOT_BALANCED"
    zh = "分錄「{kind} {reference}」不成立：借貸不平衡、跨分署或無金額"
    en = "Posting “{kind} {reference}” cannot stand: unbalanced, across branches or empty"
    next_zh = "請回報系統管理人員，未入任何帳"
    next_en = "Report it to the administrators; nothing was posted"
    status = 422


@dataclass(frozen=True, slots=True)
class Entry:
    """One line to post: debit positive, credit negative, whole NT dollars."""

    account_id: int
    subject_id: int | None
    component: str
    amount: int


@dataclass(frozen=True, slots=True)
class Posted:
    """The transaction, and whether it stood there already with the same content."""

    id: int
    replayed: bool


def account(branch_id: int, code: str, reference: str = "") -> int:
    """The account's id; it is opened at its first use."""
    return accounts(branch_id, [(code, reference)])[code, reference]


def accounts(branch_id: int, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The ids of several accounts ``(code, reference)``; those that are new are opened."""
    pairs = sorted(set(wanted))
    found = _find_accounts(branch_id, pairs)
    if len(found) < len(pairs):
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ledger_ledgeraccount (branch_id, code, reference)"
                " SELECT %s, * FROM unnest(%s::text[], %s::text[]) ON CONFLICT DO NOTHING",
                [branch_id, [code for code, _ in pairs], [reference for _, reference in pairs]],
            )
        found = _find_accounts(branch_id, pairs)
    return found


def _find_accounts(branch_id: int, pairs: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.code, a.reference, a.id FROM ledger_ledgeraccount a"
            " JOIN unnest(%s::text[], %s::text[]) AS w(code, reference)"
            " ON a.code = w.code AND a.reference = w.reference WHERE a.branch_id = %s",
            [[code for code, _ in pairs], [reference for _, reference in pairs], branch_id],
        )
        return {(code, reference): int(row_id) for code, reference, row_id in cursor.fetchall()}


def post(
    *,
    branch_id: int, kind: str, reference: str, occurred_on: date, entries: Sequence[Entry],
    by: Actor, at: datetime, reverses: int | None = None,
) -> Posted:  # fmt: skip
    """Write one balanced transaction by one call of the database's own function.

    The same (kind, reference) with the same content is a replay and changes nothing; with other
    content it is refused. ``reverses`` names the transaction that this one takes back.
    """
    try:
        with _savepoint_inside_transaction(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM ledger_post(%s, %s, %s, %s, %s, %s, %s,"
                " %s::bigint[], %s::bigint[], %s::text[], %s::bigint[])",
                [branch_id, kind, reference, occurred_on, at, by.ref, reverses,
                 [e.account_id for e in entries], [e.subject_id for e in entries],
                 [e.component for e in entries], [e.amount for e in entries]],
            )  # fmt: skip
            posted_id, replayed = cursor.fetchone()
    except IntegrityError as error:
        raise _refusal(error, kind, reference) from error
    return Posted(posted_id, replayed)


@contextmanager
def _savepoint_inside_transaction() -> Iterator[None]:
    # Alone, the one statement is its own transaction and needs no BEGIN and COMMIT of its own.
    if not connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        yield


def _refusal(error: IntegrityError, kind: str, reference: str) -> Exception:
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    if name == "ledger_posted_differently":
        return PostedDifferently(kind=kind, reference=reference)
    if name in {
        "ledger_balanced",
        "ledger_one_branch",
        "ledger_entry_not_zero",
        "ledger_not_empty",
    }:
        return NotBalanced(kind=kind, reference=reference)
    return error


def open_stage(name: str) -> str:
    """Make a temporary table for :func:`post_staged`, gone when the transaction ends; its name."""
    table = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {table} (txn_kind text NOT NULL, txn_reference text NOT NULL,"
            " occurred_on date NOT NULL, account_id bigint NOT NULL, subject_id bigint,"
            " component text NOT NULL DEFAULT '', amount bigint NOT NULL) ON COMMIT DROP"
        )
    return table


def post_staged(table: str, *, branch_id: int, by: Actor, at: datetime) -> int:
    """Write all transactions staged in a temporary table by one statement; give their number.

    Columns: ``txn_kind, txn_reference, occurred_on, account_id, subject_id, component, amount``;
    one transaction for each (txn_kind, txn_reference). Entries of zero are left out. A reference
    that was posted before, or a transaction that does not balance, breaks the whole set.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table}")
        cursor.execute(
            "WITH heads AS (INSERT INTO ledger_ledgertransaction"
            "  (branch_id, kind, reference, occurred_on, posted_at, by_ref)"
            "  SELECT %s, txn_kind, txn_reference, max(occurred_on), %s, %s"
            f"  FROM {table} GROUP BY txn_kind, txn_reference"
            "  RETURNING id, kind, reference),"
            " lines AS (INSERT INTO ledger_ledgerentry"
            "  (transaction_id, account_id, subject_id, component, amount)"
            "  SELECT h.id, s.account_id, s.subject_id, s.component, s.amount"
            f"  FROM {table} s JOIN heads h"
            "  ON h.kind = s.txn_kind AND h.reference = s.txn_reference WHERE s.amount <> 0)"
            " SELECT count(*) FROM heads",
            [branch_id, at, by.ref],
        )
        return int(cursor.fetchone()[0])
