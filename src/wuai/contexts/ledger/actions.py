"""Post: one balanced transaction by one function call, or many by set-based SQL.

These are called inside the actions of higher contexts, which record their own history; the ledger
keeps who posted (``by_ref``) with each transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

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
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM ledger_post(%s, %s, %s, %s, %s, %s, %s,"
            " %s::bigint[], %s::bigint[], %s::varchar[], %s::bigint[])",
            [branch_id, kind, reference, occurred_on, at, by.ref, reverses,
             [e.account_id for e in entries], [e.subject_id for e in entries],
             [e.component for e in entries], [e.amount for e in entries]],
        )  # fmt: skip
        posted_id, replayed, refused = cursor.fetchone()
    if refused:
        raise _REFUSALS[refused](kind=kind, reference=reference)
    return Posted(posted_id, replayed)


_REFUSALS: dict[str, type[Refusal]] = {
    "NOT_BALANCED": NotBalanced,
    "POSTED_DIFFERENTLY": PostedDifferently,
}


@dataclass(frozen=True, slots=True)
class Stage:
    """The two temporary tables of a set-based posting; see :func:`open_stage`."""

    heads: str
    entries: str


def open_stage(name: str) -> Stage:
    """Make the temporary tables ``<name>_heads`` and ``<name>_entries`` of a set-based posting.

    Heads: ``reference``, ``occurred_on``, ``subject_id`` (the caller's own key, to join on) and
    ``posting``, which fills itself and becomes the transaction's id. Entries: ``posting,
    account_id, subject_id, component, amount``. Both vanish when the transaction ends.
    """
    quote = connection.ops.quote_name
    stage = Stage(quote(f"{name}_heads"), quote(f"{name}_entries"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {stage.heads} ("
            " posting bigint NOT NULL DEFAULT nextval('ledger_ledgertransaction_id_seq'),"
            " reference text NOT NULL, occurred_on date NOT NULL, subject_id bigint"
            ") ON COMMIT DROP"
        )
        cursor.execute(
            f"CREATE TEMPORARY TABLE {stage.entries} ("
            " posting bigint NOT NULL, account_id bigint NOT NULL, subject_id bigint,"
            " component text NOT NULL DEFAULT '', amount bigint NOT NULL) ON COMMIT DROP"
        )
    return stage


def post_staged(stage: Stage, *, branch_id: int, kind: str, by: Actor, at: datetime) -> int:
    """Write all staged transactions by two statements; give their number.

    Entries of zero are left out; a reference that was posted before, or a transaction that does
    not balance, breaks the whole set.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {stage.heads}")
        cursor.execute(
            "INSERT INTO ledger_ledgertransaction"
            " (id, branch_id, kind, reference, occurred_on, posted_at, by_ref)"
            f" SELECT posting, %s, %s, reference, occurred_on, %s, %s FROM {stage.heads}",
            [branch_id, kind, at, by.ref],
        )
        heads = int(cursor.rowcount)
        cursor.execute(
            "INSERT INTO ledger_ledgerentry"
            " (transaction_id, account_id, subject_id, component, amount)"
            " SELECT posting, account_id, subject_id, component, amount"
            f" FROM {stage.entries} WHERE amount <> 0"
        )
        return heads


def posting_ids(count: int) -> list[int]:
    """Ids of transactions to come, for a caller that writes heads and entries of a stage at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('ledger_ledgertransaction_id_seq') FROM generate_series(1, %s)", [count]
        )
        return [int(row[0]) for row in cursor.fetchall()]
