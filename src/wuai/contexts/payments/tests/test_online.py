"""A card payment is one truth: whoever tells of it, however often, the money is posted once."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from tests import factories

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.actions.online import (
    online,
    online_asking,
    online_contract,
    online_release,
)
from wuai.contexts.payments.gateways.counterpart import Misbehaviour
from wuai.contexts.payments.models import CardEvent, OpenItem, Receipt
from wuai.contexts.payments.rules.online import online as rules
from wuai.contexts.payments.rules.two_people import SamePerson
from wuai.contexts.payments.tests.cards import CardDesk


@pytest.fixture(params=["ECPAY", "NEWEBPAY"])
def both(db, request):
    desk = CardDesk(request.param)
    yield desk
    desk.verify()


@pytest.fixture
def desk(db):
    desk = CardDesk()
    yield desk
    desk.verify()


def test_a_card_payment_closes_the_case_at_once(both):
    case = factories.case(amount=700)
    held, order = both.attempt(both.slip(case))
    both.later(minutes=3)
    both.press(order)
    both.tell(order)
    held.refresh_from_db()
    assert (held.state, held.next_ask_at) == ("PAID", None)
    assert both.owed(case) == {}
    assert cases.case_row(case.id).status == "PAID"
    assert both.on_books("CLEARING", "CARD") == 700


@pytest.mark.parametrize("first", ["callback", "return", "poll", "file"])
def test_call_return_answer_and_file_in_any_order_post_once(both, first):
    case = factories.case(amount=700)
    slip = both.slip(case)
    held, order = both.attempt(slip)
    both.later(minutes=3)
    both.press(order)
    paid = both.fake.message(order, 700, False)

    def poll():
        both.later(seconds=11)
        both.asks(held.ref)

    ways = {
        "callback": lambda: both.arrives(paid), "return": lambda: both.arrives(paid, "RETURN"),
        "poll": poll, "file": lambda: both.settlement((slip.number, 700, held.order_no)),
    }  # fmt: skip
    ways[first]()
    for way in ways.values():
        way()
    held.refresh_from_db()
    assert held.state == "SETTLED"
    assert Receipt.objects.count() == 1
    assert held.receipt == Receipt.objects.get()
    assert both.on_books("CLEARING", "CARD") == 700


def test_failed_is_never_the_end(desk):
    case = factories.case(amount=700)
    held, order = desk.attempt(desk.slip(case))
    desk.press(order, "FAIL")
    desk.tell(order)
    held.refresh_from_db()
    assert held.state == "FAILED"
    desk.later(days=3)
    order.status, order.paid_at = "1", desk.now
    desk.tell(order)
    held.refresh_from_db()
    assert held.state == "PAID"
    assert desk.owed(case) == {}


@pytest.mark.parametrize("amount", [699, 701])
def test_a_wrong_amount_is_never_money_and_waits_for_somebody(both, amount):
    case = factories.case(amount=700)
    held, order = both.attempt(both.slip(case))
    both.later(minutes=1)
    both.press(order)
    both.arrives(both.fake.message(order, amount, False))
    held.refresh_from_db()
    assert (held.state, held.flag) == ("OPEN", "CONTRADICTS")
    assert both.owed(case)
    assert not Receipt.objects.exists()
    both.asks(held.ref)
    held.refresh_from_db()
    assert (held.state, held.flag) == ("PAID", "CONTRADICTS")


def test_a_file_that_says_another_amount_of_an_order_posts_nothing(desk):
    slip = desk.slip(factories.case(amount=700))
    held, _order = desk.attempt(slip)
    done = desk.settlement((slip.number, 650, held.order_no), (slip.number, 50, "T-1"))
    assert (done.posted, done.rejected) == (1, 1)
    held.refresh_from_db()
    assert (held.state, held.flag) == ("OPEN", "CONTRADICTS")
    assert OpenItem.objects.get().reason == "MALFORMED"


def test_money_for_a_case_that_was_paid_meanwhile_is_held(desk):
    case = factories.case(amount=700)
    slip = desk.slip(case)
    _held, order = desk.attempt(slip)
    desk.receive(slip.number, 700)
    desk.press(order)
    desk.tell(order)
    assert OpenItem.objects.get().reason == "PAID_TWICE"
    assert desk.on_books("OVERPAYMENT") == -700


def test_one_key_makes_one_order_and_numbers_are_never_used_again(desk):
    slip, key = desk.slip(factories.case(amount=700)), uuid.uuid4()
    first = desk.start(slip, key)
    assert desk.start(slip, key) == first
    other = desk.slip(factories.case(amount=700))
    with pytest.raises(online.AttemptUnknown):
        desk.start(other, key)
    assert desk.row(desk.start(other)).order_no[:14] != desk.row(first).order_no[:14]


def test_no_second_order_while_the_first_is_quite_unknown(desk):
    slip = desk.slip(factories.case(amount=700))
    held, _order = desk.attempt(slip)
    with pytest.raises(rules.StillUnclear):
        desk.start(slip)
    desk.asks(held.ref)
    assert desk.start(slip) != held.ref


def test_nothing_owed_too_much_and_ended_contracts_are_refused(desk):
    case = factories.case(amount=700)
    slip = desk.slip(case)
    desk.contract_ref = desk.agree("ECPAY", most=699)
    with pytest.raises(rules.CardNotOffered):
        desk.start(slip)
    desk.contract_ref = desk.agree("ECPAY", most=700)
    online_contract.end_contract(ref=desk.contract_ref, by=desk.cashier, at=desk.at, on=desk.on)
    with pytest.raises(rules.CardNotOffered):
        desk.start(slip)
    desk.receive(slip.number, 700)
    with pytest.raises(rules.NothingToPay):
        desk.start(slip)


def test_answers_about_an_ended_contract_still_count(desk):
    case = factories.case(amount=700)
    _held, order = desk.attempt(desk.slip(case))
    online_contract.end_contract(ref=desk.contract_ref, by=desk.cashier, at=desk.at, on=desk.on)
    desk.press(order)
    desk.tell(order)
    assert desk.owed(case) == {}


def test_the_sweeper_asks_gives_up_into_a_task_and_the_truth_clears_it(desk):
    case = factories.case(amount=700)
    held, order = desk.attempt(desk.slip(case))
    desk.press(order, "PAY", Misbehaviour.SILENT)

    def round_():
        return online_asking.look_round(by=desk.by, at=desk.now)

    assert round_() == []
    desk.later(minutes=1)
    assert round_() == [held.ref]
    assert round_() == []
    assert desk.asks(held.ref).verdict == "SILENT"
    assert desk.asks(held.ref) is None
    desk.later(hours=25)
    assert round_() == [held.ref]
    held.refresh_from_db()
    assert held.flag == "NO_ANSWER"
    order.how = Misbehaviour.GOOD
    desk.asks(held.ref)
    held.refresh_from_db()
    assert (held.state, held.flag) == ("PAID", "")
    desk.later(days=8)
    assert round_() == []
    held.refresh_from_db()
    assert held.flag == "UNSETTLED"


def test_a_page_left_alone_lapses_without_a_task(desk):
    held = desk.row(desk.start(desk.slip(factories.case(amount=700))))
    desk.later(hours=2)
    assert desk.asks(held.ref).state == "LAPSED"
    held.refresh_from_db()
    assert held.next_ask_at == held.made_at + timedelta(hours=24)


def test_release_takes_two_people_and_late_money_still_counts(desk):
    case = factories.case(amount=700)
    held, order = desk.attempt(desk.slip(case))
    ref = online_release.request_release(ref=held.ref, why="平台查無", by=desk.cashier, at=desk.now)
    with pytest.raises(online_release.NotStuck):
        online_release.request_release(ref=held.ref, why="again", by=desk.chief, at=desk.now)
    given = {"ref": ref, "decision": "APPROVED", "at": desk.now}
    with pytest.raises(SamePerson):
        online_release.decide_release(by=desk.cashier, **given)
    online_release.decide_release(by=desk.chief, **given)
    held.refresh_from_db()
    assert (held.state, held.next_ask_at) == ("RELEASED", None)
    desk.press(order)
    desk.tell(order)
    assert desk.owed(case) == {}


def test_a_repeated_call_leaves_no_second_event(desk):
    held, order = desk.attempt(desk.slip(factories.case(amount=700)))
    desk.press(order)
    desk.tell(order, Misbehaviour.TWICE)
    assert CardEvent.objects.filter(attempt=held).count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"key": "short"}, {"iv": "short"}, {"merchant_id": "a b"}, {"mode": "X"}, {"platform": "X"}],
)
def test_contract_values_are_checked(desk, wrong):
    from wuai.contexts.payments.gateways.card_simulators import ACCOUNTS

    values = ACCOUNTS["ECPAY"] | {"platform": "ECPAY", "mode": "STAGE"} | wrong
    with pytest.raises(online_contract.ContractRefused):
        online_contract.enter_contract(
            branch_id=desk.branch.id,
            values=values,
            most=10,
            by=desk.cashier,
            at=desk.at,
            on=desk.on,
        )


def _together(*tasks):
    gate, done = threading.Barrier(len(tasks)), []

    def run(task):
        try:
            gate.wait()
            done.append(task())
        except Exception as error:
            done.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return done


@pytest.mark.django_db(transaction=True)
def test_calls_returns_and_the_file_at_the_same_instant_post_once(transactional_db):
    desk = CardDesk()
    slip = desk.slip(factories.case(amount=700))
    held, order = desk.attempt(slip)
    desk.press(order)
    paid = desk.fake.message(order, 700, False)
    done = _together(
        lambda: desk.arrives(paid), lambda: desk.arrives(paid, "RETURN"),
        lambda: desk.asks(held.ref), lambda: desk.settlement((slip.number, 700, held.order_no)),
    )  # fmt: skip
    assert not [one for one in done if isinstance(one, Exception)], done
    held.refresh_from_db()
    assert held.state == "SETTLED"
    assert Receipt.objects.count() == 1
    desk.verify()


@pytest.mark.django_db(transaction=True)
def test_one_button_pressed_by_many_hands_makes_one_order(transactional_db):
    desk, key = CardDesk(), uuid.uuid4()
    slip = desk.slip(factories.case(amount=700))
    done = _together(*[lambda: desk.start(slip, key)] * 4)
    assert len(set(done)) == 1, done
