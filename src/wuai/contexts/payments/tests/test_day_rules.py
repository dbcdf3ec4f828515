"""Every seeded error of a day is found and named; the SQL of a day says what the rule says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests import factories

from wuai.contexts.payments.gateways.bank_statement import codec
from wuai.contexts.payments.models import Receipt
from wuai.contexts.payments.queries.day.day_lines import Marks, read_lines
from wuai.contexts.payments.rules.day import day_close as rules
from wuai.contexts.payments.rules.day.bank_matching import (
    RULES,
    BankMoney,
    ChannelDay,
    Fee,
    Pairing,
    pair,
)

ON = date(2026, 11, 20)
NEXT = ON + timedelta(days=1)
TOLD = rules.Told(100, ON, ON, "VA")
POSTING = rules.Posting(100, ON, "VA", frozenset({7}))
CLEAN = rules.LineFacts(TOLD, TOLD, POSTING, named_case=7)

# Each kind of error, as it looks on one line, and the name under which it must be found.
SEEDED = {
    "missing receipt": (replace(CLEAN, receipt=None), rules.NO_RECEIPT),
    "missing posting": (replace(CLEAN, posting=None), rules.NO_POSTING),
    "duplicate": (replace(CLEAN, times=2), rules.TWICE),
    "one more": (replace(CLEAN, posting=replace(POSTING, amount=101)), rules.AMOUNT),
    "one less": (replace(CLEAN, receipt=replace(TOLD, amount=99)), rules.AMOUNT),
    "swapped": (replace(CLEAN, receipt=replace(TOLD, amount=250), posting=replace(POSTING, amount=250)), rules.AMOUNT),
    "wrong case": (replace(CLEAN, posting=replace(POSTING, cases=frozenset({8}))), rules.CASE),
    "case of nobody": (replace(CLEAN, named_case=None, may_have_case=False), rules.CASE),
    "late": (replace(CLEAN, receipt=replace(TOLD, posted_on=NEXT)), rules.DAY),
    "wrong day": (replace(CLEAN, posting=replace(POSTING, occurred_on=NEXT)), rules.DAY),
    "wrong channel": (replace(CLEAN, posting=replace(POSTING, channel="CVS_711")), rules.CHANNEL),
    "sign": (replace(CLEAN, posting=replace(POSTING, amount=-100)), rules.AMOUNT),
}  # fmt: skip


@pytest.mark.parametrize("kind", SEEDED)
def test_each_seeded_error_is_found_by_its_name(kind):
    facts, name = SEEDED[kind]
    assert rules.fault_of(facts) == name
    assert rules.NAMES[name].en


def test_a_line_that_all_tell_alike_has_no_fault():
    assert rules.fault_of(CLEAN) == ""
    assert rules.fault_of(replace(CLEAN, named_case=None)) == ""


def bank(*amounts, on=ON):
    return [BankMoney(n, on, amount) for n, amount in enumerate(amounts, 1)]


def days(*totals, last=ON, lines=2):
    first = last - timedelta(days=len(totals) - 1)
    return [ChannelDay(first + timedelta(days=n), lines, total) for n, total in enumerate(totals)]


def went_back(total, back, lines=2):
    return [ChannelDay(ON, lines, total, back)]


FEE = Fee(each=5, rate=150)


@pytest.mark.parametrize(
    ("bank", "days", "fee", "rule"),
    [
        (bank(300), days(300), Fee(), "DAY_SUM"),
        (bank(9840), days(10_000), FEE, "DAY_SUM_FEE"),
        (bank(9841), days(10_000), FEE, None),
        (bank(100, 200), days(300), Fee(), "DAY_SPLIT"),
        (bank(40, 9800), days(10_000), FEE, "DAY_SPLIT"),
        (bank(400, -100), days(300), Fee(), None),
        (bank(300), days(100, 200), Fee(), "DAYS_MERGED"),
        (bank(301), days(100, 200), Fee(), None),
        (bank(-300), days(300), Fee(), None),
        (bank(300, on=NEXT), days(300), Fee(), None),
        (bank(300), [], Fee(), None),
        (bank(10), days(10), Fee(each=5), "DAY_SUM"),
        (bank(1300), went_back(1300, 700), Fee(), "DAY_SUM"),
        (bank(1260), went_back(1300, 700), FEE, "DAY_SUM_FEE"),
        (bank(2000, -700), went_back(1300, 700), Fee(), "DAY_SPLIT"),
        (bank(1960, -700), went_back(1300, 700), FEE, "DAY_SPLIT"),
        (bank(1900, -600), went_back(1300, 700), Fee(), None),
        (bank(2000), went_back(1300, 700), Fee(), None),
        (bank(-700), went_back(-700, 700, lines=0), FEE, "DAY_SUM"),
    ],
)
def test_money_is_the_same_by_the_first_rule_that_takes_it(bank, days, fee, rule):
    assert [p.rule for p in pair(bank, days, fee)] == ([rule] if rule else [])


def test_every_rule_has_a_name_in_both_languages():
    assert all(rule.name.zh and rule.name.en for rule in RULES)


amounts = st.lists(st.integers(1, 10**6), min_size=1, max_size=6)


@given(amounts, st.integers(0, 5), st.integers(-(10**6), 10**6).filter(bool))
def test_no_mutation_of_a_clean_day_is_taken_for_the_clean_day(totals, which, change):
    clean = [BankMoney(1, ON, sum(totals))]
    told = [ChannelDay(ON, len(totals), sum(totals))]
    assert pair(clean, told, Fee()) == [Pairing("DAY_SUM", tuple(clean), tuple(told))]
    for wrong in (
        [],  # missing
        [*clean, BankMoney(2, ON, sum(totals))],  # duplicate
        [BankMoney(1, ON, sum(totals) + change)],  # any other amount, also of the other sign
        [BankMoney(1, NEXT, sum(totals))],  # late
        [BankMoney(1, ON - timedelta(days=1), sum(totals))],  # wrong day
        [BankMoney(1, ON, totals[which % len(totals)])][: len(totals) - 1],  # a part only
    ):
        assert pair(wrong, told, Fee()) == []


ROWS = [(ON, 100, "a", "1"), (ON, -30, "b", "2"), (NEXT, 5, "c", "3")]


@pytest.mark.parametrize("gone", range(5))
def test_a_statement_that_lost_a_line_is_refused_whole(gone):
    lines = codec.write("123", 50, (ON, NEXT), ROWS).split(b"\r\n")
    content = b"\r\n".join(line for n, line in enumerate(lines) if n != gone)
    with pytest.raises((codec.StatementNotReadable, codec.StatementDisagrees)):
        codec.read(content, "123")


@pytest.mark.parametrize(
    ("old", "new"),
    [(b",100,", b",101,"), (b",100,", b",-100,"), (b",-30,", b",30,"), (b",1,150", b",1"),
     (b"2026-11-20,100", b"2026-11-25,100"), (b",5,c", b",0,c"), (b"125\r\n", b"126\r\n"),
     (b"2026-11-20,3,125", b"2026-11-20,4,125"), (b"123,", b"124,")],
)  # fmt: skip
def test_a_statement_that_was_changed_is_refused_whole(old, new):
    content = codec.write("123", 50, (ON, NEXT), ROWS)
    assert codec.read(content, "123").closing == 125
    changed = content.replace(old, new, 1)
    assert changed != content
    with pytest.raises((codec.StatementNotReadable, codec.StatementDisagrees, codec.OtherAccount)):
        codec.read(changed, "123")


# What somebody with the keys of the database might do to a line behind the house's back.
FORGED = {
    "AMOUNT": "UPDATE payments_receipt SET amount = amount + 1 WHERE id = %(receipt)s",
    "CHANNEL": "UPDATE payments_receipt SET channel_id = (SELECT id FROM payments_channel"
    " WHERE code = 'CVS_711') WHERE id = %(receipt)s",
    "DAY": "UPDATE payments_receipt SET paid_on = paid_on - 1 WHERE id = %(receipt)s",
    "CASE": "UPDATE ledger_ledgerentry SET subject_id = %(other)s WHERE subject_id = %(case)s"
    " AND transaction_id = (SELECT id FROM ledger_ledgertransaction WHERE reference = %(ref)s)",
    "NO_POSTING": "UPDATE ledger_ledgertransaction SET reference = 'gone' WHERE reference = %(ref)s",
    "TWICE": "UPDATE payments_rawevent SET serial = 'S', number = %(number)s, amount = 100"
    " WHERE outcome = 'POSTED'",
}


@pytest.mark.parametrize("kind", FORGED)
def test_the_sql_of_a_day_finds_what_was_done_behind_its_back(kind, db):
    from wuai.contexts.payments.tests.conftest import Desk

    desk = Desk()
    case, other = factories.case(amount=100), factories.case(amount=100)
    number = desk.slip(case).number
    received = desk.receive(number, 100)
    desk.receive(desk.slip(other).number, 100)
    assert read_lines(desk.branch.id, desk.on, Marks())[1] == []
    values = {
        "receipt": received.receipt_id, "ref": str(received.receipt_ref), "case": case.id,
        "other": other.id, "number": number,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(FORGED[kind], values)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET ROLE wuai_app")
    found = read_lines(desk.branch.id, desk.on, Marks())[1]
    also = {
        "NO_POSTING": "ORPHAN",
        "TWICE": "CASE",
    }  # the other line now names the first one's case
    expected = {kind, also.get(kind, kind)}
    assert {one.kind for one in found} == expected
    assert Receipt.objects.count() == 2
