"""A try to change ledger or history is refused by the database, and somebody hears of it."""

import logging
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, OperationalError, ProgrammingError, connection, transaction

from wuai.platform import guard
from wuai.platform.actions import action
from wuai.platform.actors import system
from wuai.platform.models import RefusedChange

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def _kept():
    return list(RefusedChange.objects.order_by("-id").values_list("table_name", "statement"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
@pytest.mark.parametrize("table", ["ledger_ledgerentry", "platform_historyline"])
def test_a_refused_change_is_kept_and_logged_though_its_transaction_rolled_back(
    statement, table, caplog
):
    before = len(_kept())
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement.format(table))
    assert _kept()[: len(_kept()) - before] == [(table, statement.split()[0])]
    assert [one.levelno for one in caplog.records if one.name == guard.__name__] == [logging.ERROR]


@pytest.mark.django_db
def test_a_trigger_that_refuses_the_owner_is_heard_too():
    before = len(_kept())
    make_one = (
        "INSERT INTO platform_refusedchange (at, table_name, statement, action, by_ref)"
        " VALUES (now(), 'test', 'TEST', '', '')"
    )
    with connection.cursor() as cursor:
        cursor.execute(make_one)
        cursor.execute("RESET ROLE")
        try:
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute("DELETE FROM platform_refusedchange")
        finally:
            cursor.execute("SET ROLE wuai_app")
    assert len(_kept()) == before + 2
    assert _kept()[0] == ("platform_refusedchange", "DELETE")


@pytest.mark.django_db
def test_who_did_what_is_kept_with_it():
    @action("test.rewrite")
    def rewrite(*, by, at):
        connection.cursor().execute("DELETE FROM ledger_ledgerentry")

    with pytest.raises(DatabaseError):
        rewrite(by=system("tester"), at=AT)
    last = RefusedChange.objects.latest("id")
    assert (last.action, last.by_ref) == ("test.rewrite", "system:tester")


@pytest.mark.parametrize(
    ("state", "said", "table"),
    [
        ("42501", "permission denied for table ledger_ledgerentry", "ledger_ledgerentry"),
        ("42501", "拒絕存取資料表 ledger_ledgerentry", "ledger_ledgerentry"),
        ("42501", "permission denied for table django_migrations", ""),
        ("P0001", "wuai: audit_seal is append-only", "audit_seal"),
        ("P0001", "ledger_ledgerentry does not sum to zero", ""),
        ("23505", "duplicate key in ledger_ledgerentry", ""),
        ("42501", None, ""),
        (None, None, ""),
    ],
)
def test_only_refusals_of_guarded_tables_count(state, said, table):
    error = DatabaseError()
    error.__cause__ = _cause(state, said)
    assert guard.refused_table(error) == table


def _cause(state, said):
    cause = Exception()
    cause.sqlstate, cause.diag = state, SimpleNamespace(message_primary=said)
    return cause


def test_a_refusal_that_cannot_be_kept_rises_all_the_same(monkeypatch, caplog):
    def refuse(*_):
        raise ProgrammingError from _cause("42501", "permission denied: audit_seal")

    def full():
        raise OperationalError("too many connections")

    broken = SimpleNamespace(copy=lambda: SimpleNamespace(cursor=full, close=lambda: None))
    with pytest.raises(ProgrammingError):
        guard.hear(refuse, "DELETE FROM audit_seal", None, False, {"connection": broken})
    assert "could not be kept" in caplog.text
