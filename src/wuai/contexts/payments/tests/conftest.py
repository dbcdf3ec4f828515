"""What every test of payments needs: a day, a moment, people, and lines as channels send them."""

import itertools
from datetime import date, datetime, timedelta, timezone

import pytest
from tests import factories

from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments import api
from wuai.contexts.payments.gateways.settlement.codec import Line
from wuai.platform.actors import Actor, system

TAIPEI = timezone(timedelta(hours=8))
_serials = itertools.count(1)


class Desk:
    """One branch on one day, with short words for what people do there."""

    at = datetime(2026, 11, 21, 10, tzinfo=TAIPEI)
    on = date(2026, 11, 21)
    by = system("test")

    def __init__(self):
        self.branch = factories.branch()
        given = {"branch_id": self.branch.id, "branch_code": self.branch.code}
        may = frozenset({"payment.counter", "payment.settle", "payment.approve"})
        self.cashier = Actor("staff", "account:1", "王出納", permissions=may, **given)
        self.chief = Actor("staff", "account:2", "李主任", permissions=may, **given)
        self.till = api.open_till(opening_float=2000, by=self.cashier, at=self.at, on=self.on)

    @property
    def who(self):
        return {"by": self.by, "at": self.at, "on": self.on}

    def slip(self, case):
        return api.issue_slips([case.id], **self.who)[case.id]

    def line(self, number, amount, **more):
        given = {
            "place_in_file": 0, "number": number, "paid_on": self.on, "posted_on": self.on,
            "amount": amount, "channel_code": "VA", "place": "822", "serial": f"S{next(_serials)}",
            "raw": "raw", "reason": "",
        }  # fmt: skip
        return Line(**(given | more))

    def receive(self, number, amount, **more):
        line = self.line(number, amount, **more)
        return api.receive(branch_id=self.branch.id, arrival=api.from_line(line), **self.who)

    def owed(self, case):
        return ledger.balances_of(case.branch_id, "RECEIVABLE", [case.id])[case.id]

    def on_books(self, code, reference=None):
        return ledger.balance(self.branch.id, code, reference)

    def verify(self):
        failed = [check for check in ledger.verify(self.branch.id) if not check.holds]
        assert not failed, failed


@pytest.fixture
def desk(db):
    desk = Desk()
    yield desk
    desk.verify()
