"""One card order for several cases, also of several branches: each part in its own books, once."""

import uuid
from dataclasses import replace

import pytest
import time_machine
from django.test import Client
from tests import factories

from wuai.contexts.cases import api as cases
from wuai.contexts.ledger import api as ledger
from wuai.contexts.organisation.models import Branch
from wuai.contexts.payments import api
from wuai.contexts.payments.actions.online import online, online_contract
from wuai.contexts.payments.gateways.card_simulators import ACCOUNTS
from wuai.contexts.payments.gateways.settlement import codec
from wuai.contexts.payments.models import CardPart, OpenItem, Receipt
from wuai.contexts.payments.queries.online import online as queries
from wuai.contexts.payments.rules.online import online as rules
from wuai.contexts.payments.rules.online import online_joint as joint
from wuai.contexts.payments.tests.cards import CardDesk
from wuai.contexts.payments.tests.test_online import _together
from wuai.platform.models import ReadLine

SIM = "http://127.0.0.1:1"


class JointDesk(CardDesk):
    """Two branches that share an account at the platform, and a person with debts at both."""

    def __init__(self, platform="ECPAY"):
        super().__init__(platform)
        self.other = factories.branch("TPY")
        Branch.objects.filter(id=self.other.id).update(is_demo=True)
        self.also = self.share(platform)
        self.here = [factories.case(amount=700), factories.case(amount=200)]
        self.there = factories.case(amount=400, branch=self.other)
        self.all = [*self.here, self.there]

    def share(self, platform, most=199_999, merchant_id=None):
        values = ACCOUNTS[platform] | {"platform": platform, "mode": "SIMULATED"}
        return online_contract.enter_contract(
            branch_id=self.other.id, most=most,
            values=values | ({"merchant_id": merchant_id} if merchant_id else {}), **self.who,
        )  # fmt: skip

    def open(self, *rows, key=None, **more):
        given = {"contract_ref": self.contract_ref, "by": self.by, "at": self.now, "on": self.on}
        return api.open_order(
            key=key or uuid.uuid4(), case_ids=[row.id for row in rows or self.all], **(given | more)
        )

    def order(self, *rows):
        """An order whose payer sits before the card page."""
        return self.at_the_page(self.open(*rows))

    def parts(self, held):
        return list(CardPart.objects.filter(attempt=held).order_by("place"))

    def file(self, branch, *rows):
        content = codec.write(
            [(n, str(self.on), str(self.on), a, "CARD", "806", s) for n, a, s in rows]
        )
        return api.import_settlement(
            branch_id=branch.id, channel_code="CARD", name="card.csv", content=content, **self.who
        )

    def lines(self, held, branch):
        return [
            (part.slip.number, part.amount, held.order_no)
            for part in self.parts(held) if part.branch_id == branch.id
        ]  # fmt: skip

    def verify(self):
        failed = [check for check in ledger.verify(None) if not check.holds]
        assert not failed, failed


@pytest.fixture
def desk(db):
    desk = JointDesk()
    yield desk
    desk.verify()


A, B, C = (
    joint.Account(1, 1, "ECPAY", "M", "LIVE", 1000),
    joint.Account(2, 2, "ECPAY", "M", "LIVE", 1000),
    joint.Account(3, 3, "ECPAY", "N", "LIVE", 1000),
)


@pytest.mark.parametrize(
    ("accounts", "owed", "orders"),
    [
        ([A, B], {1: 300, 2: 400}, [(2, {1, 2})]), ([A, B], {1: 400, 2: 400}, [(1, {1, 2})]),
        ([A, B, C], {1: 3, 2: 4, 3: 5}, [(2, {1, 2}), (3, {3})]),
        ([A, C], {1: 3, 3: 1}, [(1, {1}), (3, {3})]), ([A, B], {1: 1000, 2: 1}, []),
        ([A, replace(B, most=699)], {1: 300, 2: 400}, []), ([A, B], {1: 1000, 2: 0}, [(1, {1})]),
        ([A, replace(B, mode="STAGE")], {1: 3, 2: 4}, [(1, {1}), (2, {2})]), ([], {1: 3}, []),
    ],
)  # fmt: skip
def test_branches_that_share_an_account_share_an_order(accounts, owed, orders):
    found = [(one.branch_id, set(branches)) for one, branches in joint.groups(accounts, owed)]
    assert found == orders


def test_the_offer_names_all_cases_and_the_sum(desk):
    paid = factories.case(amount=50)
    desk.receive(desk.slip(paid).number, 50)
    (offer,) = api.joint_offers([c.id for c in [*desk.all, paid]], on=desk.on, simulator=SIM)
    assert set(offer.case_ids) == {case.id for case in desk.all}
    assert (offer.amount, offer.contract_ref) == (1300, desk.contract_ref)
    assert api.joint_offers([paid.id], on=desk.on, simulator=SIM) == []


def test_one_payment_closes_the_cases_of_both_branches(desk):
    held, order = desk.order()
    assert (held.amount, len(desk.parts(held))) == (1300, 3)
    desk.later(minutes=3)
    desk.press(order)
    desk.tell(order)
    held.refresh_from_db()
    assert held.state == "PAID"
    assert [cases.case_row(case.id).status for case in desk.all] == ["PAID"] * 3
    assert ledger.balance(desk.branch.id, "CLEARING", "CARD") == 900
    assert ledger.balance(desk.other.id, "CLEARING", "CARD") == 400
    row = queries.attempts_of_case(desk.there.id)[0]
    assert (row.ref, row.parts[-1].case_id, row.parts[-1].amount) == (held.ref, desk.there.id, 400)
    assert queries.attempt_facts(held.ref, branch_id=desk.other.id) is not None


@pytest.mark.parametrize("first", ["callback", "return", "poll", "here", "there"])
def test_call_return_answer_and_both_files_in_any_order_post_once(desk, first):
    held, order = desk.order()
    desk.later(minutes=3)
    desk.press(order)
    paid = desk.fake.message(order, 1300, False)

    def poll():
        desk.later(seconds=11)
        desk.asks(held.ref)

    ways = {
        "callback": lambda: desk.arrives(paid), "return": lambda: desk.arrives(paid, "RETURN"),
        "poll": poll, "here": lambda: desk.file(desk.branch, *desk.lines(held, desk.branch)),
        "there": lambda: desk.file(desk.other, *desk.lines(held, desk.other)),
    }  # fmt: skip
    for way in [ways.pop(first), *ways.values()]:
        way()
    held.refresh_from_db()
    assert (held.state, held.flag) == ("SETTLED", "")
    assert sorted(Receipt.objects.values_list("amount", flat=True)) == [200, 400, 700]
    assert not any(desk.owed(case) for case in desk.all)


def test_a_file_of_one_branch_settles_its_parts_only(desk):
    held, order = desk.order()
    desk.press(order)
    done = desk.file(desk.branch, *desk.lines(held, desk.branch))
    assert done.posted == 2
    held.refresh_from_db()
    assert held.state == "PAID"
    assert [part.is_settled for part in desk.parts(held)] == [True, True, False]
    assert desk.owed(desk.there) == {}


def test_a_line_of_another_amount_or_number_posts_nothing(desk):
    held, _order = desk.order()
    (number, amount, order_no), *_ = desk.lines(held, desk.branch)
    done = desk.file(desk.branch, (number, amount + 1, order_no), ("12345678901", 5, order_no))
    assert (done.posted, done.rejected) == (0, 2)
    held.refresh_from_db()
    assert (held.state, held.flag) == ("OPEN", "CONTRADICTS")


def test_what_a_case_can_take_no_more_is_held_and_the_others_get_their_part(desk):
    held, order = desk.order()
    desk.receive(desk.slip(desk.here[0]).number, 300)
    desk.receive(desk.slip(desk.here[1]).number, 200)
    desk.press(order)
    desk.tell(order)
    held.refresh_from_db()
    assert held.state == "PAID"
    reasons = set(OpenItem.objects.values_list("reason", "receipt__amount"))
    assert {amount for _, amount in reasons} == {700, 200}
    assert desk.on_books("OVERPAYMENT") == -500
    assert not any(desk.owed(case) for case in desk.all)


def test_failed_wrong_amounts_and_silence_are_no_money(desk):
    held, order = desk.order()
    desk.press(order, "FAIL")
    desk.tell(order)
    desk.press(order)
    desk.arrives(desk.fake.message(order, 1299, False))
    assert not Receipt.objects.exists()
    desk.later(seconds=11)
    desk.asks(held.ref)
    assert Receipt.objects.count() == 3


def test_no_second_order_for_any_of_the_cases_while_the_first_is_unknown(desk):
    held, _order = desk.order(desk.here[1], desk.there)
    with pytest.raises(rules.StillUnclear):
        desk.start(desk.slip(desk.here[1]))
    with pytest.raises(rules.StillUnclear):
        desk.open()
    desk.asks(held.ref)
    assert desk.open() != held.ref


def test_one_key_is_one_order_and_only_of_its_cases(desk):
    key = uuid.uuid4()
    first = desk.open(key=key)
    assert desk.open(key=key) == first
    with pytest.raises(online.AttemptUnknown):
        desk.open(desk.there, key=key)
    alone = uuid.uuid4()
    factory = factories.case(amount=10)
    desk.start(desk.slip(factory), alone)
    with pytest.raises(online.AttemptUnknown):
        desk.open(factory, key=alone)


def test_branches_of_other_accounts_changed_sums_and_nothing_owed_are_refused(desk):
    with pytest.raises(joint.AmountsChanged):
        desk.open(seen=1299)
    desk.open(seen=1300, key=uuid.uuid4())
    desk.share("ECPAY", merchant_id="9999999")
    with pytest.raises(joint.CasesNotTogether):
        desk.open()
    with pytest.raises(rules.CardNotOffered):
        desk.open(desk.there)
    with pytest.raises(rules.CardNotOffered):
        desk.open(contract_ref=uuid.uuid4())
    paid = factories.case(amount=50)
    desk.receive(desk.slip(paid).number, 50)
    with pytest.raises(rules.NothingToPay):
        desk.open(paid)


def test_an_order_is_no_larger_than_the_least_that_any_of_its_branches_takes(desk):
    desk.share("ECPAY", most=1299)
    with pytest.raises(rules.CardNotOffered):
        desk.open()
    desk.share("ECPAY", most=1300)
    assert desk.open()


@pytest.mark.django_db(transaction=True)
def test_the_call_and_the_files_of_both_branches_at_the_same_instant_post_once(transactional_db):
    desk = JointDesk()
    held, order = desk.order()
    desk.press(order)
    paid = desk.fake.message(order, 1300, False)
    here, there = (desk.lines(held, branch) for branch in (desk.branch, desk.other))
    done = _together(
        lambda: desk.arrives(paid), lambda: desk.file(desk.branch, *here),
        lambda: desk.file(desk.other, *there), lambda: desk.asks(held.ref),
    )  # fmt: skip
    assert not [one for one in done if isinstance(one, Exception)], done
    held.refresh_from_db()
    assert held.state == "SETTLED"
    assert Receipt.objects.count() == 3
    desk.verify()


@pytest.mark.django_db(transaction=True)
def test_an_order_for_one_case_and_one_for_all_at_once_are_not_both_begun(transactional_db):
    desk = JointDesk()
    slip = desk.slip(desk.here[0])
    done = _together(desk.open, lambda: desk.start(slip), desk.open)
    assert sum(isinstance(one, uuid.UUID) for one in done) == 1, done
    assert all(isinstance(one, uuid.UUID | rules.StillUnclear) for one in done), done


@time_machine.travel(factories.AT, tick=False)
def test_payer_and_both_branches_see_what_the_order_consists_of(desk, settings):
    settings.CARD_SIMULATOR = SIM
    held, _order = desk.order()
    stranger = factories.account("afar", "payment.view", of=desk.other)
    client, staff = Client(), Client()
    staff.force_login(stranger)
    rows = [cases.case_row(case.id) for case in desk.all]
    for lang in ("zh-hant", "en"):
        client.cookies["django_language"] = staff.cookies["django_language"] = lang
        for address in (f"/card/{held.ref}/go/", f"/card/{held.ref}/"):
            page = client.get(address)
            assert page.status_code == 200
            assert all(row.number in page.content.decode() for row in rows)
        body = staff.get(f"/staff/payments/online/{held.ref}/").content.decode()
        assert [row.number in body for row in rows] == [False, False, True]
        assert f"/staff/cases/{rows[2].ref}/" in body
    listed = staff.get("/staff/payments/online/").content.decode()
    assert held.order_no in listed
    assert "/ask/" not in body
    assert ReadLine.objects.latest("id").subjects == [f"case:{rows[2].ref}"]


@time_machine.travel(factories.AT, tick=False)
def test_each_branch_finds_its_own_receipts_of_an_order_and_no_other(desk):
    held, order = desk.order()
    desk.press(order)
    desk.tell(order)
    for branch in (desk.branch, desk.other):
        staff = Client()
        staff.force_login(factories.account(f"of {branch.code}", "payment.view", of=branch))
        body = staff.get(f"/staff/payments/online/{held.ref}/").content.decode()
        for part in desk.parts(held):
            link = f"/staff/payments/{part.receipt.ref}/"
            assert (link in body) == (part.branch_id == branch.id)


def test_both_branches_close_their_day_over_their_own_parts(desk):
    held, order = desk.order()
    desk.press(order)
    desk.tell(order)
    for branch, total in ((desk.branch, 900), (desk.other, 400)):
        desk.file(branch, *desk.lines(held, branch))
        match = api.match_day(branch.id, desk.on)
        (card,) = [one for one in match.channels if one.channel == "CARD"]
        assert (card.receipts_total, card.ledger_total, card.faults) == (total, total, 0)
        assert match.may_close


def test_before_a_new_order_the_unknown_ones_of_any_case_are_asked_about(desk, monkeypatch):
    from wuai.contexts.payments import jobs

    held, _order = desk.order(desk.here[1], desk.there)
    asked = []
    monkeypatch.setattr(jobs, "ask", lambda ref, by: asked.append(ref))
    api.ask_open_orders([desk.here[0].id], by=desk.by)
    assert asked == []
    api.ask_open_orders([case.id for case in desk.all], by=desk.by)
    assert asked == [held.ref]
