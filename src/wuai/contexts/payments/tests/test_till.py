"""A cashier's till: float, cash, counts, a wrong count, the second person, the bank."""

import re
import threading
import uuid
from dataclasses import replace

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from tests import factories

from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments import api
from wuai.contexts.payments.models import Till, TillCash, TillCount, TillDeposit
from wuai.contexts.payments.queries.desk import till as queries
from wuai.contexts.payments.rules.desk import till as rules
from wuai.contexts.payments.tests.conftest import Desk


@pytest.mark.parametrize(
    ("pieces", "total"),
    [
        ({}, 0),
        ({2000: 1, 1000: 1, 500: 1, 200: 1, 100: 1, 50: 1, 20: 1, 10: 1, 5: 1, 1: 1}, 3886),
        ({1: 100_000}, 100_000),
    ],
)
def test_a_count_adds_up_by_denomination(pieces, total):
    assert rules.count_up(pieces) == total


@pytest.mark.parametrize("pieces", [{3: 1}, {100: -1}, {1: 100_001}])
def test_what_cannot_be_counted_is_refused(pieces):
    with pytest.raises(rules.NotCountable):
        rules.count_up(pieces)


@pytest.mark.parametrize(
    ("counts", "reason", "outcome"),
    [
        ([], "", rules.CountFirst),
        ([(90, 100)], "x", rules.CountFirst),
        ([(100, 99)], "", rules.DifferenceNeedsReason),
        ([(100, 101)], "", rules.DifferenceNeedsReason),
        ([(100, 99)], "x", (99, "COUNTED")),
        ([(100, 100)], "", (100, "CLOSED")),
        ([(100, 99), (100, 100)], "", (100, "CLOSED")),
        ([(100, 100), (90, 100)], "", rules.CountFirst),
    ],
)
def test_a_till_closes_on_its_last_count_and_a_difference_waits(counts, reason, outcome):
    if isinstance(outcome, tuple):
        assert rules.check_close(100, counts, reason) == outcome
    else:
        with pytest.raises(outcome):
            rules.check_close(100, counts, reason)


@pytest.mark.parametrize(
    ("amount", "held", "state", "refused"),
    [
        (100, 100, "OPEN", None), (1, 100, "CLOSED", None), (101, 100, "CLOSED", rules.MoreThanInTill),
        (0, 100, "OPEN", rules.MoreThanInTill), (1, -5, "CLOSED", rules.MoreThanInTill),
        (1, 100, "COUNTED", rules.TillWaits),
    ],
)  # fmt: skip
def test_the_bank_gets_what_lies_above_the_float(amount, held, state, refused):
    if refused is None:
        rules.check_deposit(amount, held, state)
    else:
        with pytest.raises(refused):
            rules.check_deposit(amount, held, state)


@pytest.mark.parametrize(("tendered", "change"), [(None, 0), (500, 0), (2000, 1500)])
def test_change_is_what_was_handed_over_too_much(tendered, change):
    assert rules.change_due(500, tendered) == change


# --- a day at the till -----------------------------------------------------------------------


def _cash(desk, amount=500, by=None, **more):
    return api.take_cash(
        key=uuid.uuid4(), case_ids=[factories.case(amount=amount).id], amount=amount, payer="",
        by=by or desk.cashier, at=desk.at, on=desk.on, **more,
    )  # fmt: skip


def _count(desk, pieces):
    return api.count_till(ref=desk.till, pieces=pieces, by=desk.cashier, at=desk.at)


def _close(desk, why="", by=None):
    return api.close_till(ref=desk.till, why=why, by=by or desk.cashier, at=desk.at, on=desk.on)


def _decide(desk, decision="APPROVED", by=None):
    api.decide_till(ref=desk.till, decision=decision, by=by or desk.chief, at=desk.at, on=desk.on)


def _deposit(desk, amount, slip_no="D1", by=None):
    return api.deposit(
        ref=desk.till, amount=amount, bank="臺灣銀行新竹分行", slip_no=slip_no,
        by=by or desk.cashier, at=desk.at, on=desk.on,
    )  # fmt: skip


def test_a_till_that_agrees_closes_at_once_and_its_cash_goes_to_the_bank(desk):
    _cash(desk, 500, tendered=1000)
    count = _count(desk, {2000: 1, 500: 1})
    assert (count.counted, count.expected) == (2500, 2500)
    assert _close(desk) == "CLOSED"
    assert desk.on_books("CASH") == 500
    _deposit(desk, 500)
    assert desk.on_books("CASH") == 0
    assert desk.on_books("CLEARING", "COUNTER") == 500
    with pytest.raises(api.TillNotOpen):
        _cash(desk)


@pytest.mark.parametrize(("pieces", "difference"), [({1000: 2}, -500), ({1000: 3, 1: 7}, 507)])
def test_a_wrong_count_is_counted_again_explained_and_approved_by_another(desk, pieces, difference):
    _cash(desk, 500)
    _count(desk, {10: 1})
    _count(desk, pieces)
    with pytest.raises(rules.DifferenceNeedsReason):
        _close(desk)
    assert _close(desk, "已核對存根") == "COUNTED"
    with pytest.raises(rules.TillWaits):
        _deposit(desk, 1)
    with pytest.raises(api.SamePerson):
        _decide(desk, by=desk.cashier)
    _decide(desk)
    assert desk.on_books("OVER_SHORT") == -difference
    assert desk.on_books("CASH") == 500 + difference
    with pytest.raises(rules.NothingToDecide):
        _decide(desk)
    assert [c.no for c in TillCount.objects.order_by("no")] == [1, 2]


def test_a_difference_sent_back_opens_the_till_for_another_count(desk):
    _count(desk, {1000: 1})
    _close(desk, "少一千")
    _decide(desk, "REFUSED")
    _count(desk, {1000: 2})
    assert _close(desk) == "CLOSED"
    assert desk.on_books("OVER_SHORT") == 0


def test_a_till_is_not_sent_back_while_its_cashier_works_at_another(desk):
    _count(desk, {1000: 1})
    _close(desk, "少一千")
    api.open_till(opening_float=0, by=desk.cashier, at=desk.at, on=desk.on)
    with pytest.raises(api.TillOpenAlready):
        _decide(desk, "REFUSED")
    _decide(desk)


def test_cash_that_moves_after_the_count_asks_for_a_new_count(desk):
    _count(desk, {1000: 2})
    _cash(desk)
    with pytest.raises(api.CountFirst):
        _close(desk)


def test_nobody_takes_cash_without_a_till_nor_counts_that_of_another(desk):
    with pytest.raises(api.TillNotOpen):
        _cash(desk, by=desk.chief)
    with pytest.raises(rules.TillUnknown):
        _close(desk, by=desk.chief)
    stranger = replace(desk.chief, ref="account:9", branch_id=factories.branch("TPY").id)
    for refused in (_decide, _deposit):
        with pytest.raises(rules.TillUnknown):
            refused(desk, *([1] if refused is _deposit else []), by=stranger)


def test_too_little_handed_over_is_refused_and_nothing_is_taken(desk):
    with pytest.raises(rules.TenderedTooLittle):
        _cash(desk, 500, tendered=499)
    assert desk.on_books("CASH") == 0


def test_pressing_again_after_the_close_still_gives_the_first_receipt(desk):
    case, key = factories.case(amount=100), uuid.uuid4()
    press = {
        "key": key, "case_ids": [case.id], "amount": 100, "payer": "", "by": desk.cashier,
        "at": desk.at, "on": desk.on,
    }  # fmt: skip
    first = api.take_cash(**press)
    _count(desk, {2000: 1, 100: 1})
    _close(desk)
    assert api.take_cash(**press).receipt_ref == first.receipt_ref


def _void(desk, received):
    asked = api.request_void(ref=received.receipt_ref, why="誤鍵", by=desk.cashier, at=desk.at)
    api.decide_void(ref=asked, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)


def test_a_voided_receipt_leaves_the_till_that_took_it(desk):
    _void(desk, _cash(desk, 500))
    assert list(TillCash.objects.order_by("id").values_list("amount", flat=True)) == [500, -500]
    _count(desk, {2000: 1})
    assert _close(desk) == "CLOSED"


def test_cash_of_a_closed_till_is_given_back_from_an_open_one_or_not_at_all(desk):
    received = _cash(desk, 500)
    _count(desk, {2000: 1, 500: 1})
    _close(desk)
    with pytest.raises(api.TillNotOpen):
        _void(desk, received)
    api.open_till(opening_float=1000, by=desk.chief, at=desk.at, on=desk.on)
    asked = api.request_void  # the first request still waits
    with pytest.raises(api.AlreadyVoided):
        asked(ref=received.receipt_ref, why="誤鍵", by=desk.cashier, at=desk.at)
    from wuai.contexts.payments.models import VoidRequest

    api.decide_void(
        ref=VoidRequest.objects.get().ref, decision="APPROVED", by=desk.chief, at=desk.at,
        on=desk.on,
    )  # fmt: skip
    assert TillCash.objects.get(amount=-500).till.by_ref == desk.chief.ref


def test_a_deposit_slip_is_recorded_once_and_never_over_what_lies_there(desk):
    _cash(desk, 500)
    assert _deposit(desk, 300) == _deposit(desk, 300)
    with pytest.raises(rules.DepositRecordedDifferently):
        _deposit(desk, 200)
    with pytest.raises(rules.MoreThanInTill):
        _deposit(desk, 201, "D2")
    assert TillDeposit.objects.count() == 1


def test_the_table_itself_refuses_one_person_and_an_unexplained_difference(desk):
    closed = {"closed_at": desk.at, "closed_on": desk.on, "expected": 2, "counted": 1}
    approved = {"decided_at": desk.at, "decided_by": desk.cashier.ref, "decided_name": "王"}
    for wrong in (
        closed | {"state": "COUNTED"},
        closed | {"state": "CLOSED", "reason": "x"},
        closed | {"state": "CLOSED", "reason": "x"} | approved,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Till.objects.update(**wrong)


# --- at once ---------------------------------------------------------------------------------


def _together(*tasks):
    gate, done = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(place, task):
        try:
            gate.wait()
            done[place] = task()
        except Exception as error:
            done[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return done


@pytest.mark.django_db(transaction=True)
def test_everything_at_once_two_tabs_two_cashiers_and_a_close_in_between(transactional_db):
    desk = Desk()
    opened = _together(
        *[lambda: api.open_till(opening_float=0, by=desk.chief, at=desk.at, on=desk.on)] * 3
    )
    assert sum(isinstance(o, api.TillOpenAlready) for o in opened) == 2, opened
    cases = [factories.case(amount=100) for _ in range(4)]

    def take(case, by):
        return lambda: api.take_cash(
            key=uuid.uuid4(),
            case_ids=[case.id],
            amount=100,
            payer="",
            by=by,
            at=desk.at,
            on=desk.on,
        )

    _count(desk, {2000: 1})
    done = _together(
        lambda: _close(desk), lambda: _close(desk), take(cases[0], desk.cashier),
        take(cases[1], desk.cashier), take(cases[2], desk.chief), take(cases[3], desk.chief),
    )  # fmt: skip
    odd = [o for o in done if isinstance(o, Exception)]
    assert all(isinstance(o, api.CountFirst | api.TillNotOpen | rules.TillWaits) for o in odd), odd
    till = Till.objects.get(by_ref=desk.cashier.ref)
    lies = TillCash.objects.filter(till=till).count()
    assert (till.state == "CLOSED") == (lies == 0), done
    _together(*[lambda: _deposit(desk, 100)] * 3)
    assert TillDeposit.objects.count() <= 1
    assert ledger.balance(desk.branch.id, "CASH") == 100 * (
        TillCash.objects.count() - TillDeposit.objects.count()
    )
    desk.verify()


# --- pages -----------------------------------------------------------------------------------


@pytest.fixture
def pages(db):
    with time_machine.travel(factories.AT, tick=False):

        def enter(name, *permissions):
            client = Client()
            client.force_login(factories.account(name, *permissions))
            return client

        yield (
            enter("till-cashier", "payment.counter", "payment.view", "case.view"),
            enter("till-chief", "payment.approve", "payment.view"),
        )


def _text(answer):
    return answer.content.decode()


def test_a_cashier_with_a_wrong_count_walks_through_the_pages(pages):
    cashier, chief = pages
    home = "/staff/payments/till/"
    case = factories.case(amount=5000)
    page = f"/staff/counter/?case={case.ref}"
    assert "還沒有開啟錢櫃" in _text(cashier.get(page))
    given = {"key": str(uuid.uuid4()), "amount": "1500", "tendered": "2000", "case_id": case.id}
    assert "還沒有開啟錢櫃" in _text(cashier.post(page, given))
    assert "請填" in _text(cashier.post(home, {"opening_float": "很多"}))
    assert cashier.post(home, {"opening_float": "3,000"}).status_code == 302
    assert cashier.post(home, {"opening_float": "3,000"}).status_code == 409
    assert cashier.post(page, given).status_code == 302
    till = Till.objects.get()
    url = f"{home}{till.ref}/"
    assert re.search(r'name="amount"[^>]* autofocus', _text(cashier.get(page)))
    before = _text(cashier.get(url))
    assert "1,500" not in before + _text(cashier.get(home))
    assert "1,500" in _text(chief.get(home))
    assert "4,500" not in before
    cashier.post(f"{url}count/", {"pieces_1000": "4"})
    assert "不符" in _text(cashier.get(url))
    assert cashier.post(f"{url}close/", {"why": ""}).status_code == 422
    cashier.post(f"{url}close/", {"why": "存根核對無誤"})
    assert "差額待核准" in _text(chief.get(home))
    assert "帶差額關櫃" not in _text(cashier.get(url))
    assert cashier.post(f"{url}decide/", {"decision": "APPROVED"}).status_code == 403
    assert chief.post(f"{url}decide/", {"decision": "APPROVED"}).status_code == 302
    wrong = cashier.post(f"{url}deposit/", {"amount": "1500", "bank": "臺銀", "slip_no": "8"})
    assert wrong.status_code == 422
    cashier.post(f"{url}deposit/", {"amount": "1000", "bank": "臺銀", "slip_no": "8"})
    assert re.search(r"8</", _text(cashier.get(url)))
    for lang in ("zh-hant", "en"):
        cashier.cookies["django_language"] = lang
        for address in (home, url, page):
            answer = cashier.get(address)
            assert answer.status_code == 200
            assert "style=" not in _text(answer)


def test_lists_of_tills_need_few_queries(desk, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.tills(desk.branch.id)
    with django_assert_num_queries(3):
        queries.till_facts(desk.branch.id, desk.till)
