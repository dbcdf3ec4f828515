"""A card taken at the counter is given its money back on the terminal: two people, one slip, same card."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from tests import factories

from wuai.contexts.payments import api
from wuai.contexts.payments.actions.day import bank_matching
from wuai.contexts.payments.actions.out import refunds
from wuai.contexts.payments.actions.undoing import take_off, void
from wuai.contexts.payments.actions.undoing import terminal_refunds as actions
from wuai.contexts.payments.models import (
    BankMatch,
    BankTerm,
    OpenItem,
    Receipt,
    Refund,
    TakeOff,
    TerminalRefund,
    VoidRequest,
)
from wuai.contexts.payments.queries.desk import till_figures
from wuai.contexts.payments.queries.out import payouts as queries
from wuai.contexts.payments.queries.undoing.terminal_refunds import waiting_for_terminal
from wuai.contexts.payments.rules.desk.card_terminal import TerminalSlipUnreadable
from wuai.contexts.payments.rules.out.refunds import AvailableChanged, Wish
from wuai.contexts.payments.rules.two_people import SamePerson
from wuai.contexts.payments.rules.undoing import terminal_refunds as rules
from wuai.contexts.payments.tests import test_payouts as out
from wuai.contexts.payments.tests.conftest import Desk
from wuai.contexts.payments.tests.test_card_terminal import _import, _take
from wuai.contexts.payments.tests.test_day_close import Town
from wuai.contexts.payments.tests.test_till import _together
from wuai.contexts.payments.web.out import payouts_work
from wuai.contexts.payments.web.slips import unanswered_work
from wuai.platform.panels import Desk as WorkDesk

BACK = Wish("OVERPAID", "TERMINAL", "持卡人")
SLIP = rules.RefundSlip("t0001", "r9", "4242")


@pytest.mark.parametrize(
    ("slip", "refused"),
    [(("T0001", "R9", "4242"), None), ((" t0001", "r9 ", "4242"), None),
     (("T0001", "R9", "4243"), rules.AnotherCard), (("T0001", "", "4242"), TerminalSlipUnreadable),
     (("T 1", "R9", "4242"), TerminalSlipUnreadable), (("T0002", "A1B2C3", "4242"), None),
     (("t0001", "a1b2c3", "4242"), rules.SaleSlip)],
)  # fmt: skip
def test_a_refund_slip_is_read_and_must_be_another_of_the_card_that_paid(slip, refused):
    taken = rules.RefundSlip("T0001", "A1B2C3", "4242")
    if refused is None:
        code = rules.check_refund_slip(rules.RefundSlip(*slip), taken).approval_code
        assert code == slip[1].strip().upper()
        return
    with pytest.raises(refused):
        rules.check_refund_slip(rules.RefundSlip(*slip), taken)


def _held(desk, amount=500):
    """A card paid a case, and two people took the money off it."""
    case = factories.case(amount=amount)
    received = _take(desk, case, amount)
    _off(desk, received.receipt_ref)
    return OpenItem.objects.get(receipt_id=received.receipt_id), case


def _off(desk, receipt_ref):
    ref = take_off.request_take_off(ref=receipt_ref, why="誤刷", by=desk.cashier, at=desk.at)
    take_off.decide_take_off(
        ref=ref, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on
    )  # fmt: skip


def _ask(desk, item, amount=500, seen=500):
    return refunds.request_refund(
        item_ref=item.ref, seen=seen, amount=amount, wish=BACK, by=desk.cashier, at=desk.at,
        on=desk.on,
    )  # fmt: skip


def _approved(desk, item, amount=500, seen=500):
    ref = _ask(desk, item, amount, seen)
    refunds.decide_refund(ref=ref, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)
    return ref


def _record(desk, ref, slip=SLIP, by=None):
    actions.record_refund(refund_ref=ref, slip=slip, by=by or desk.cashier, at=desk.at, on=desk.on)


def _state(desk, ref):
    return queries.refund(desk.branch.id, ref)[1]


def test_a_part_goes_back_then_the_rest_and_never_more_than_was_taken(desk):
    item, case = _held(desk)
    assert (sum(desk.owed(case).values()), desk.on_books("SUSPENSE")) == (500, -500)
    first = _approved(desk, item, 200)
    assert _state(desk, first) == "TERMINAL_READY"
    assert [row.ref for row in waiting_for_terminal(desk.branch.id, limit=5)] == [first]
    with pytest.raises(AvailableChanged):
        _ask(desk, item, 400)
    with pytest.raises(rules.ApproverAtTerminal):
        _record(desk, first, by=desk.chief)
    _record(desk, first)
    _record(desk, first)
    assert (_state(desk, first), TerminalRefund.objects.count()) == ("TERMINAL_DONE", 1)
    with pytest.raises(rules.NotWaitingForTerminal):
        _record(desk, first, rules.RefundSlip("T0001", "R8", "4242"))
    second = _approved(desk, item, 300, 300)
    for _ in range(2):  # the same slip of today, and of yesterday
        with pytest.raises(rules.RefundSlipUsed):
            _record(desk, second)
        desk.on += timedelta(days=1)
    desk.on -= timedelta(days=2)
    _record(desk, second, rules.RefundSlip("T0001", "R10", "4242"))
    assert [desk.on_books(*one) for one in (("REFUND",), ("SUSPENSE",), ("CLEARING", "CARD"))] == [
        0
    ] * 3
    (month,) = till_figures.card_months(desk.branch.id, desk.on, desk.on)
    assert (month.count, month.amount, month.backs, month.back) == (1, 500, 2, 500)


def test_what_the_terminal_cannot_do_goes_another_way_by_somebody_else(desk):
    item, _case = _held(desk)
    ref = _approved(desk, item)
    given = {"refund_ref": ref, "why": "卡已停用", "at": desk.at, "on": desk.on}
    with pytest.raises(SamePerson):
        actions.give_up(by=desk.cashier, **given)
    actions.give_up(by=desk.chief, **given)
    assert (_state(desk, ref), desk.on_books("SUSPENSE")) == ("REFUSED", -500)
    with pytest.raises(rules.NotWaitingForTerminal):
        _record(desk, ref)
    item.refresh_from_db()
    assert item.settled_at is None


def test_only_a_card_of_the_counter_can_be_refunded_on_a_terminal(desk):
    desk.receive(desk.slip(factories.case(amount=100)).number, 150)
    with pytest.raises(rules.NotAtTerminal):
        _ask(desk, OpenItem.objects.get(), 50, 50)
    assert not Refund.objects.exists()


def test_a_settled_card_is_not_voided_and_a_voided_one_that_is_paid_all_the_same_is_found(desk):
    case = factories.case(amount=500)
    receipt = Receipt.objects.get(ref=_take(desk, case).receipt_ref)
    _import(desk, (500, "A1B2C3"))
    asked = api.request_void(ref=receipt.ref, why="誤刷", by=desk.cashier, at=desk.at)
    given = {"decision": "APPROVED", "by": desk.chief, "at": desk.at, "on": desk.on}
    with pytest.raises(void.CardSettled):
        api.decide_void(ref=asked, **given)
    second = _take(desk, factories.case(amount=500), approval_code="B7")
    api.decide_void(
        ref=api.request_void(ref=second.receipt_ref, why="x", by=desk.cashier, at=desk.at), **given
    )
    assert _import(desk, (500, "B7")).suspense == 1
    assert desk.on_books("CLEARING", "CARD") == 1000


def test_the_bank_pays_less_by_what_the_terminal_gave_back_on_the_day_of_the_settlement(desk):
    town, later = Town(desk), desk.on + timedelta(days=2)
    _take(desk, factories.case(amount=500))
    item, _case = _held_second(desk)
    _import(desk, (500, "A1B2C3"), (700, "C3"))
    assert [d.kind for d in town.match().differences] == []
    desk.at += timedelta(days=2)
    desk.on = later
    _record(desk, _approved(desk, item, 700, 700))
    BankTerm.objects.filter(channel__code="CARD").update(fee_rate=0)
    town.statement((later, 500, "CARD"), days=(town.on, later))
    assert [m.rule for m in BankMatch.objects.all()] == ["DAY_SUM"]
    assert (desk.on_books("BANK"), desk.on_books("CLEARING", "CARD")) == (500, 0)
    assert bank_matching.match_bank(
        branch_id=desk.branch.id, on=later, by=desk.chief, at=desk.at
    ) == 0  # fmt: skip


def test_after_the_close_a_refund_counts_on_the_next_day(desk):
    town, (item, _case) = Town(desk), _held(desk)
    _import(desk, (500, "A1B2C3"))
    town.statement()
    assert town.close().may_close
    _record(desk, _approved(desk, item))
    after = desk.on + timedelta(days=1)
    found = [one for one in town.match(after).differences if one.kind == "BANK_SUM"]
    assert (town.kinds(), [one.since for one in found]) == ([], [after])


def _held_second(desk):
    case = factories.case(amount=700)
    received = _take(desk, case, 700, approval_code="C3")
    _off(desk, received.receipt_ref)
    return OpenItem.objects.get(receipt_id=received.receipt_id), case


@pytest.mark.django_db(transaction=True)
def test_recording_and_giving_up_at_once_does_one_of_them(transactional_db):
    desk = Desk()
    item, _case = _held(desk)
    ref = _approved(desk, item)
    done = _together(
        lambda: _record(desk, ref), lambda: _record(desk, ref),
        lambda: actions.give_up(refund_ref=ref, why="x", by=desk.chief, at=desk.at, on=desk.on),
    )  # fmt: skip
    odd = [one for one in done if isinstance(one, Exception)]
    assert all(isinstance(one, rules.NotWaitingForTerminal) for one in odd), odd
    recorded = TerminalRefund.objects.count()
    assert len(odd) == (1 if recorded else 2)
    assert desk.on_books("SUSPENSE") == (0 if recorded else -500)
    assert desk.on_books("CLEARING", "CARD") == (0 if recorded else 500)
    desk.verify()


@time_machine.travel(factories.AT, tick=False)
def test_the_pages_from_the_receipt_to_the_slip(desk):
    case = factories.case(amount=500)
    receipt = _take(desk, case).receipt_ref
    one, two = Client(), Client()
    rights = ("payment.view", "payment.counter", "payment.settle", "payment.approve")
    one.force_login(factories.account("first", *rights))
    two.force_login(factories.account("second", *rights))
    home = f"/staff/payments/{receipt}/"
    assert f"{home}takeoff/" in one.get(home).content.decode()
    one.post(f"{home}takeoff/", {"why": "誤刷"})
    two.post(f"{home}void/", {"why": "重複刷卡"})  # each may decide what the other asked for
    for client, may, may_not in ((one, "核准作廢", "核准移出"), (two, "核准移出", "核准作廢")):
        page = client.get(home).content.decode()
        assert (f">{may}<" in page, f">{may_not}<" in page) == (True, False)
    one.post(f"/staff/payments/voidings/{VoidRequest.objects.get().ref}/decide/", {})
    asked = _to_decide()
    assert one.post(asked, {"decision": "APPROVED"}).status_code == 409
    assert two.post(asked, {"decision": "APPROVED"}).status_code == 302
    item = OpenItem.objects.get()
    ask = f"/staff/payments/refunds/new/{item.ref}/"
    page = one.get(ask).content.decode()
    assert 'value="TERMINAL"' in page
    assert 'value="CARD"' not in page
    given = {
        "seen": 500,
        "ground": "OVERPAID",
        "amount": 500,
        "method": "TERMINAL",
        "name": "持卡人",
    }
    show = one.post(ask, given).url
    assert two.post(f"{show}decide/", {"decision": "APPROVED"}).status_code == 302
    slip = {"terminal_no": "T0001", "approval_code": "R9", "last_four": "4242"}
    assert two.post(f"{show}terminal/", slip).status_code == 409
    assert f"{show}terminal/undo/" in two.get(show).content.decode()
    assert f"{show}terminal/undo/" not in one.get(show).content.decode()
    assert one.post(f"{show}terminal/", slip | {"last_four": "1"}).status_code == 422
    assert not TerminalRefund.objects.exists()
    assert one.post(f"{show}terminal/", slip).status_code == 302
    for lang, words in (("zh-hant", "已在端末機退刷"), ("en", "T0001 R9")):
        one.cookies["django_language"] = lang
        assert words in one.get(show).content.decode()
        assert one.get(home).status_code == 200
        assert one.get("/staff/payments/till/figures/").status_code == 200


def _to_decide():
    return f"/staff/payments/takeoffs/{TakeOff.objects.get().ref}/decide/"


def test_what_waits_for_a_second_person_or_for_the_cashier_is_on_the_desk_of_the_day(desk):
    case = factories.case(amount=500)
    receipt = _take(desk, case).receipt_ref
    at_work = WorkDesk(desk.branch.id, None, desk.chief, desk.on)
    assert payouts_work.to_undo(at_work).count == 0
    take_off.request_take_off(ref=receipt, why="x", by=desk.cashier, at=desk.at)
    api.request_void(ref=receipt, why="x", by=desk.cashier, at=desk.at)
    assert [todo.url for todo in payouts_work.to_undo(at_work).todos] == [
        f"/staff/payments/{receipt}/"
    ] * 2
    assert payouts_work.to_undo(replace(at_work, actor=desk.cashier)).count == 0
    item, _case = _held_second(desk)
    _approved(desk, item, 700, 700)
    assert payouts_work.on_the_terminal(at_work).count == 1


def test_a_bank_and_an_acquirer_who_say_nothing_for_days_are_asked(desk):
    out._collect(desk)
    out._sent(desk)
    _take(desk, factories.case(amount=500))
    _take(desk, factories.case(amount=70), 70, approval_code="C3")
    _import(desk, (70, "C3"))

    def waits(days):
        late = WorkDesk(desk.branch.id, None, desk.chief, desk.on + timedelta(days=days))
        piles = unanswered_work.payouts(late), unanswered_work.cards(late)
        return [(pile.count, [todo.detail for todo in pile.todos]) for pile in piles]

    assert waits(2) == [(0, []), (0, [])]
    assert waits(3) == [(1, ["NT$ 500"]), (0, [])]
    assert waits(7) == [(1, ["NT$ 500"]), (1, ["NT$ 500"])]
