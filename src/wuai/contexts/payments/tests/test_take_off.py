"""Money that stands on the wrong case leaves it by two people, is held, and goes on to the right one."""

from datetime import timedelta

import pytest
from tests import factories

from wuai.contexts.cases import api as cases
from wuai.contexts.payments import api
from wuai.contexts.payments.actions.undoing import take_off
from wuai.contexts.payments.gateways.settlement import codec
from wuai.contexts.payments.models import OpenItem, Receipt, SettlementFile, TakeOff
from wuai.contexts.payments.queries.receiving import waiting
from wuai.contexts.payments.rules.two_people import AlreadyDecided, SamePerson
from wuai.contexts.payments.rules.undoing import take_off as rules
from wuai.contexts.payments.tests.conftest import Desk
from wuai.contexts.payments.tests.test_payouts import _collect, _prepare, _sent
from wuai.contexts.payments.tests.test_till import _together


def _ask(desk, ref):
    return take_off.request_take_off(ref=ref, why="繳錯案件", by=desk.cashier, at=desk.at)


def _decide(desk, ref, by=None, decision="APPROVED"):
    take_off.decide_take_off(
        ref=ref, decision=decision, by=by or desk.chief, at=desk.at, on=desk.on
    )


def _paid(desk, amount=300, owed=300):
    case = factories.case(amount=owed)
    return case, desk.receive(desk.slip(case).number, amount).receipt_ref


def test_a_payment_to_the_wrong_case_moves_to_the_right_one_and_stays_in_the_books(desk):
    wrong, receipt_ref = _paid(desk)
    right = factories.case(amount=300)
    assert cases.case_row(wrong.id).status == "PAID"
    asked = _ask(desk, receipt_ref)
    with pytest.raises(rules.TakeOffWaiting):
        _ask(desk, receipt_ref)
    with pytest.raises(SamePerson):
        _decide(desk, asked, by=desk.cashier)
    _decide(desk, asked)
    assert (sum(desk.owed(wrong).values()), cases.case_row(wrong.id).closed_on) == (300, None)
    assert (desk.on_books("SUSPENSE"), desk.on_books("PAYABLE")) == (-300, 0)
    item = OpenItem.objects.get()
    assert (item.reason, item.settled_at) == ("TAKEN_OFF", None)
    proposal = api.propose_settlement(
        ref=item.ref, case_id=right.id, amount=300, why="正確案件", by=desk.cashier, at=desk.at
    )
    api.decide_settlement(ref=proposal, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)
    assert cases.case_row(right.id).status == "PAID"
    assert desk.on_books("CLEARING", "VA") == 300
    api.own_item(ref=item.ref, by=desk.cashier, at=desk.at)
    later = desk.on + timedelta(days=100)
    take_off.decide_take_off(
        ref=_ask(desk, receipt_ref), decision="APPROVED", by=desk.chief, at=desk.at, on=later
    )
    item.refresh_from_db()
    assert (item.settled_at, sum(desk.owed(right).values())) == (None, 300)
    assert (item.since, item.owner_name) == (later, "")


def test_what_is_taken_off_after_it_was_remitted_lessens_the_next_remittance(desk):
    _collect(desk)
    _sent(desk)
    receipt = Receipt.objects.get()
    _decide(desk, _ask(desk, receipt.ref))
    assert (desk.on_books("PAYABLE"), desk.on_books("SUSPENSE")) == (500, -500)
    desk.verify()
    _collect(desk, 700)
    assert _prepare(desk).total == 200
    void = api.request_void(ref=receipt.ref, why="x", by=desk.cashier, at=desk.at)
    api.decide_void(ref=void, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)
    assert desk.on_books("SUSPENSE") == 0


def test_what_was_held_already_and_what_leaves_a_case_are_held_together(desk):
    case, receipt_ref = _paid(desk, amount=350)
    _decide(desk, _ask(desk, receipt_ref))
    assert (desk.on_books("OVERPAYMENT"), desk.on_books("SUSPENSE")) == (-350, 0)
    assert sum(desk.owed(case).values()) == 300
    with pytest.raises(rules.NothingOnCases):
        _ask(desk, receipt_ref)


def test_a_refused_request_changes_nothing_and_may_be_asked_again(desk):
    case, receipt_ref = _paid(desk)
    asked = _ask(desk, receipt_ref)
    _decide(desk, asked, decision="REFUSED")
    with pytest.raises(AlreadyDecided):
        _decide(desk, asked)
    assert desk.owed(case) == {}
    assert _ask(desk, receipt_ref)


def test_what_the_agency_kept_is_the_agencys_to_correct(desk):
    case = factories.case(amount=300)
    done = api.report_agency_payment(
        case_id=case.id, amount=100, paid_on=desk.on, receipt_no="A1", office="P1", **desk.who
    )
    with pytest.raises(rules.MoneyAtAgency):
        _ask(desk, done.receipt_ref)


def test_what_moved_on_is_no_longer_told_as_held_in_the_old_way(desk):
    one, two = (desk.slip(factories.case(amount=100)).number for _ in range(2))
    day = str(desk.on)
    api.import_settlement(
        branch_id=desk.branch.id, channel_code="VA", name="f.csv", **desk.who,
        content=codec.write([(one, day, day, 160, "VA", "822", "S1"), (two, day, day, 130, "VA", "822", "S2")]),
    )  # fmt: skip
    item, file = OpenItem.objects.get(event__number=one), SettlementFile.objects.get()
    asked = api.propose_settlement(
        ref=item.ref, case_id=factories.case(amount=60).id, amount=60, why="x", by=desk.cashier,
        at=desk.at,
    )  # fmt: skip
    decided = {"decision": "APPROVED", "by": desk.chief, "at": desk.at, "on": desk.on}
    api.decide_settlement(ref=asked, **decided)
    # Off all its cases it is held as unknown: nothing of it is too much any more.
    off = take_off.request_take_off(ref=item.receipt.ref, why="x", by=desk.cashier, at=desk.at)
    take_off.decide_take_off(ref=off, **decided)
    held = waiting.held_of_file(desk.branch.id, file.id)
    assert [(h.target, h.count, h.amount) for h in held] == [
        ("OVERPAYMENT", 1, 30), ("SUSPENSE", 1, 160)
    ]  # fmt: skip
    for h in held:
        listed = waiting.waiting(desk.branch.id, limit=9, of=(file.ref, h.target))
        assert len(listed) == h.count


@pytest.mark.django_db(transaction=True)
def test_two_approvals_and_a_voiding_at_once_leave_one_of_them_and_no_knot(transactional_db):
    desk = Desk()
    _case, receipt_ref = _paid(desk, amount=350)
    asked = _ask(desk, receipt_ref)
    void = api.request_void(ref=receipt_ref, why="x", by=desk.cashier, at=desk.at)
    done = _together(
        lambda: _decide(desk, asked), lambda: _decide(desk, asked),
        lambda: api.decide_void(
            ref=void, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on
        ),
    )  # fmt: skip
    odd = [one for one in done if isinstance(one, Exception)]
    assert all(isinstance(one, AlreadyDecided) for one in odd), odd
    assert TakeOff.objects.exclude(decision="").count() == 1
    assert desk.on_books("CLEARING", "VA") == 0
    assert Receipt.objects.count() == 1
    assert OpenItem.objects.get().settled_at is not None
    desk.verify()
