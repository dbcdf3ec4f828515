"""A branch with simulated card platforms, their words handed over without a line between."""

import urllib.parse
import uuid
from dataclasses import replace
from datetime import timedelta

from wuai.contexts.organisation.models import Branch
from wuai.contexts.payments.actions.online import (
    online,
    online_asking,
    online_contract,
    online_joint,
)
from wuai.contexts.payments.gateways.card_platforms import PLATFORMS
from wuai.contexts.payments.gateways.card_simulators import ACCOUNTS
from wuai.contexts.payments.gateways.counterpart import Misbehaviour
from wuai.contexts.payments.gateways.ecpay.fake import FakeEcPay
from wuai.contexts.payments.gateways.hosted_card import Merchant, Order
from wuai.contexts.payments.gateways.newebpay.fake import FakeNewebPay
from wuai.contexts.payments.gateways.settlement import codec
from wuai.contexts.payments.models import CardAttempt, CardContract
from wuai.contexts.payments.tests.conftest import Desk

FAKES = {"ECPAY": FakeEcPay, "NEWEBPAY": FakeNewebPay}


class CardDesk(Desk):
    """``attempt`` makes an order and lets the payer arrive at the platform with it."""

    def __init__(self, platform="ECPAY", most=199_999):
        super().__init__()
        Branch.objects.filter(id=self.branch.id).update(is_demo=True)
        self.platform = PLATFORMS[platform]
        account = ACCOUNTS[platform]
        self.contract_ref = self.agree(platform, most)
        self.contract_id = CardContract.objects.get(ref=self.contract_ref).id
        self.merchant = Merchant(address="https://platform.test", **account)
        self.fake = FAKES[platform].open(self.merchant)
        self.now = self.at
        self.fake.book.now = lambda: self.now
        self.fake.book.send = lambda url, fields: self.arrives(fields)

    def agree(self, platform, most):
        return online_contract.enter_contract(
            branch_id=self.branch.id, most=most,
            values=ACCOUNTS[platform] | {"platform": platform, "mode": "SIMULATED"}, **self.who,
        )  # fmt: skip

    def later(self, **delta):
        self.now += timedelta(**delta)

    def start(self, slip, key=None):
        return online.start_attempt(
            key=key or uuid.uuid4(), slip_ref=slip.ref, contract_ref=self.contract_ref, by=self.by,
            at=self.now, on=self.on,
        )  # fmt: skip

    def open_order(self, rows):
        """One order for several cases."""
        return online_joint.open_order(
            key=uuid.uuid4(), case_ids=[row.id for row in rows], contract_ref=self.contract_ref,
            by=self.by, at=self.now, on=self.on,
        )  # fmt: skip

    def attempt(self, slip):
        """An order of a slip whose payer sits before the card page."""
        return self.at_the_page(self.start(slip))

    def at_the_page(self, ref):
        held = self.row(ref)
        order = Order(held.order_no, held.amount, held.made_at, "Case", "n", "r", "b")
        gone = self.platform.redirect(self.merchant, order)
        self.fake.answer(urllib.parse.urlsplit(gone.address).path, dict(gone.fields))
        return held, self.fake.orders[held.order_no]

    def row(self, ref):
        return CardAttempt.objects.get(ref=ref)

    def press(self, order, button="PAY", how=Misbehaviour.GOOD):
        self.fake.book.press(order, button, how)

    def tell(self, order, how=Misbehaviour.GOOD):
        """The platform calls, in this manner."""
        order.how = how
        self.fake.book.tell(order)

    def arrives(self, fields, source="CALLBACK"):
        said = self.platform.read(self.merchant, urllib.parse.urlencode(fields).encode())
        self.hears(said, source)
        return self.platform.acknowledged

    def hears(self, said, source="CALLBACK", **more):
        return online.apply_event(
            contract_id=self.contract_id, said=said, source=source, by=self.by, at=self.now, **more
        )

    def asks(self, ref):
        """We ask, and the platform answers (or is silent)."""
        question = online_asking.claim_question(ref=ref, by=self.by, at=self.now)
        if question is None:
            return None
        asked = self.platform.question(
            self.merchant, question.order_no, question.amount, question.asked_at
        )
        page = self.fake.answer(urllib.parse.urlsplit(asked.address).path, dict(asked.fields))
        if page.status != 200:
            return online.apply_silence(
                ref=ref, reason="HTTP 503", is_answer=False, asked_at=question.asked_at, by=self.by,
                at=self.now,
            )  # fmt: skip
        said = self.platform.answer(self.merchant, question.order_no, page.body.encode())
        return self.hears(said, "POLL", asked_at=question.asked_at)

    def settlement(self, *rows):
        """A settlement file of the card channel: (slip number, amount, serial) each."""
        from wuai.contexts.payments import api

        day = str(self.on)
        return api.import_settlement(
            branch_id=self.branch.id, channel_code="CARD", name="card.csv",
            content=codec.write([(n, day, day, a, "CARD", "806", s) for n, a, s in rows]),
            **self.who,
        )  # fmt: skip


def with_amount(said, amount):
    """The same word about another amount."""
    return replace(said, amount=amount)
