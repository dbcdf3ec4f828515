"""Money paid too much by card goes back to that card: asked once, by two people, never twice."""

import urllib.parse
from dataclasses import replace

import pytest
from django.test import Client
from tests import factories

from wuai.contexts.payments.actions.online import card_refunds
from wuai.contexts.payments.actions.out import refunds
from wuai.contexts.payments.gateways.counterpart import Misbehaviour
from wuai.contexts.payments.gateways.hosted_card import Back, Distrusted
from wuai.contexts.payments.models import CardRefund, OpenItem, Refund
from wuai.contexts.payments.queries.out import payouts as queries
from wuai.contexts.payments.rules.online import card_refunds as rules
from wuai.contexts.payments.rules.out.refunds import AvailableChanged, Wish
from wuai.contexts.payments.rules.two_people import SamePerson
from wuai.contexts.payments.tests.cards import CardDesk
from wuai.contexts.payments.tests.test_online import _together
from wuai.contexts.payments.tests.test_online_joint import JointDesk
from wuai.platform.gateways import GatewayError
from wuai.platform.models import HistoryLine

BACK = Wish("PAID_TWICE", "CARD", "持卡人")


class RefundDesk(CardDesk):
    def paid_too_much(self, owed=700):
        """A card pays a case that was paid at a store meanwhile: all of it is held."""
        slip = self.slip(factories.case(amount=owed))
        self.held, self.order = self.attempt(slip)
        self.receive(slip.number, owed)
        self.press(self.order)
        self.tell(self.order)
        self.later(days=2)
        return OpenItem.objects.order_by("-id").first()

    def ask_refund(self, item, amount=700, seen=700, wish=BACK):
        return refunds.request_refund(
            item_ref=item.ref, seen=seen, amount=amount, wish=wish, by=self.cashier, at=self.at,
            on=self.on,
        )  # fmt: skip

    def approve(self, ref):
        refunds.decide_refund(
            ref=ref, decision="APPROVED", by=self.chief, at=self.at, on=self.on
        )  # fmt: skip
        return CardRefund.objects.get(refund__ref=ref)

    def telephone(self, card):
        """What the job does, with the line cut out."""
        asked = card_refunds.claim_refund(ref=card.ref, by=self.by, at=self.now)
        if asked is None:
            return None
        back = Back(asked.order_no, asked.trade_no, asked.amount, asked.asked_at)
        out = self.platform.refund(self.merchant, back)
        page = self.fake.answer(urllib.parse.urlsplit(out.address).path, dict(out.fields))
        answer = None
        if page.status == 200:
            said = self.platform.refunded(self.merchant, back, page.body.encode())
            answer = rules.Answer(said.done, said.code)
        return card_refunds.hear_refund(ref=card.ref, answer=answer, by=self.by, at=self.now)

    def state(self, ref):
        return queries.refund(self.branch.id, ref)[1]


@pytest.fixture(params=["ECPAY", "NEWEBPAY"])
def both(db, request):
    desk = RefundDesk(request.param)
    yield desk
    desk.verify()


@pytest.fixture
def desk(db):
    desk = RefundDesk()
    yield desk
    desk.verify()


def test_what_a_card_paid_twice_goes_back_to_the_card(both):
    item = both.paid_too_much()
    ref = both.ask_refund(item)
    assert both.state(ref) == "ASKED"
    card = both.approve(ref)
    assert both.state(ref) == "CARD_READY"
    assert both.on_books("REFUND") == -700
    assert both.telephone(card) == "DONE"
    assert both.telephone(card) is None
    assert both.state(ref) == "CARD_DONE"
    assert both.order.given_back == 700
    assert (both.on_books("REFUND"), both.on_books("CLEARING", "CARD")) == (0, 0)


def test_parts_go_back_one_after_the_other_and_never_more_than_was_held(both):
    item = both.paid_too_much()
    first = both.approve(both.ask_refund(item, amount=300))
    assert both.telephone(first) == "DONE"
    with pytest.raises(AvailableChanged):
        both.ask_refund(item, amount=500)
    second = both.approve(both.ask_refund(item, amount=400, seen=400))
    assert both.telephone(second) == "DONE"
    assert both.order.given_back == 700


def test_what_the_platform_refuses_is_held_again_and_goes_another_way(both):
    item = both.paid_too_much()
    ref = both.ask_refund(item)
    card = both.approve(ref)
    both.order.given_back = 1
    assert both.telephone(card) == "REFUSED"
    assert both.state(ref) == "REFUSED"
    assert CardRefund.objects.get().code not in {"", "1", "SUCCESS"}
    assert (both.on_books("OVERPAYMENT"), both.on_books("REFUND")) == (-700, 0)
    item.refresh_from_db()
    assert item.settled_at is None
    by_bank = Wish("PAID_TWICE", "TRANSFER", "陳測試", "0040037", "12345678901")
    assert both.ask_refund(item, wish=by_bank)


@pytest.mark.parametrize(
    ("how", "given_back", "told", "held"),
    [(Misbehaviour.LATE, 700, "DONE", 0), (Misbehaviour.SILENT, 0, "REFUSED", -700)],
)
def test_nobody_asks_twice_when_no_answer_comes_two_people_find_out(
    both, how, given_back, told, held
):
    ref = both.ask_refund(both.paid_too_much())
    card = both.approve(ref)
    both.order.how = how
    assert both.telephone(card) == "UNCLEAR"
    assert both.telephone(card) is None
    assert both.order.given_back == given_back
    assert [one.ref for one in queries.to_decide(both.branch.id, limit=5)] == [ref]
    given = {"refund_ref": ref, "at": both.now}
    with pytest.raises(rules.NotUnclear):
        card_refunds.settle_outcome(
            decision="APPROVED", told="", told_at=None, by=both.chief, **given
        )
    card_refunds.tell_outcome(outcome=told, why="平台後台", by=both.cashier, **given)
    seen = {"told": told, "told_at": both.now}
    with pytest.raises(SamePerson):
        card_refunds.settle_outcome(decision="APPROVED", by=both.cashier, **seen, **given)
    card_refunds.settle_outcome(decision="APPROVED", by=both.chief, **seen, **given)
    assert CardRefund.objects.get().state == told
    assert (both.on_books("REFUND"), both.on_books("OVERPAYMENT")) == (0, held)
    with pytest.raises(rules.NotUnclear):
        card_refunds.tell_outcome(outcome=told, why="again", by=both.cashier, **given)


def test_nobody_confirms_what_he_did_not_see(desk):
    ref = desk.ask_refund(desk.paid_too_much())
    card = desk.approve(ref)
    desk.order.how = Misbehaviour.LATE
    desk.telephone(card)

    def tell(outcome):
        card_refunds.tell_outcome(
            refund_ref=ref, outcome=outcome, why="後台", by=desk.cashier, at=desk.now
        )

    def settle(decision, told, told_at):
        card_refunds.settle_outcome(
            refund_ref=ref, decision=decision, told=told, told_at=told_at, by=desk.chief,
            at=desk.now,
        )  # fmt: skip

    tell("REFUSED")
    first = desk.now
    with pytest.raises(rules.WordStands):
        tell("DONE")
    settle("REFUSED", "REFUSED", first)
    desk.later(minutes=1)
    tell("DONE")
    for seen in (("REFUSED", first), ("DONE", first), ("REFUSED", desk.now), ("DONE", None)):
        with pytest.raises(rules.WordChanged) as refused:
            settle("APPROVED", *seen)
        assert refused.value.status == 412
    settle("APPROVED", "DONE", desk.now)
    assert CardRefund.objects.get().state == "DONE"


def test_a_question_whose_asker_died_becomes_unclear(desk):
    card = desk.approve(desk.ask_refund(desk.paid_too_much()))
    look = {"by": desk.by, "reachable": [("ECPAY", "SIMULATED"), ("NEWEBPAY", "LIVE")]}
    assert card_refunds.look_for_refunds(at=desk.now, **look) == [card.ref]
    assert card_refunds.claim_refund(ref=card.ref, by=desk.by, at=desk.now)
    assert card_refunds.look_for_refunds(at=desk.now, **look) == []
    assert CardRefund.objects.get().state == "ASKED"
    desk.later(minutes=11)
    card_refunds.look_for_refunds(at=desk.now, **look)
    assert CardRefund.objects.get().state == "UNCLEAR"


def test_money_of_another_way_or_of_an_unknown_number_cannot_go_to_a_card(desk):
    case = factories.case(amount=100)
    desk.receive(desk.slip(case).number, 150)
    with pytest.raises(rules.NotByCard):
        desk.ask_refund(OpenItem.objects.get(), amount=50, seen=50)
    assert not Refund.objects.exists()


@pytest.mark.parametrize(("amount", "flag"), [(700, ""), (200, "GIVEN_BACK")])
def test_only_what_we_gave_back_ourselves_raises_no_alarm(db, amount, flag):
    desk = RefundDesk("NEWEBPAY")
    card = desk.approve(desk.ask_refund(desk.paid_too_much(), amount=amount))
    desk.telephone(card)
    desk.order.status = "REFUNDED"
    desk.later(seconds=30)
    desk.asks(desk.held.ref)
    desk.held.refresh_from_db()
    assert (desk.held.state, desk.held.flag) == ("PAID", flag)


def test_what_the_platform_gave_back_goes_back_no_second_way(db):
    desk = RefundDesk("NEWEBPAY")
    item = desk.paid_too_much()
    account = {"bank": "0040037", "account": "000112345678", "name_note": "持卡人本人"}
    by_transfer = Wish("PAID_TWICE", "TRANSFER", "持卡人", **account)
    asked = desk.ask_refund(item, amount=300, wish=by_transfer)
    desk.order.status = "REFUNDED"
    desk.later(seconds=30)
    desk.asks(desk.held.ref)
    with pytest.raises(rules.GivenBackAlready):
        desk.ask_refund(item, amount=400, seen=400, wish=by_transfer)
    with pytest.raises(rules.GivenBackAlready):
        refunds.decide_refund(
            ref=asked, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on
        )  # fmt: skip
    refunds.decide_refund(ref=asked, decision="REFUSED", by=desk.chief, at=desk.at, on=desk.on)


def test_the_part_of_one_case_of_a_joint_order_goes_back_alone(db):
    desk = JointDesk()
    held, order = desk.order()
    desk.receive(desk.slip(desk.here[0]).number, 700)
    desk.press(order)
    desk.tell(order)
    desk.held, desk.order = held, order
    item = OpenItem.objects.get()
    card = RefundDesk.approve(desk, RefundDesk.ask_refund(desk, item))
    assert RefundDesk.telephone(desk, card) == "DONE"
    assert order.given_back == 700
    desk.verify()


def test_answers_about_something_else_are_not_believed(both):
    back = Back("SCY1", "T1", 700, both.at)
    other = replace(back, order_no="SCY2")
    good = {
        "ECPAY": b"MerchantID=3002607&MerchantTradeNo=SCY1&TradeNo=T1&RtnCode=1",
        "NEWEBPAY": b'{"Status":"SUCCESS","Result":{"MerchantID":"MS000000000001","Amt":700,'
        b'"MerchantOrderNo":"SCY1"}}',
    }[both.platform.code]
    assert both.platform.refunded(both.merchant, back, good).done
    for about, body in ((other, good), (back, b""), (back, b"\xff"), (back, good[:20])):
        with pytest.raises(Distrusted):
            both.platform.refunded(both.merchant, about, body)
    stranger = replace(both.merchant, merchant_id="X")
    with pytest.raises(Distrusted):
        both.platform.refunded(stranger, back, good)


def test_the_pages_offer_the_card_only_where_the_money_came_from_one(desk):
    client = Client()
    who = factories.account("refunds", "payment.settle", "payment.approve")
    client.force_login(who)
    item = desk.paid_too_much()
    page = client.get(f"/staff/payments/refunds/new/{item.ref}/").content.decode()
    assert 'value="CARD"' in page
    ref = desk.ask_refund(item)
    card = desk.approve(ref)
    desk.order.how = Misbehaviour.LATE
    desk.telephone(card)
    for lang in ("zh-hant", "en"):
        client.cookies["django_language"] = lang
        page = client.get(f"/staff/payments/refunds/{ref}/").content.decode()
        assert f"/staff/payments/refunds/{ref}/card/tell/" in page
    client.post(f"/staff/payments/refunds/{ref}/card/tell/", {"outcome": "DONE", "why": "後台"})
    page = client.get(f"/staff/payments/refunds/{ref}/").content.decode()
    assert 'value="APPROVED"' not in page
    told = CardRefund.objects.get()
    assert told.told == "DONE"
    assert f'name="told_at" value="{told.told_at.isoformat()}"' in page
    client.force_login(factories.account("second", "payment.settle", "payment.approve"))
    for told_at, state in (("", "UNCLEAR"), (told.told_at.isoformat(), "DONE")):
        answer = client.post(
            f"/staff/payments/refunds/{ref}/card/settle/",
            {"decision": "APPROVED", "told": "DONE", "told_at": told_at},
        )
        assert answer.status_code == (412 if state == "UNCLEAR" else 302)
        assert CardRefund.objects.get().state == state
    case = factories.case(amount=100)
    desk.receive(desk.slip(case).number, 150)
    other = OpenItem.objects.order_by("-id").first()
    page = client.get(f"/staff/payments/refunds/new/{other.ref}/").content.decode()
    assert 'value="CARD"' not in page


@pytest.mark.django_db(transaction=True)
def test_many_hands_at_once_telephone_once(transactional_db):
    desk = RefundDesk()
    card = desk.approve(desk.ask_refund(desk.paid_too_much()))
    done = _together(*[lambda: desk.telephone(card)] * 4)
    assert sorted(map(str, done)) == ["DONE", "None", "None", "None"]
    assert desk.order.given_back == 700
    desk.verify()


def test_refunds_that_nobody_can_be_asked_for_hold_up_no_others_and_leave_no_line(desk):
    card = desk.approve(desk.ask_refund(desk.paid_too_much()))
    look = {"by": desk.by, "at": desk.now}
    nowhere = [("ECPAY", "LIVE"), ("NEWEBPAY", "SIMULATED")]
    for reachable in ([], nowhere):
        assert card_refunds.look_for_refunds(reachable=reachable, **look) == []
    assert not HistoryLine.objects.filter(action="refund.card_look").exists()
    found = card_refunds.look_for_refunds(reachable=[*nowhere, ("ECPAY", "SIMULATED")], **look)
    assert found == [card.ref]


@pytest.mark.parametrize("how", [Misbehaviour.GOOD, Misbehaviour.SILENT])
def test_the_job_telephones_once_and_waits_where_nobody_can_be_reached(
    desk, settings, monkeypatch, how
):
    from wuai.contexts.payments import jobs

    card = desk.approve(desk.ask_refund(desk.paid_too_much()))
    calls = []

    def line(out):
        calls.append(out.address)
        page = desk.fake.answer(
            urllib.parse.urlsplit(out.address).path.replace("/ecpay", ""), dict(out.fields)
        )
        if page.status != 200:
            raise GatewayError("HTTP 503", temporary=True)
        return page.body.encode()

    monkeypatch.setattr(jobs, "telephone", line)
    settings.CARD_SIMULATOR = ""
    assert jobs.give_back(card.ref, by=desk.by) == "READY"
    settings.CARD_SIMULATOR = "http://127.0.0.1:1"
    desk.order.how = how
    expected = "DONE" if how is Misbehaviour.GOOD else "UNCLEAR"
    assert jobs.give_back(card.ref, by=desk.by) == expected
    jobs.give_back_one(str(card.ref))
    assert len(calls) == 1
    assert CardRefund.objects.get().state == expected
