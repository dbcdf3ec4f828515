"""A payment is event, receipt, allocation and posting in one: each kind of money has its place."""

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests import factories

from wuai.contexts.cases import api as cases
from wuai.contexts.payments import api
from wuai.contexts.payments.models import (
    Allocation,
    CounterReceipt,
    OpenItem,
    RawEvent,
    Receipt,
    Slip,
)
from wuai.platform.actors import Actor


def test_a_full_payment_closes_the_case(desk):
    case = factories.case(amount=5000)
    received = desk.receive(desk.slip(case).number, 5000)
    assert received.closed == (case.id,)
    assert desk.owed(case) == {}
    assert desk.on_books("CLEARING", "VA") == 5000
    assert desk.on_books("PAYABLE", case.agency.code) == -5000
    assert cases.case_row(case.id).status == "PAID"
    assert not OpenItem.objects.exists()


def test_a_partial_payment_is_posted_and_the_case_stays_open(desk):
    case = factories.case(amount=5000)
    received = desk.receive(desk.slip(case).number, 1)
    assert (received.outcome, received.closed) == ("POSTED", ())
    assert desk.owed(case) == {"PRINCIPAL": 4999}


def test_a_stores_padding_does_not_hide_the_number(desk):
    case = factories.case(amount=10)
    assert desk.receive(f"00{desk.slip(case).number}", 10).closed == (case.id,)


def test_too_much_is_held_for_the_payer(desk):
    case = factories.case(amount=5000)
    received = desk.receive(desk.slip(case).number, 5001)
    assert received.closed == (case.id,)
    assert desk.on_books("OVERPAYMENT") == -1
    assert OpenItem.objects.get().reason == "OVERPAID"


def test_an_unknown_number_waits_in_suspense(desk):
    received = desk.receive("99999999999999", 700)
    assert received.outcome == "SUSPENSE"
    assert desk.on_books("SUSPENSE") == -700
    item = OpenItem.objects.get()
    assert (item.reason, item.owner_ref, item.since) == ("UNKNOWN_NUMBER", "", desk.on)


def test_paid_twice_with_another_serial_is_held(desk):
    case = factories.case(amount=5000)
    number = desk.slip(case).number
    desk.receive(number, 5000)
    assert desk.receive(number, 5000).outcome == "POSTED"
    assert desk.on_books("OVERPAYMENT") == -5000
    assert OpenItem.objects.get().reason == "PAID_TWICE"


def test_the_same_event_twice_changes_nothing(desk):
    case = factories.case(amount=5000)
    line = desk.line(desk.slip(case).number, 3000)
    first, again = (
        api.receive(branch_id=desk.branch.id, arrival=api.from_line(line), **desk.who)
        for _ in range(2)
    )
    assert (again.receipt_id, again.replayed) == (first.receipt_id, True)
    assert desk.owed(case) == {"PRINCIPAL": 2000}
    assert RawEvent.objects.count() == Receipt.objects.count() == 1


def test_paid_to_a_returned_case_is_held(desk):
    case = factories.case(amount=5000)
    number = desk.slip(case).number
    cases.return_case(case_id=case.id, reason="移送不合程式", **desk.who)
    desk.receive(number, 5000)
    assert OpenItem.objects.get().reason == "CASE_CLOSED"
    assert desk.on_books("OVERPAYMENT") == -5000


def test_money_to_an_old_slip_still_lands(desk):
    case = factories.case(amount=5000)
    old = desk.slip(case)
    desk.slip(case)
    assert desk.receive(old.number, 5000).closed == (case.id,)


def test_a_late_payment_is_posted_and_marked(desk):
    case = factories.case(amount=5000)
    slip = desk.slip(case)
    day = slip.due_on + timedelta(days=1)
    desk.receive(slip.number, 100, paid_on=day, posted_on=day)
    desk.receive(slip.number, 100, paid_on=slip.due_on)
    assert list(Receipt.objects.order_by("id").values_list("is_late", flat=True)) == [True, False]


def test_within_a_case_costs_come_before_interest_before_the_rest(desk):
    case = factories.case(amount=1000)
    from wuai.contexts.ledger import api as ledger

    receivable = ledger.account(case.branch_id, "RECEIVABLE")
    claims = ledger.account(case.branch_id, "CLAIMS", case.agency.code)
    more = {"COST": 10, "INTEREST": 20, "SURCHARGE": 30, "FINE": 40}
    entries = [ledger.Entry(receivable, case.id, code, n) for code, n in more.items()]
    ledger.post(
        branch_id=case.branch_id, kind="AMEND", reference=str(case.ref), occurred_on=desk.on,
        entries=[*entries, ledger.Entry(claims, None, "", -100)], by=desk.by, at=desk.at,
    )  # fmt: skip
    desk.receive(desk.slip(case).number, 65)
    assert desk.owed(case) == {"FINE": 35, "PRINCIPAL": 1000}
    assert [a.component for a in Allocation.objects.order_by("id")] == [
        "COST", "INTEREST", "SURCHARGE", "FINE",
    ]  # fmt: skip


def test_interest_is_owed_up_to_the_day_of_the_payment(desk):
    case = factories.case(
        amount=36_500, accrual_base=36_500, accrual_from=desk.on - timedelta(days=100),
        accrual_rate="10",
    )  # fmt: skip
    row = cases.case_row(case.id)
    before = cases.balances([case.id], desk.on)[case.id]
    assert before["INTEREST"] > 0, row
    total = sum(before.values())
    received = desk.receive(desk.slip(case).number, total)
    assert (received.closed, received.placement.rest) == ((case.id,), 0)


def test_a_channel_that_does_not_exist_is_refused(desk):
    with pytest.raises(api.ChannelUnknown):
        desk.receive("1", 5, channel_code="NONE")


# --- the counter ---------------------------------------------------------------------------


def _cash(desk, case_ids, amount, key=None):
    return api.take_cash(
        key=key or uuid.uuid4(), case_ids=case_ids, amount=amount, payer="陳測試",
        by=desk.cashier, at=desk.at, on=desk.on,
    )  # fmt: skip


def test_cash_gets_a_numbered_receipt_without_gaps(desk):
    case = factories.case(amount=5000)
    for amount in (1, 2, 3):
        _cash(desk, [case.id], amount)
    with pytest.raises(api.MoreThanOwed):
        _cash(desk, [case.id], 5000)
    _cash(desk, [case.id], 4)
    assert list(CounterReceipt.objects.order_by("id").values_list("serial", flat=True)) == [
        1,
        2,
        3,
        4,
    ]
    assert desk.on_books("CASH") == 10


def test_pressing_twice_gives_the_first_receipt(desk):
    case, key = factories.case(amount=5000), uuid.uuid4()
    first, again = _cash(desk, [case.id], 5000, key), _cash(desk, [case.id], 5000, key)
    assert (first.receipt_id, again.replayed) == (again.receipt_id, True)
    assert CounterReceipt.objects.count() == 1


def test_the_same_key_with_another_amount_is_refused(desk):
    case, key = factories.case(amount=5000), uuid.uuid4()
    _cash(desk, [case.id], 10, key)
    with pytest.raises(api.ReportedDifferently):
        _cash(desk, [case.id], 11, key)


def test_the_cashier_takes_no_more_than_is_owed(desk):
    case = factories.case(amount=5000)
    with pytest.raises(api.MoreThanOwed) as refused:
        _cash(desk, [case.id], 5001)
    assert "5,000" in refused.value.text("zh")
    assert not Receipt.objects.exists()
    assert not RawEvent.objects.exists()


def test_cash_for_several_cases_goes_in_the_order_the_payer_names(desk):
    who = factories.party()
    one, two = factories.case(who, 100), factories.case(who, 100)
    received = _cash(desk, [two.id, one.id], 150)
    assert received.closed == (two.id,)
    assert desk.owed(one) == {"PRINCIPAL": 50}


@pytest.mark.parametrize("amount", [0, -5])
def test_nothing_is_not_cash(desk, amount):
    with pytest.raises(api.NotReceivable):
        _cash(desk, [factories.case().id], amount)


# --- at the agency -------------------------------------------------------------------------


def _report(desk, case, amount, receipt_no="R-1", **more):
    user = Actor("agency", "account:9", "機關", agency_id=more.pop("agency_id", case.agency_id))
    given = {"paid_on": desk.on, "office": "第一辦公室", "by": user, "at": desk.at, "on": desk.on}
    return api.report_agency_payment(
        case_id=case.id, amount=amount, receipt_no=receipt_no, **(given | more)
    )


def test_what_an_agency_took_itself_reduces_its_claim_and_is_not_owed_to_it(desk):
    case = factories.case(amount=5000)
    assert _report(desk, case, 5000).closed == (case.id,)
    assert desk.on_books("CLAIMS", case.agency.code) == 0
    assert desk.on_books("PAYABLE", case.agency.code) == 0
    assert desk.on_books("CLEARING") == 0


def test_an_agencys_receipt_counts_once(desk):
    case = factories.case(amount=5000)
    _report(desk, case, 300)
    assert _report(desk, case, 300).replayed
    with pytest.raises(api.ReportedDifferently):
        _report(desk, case, 301)
    assert desk.owed(case) == {"PRINCIPAL": 4700}


def test_an_agency_reports_only_for_its_own_cases(desk):
    case = factories.case(amount=5000)
    other = factories.agency("TEST-OTHER")
    with pytest.raises(api.NotThisAgencys):
        _report(desk, case, 300, agency_id=other.id)


def test_an_agency_cannot_report_tomorrow_or_too_much(desk):
    case = factories.case(amount=5000)
    with pytest.raises(api.PaidInTheFuture):
        _report(desk, case, 300, paid_on=desk.on + timedelta(days=1))
    with pytest.raises(api.MoreThanOwed):
        _report(desk, case, 5001)


# --- constraints ---------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Receipt, Allocation, RawEvent])
def test_what_was_received_is_never_rewritten(desk, model):
    desk.receive(desk.slip(factories.case()).number, 10)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_a_slip_of_another_branch_is_unknown_here(desk):
    other = factories.branch("TPY")
    case = factories.case(branch=other, amount=10)
    number = desk.slip(case).number
    assert Slip.objects.get(number=number).branch_id == other.id
    assert desk.receive(number, 10).outcome == "SUSPENSE"
