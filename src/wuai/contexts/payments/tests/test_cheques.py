"""Cheques are no money until they clear; then they count from the day they could be collected."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from tests import factories

from wuai.contexts.cases import api as cases
from wuai.contexts.payments import api
from wuai.contexts.payments.actions.desk import cheques as actions
from wuai.contexts.payments.models import Allocation, Cheque, Receipt
from wuai.contexts.payments.queries.desk import cheques as queries
from wuai.contexts.payments.rules.desk import cheques as rules
from wuai.contexts.payments.tests.conftest import Desk
from wuai.contexts.payments.tests.test_till import _together

DAY = date(2026, 11, 21)
STATES = ("HELD", "SENT", "CLEARED", "BOUNCED", "RETURNED")
ACTS = ("SEND", "CLEAR", "BOUNCE", "RETURN", "TAKE_BACK")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS)
def test_only_the_moves_of_the_table_are_possible(state, act):
    if (state, act) in rules.MOVES:
        assert rules.after(state, act) == rules.MOVES[state, act]
    else:
        with pytest.raises(rules.ChequeCannot):
            rules.after(state, act)


@pytest.mark.parametrize(("due", "day"), [(-1, 0), (0, 0), (1, 1), (30, 30)])
def test_a_cheque_counts_from_the_day_it_could_first_be_collected(due, day):
    assert rules.counts_from(DAY, DAY + timedelta(due)) == DAY + timedelta(day)


@pytest.mark.parametrize(
    ("state", "due", "may"),
    [("HELD", 0, True), ("HELD", -1, True), ("HELD", 1, False), ("SENT", 0, False)],
)
def test_the_bank_takes_what_is_held_and_due(state, due, may):
    assert rules.may_be_sent(state, DAY + timedelta(due), DAY) is may


@pytest.mark.parametrize(("days", "group"), [(-5, 0), (0, 0), (7, 0), (8, 1), (30, 1), (31, 2)])
def test_what_waits_ages_from_its_due_day(days, group):
    assert rules.age_group(DAY - timedelta(days), DAY) == group


PAPER = actions.ChequePaper("CHEQUE", "AB1234567", "臺灣銀行新竹分行", "大信公司", 500, DAY, DAY)


def _receive(desk, *held, key=None, **more):
    return actions.receive_cheque(
        key=key or uuid.uuid4(), case_ids=[case.id for case in held],
        paper=replace(PAPER, **more), by=desk.cashier, at=desk.at, on=desk.on,
    )  # fmt: skip


def _send(desk, *refs, on=None, by=None):
    return actions.send_cheques(
        refs=refs, bank="臺灣銀行", by=by or desk.cashier, at=desk.at, on=on or desk.on
    )


def _clear(desk, ref, on=None):
    return actions.clear_cheque(ref=ref, by=desk.cashier, at=desk.at, on=on or desk.on)


def test_a_cheque_pays_only_when_it_clears_and_as_of_the_day_it_came(desk):
    one, two = factories.case(amount=300), factories.case(amount=200)
    earlier = desk.on - timedelta(days=9)
    ref = _receive(desk, one, two, received_on=earlier, due_on=earlier)
    assert (desk.on_books("CHEQUES"), desk.on_books("CHEQUES_HELD")) == (500, -500)
    assert desk.owed(one) == {"PRINCIPAL": 300}
    _send(desk, ref)
    received = _clear(desk, ref)
    receipt = Receipt.objects.get(id=received.receipt_id)
    assert (receipt.paid_on, receipt.posted_on) == (earlier, desk.on)
    assert desk.on_books("CLEARING", "CHEQUE") == 500
    assert desk.on_books("CHEQUES") == desk.on_books("CHEQUES_HELD") == 0
    assert {cases.case_row(case.id).status for case in (one, two)} == {"PAID"}


def test_a_bounced_cheque_leaves_the_debt_and_its_case_says_why(desk):
    case = factories.case(amount=500)
    ref = _receive(desk, case)
    _send(desk, ref)
    with pytest.raises(api.ReasonNeeded):
        actions.bounce_cheque(ref=ref, why=" ", by=desk.cashier, at=desk.at, on=desk.on)
    actions.bounce_cheque(ref=ref, why="存款不足", by=desk.cashier, at=desk.at, on=desk.on)
    assert desk.owed(case) == {"PRINCIPAL": 500}
    assert desk.on_books("CHEQUES") == 0
    (row,) = queries.cheques_of_case(case.id)
    assert (row.state, row.reason) == ("BOUNCED", "存款不足")
    with pytest.raises(rules.ChequeCannot):
        _clear(desk, ref)
    again = _receive(desk, case)
    actions.return_cheque(ref=again, why="受款人有誤", by=desk.cashier, at=desk.at, on=desk.on)


def test_money_that_the_bank_takes_back_is_voided_by_two_and_the_cheque_bounced(desk):
    case = factories.case(amount=500)
    ref = _receive(desk, case)
    _send(desk, ref)
    received = _clear(desk, ref)
    asked = api.request_void(ref=received.receipt_ref, why="追索", by=desk.cashier, at=desk.at)
    api.decide_void(ref=asked, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)
    assert Cheque.objects.get().state == "BOUNCED"
    assert cases.case_row(case.id).status == "OPEN"


def test_one_cheque_is_recorded_once_and_a_case_paid_meanwhile_leaves_an_overpayment(desk):
    case, key = factories.case(amount=500), uuid.uuid4()
    ref = _receive(desk, case, key=key)
    assert _receive(desk, case, key=key) == ref
    with pytest.raises(rules.ChequeRecordedDifferently):
        _receive(desk, case, key=key, amount=501)
    with pytest.raises(rules.ChequeHeldAlready):
        _receive(desk, case)
    desk.receive(desk.slip(case).number, 500)
    _send(desk, ref)
    _clear(desk, ref)
    assert desk.on_books("OVERPAYMENT") == -500


@pytest.mark.parametrize(
    ("wrong", "refused"),
    [
        ({"number": " "}, rules.ChequeIncomplete), ({"drawer": ""}, rules.ChequeIncomplete),
        ({"amount": 0}, api.NotReceivable), ({"received_on": date(2026, 11, 22)}, api.PaidInTheFuture),
    ],
)  # fmt: skip
def test_what_cannot_be_a_cheque_is_refused(desk, wrong, refused):
    with pytest.raises(refused):
        _receive(desk, factories.case(amount=500), **wrong)


def test_a_post_dated_cheque_waits_and_other_branches_see_none(desk):
    ref = _receive(desk, factories.case(amount=500), due_on=desk.on + timedelta(days=1))
    with pytest.raises(rules.NothingToSend):
        _send(desk, ref)
    stranger = replace(desk.cashier, ref="account:9", branch_id=factories.branch("TPY").id)
    with pytest.raises(rules.NothingToSend):
        _send(desk, ref, by=stranger, on=desk.on + timedelta(days=1))
    _send(desk, ref, on=desk.on + timedelta(days=1))


def test_the_list_of_cheques_needs_one_query_and_ages_need_none(desk, django_assert_num_queries):
    _receive(desk, factories.case(amount=500), due_on=desk.on - timedelta(days=8))
    with django_assert_num_queries(1):
        rows = queries.cheques(desk.branch.id)
    assert [(group.count, group.amount) for group in queries.ageing(rows, desk.on)] == [
        (0, 0), (1, 500), (0, 0),
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_clearing_and_bouncing_at_once_happens_once(transactional_db):
    desk = Desk()
    key, case = uuid.uuid4(), factories.case(amount=500)
    received = _together(*[lambda: _receive(desk, case)] * 2)
    assert sum(isinstance(r, rules.ChequeHeldAlready) for r in received) == 1, received
    ref = next(r for r in received if isinstance(r, uuid.UUID))
    _send(desk, ref)

    def bounce():
        actions.bounce_cheque(ref=ref, why="存款不足", by=desk.cashier, at=desk.at, on=desk.on)

    done = _together(lambda: _clear(desk, ref), bounce, lambda: _clear(desk, ref), bounce)
    assert sum(isinstance(d, rules.ChequeCannot) for d in done) == 3, (done, key)
    cleared = Cheque.objects.get().state == "CLEARED"
    assert sum(Allocation.objects.values_list("amount", flat=True)) == (500 if cleared else 0)
    desk.verify()


@time_machine.travel(factories.AT, tick=False)
def test_a_cheque_goes_through_the_pages(desk):
    client = Client()
    client.force_login(
        factories.account(
            "cheques", "payment.counter", "payment.view", "payment.settle", "case.view"
        )
    )
    home, case = "/staff/payments/till/cheques/", factories.case(amount=500)
    given = {
        "key": str(uuid.uuid4()), "numbers": case.number, "kind": "CHEQUE", "number": "=1",
        "bank": "臺銀", "drawer": "大信", "amount": "500", "received_on_year": "115",
        "received_on_month": "11", "received_on_day": "20", "due_on_year": "115",
        "due_on_month": "11", "due_on_day": "21",
    }  # fmt: skip
    assert client.post(f"{home}receive/", given | {"numbers": "沒有"}).status_code == 404
    assert client.post(f"{home}receive/", given | {"bank": ""}).status_code == 422
    page = client.post(f"{home}receive/", given).url
    ref = Cheque.objects.get().ref
    assert client.post(f"{home}send/", {"bank": "", "ref": str(ref)}).status_code == 422
    listed = client.post(f"{home}send/", {"bank": "臺銀", "ref": str(ref)}).url
    assert "'=1" in client.get(f"{listed}list.csv").content.decode()
    for lang in ("zh-hant", "en"):
        client.cookies["django_language"] = lang
        for address in (home, f"{home}receive/", page, listed, f"/staff/cases/{case.ref}/"):
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert "style=" not in answer.content.decode()
    assert client.post(f"{page}bounce/", {"why": ""}).status_code == 422
    assert client.post(f"{page}clear/").status_code == 302
    assert client.post(f"{page}clear/").status_code == 409
    assert cases.case_row(case.id).status == "PAID"
