"""A day is closed once, and no money slips into it, also when everything happens at once."""

import pytest
from tests import factories

from wuai.contexts.payments.actions.day import bank_matching, bank_statements, close_day
from wuai.contexts.payments.gateways.bank_statement import codec
from wuai.contexts.payments.models import BankAccount, BankMatch, BankStatement, DayClose
from wuai.contexts.payments.queries.day.matching import match_day
from wuai.contexts.payments.tests.conftest import Desk
from wuai.contexts.payments.tests.test_races import _together

pytestmark = pytest.mark.django_db(transaction=True)


def test_closing_and_paying_at_once_leaves_each_payment_in_a_day_that_counts_it(transactional_db):
    desk = Desk()
    numbers = [desk.slip(factories.case(amount=100)).number for _ in range(6)]

    def close(by):
        return lambda: close_day.close_day(branch_id=desk.branch.id, on=desk.on, by=by, at=desk.at)

    def pay(number):
        return lambda: desk.receive(number, 100)

    outcomes = _together(close(desk.chief), *map(pay, numbers), close(desk.cashier))
    assert not [o for o in outcomes if isinstance(o, Exception)], outcomes
    closing = DayClose.objects.get()
    counted = sum(c["lines"] for c in closing.figures["channels"])
    today = sum(c.lines for c in match_day(desk.branch.id, desk.on).channels)
    assert counted == today  # nothing came into the day after it was closed
    tomorrow = desk.on.replace(day=desk.on.day + 1)
    assert today + sum(c.lines for c in match_day(desk.branch.id, tomorrow).channels) == 6
    desk.verify()


def test_one_statement_and_one_match_however_many_hands(transactional_db):
    desk = Desk()
    desk.receive(desk.slip(factories.case(amount=100)).number, 100)
    account = BankAccount.objects.get(branch=desk.branch).number
    content = codec.write(account, 0, (desk.on, desk.on), [(desk.on, 100, "虛擬帳號", "")])

    def take():
        return bank_statements.import_statement(
            branch_id=desk.branch.id, account=account, name="s.csv", content=content,
            by=desk.chief, at=desk.at,
        )  # fmt: skip

    def match():
        return bank_matching.match_bank(
            branch_id=desk.branch.id, on=desk.on, by=desk.cashier, at=desk.at
        )

    outcomes = _together(take, take, match, match, take)
    assert not [o for o in outcomes if isinstance(o, Exception)], outcomes
    assert BankStatement.objects.count() == BankMatch.objects.count() == 1
    assert desk.on_books("BANK") == 100
    desk.verify()
