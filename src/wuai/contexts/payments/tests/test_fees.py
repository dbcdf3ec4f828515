"""Fees: pages times rate, cash in the till and the books, a numbered receipt, taken back by two (R40)."""

import io
import threading
import uuid
from datetime import date, timedelta

import pypdfium2
import pytest
import time_machine
from django.db import connection
from django.test import Client
from tests import factories

from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments.actions.day.close_day import EarlierDayOpen, close_day
from wuai.contexts.payments.actions.desk import fees as actions
from wuai.contexts.payments.actions.desk import till as tills
from wuai.contexts.payments.gateways.receipt_paper import typeset
from wuai.contexts.payments.models import FeeReceipt, FeeVoid, Till
from wuai.contexts.payments.queries.day import matching
from wuai.contexts.payments.queries.desk import counter_receipts
from wuai.contexts.payments.queries.desk import fees as queries
from wuai.contexts.payments.queries.desk import till as till_queries
from wuai.contexts.payments.queries.receiving import closed_days
from wuai.contexts.payments.rules.desk import fees as rules
from wuai.contexts.payments.rules.desk.till import TenderedTooLittle, TillNotOpen
from wuai.contexts.payments.rules.two_people import SamePerson
from wuai.contexts.payments.tests.conftest import Desk
from wuai.contexts.payments.web.desk.fees import paper_words
from wuai.contexts.payments.web.out import payouts_work
from wuai.legal import number
from wuai.platform.panels import Desk as WorkDesk

RATES = queries.rates(date(2026, 11, 21))


@pytest.mark.parametrize(
    ("counts", "amount"),
    [
        ({"FEE_COPY_BW_A4": 12}, 24), ({"FEE_COPY_BW_A4": 1, "FEE_COPY_BW_A3": 2}, 8),
        ({"FEE_COPY_COLOUR_A3": 1, "FEE_READING": 2, "FEE_COPY_BW_A4": 0}, 55),
    ],
)  # fmt: skip
def test_a_fee_is_pages_times_rate(counts, amount):
    assert sum(line.amount for line in rules.reckon(counts, RATES)) == amount


@pytest.mark.parametrize(
    "counts",
    [{}, {"FEE_COPY_BW_A4": 0}, {"FEE_COPY_BW_A4": -1}, {"FEE_COPY_BW_A4": 10_001}, {"X": 1}],
)
def test_what_is_no_count_is_refused(counts):
    with pytest.raises(rules.NoFee):
        rules.reckon(counts, RATES)


def test_the_rates_are_dated_data_and_say_that_nobody_confirmed_them():
    assert [rate.confirmed for rate in RATES] == [False] * len(queries.CODES)
    assert RATES[0].amount == number("FEE_COPY_BW_A4", on=date(2026, 11, 21))


class Copies:
    """Somebody at the copier of a desk."""

    def __init__(self):
        self.desk = Desk()
        self.cashier, self.chief = self.desk.cashier, self.desk.chief

    def take(self, pages=12, who=None, on=None, **more):
        taken = {"key": uuid.uuid4(), "counts": {"FEE_COPY_BW_A4": pages}, "payer": "陳測試",
                 "about": "115申000001"}  # fmt: skip
        return actions.take_fee(taken=actions.Taken(**(taken | more)), by=who or self.cashier,
                                at=self.desk.at, on=on or self.desk.on)  # fmt: skip

    def ask_void(self, row):
        actions.request_fee_void(ref=row.ref, why="張數誤鍵", by=self.cashier, at=self.desk.at)

    def void(self, row, decision="APPROVED", who=None):
        self.ask_void(row)
        self.decide_void(row, decision, who)

    def decide_void(self, row, decision, who=None):
        actions.decide_fee_void(ref=row.ref, decision=decision, by=who or self.chief,
                                at=self.desk.at, on=self.desk.on)  # fmt: skip

    def till(self):
        return till_queries.open_till_of(self.desk.branch.id, self.cashier.ref)

    def sound(self):
        return [one for one in ledger.verify(self.desk.branch.id) if not one.holds]


@pytest.fixture
def copies(db):
    return Copies()


def test_a_fee_lies_in_the_till_and_in_the_books_and_on_no_case(copies):
    was = copies.till().should_hold
    row = copies.take(tendered=100)
    assert (row.amount, row.number[:5], row.serial) == (24, "115規收", 1)
    assert copies.take(key=row.key).id == row.id
    assert copies.till().should_hold == was + 24
    assert tills.expected(Till.objects.get(id=row.till_id)) == was + 24
    assert copies.desk.on_books("FEES") == -24
    assert copies.sound() == []
    assert queries.fee(copies.desk.branch.id, row.ref).change == 76


def test_without_a_till_or_with_too_little_nothing_is_taken(copies):
    with pytest.raises(TillNotOpen):
        copies.take(who=copies.chief)
    with pytest.raises(TenderedTooLittle):
        copies.take(tendered=20)
    assert FeeReceipt.objects.count() == 0


def test_a_fee_is_taken_back_by_two_out_of_the_till(copies):
    was, row = copies.till().should_hold, copies.take()
    with pytest.raises(SamePerson):
        copies.void(row, who=copies.cashier)
    with pytest.raises(rules.FeeVoidedAlready):
        copies.void(row)
    actions.decide_fee_void(ref=row.ref, decision="APPROVED", by=copies.chief, at=copies.desk.at,
                            on=copies.desk.on)  # fmt: skip
    assert copies.till().should_hold == was
    assert copies.desk.on_books("FEES") == 0
    assert copies.sound() == []
    assert counter_receipts.verified(str(row.token)).state == "VOID"


def test_a_refused_voiding_changes_nothing_and_may_be_asked_for_again(copies):
    row = copies.take()
    was = copies.till().should_hold
    copies.ask_void(row)
    for who, waits in ((copies.chief, 1), (copies.cashier, 0)):
        pile = payouts_work.to_undo(WorkDesk(copies.desk.branch.id, None, who, copies.desk.on))
        assert [todo.url for todo in pile.todos] == [f"/staff/payments/fees/{row.ref}/"] * waits
    copies.decide_void(row, "REFUSED")
    assert copies.till().should_hold == was
    copies.void(row)
    assert FeeVoid.objects.filter(receipt=row).count() == 2
    assert copies.sound() == []


def test_the_day_counts_fees_and_names_a_difference(copies):
    row = copies.take()
    branch, on = copies.desk.branch.id, copies.desk.on
    match = matching.match_day(branch, on)
    assert (match.fees.count, match.fees.amount, match.fees.ledger) == (1, 24, 24)
    assert not [one for one in match.differences if one.kind == "FEES"]
    held = ledger.accounts(branch, [("CASH", ""), ("FEES", "")])
    ledger.post(  # somebody posts past the receipts
        branch_id=branch, kind="FEE", reference="by hand", occurred_on=on,
        entries=[ledger.Entry(held["CASH", ""], None, "", 5), ledger.Entry(held["FEES", ""], None, "", -5)],
        by=copies.chief, at=copies.desk.at,
    )  # fmt: skip
    [found] = [one for one in matching.match_day(branch, on).differences if one.kind == "FEES"]
    assert (found.amount, row.amount) == (5, 24)


def test_after_the_close_a_fee_counts_on_the_next_day(copies):
    branch, on = copies.desk.branch.id, copies.desk.on
    match = close_day(branch_id=branch, on=on, by=copies.chief, at=copies.desk.at)
    assert match.may_close
    row = copies.take()
    assert (row.taken_on, row.booked_on) == (on, on + timedelta(days=1))
    assert matching.match_day(branch, on).fees.count == 0
    assert matching.match_day(branch, on + timedelta(days=1)).fees.amount == 24


def test_a_day_with_fees_only_is_closed_before_the_next(copies):
    branch, on = copies.desk.branch.id, copies.desk.on
    row = copies.take(on=on - timedelta(days=2))
    assert closed_days.open_days_before(branch, on) == [row.booked_on]
    held = ledger.accounts(branch, [("CASH", ""), ("FEES", "")])
    past = on - timedelta(days=1)
    ledger.post(  # somebody posts past the receipts
        branch_id=branch, kind="FEE", reference="by hand", occurred_on=past,
        entries=[ledger.Entry(held["CASH", ""], None, "", 5), ledger.Entry(held["FEES", ""], None, "", -5)],
        by=copies.chief, at=copies.desk.at,
    )  # fmt: skip
    assert closed_days.open_days_before(branch, on) == [row.booked_on, past]
    with pytest.raises(EarlierDayOpen):
        close_day(branch_id=branch, on=on, by=copies.chief, at=copies.desk.at)


def test_the_receipt_says_what_was_copied_and_can_be_verified(copies):
    row = copies.take()
    view = queries.fee(copies.desk.branch.id, row.ref)
    key = uuid.uuid4()
    for _ in range(2):  # the same button twice is one print
        assert actions.print_fee(ref=row.ref, key=key, by=copies.cashier, at=copies.desk.at) == 1
    pdf = pypdfium2.PdfDocument(io.BytesIO(typeset(paper_words(view, 2), view.verify_url)))
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    text = "".join(text.split())
    for said in (row.number, "規費", "補印", "12×2元", "115申000001", "貳拾肆元整"):
        assert said in text
    found = counter_receipts.verified(str(row.token))
    assert (found.state, found.number, found.amount) == ("GENUINE", row.number, 24)


@pytest.mark.django_db(transaction=True)
def test_pressed_three_times_at_once_is_one_fee(transactional_db):
    copies, key = Copies(), uuid.uuid4()
    gate, found = threading.Barrier(3), []

    def press():
        gate.wait()
        try:
            found.append(copies.take(key=key).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert len(found) == 3
    assert len(set(found)) == 1
    assert FeeReceipt.objects.count() == 1


def test_the_desk_takes_a_fee_prints_and_voids_it_and_another_branch_sees_nothing(db):
    def enter(name, *may, **more):
        client = Client()
        client.force_login(factories.account(name, *may, **more))
        return client

    with time_machine.travel(Desk.at, tick=False):
        cashier = enter("fee-cashier", "payment.counter")
        second = enter("fee-second", "payment.approve")
        far = enter("fee-far", "payment.counter", "payment.approve", of=factories.branch("TPY"))
        given = {"key": uuid.uuid4(), "FEE_COPY_BW_A4": "12", "about": "115申000001"}
        assert cashier.post("/staff/payments/fees/", given).status_code == 409  # no till yet
        cashier.post("/staff/payments/till/", {"opening_float": "1000"})
        assert cashier.post("/staff/payments/fees/", {"key": uuid.uuid4()}).status_code == 422
        page = cashier.post("/staff/payments/fees/", given).url
        assert "NT$ 24" in cashier.get(page).content.decode()
        printed = cashier.post(f"{page}print/", {"key": uuid.uuid4()})
        assert printed.content.startswith(b"%PDF")
        cashier.post(f"{page}void/", {"why": "張數誤鍵"})
        for ask, path in (
            (far.get, ""), (far.post, "print/"), (far.post, "void/"), (far.post, "void/decide/"),
        ):  # fmt: skip
            assert ask(f"{page}{path}", {"key": uuid.uuid4(), "why": "x"}).status_code == 404
        second.post(f"{page}void/decide/", {"decision": "APPROVED"})
        assert "已作廢" in cashier.get(page).content.decode()
        assert "115規收字第00000001號" in second.get("/staff/payments/fees/").content.decode()
