"""Exactly once and balanced, also when everything happens at the same instant."""

import threading
import uuid

import pytest
from django.db import connection
from tests import factories

from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments import api
from wuai.contexts.payments.gateways.settlement import codec
from wuai.contexts.payments.models import CounterReceipt, RawEvent, Receipt, SettlementFile
from wuai.contexts.payments.tests.conftest import Desk

pytestmark = pytest.mark.django_db(transaction=True)


def _together(*tasks):
    """Run tasks at the same instant, each with a connection of its own; results or errors."""
    gate, done = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(place, task):
        try:
            gate.wait()
            done[place] = task()
        except Exception as error:
            done[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return done


def _row(number, amount, serial):
    return (number, "2026-11-21", "2026-11-21", amount, "VA", "822", serial)


def _import(desk, content):
    return lambda: api.import_settlement(
        branch_id=desk.branch.id, channel_code="VA", name="a.csv", content=content, **desk.who
    )


def test_one_file_uploaded_at_the_same_instant_is_posted_once(transactional_db):
    desk = Desk()
    slips = [desk.slip(factories.case(amount=100)).number for _ in range(5)]
    content = codec.write([_row(number, 100, f"S{n}") for n, number in enumerate(slips)])
    outcomes = _together(*[_import(desk, content)] * 4)
    assert len({outcome.ref for outcome in outcomes}) == 1, outcomes
    assert sorted(outcome.replayed for outcome in outcomes) == [False, True, True, True]
    assert SettlementFile.objects.count() == 1
    assert Receipt.objects.count() == 5
    desk.verify()


def test_files_that_share_lines_in_other_orders_post_each_line_once(transactional_db):
    desk = Desk()
    rows = [_row(desk.slip(factories.case(amount=100)).number, 60, f"S{n}") for n in range(6)]
    files = [rows[:4], rows[2:][::-1], [*rows[::-1], _row("1", 5, "X")]]
    outcomes = _together(*[_import(desk, codec.write(lines)) for lines in files])
    assert sum(o.posted for o in outcomes) == 6, outcomes
    assert sum(o.duplicates for o in outcomes) == 8
    assert RawEvent.objects.count() == 15
    desk.verify()


def test_a_webhook_and_the_file_race_and_the_money_is_posted_once(transactional_db):
    desk = Desk()
    number = desk.slip(factories.case(amount=100)).number
    line = desk.line(number, 100, serial="S0")
    outcomes = _together(
        _import(desk, codec.write([_row(number, 100, "S0")])),
        *[lambda: api.receive(branch_id=desk.branch.id, arrival=api.from_line(line), **desk.who)]
        * 3,
    )
    assert not [o for o in outcomes if isinstance(o, Exception)], outcomes
    assert Receipt.objects.count() == 1
    desk.verify()


def test_payments_to_one_case_race_and_none_is_lost_or_counted_twice(transactional_db):
    desk = Desk()
    case = factories.case(amount=1000)
    number = desk.slip(case).number
    outcomes = _together(*[lambda: desk.receive(number, 300)] * 5)
    assert sum(o.placement.rest for o in outcomes) == 500, outcomes
    assert desk.owed(case) == {}
    assert desk.on_books("CLEARING", "VA") == 1500
    desk.verify()


def test_one_button_pressed_by_many_hands_gives_one_receipt(transactional_db):
    desk, key = Desk(), uuid.uuid4()
    case = factories.case(amount=1000)

    def press():
        return api.take_cash(
            key=key,
            case_ids=[case.id],
            amount=1000,
            payer="",
            by=desk.cashier,
            at=desk.at,
            on=desk.on,
        )

    outcomes = _together(*[press] * 4)
    assert len({o.receipt_ref for o in outcomes}) == 1, outcomes
    assert CounterReceipt.objects.count() == 1
    desk.verify()


def test_cashiers_take_numbers_at_the_same_time_without_gaps(transactional_db):
    desk = Desk()
    cases = [factories.case(amount=100) for _ in range(6)]

    def take(case, amount):
        return lambda: api.take_cash(
            key=uuid.uuid4(), case_ids=[case.id], amount=amount, payer="", by=desk.cashier,
            at=desk.at, on=desk.on,
        )  # fmt: skip

    outcomes = _together(*[take(case, 100 if n % 3 else 101) for n, case in enumerate(cases)])
    assert sum(isinstance(o, api.MoreThanOwed) for o in outcomes) == 2, outcomes
    assert sorted(CounterReceipt.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]
    desk.verify()


def test_two_chiefs_approve_one_proposal_and_it_is_posted_once(transactional_db):
    from dataclasses import replace

    from wuai.contexts.payments.models import OpenItem

    desk = Desk()
    desk.receive("99999999999999", 700)
    case, item = factories.case(amount=700), OpenItem.objects.get()
    ref = api.propose_settlement(
        ref=item.ref, case_id=case.id, amount=700, why="附言", by=desk.cashier, at=desk.at
    )
    other = replace(desk.chief, ref="account:3")

    def approve(by):
        return lambda: api.decide_settlement(
            ref=ref, decision="APPROVED", by=by, at=desk.at, on=desk.on
        )

    outcomes = _together(approve(desk.chief), approve(other))
    assert sum(isinstance(o, api.AlreadyDecided) for o in outcomes) == 1, outcomes
    assert ledger.balance(desk.branch.id, "SUSPENSE") == 0
    desk.verify()
