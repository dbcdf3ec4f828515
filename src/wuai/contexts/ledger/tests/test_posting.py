"""Money is whole, balanced and never rewritten: the tables refuse, whoever asks."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from wuai.contexts.ledger import api, jobs, queries
from wuai.contexts.ledger.models import LedgerTransaction
from wuai.contexts.organisation.models import Branch
from wuai.platform.actors import system

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
ON = date(2026, 11, 21)
BY = system()


def _branch(code="T1"):
    row, _ = Branch.objects.get_or_create(
        code=code, defaults={"name_zh": "試分署", "name_en": "Test", "short_zh": "試"}
    )
    return row.id


def _refer(case_id, amount, reference="r-1", branch_id=None):
    branch_id = branch_id or _branch()
    receivable, claims = (
        api.account(branch_id, "RECEIVABLE"),
        api.account(branch_id, "CLAIMS", "AG"),
    )
    return api.post(
        branch_id=branch_id,
        kind="REFERRAL",
        reference=reference,
        occurred_on=ON,
        by=BY,
        at=AT,
        entries=[
            api.Entry(receivable, case_id, "PRINCIPAL", amount),
            api.Entry(claims, None, "", -amount),
        ],
    )


def test_an_account_is_opened_once():
    branch = _branch()
    first = api.account(branch, "PAYABLE", "A1")
    assert api.account(branch, "PAYABLE", "A1") == first
    assert api.account(branch, "PAYABLE", "A2") != first
    assert api.accounts(branch, [("PAYABLE", "A1"), ("CASH", "")])["PAYABLE", "A1"] == first


def test_a_posting_is_found_in_balances_and_entries():
    branch = _branch()
    posted = _refer(7, 1200)
    assert not posted.replayed
    assert api.balances_of(branch, "RECEIVABLE", [7, 8]) == {7: {"PRINCIPAL": 1200}, 8: {}}
    assert api.balance(branch, "CLAIMS", "AG") == api.balance(branch, "CLAIMS") == -1200
    assert [line.amount for line in api.entries_in(posted.id)] == [1200, -1200]
    assert api.entries_for(branch, "REFERRAL", "r-1") == api.entries_in(posted.id)
    assert [line.kind for line in api.entries_of(branch, "RECEIVABLE", 7)] == ["REFERRAL"]
    assert all(check.holds for check in api.verify(branch)), api.verify(branch)


def test_the_same_posting_again_is_a_replay():
    first = _refer(7, 1200)
    again = _refer(7, 1200)
    assert (again.id, again.replayed) == (first.id, True)
    assert api.balance(_branch(), "RECEIVABLE") == 1200


def test_the_same_reference_with_other_content_is_refused():
    _refer(7, 1200)
    with pytest.raises(api.PostedDifferently):
        _refer(7, 1201)
    with pytest.raises(api.PostedDifferently):
        _refer(8, 1200)
    assert api.balance(_branch(), "RECEIVABLE") == 1200


@pytest.mark.parametrize("amounts", [(5, -4), (5,), (0, 0), ()])
def test_what_does_not_balance_or_says_nothing_is_refused(amounts):
    branch = _branch()
    entries = [api.Entry(api.account(branch, "CASH"), None, "", amount) for amount in amounts]
    with pytest.raises(api.NotBalanced):
        api.post(
            branch_id=branch, kind="X", reference="1", occurred_on=ON, entries=entries, by=BY, at=AT
        )
    assert not LedgerTransaction.objects.filter(kind="X").exists()


def test_money_does_not_leave_its_branch():
    one, two = _branch("T1"), _branch("T2")
    entries = [
        api.Entry(api.account(one, "CASH"), None, "", 5),
        api.Entry(api.account(two, "CASH"), None, "", -5),
    ]
    with pytest.raises(api.NotBalanced):
        api.post(
            branch_id=one, kind="X", reference="1", occurred_on=ON, entries=entries, by=BY, at=AT
        )


def test_nothing_is_added_to_a_transaction_that_stands():
    posted = _refer(7, 1200)
    cash = api.account(_branch(), "CASH")
    with pytest.raises(IntegrityError, match="stands already"), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO ledger_ledgerentry (transaction_id, account_id, component, amount)"
            " VALUES (%s, %s, '', 5), (%s, %s, '', -5)",
            [posted.id, cash, posted.id, cash],
        )


@pytest.mark.parametrize(
    "table", ["ledger_ledgerentry", "ledger_ledgertransaction", "ledger_ledgeraccount"]
)
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_the_app_role_cannot_rewrite_the_ledger(table, statement):
    _refer(7, 1200)
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement.format(table))


def _stage(*rows):
    stage = api.open_stage("staged")
    with connection.cursor() as cursor:
        for reference in sorted({row[0] for row in rows}):
            cursor.execute(
                f"INSERT INTO {stage.heads} (reference, occurred_on) VALUES (%s, %s)",
                [reference, ON],
            )
        cursor.executemany(
            f"INSERT INTO {stage.entries} SELECT posting, %s, %s, %s, %s FROM {stage.heads}"
            " WHERE reference = %s",
            [(*row[1:], row[0]) for row in rows],
        )
    return stage


def test_many_transactions_are_posted_by_set():
    branch = _branch()
    receivable, claims = api.account(branch, "RECEIVABLE"), api.account(branch, "CLAIMS", "AG")
    rows = []
    for n in range(1, 51):
        rows += [
            (f"case-{n}", receivable, n, "PRINCIPAL", 100),
            (f"case-{n}", receivable, n, "COST", 0),
        ]
        rows += [(f"case-{n}", claims, None, "", -100)]
    assert api.post_staged(_stage(*rows), branch_id=branch, kind="REFERRAL", by=BY, at=AT) == 50
    assert api.balances_of(branch, "RECEIVABLE", [50]) == {50: {"PRINCIPAL": 100}}
    assert len(api.entries_for(branch, "REFERRAL", "case-50")) == 2
    assert all(check.holds for check in api.verify(branch))


def test_a_staged_set_that_does_not_balance_is_refused_whole():
    branch = _branch()
    cash = api.account(branch, "CASH")
    table = _stage(("a", cash, None, "", 7), ("b", cash, None, "", -7))
    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        api.post_staged(table, branch_id=branch, kind="X", by=BY, at=AT)
    assert not LedgerTransaction.objects.filter(branch_id=branch).exists()


def test_a_staged_reference_that_was_posted_before_is_refused():
    branch = _branch()
    _refer(7, 1200, "r-1")
    cash = api.account(branch, "CASH")
    with pytest.raises(IntegrityError, match="ledger_posted_once"), transaction.atomic():
        api.post_staged(
            _stage(("r-1", cash, None, "", 7), ("r-1", cash, None, "", -7)),
            branch_id=branch, kind="REFERRAL", by=BY, at=AT,
        )  # fmt: skip


def test_a_reversal_takes_back_exactly_once():
    branch = _branch()
    posted = _refer(7, 1200)
    lines = api.entries_in(posted.id)
    mirror = [
        api.Entry(
            api.account(branch, line.code, line.account_reference),
            line.subject_id,
            line.component,
            -line.amount,
        )
        for line in lines
    ]
    given = {
        "branch_id": branch,
        "kind": "UNDO",
        "occurred_on": ON,
        "entries": mirror,
        "by": BY,
        "at": AT,
    }
    api.post(reference="v-1", reverses=posted.id, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        api.post(reference="v-2", reverses=posted.id, **given)
    assert api.balances_of(branch, "RECEIVABLE", [7]) == {7: {}}
    assert all(check.holds for check in api.verify(branch))


def test_verify_names_what_is_broken():
    branch = _branch()
    receivable, claims = api.account(branch, "RECEIVABLE"), api.account(branch, "CLAIMS", "AG")
    cash, payable = api.account(branch, "CASH"), api.account(branch, "PAYABLE", "AG")

    def post(reference, *lines):
        entries = [api.Entry(a, s, c, n) for a, s, c, n in lines]
        api.post(
            branch_id=branch,
            kind="X",
            reference=reference,
            occurred_on=ON,
            entries=entries,
            by=BY,
            at=AT,
        )

    post("1", (receivable, 1, "COST", -5), (cash, None, "", 5))
    post("2", (payable, None, "", 9), (claims, None, "", -9))
    failed = {check.name for check in api.verify(branch) if not check.holds}
    assert failed == {
        "receivables_never_negative",
        "receivables_equal_claims",
        "payables_never_debit",
        "money_in_equals_money_owed_out",
    }


def test_higher_contexts_add_their_checks():
    from wuai.contexts.ledger import queries

    api.register_checks("test", lambda branch: [api.Check("mine", False, "seen")])
    try:
        assert api.Check("mine", False, "seen") in api.verify()
    finally:
        del queries._registered["test"]


def test_books_that_do_not_balance_are_an_error_in_the_log(caplog):
    branch = _branch()
    assert jobs.tell(queries.watched()) == []
    cash, receivable = api.account(branch, "CASH"), api.account(branch, "RECEIVABLE")
    entries = [api.Entry(receivable, 1, "COST", 5), api.Entry(cash, None, "", -5)]
    api.post(branch_id=branch, kind="X", reference="odd", occurred_on=ON, entries=entries, by=BY, at=AT)  # fmt: skip
    assert jobs.tell(queries.watched()) == ["receivables_equal_claims"]
    assert "LEDGER_BROKEN receivables_equal_claims 1" in caplog.text


def test_each_transaction_is_looked_at_until_nothing_below_it_can_still_come(caplog, monkeypatch):
    branch = _branch()
    cash, receivable = api.account(branch, "CASH"), api.account(branch, "RECEIVABLE")
    entries = [api.Entry(receivable, 1, "COST", 5), api.Entry(cash, None, "", -5)]
    posted = api.post(branch_id=branch, kind="X", reference="odd", occurred_on=ON, entries=entries, by=BY, at=AT)  # fmt: skip
    monkeypatch.setattr(queries, "_BEHIND", 0)
    checks, mark = queries.watched_since(0)
    assert (jobs.tell(checks), mark) == (["receivables_equal_claims"], posted.id)
    assert jobs.tell(queries.watched_since(mark)[0]) == []
    jobs.watch(0)
    assert caplog.text.count("LEDGER_BROKEN") == 2
    jobs.watch(0)
    assert caplog.text.count("LEDGER_BROKEN") == 2
