"""Who paid twice asks for it back on the web: granting asks for the refund, another person approves it."""

import uuid

import pytest
from tests import factories as make

from wuai.contexts.applications.declarations.effects import refund
from wuai.contexts.applications.queries import rows
from wuai.contexts.payments import api as payments
from wuai.kernel.refusal import Refusal
from wuai.platform.actors import system


def _pay(window, slip, amount):
    line = payments.Line(0, slip.number, window.on, window.on, amount, "VA", "822", uuid.uuid4().hex,
                         "raw", "")  # fmt: skip
    payments.receive(branch_id=window.branch.id, arrival=payments.from_line(line),
                     by=system("test"), at=window.at, on=window.on)  # fmt: skip


@pytest.fixture
def case(window):
    """Paid once at the store, and once more by transfer."""
    held = make.case(make.party("王小明"), amount=1200)
    slip = payments.issue_slips([held.id], by=system("test"), at=window.at, on=window.on)[held.id]
    _pay(window, slip, 1200)
    _pay(window, slip, 1200)
    return held


@pytest.fixture
def cashier(window):
    """Somebody who answers requests and also settles held money."""
    return window.person(21, "出納", "application.edit", "payment.settle")


def _options(window, row):
    return [one.code for one in rows.arranging(rows.page(window.clerk, row.ref), window.at).options]


def test_who_may_not_settle_held_money_grants_no_refund_of_it_but_may_leave_it_to_the_cashier(
    window, case
):
    row = window.filed("REFUND", case)
    item, by_hand = _options(window, row)
    with pytest.raises(refund.MayNotSettle):
        window.move(row, "grant", chosen=item, note="匯款。")
    row.refresh_from_db()
    assert row.state == "RECEIVED"
    assert payments.held_items_of_case(case.id)[0].held == 1200
    window.move(row, "grant", chosen=by_hand, note="已請出納辦理。")


def test_granting_asks_for_the_refund_and_keeps_the_money_for_it(window, case, cashier):
    row = window.filed("REFUND", case)
    item, by_hand = _options(window, row)
    assert item.endswith("|1200")
    assert by_hand == refund.BY_HAND
    window.move(row, "grant", by=cashier, chosen=item, note="十日內匯入您的帳戶。")
    (held,) = payments.held_of_case(case.id)
    assert (held.held, held.returning) == (0, 1200)
    assert payments.held_items_of_case(case.id) == []


def test_what_changed_since_it_was_looked_at_refuses_the_grant_whole(window, case, cashier):
    first, second = window.filed("REFUND", case), window.filed("REFUND", case)
    item = _options(window, first)[0]
    window.move(first, "grant", by=cashier, chosen=item, note="匯款。")
    with pytest.raises(Refusal, match="APPLICATION_CHOICE_NOT_OFFERED"):
        window.move(second, "grant", by=cashier, chosen=item, note="匯款。")
    second.refresh_from_db()
    assert second.state == "RECEIVED"


def test_somebody_elses_name_goes_by_hand(window, case, cashier):
    row = window.filed("REFUND", case, name="林別人")
    with pytest.raises(Refusal, match="REFUND_TO_OTHER_NAME"):
        window.move(row, "grant", by=cashier, chosen=_options(window, row)[0], note="匯款。")


def test_the_counter_the_card_and_nothing_held_move_no_money(window, case):
    at_counter = window.filed("REFUND", case, method="COUNTER")
    assert _options(window, at_counter) == [refund.BY_HAND]
    window.move(at_counter, "grant", note="請先預約。")
    assert _options(window, window.filed("REFUND", case, method="CARD")) == [refund.BY_HAND]
    nothing = window.filed("REFUND", make.case())
    offered = rows.arranging(rows.page(window.clerk, nothing.ref), window.at)
    assert (offered.smooth, len(offered.options)) == (False, 1)
    assert payments.held_items_of_case(case.id)[0].held == 1200


@pytest.mark.parametrize("wrong", [{"bank": "004"}, {"account": "12"}, {"account": "abc"}])
def test_an_account_that_no_bank_takes_is_refused_at_once(window, case, wrong):
    with pytest.raises(Refusal, match="PAYEE_UNFIT"):
        window.filed("REFUND", case, **wrong)


def test_who_paid_twice_at_a_store_and_once_by_card_gets_the_card_money_back_on_the_card(
    window, cashier
):
    from wuai.contexts.payments.tests.test_card_refunds import RefundDesk

    desk = RefundDesk()
    debt = make.case(make.party("王小明"), amount=700)
    slip = desk.slip(debt)
    desk.held, desk.order = desk.attempt(slip)
    for serial in ("FIRST", "AGAIN"):
        desk.receive(slip.number, 700, channel_code="CVS_711", serial=serial)
    desk.press(desk.order)
    desk.tell(desk.order)
    assert sum(one.held for one in payments.held_of_case(debt.id)) == 1400
    row = window.filed("REFUND", debt, method="CARD")
    by_card, by_hand = _options(window, row)
    assert (by_card.split("|")[1], by_hand) == ("700", refund.BY_HAND)
    desk.later(days=2)
    window.move(row, "grant", by=cashier, chosen=by_card, note="退回原信用卡。")
    assert desk.telephone(desk.approve(_asked_for(desk))) == "DONE"
    assert desk.order.given_back == 700
    also = window.filed("REFUND", debt)
    assert [one.split("|")[-1] for one in _options(window, also)] == ["700", refund.BY_HAND]
    desk.verify()


def _asked_for(desk):
    from wuai.contexts.payments.models import Refund

    return Refund.objects.get(branch=desk.branch).ref
