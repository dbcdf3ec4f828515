"""Take in a bank statement: exactly once, whole or not at all, and without a gap to the last one."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from wuai.contexts.payments.actions.day.bank_matching import match_open
from wuai.contexts.payments.actions.settlement.batch import copy_rows, next_ids
from wuai.contexts.payments.gateways.bank_statement import codec
from wuai.contexts.payments.models import BankAccount, BankStatement, BankTerm
from wuai.kernel.refusal import Refusal
from wuai.platform import files
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

_LOCK = 0x4253
_LINE = (
    "ref", "branch_id", "account_id", "statement_id", "line", "identity", "value_on", "amount",
    "text", "reference", "balance", "channel_id",
)  # fmt: skip


class BankAccountUnknown(Refusal):
    code = "BANK_ACCOUNT_UNKNOWN"
    zh = "本分署沒有帳號 {account}；可用的有 {known}"
    en = "This branch has no account {account}; it has {known}"
    next_zh = "請查對帳號"
    next_en = "Check the account number"
    status = 422


class StatementGap(Refusal):
    code = "BANK_STATEMENT_GAP"
    zh = "對帳單接不上：前一份到 {until} 止、餘額 {balance} 元，這一份從 {since} 起、期初 {opening} 元"
    en = "There is a gap: the last statement ends {until} with NT$ {balance}, this one begins {since} with NT$ {opening}"
    next_zh = "請先匯入中間的對帳單；未收下任何一筆"
    next_en = "Import the statement in between first. No line was taken"


class StatementContradicts(Refusal):
    code = "BANK_STATEMENT_CONTRADICTS"
    zh = "{since} 至 {until} 已收下的 {held} 筆中，這一份只有 {again} 筆相同"
    en = "Of the {held} lines taken for {since} to {until}, this statement repeats only {again}"
    next_zh = "銀行更動了已給的明細，請向銀行查明；未收下任何一筆"
    next_en = "The bank changed what it had told: ask it why. No line was taken"


@dataclass(frozen=True, slots=True)
class StatementTaken:
    """The outcome: new lines and repeated ones, and how many lines the rules matched at once."""

    ref: uuid.UUID
    sha256: str
    from_on: date
    until_on: date
    lines: int
    duplicates: int
    opening: int
    closing: int
    matched: int
    replayed: bool


def import_statement(
    *, branch_id: int, account: str, name: str, content: bytes, by: Actor, at: datetime
) -> StatementTaken:
    """Take in a statement; the same bytes again give the first outcome."""
    held = _account(branch_id, account)
    statement = codec.read(content, held.number)
    return _import(account=held, statement=statement, name=name, content=content, by=by, at=at)


def _account(branch_id: int, number: str) -> BankAccount:
    wanted = number.replace("-", "").strip()
    mine = {row.number: row for row in BankAccount.objects.filter(branch_id=branch_id)}
    if wanted not in mine:
        raise BankAccountUnknown(
            account=wanted[:20], known="、".join(sorted(mine)) or "—", field="account"
        )
    return mine[wanted]


@action("statement.import")
def _import(
    *, account: BankAccount, statement: codec.Statement, name: str, content: bytes, by: Actor,
    at: datetime,
) -> StatementTaken:  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, account.branch_id])
    sha256 = hashlib.sha256(content).hexdigest()
    first = BankStatement.objects.filter(account=account, sha256=sha256).first()
    if first is not None:
        record(
            kind="statement", ref=first.ref, branch_id=account.branch_id, data={"replayed": True}
        )
        return _outcome(first, 0, replayed=True)
    identities = [m.identity(account.number) for m in statement.movements]
    known = _check_chain(account, statement, identities)
    stored = files.store(
        [content], kind="statement", name=name, media_type="text/csv", at=at,
        branch_id=account.branch_id,
    )  # fmt: skip
    held = BankStatement.objects.create(
        id=next_ids("payments_bankstatement_id_seq", 1)[0], branch_id=account.branch_id,
        account=account, stored=stored, sha256=sha256, from_on=statement.from_on,
        until_on=statement.until_on, opening=statement.opening, closing=statement.closing,
        lines=len(identities) - len(known), duplicates=len(known), imported_at=at, by_ref=by.ref,
        by_name=by.name,
    )  # fmt: skip
    _keep(held, statement, identities, known)
    matched = match_open(account.branch_id, statement.until_on, by=by, at=at)
    record(
        kind="statement", ref=held.ref, branch_id=account.branch_id,
        data={"lines": held.lines, "duplicates": held.duplicates, "matched": matched},
    )  # fmt: skip
    return _outcome(held, matched, replayed=False)


def _outcome(held: BankStatement, matched: int, *, replayed: bool) -> StatementTaken:
    return StatementTaken(
        held.ref, held.sha256, held.from_on, held.until_on, held.lines, held.duplicates,
        held.opening, held.closing, matched, replayed,
    )  # fmt: skip


def _check_chain(
    account: BankAccount, statement: codec.Statement, identities: Sequence[bytes]
) -> set[bytes]:
    """Refuse a gap in days or in balances, and a history told otherwise; which lines are repeats."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(until_on), min(from_on), (SELECT opening FROM payments_bankstatement"
            " WHERE account_id = %(account)s ORDER BY from_on, id LIMIT 1),"
            " (SELECT balance FROM payments_bankline WHERE account_id = %(account)s"
            "  AND value_on < %(since)s ORDER BY id DESC LIMIT 1),"
            " (SELECT count(*) FROM payments_bankline WHERE account_id = %(account)s"
            "  AND value_on BETWEEN %(since)s AND %(until)s)"
            " FROM payments_bankstatement WHERE account_id = %(account)s",
            {"account": account.id, "since": statement.from_on, "until": statement.until_on},
        )
        until, since, opening, before, held = cursor.fetchone()
        if until is None:
            return set()
        balance = opening if before is None else before
        if (
            statement.from_on > until + timedelta(days=1) or statement.from_on < since
            or statement.opening != balance
        ):  # fmt: skip
            raise StatementGap(
                until=until, balance=f"{balance:,}", since=statement.from_on,
                opening=f"{statement.opening:,}",
            )  # fmt: skip
        cursor.execute(
            "SELECT identity FROM payments_bankline WHERE account_id = %s"
            " AND identity = ANY(%s::bytea[])",
            [account.id, list(identities)],
        )
        known = {bytes(row[0]) for row in cursor.fetchall()}
    if len(known) != held:
        raise StatementContradicts(
            since=statement.from_on, until=statement.until_on, held=held, again=len(known)
        )
    return known


def _keep(
    held: BankStatement, statement: codec.Statement, identities: Sequence[bytes], known: set[bytes]
) -> None:
    terms = list(BankTerm.objects.filter(account_id=held.account_id))
    rows: list[tuple[Any, ...]] = []
    for place, (m, identity) in enumerate(zip(statement.movements, identities, strict=True), 1):
        if identity not in known:
            rows.append(
                (uuid.uuid4(), held.branch_id, held.account_id, held.id, place, identity,
                 m.value_on, m.amount, m.text, m.reference, m.balance, _channel(m, terms))
            )  # fmt: skip
    copy_rows("payments_bankline", _LINE, rows)


def _channel(movement: codec.Movement, terms: Sequence[BankTerm]) -> int | None:
    """Whose money a line is, by the longest mark of the contract that its text holds."""
    found = [
        term for term in terms
        if term.mark in movement.text and term.since <= movement.value_on
        and (term.until is None or movement.value_on <= term.until)
    ]  # fmt: skip
    return max(found, key=lambda term: (len(term.mark), term.id)).channel_id if found else None
