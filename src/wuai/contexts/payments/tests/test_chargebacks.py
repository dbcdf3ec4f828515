"""The acquirer takes back a card of the counter that it had paid: two people, once, and the case owes again."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from tests import factories

from wuai.contexts.cases import api as cases
from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments import api
from wuai.contexts.payments.actions.desk.card_terminal import take_card
from wuai.contexts.payments.actions.out import refunds
from wuai.contexts.payments.actions.undoing import chargebacks as actions
from wuai.contexts.payments.actions.undoing import void
from wuai.contexts.payments.models import BankMatch, BankTerm, Chargeback, OpenItem, Refund
from wuai.contexts.payments.queries.desk import till_figures
from wuai.contexts.payments.queries.undoing.chargebacks import (
    chargebacks_of,
    may_be_charged_back,
    may_be_voided,
)
from wuai.contexts.payments.rules.two_people import AlreadyDecided, SamePerson
from wuai.contexts.payments.rules.undoing import chargebacks as rules
from wuai.contexts.payments.tests.conftest import Desk
from wuai.contexts.payments.tests.test_card_terminal import SLIP, _import, _take
from wuai.contexts.payments.tests.test_day_close import Town
from wuai.contexts.payments.tests.test_terminal_refunds import _approved, _off
from wuai.contexts.payments.tests.test_till import _together
from wuai.contexts.payments.web.out import payouts_work
from wuai.platform.panels import Desk as WorkDesk

ON = Desk.on
NOTICE = rules.Notice("cb-1", ON, 500, "持卡人否認交易")


@pytest.mark.parametrize(
    ("wrong", "refused"),
    [
        ({}, None), ({"number": " CB-1 "}, None), ({"number": ""}, rules.NoticeIncomplete),
        ({"number": "通知"}, rules.NoticeIncomplete), ({"amount": 0}, rules.NoticeIncomplete),
        ({"noticed_on": ON - timedelta(days=1)}, rules.NoticeIncomplete),
        ({"noticed_on": ON + timedelta(days=1)}, rules.NoticeIncomplete),
        ({"why": " "}, rules.NoticeIncomplete), ({"amount": 501}, rules.MoreThanIsLeft),
    ],
)  # fmt: skip
def test_a_notice_is_read_and_never_takes_more_than_is_left(wrong, refused):
    notice = replace(NOTICE, **wrong)
    if refused is None:
        assert rules.check_notice(notice, paid_on=ON, on=ON, left=500).number == "CB-1"
        return
    with pytest.raises(refused):
        rules.check_notice(notice, paid_on=ON, on=ON, left=500)


def _settled(desk, amount=500):
    case = factories.case(amount=amount)
    ref = _take(desk, case, amount).receipt_ref
    _import(desk, (amount, "A1B2C3"))
    return case, ref


def _tell(desk, ref, **more):
    return actions.record_chargeback(
        receipt_ref=ref, notice=replace(NOTICE, **more), by=desk.cashier, at=desk.at, on=desk.on
    )


def _decide(desk, ref, decision="APPROVED", by=None):
    return actions.decide_chargeback(
        ref=ref, decision=decision, by=by or desk.chief, at=desk.at, on=desk.on
    )


def charged_back(desk, amount, back=None):
    """A case whose card of the counter was taken back, or a part of it."""
    case, ref = _settled(desk, amount)
    _decide(desk, _tell(desk, ref, amount=back or amount))
    return case


def _books(desk):
    return [
        desk.on_books(*one)
        for one in (("CLEARING", "CARD"), ("PAYABLE",), ("SUSPENSE",), ("REFUND",))
    ]


def test_two_people_let_the_money_go_and_the_paid_case_is_open_again(desk):
    case, ref = _settled(desk)
    assert cases.case_row(case.id).status == "PAID"
    asked = _tell(desk, ref)
    with pytest.raises(rules.NoticeRecorded):
        _tell(desk, ref, number="CB-2")
    with pytest.raises(SamePerson):
        _decide(desk, asked, by=desk.cashier)
    assert _books(desk) == [500, -500, 0, 0]
    assert _decide(desk, asked) == ref
    with pytest.raises(AlreadyDecided):
        _decide(desk, asked)
    assert (_books(desk), sum(desk.owed(case).values())) == ([0, 0, 0, 0], 500)
    assert (cases.case_row(case.id).status, cases.case_row(case.id).closed_on) != ("PAID", ON)
    (told,) = api.held_of_case(case.id)
    assert (told.receipt_ref, told.taken_back, told.posted_on, told.held + told.returning) == (
        ref, 500, ON, 0
    )  # fmt: skip
    with pytest.raises(rules.MoreThanIsLeft):
        _tell(desk, ref, number="CB-9", amount=1)
    asked = api.request_void(ref=ref, why="x", by=desk.cashier, at=desk.at)
    with pytest.raises(void.ReceiptRefunded):
        api.decide_void(ref=asked, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)
    (month,) = till_figures.card_months(desk.branch.id, desk.on, desk.on)
    assert (month.count, month.backs, month.taken_backs, month.taken_back) == (1, 0, 1, 500)
    kinds = {line.kind for line in ledger.entries_for(desk.branch.id, "CHARGEBACK", _refund(ref))}
    assert kinds == {"CHARGEBACK"}


def _refund(ref):
    return str(chargebacks_of(ref)[0].refund_ref)


def test_a_part_leaves_the_rest_held_for_somebody_to_put_back(desk):
    case, ref = _settled(desk)
    _decide(desk, _tell(desk, ref, amount=200))
    assert (may_be_charged_back(ref), may_be_voided(ref)) == (True, False)
    item = OpenItem.objects.get()
    assert (desk.on_books("SUSPENSE"), item.settled_at, desk.on_books("CLEARING", "CARD")) == (
        -300, None, 300
    )  # fmt: skip
    again = _tell(desk, ref, amount=300, number="CB-2")
    _decide(desk, again)
    assert not may_be_charged_back(ref)
    item.refresh_from_db()
    assert (_books(desk)[0], item.settled_at is None, sum(desk.owed(case).values())) == (
        0, False, 500
    )  # fmt: skip


def test_a_case_tells_what_left_it_with_the_card_and_nothing_of_other_cases(desk):
    first, second = factories.case(amount=200), factories.case(amount=300)
    ref = take_card(
        case_ids=[first.id, second.id], amount=500, payer="", slip=SLIP, by=desk.cashier,
        at=desk.at, on=desk.on,
    ).receipt_ref  # fmt: skip
    _import(desk, (500, "A1B2C3"))
    _decide(desk, _tell(desk, ref, amount=100))

    def back(case):
        return [one.taken_back for one in api.held_of_case(case.id)]

    assert (back(first), back(second)) == ([200], [300])
    third = factories.case(amount=400)
    proposal = api.propose_settlement(
        ref=OpenItem.objects.get().ref, case_id=third.id, amount=400, why="另案",
        by=desk.cashier, at=desk.at,
    )  # fmt: skip
    api.decide_settlement(ref=proposal, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)
    assert back(third) == []
    _decide(desk, _tell(desk, ref, amount=400, number="CB-2"))
    assert [back(case) for case in (first, second, third)] == [[200], [300], [400]]


def test_what_went_back_already_cannot_be_taken_back_once_more(desk):
    _case, ref = _settled(desk)
    asked = _tell(desk, ref)
    _off(desk, ref)
    back = _approved(desk, OpenItem.objects.get(), 400, 500)
    with pytest.raises(rules.MoreThanIsLeft):
        _decide(desk, asked)
    _decide(desk, asked, "REFUSED")
    assert Refund.objects.get().ref == back
    assert _decide(desk, _tell(desk, ref, amount=100)) == ref


def test_a_card_not_paid_yet_and_money_of_another_way_have_no_chargeback(desk):
    case = factories.case(amount=500)
    for ref in (_take(desk, case).receipt_ref, desk.receive("99", 70).receipt_ref):
        assert (may_be_charged_back(ref), may_be_voided(ref)) == (False, True)
        with pytest.raises(rules.NotASettledCard):
            _tell(desk, ref)
    assert not Chargeback.objects.exists()


def test_the_bank_pays_that_much_less_and_names_the_notice_or_nets_it(desk):
    town, later = Town(desk), desk.on + timedelta(days=2)
    _case, ref = _settled(desk)
    _take(desk, factories.case(amount=700), 700, approval_code="C3")
    _import(desk, (700, "C3"))
    desk.at += timedelta(days=2)
    desk.on = later
    _decide(desk, _tell(desk, ref, noticed_on=later))
    BankTerm.objects.filter(channel__code="CARD").update(fee_rate=0)
    town.statement(
        (later, 1200, "CARD"), (later, -500, "CARD", "CB-1"), days=(town.on, later)
    )  # fmt: skip
    assert sorted(m.rule for m in BankMatch.objects.all()) == ["DAY_SUM", "SAME_REFERENCE"]
    assert (desk.on_books("BANK"), desk.on_books("CLEARING", "CARD")) == (700, 0)
    assert town.kinds(later) == []


def test_a_refund_asked_meanwhile_cannot_pay_it_twice(desk):
    _case, ref = _settled(desk)
    asked = _tell(desk, ref, amount=300)
    _decide(desk, asked)
    item = OpenItem.objects.get()
    back = refunds.request_refund(
        item_ref=item.ref, seen=200, amount=200, wish=refunds.Wish("OVERPAID", "TERMINAL", "持卡人"),
        by=desk.cashier, at=desk.at, on=desk.on,
    )  # fmt: skip
    with pytest.raises(rules.MoreThanIsLeft):
        _tell(desk, ref, amount=1, number="CB-3")
    assert Refund.objects.get(ref=back).decision == ""


@pytest.mark.django_db(transaction=True)
def test_approved_twice_and_taken_off_its_case_at_once_it_leaves_once(transactional_db):
    desk = Desk()
    _case, ref = _settled(desk)
    told = _together(*[lambda: _tell(desk, ref)] * 3)
    (asked,) = [one for one in told if not isinstance(one, Exception)]
    assert sum(isinstance(one, rules.NoticeRecorded) for one in told) == 2, told
    done = _together(
        lambda: _decide(desk, asked), lambda: _decide(desk, asked), lambda: _off(desk, ref)
    )
    odd = [one for one in done[:2] if isinstance(one, Exception)]
    assert [type(one) in (AlreadyDecided, rules.MovedMeanwhile) for one in odd] == [True], done
    assert (Chargeback.objects.exclude(refund=None).count(), _books(desk)) == (1, [0] * 4)
    desk.verify()


@time_machine.travel(factories.AT, tick=False)
def test_the_pages_from_the_notice_to_what_the_case_says(desk):
    case, ref = _settled(desk)
    one, two = Client(), Client()
    rights = ("payment.view", "payment.settle", "payment.approve", "case.view")
    one.force_login(factories.account("first", *rights))
    two.force_login(factories.account("second", *rights))
    home = f"/staff/payments/{ref}/"
    assert f"{home}chargeback/" in one.get(home).content.decode()
    given = {"number": "CB-1", "noticed_on_year": "115", "noticed_on_month": "11",
             "noticed_on_day": "21", "amount": "500", "why": "持卡人否認"}  # fmt: skip
    assert one.post(f"{home}chargeback/", given | {"amount": ""}).status_code == 422
    told = one.post(f"{home}chargeback/", given)
    assert told.status_code == 302, told.content.decode()[-3000:]
    decide = f"/staff/payments/chargebacks/{Chargeback.objects.get().ref}/decide/"
    assert one.post(decide, {"decision": "APPROVED"}).status_code == 409
    work = WorkDesk(desk.branch.id, None, desk.chief, desk.on)
    assert home in [todo.url for todo in payouts_work.to_undo(work).todos]
    assert two.post(decide, {"decision": "APPROVED"}).url == home
    refund = Refund.objects.get()
    for lang, words in (("zh-hant", "收單機構已扣回"), ("en", "Taken back by the acquirer")):
        two.cookies["django_language"] = lang
        for url in (home, f"/staff/payments/refunds/{refund.ref}/", "/staff/payments/refunds/"):
            assert words in two.get(url).content.decode()
        assert "NT$ 500" in two.get(f"/staff/cases/{case.ref}/").content.decode()
        assert two.get("/staff/payments/till/figures/").status_code == 200
