"""Unmatched money and wrong receipts are settled by two people, and the books follow."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from tests import factories

from wuai.contexts.cases import api as cases
from wuai.contexts.payments import api
from wuai.contexts.payments.models import OpenItem, Receipt, SettlementProposal, VoidRequest


def _propose(desk, item, case, amount, by=None):
    return api.propose_settlement(
        ref=item.ref, case_id=case.id, amount=amount, why="匯款附言為本案案號",
        by=by or desk.cashier, at=desk.at,
    )  # fmt: skip


def _decide(desk, proposal, by=None, decision="APPROVED"):
    api.decide_settlement(
        ref=proposal, decision=decision, by=by or desk.chief, at=desk.at, on=desk.on
    )


def _suspense(desk, amount=700):
    desk.receive("99999999999999", amount)
    return OpenItem.objects.get()


def test_unknown_money_goes_to_a_case_by_two_people(desk):
    item, case = _suspense(desk), factories.case(amount=700)
    _decide(desk, _propose(desk, item, case, 700))
    item.refresh_from_db()
    assert item.settled_at is not None
    assert cases.case_row(case.id).status == "PAID"
    assert desk.on_books("SUSPENSE") == 0
    assert desk.on_books("PAYABLE", case.agency.code) == -700


def test_what_is_left_over_stays_held(desk):
    item, case = _suspense(desk), factories.case(amount=300)
    _decide(desk, _propose(desk, item, case, 300))
    item.refresh_from_db()
    assert item.settled_at is None
    assert desk.on_books("SUSPENSE") == -400


def test_overpaid_money_may_go_to_the_payers_other_case(desk):
    who = factories.party()
    case, other = factories.case(who, 100), factories.case(who, 100)
    desk.receive(desk.slip(case).number, 150)
    _decide(desk, _propose(desk, OpenItem.objects.get(), other, 50))
    assert desk.owed(other) == {"PRINCIPAL": 50}
    assert desk.on_books("OVERPAYMENT") == 0


def test_whoever_proposed_cannot_approve_but_may_take_it_back(desk):
    proposal = _propose(desk, _suspense(desk), factories.case(), 700)
    with pytest.raises(api.SamePerson):
        _decide(desk, proposal, by=desk.cashier)
    _decide(desk, proposal, by=desk.cashier, decision="REFUSED")
    assert desk.on_books("SUSPENSE") == -700


def test_the_table_itself_refuses_one_person(desk):
    _propose(desk, _suspense(desk), factories.case(), 700)
    with pytest.raises(IntegrityError), transaction.atomic():
        SettlementProposal.objects.update(
            decision="APPROVED", decided_at=desk.at, decided_by=desk.cashier.ref, decided_name="王"
        )


def test_a_proposal_is_decided_once_and_one_waits_at_a_time(desk):
    item, case = _suspense(desk), factories.case(amount=700)
    proposal = _propose(desk, item, case, 100)
    with pytest.raises(api.ProposalWaiting):
        _propose(desk, item, case, 100)
    _decide(desk, proposal)
    with pytest.raises(api.AlreadyDecided):
        _decide(desk, proposal)
    assert desk.owed(case) == {"PRINCIPAL": 600}


@pytest.mark.parametrize("amount", [0, -1, 701])
def test_nobody_proposes_more_than_is_held(desk, amount):
    item = _suspense(desk)
    with pytest.raises(api.MoreThanHeld):
        _propose(desk, item, factories.case(), amount)


def test_approval_refuses_more_than_the_case_still_owes(desk):
    item, case = _suspense(desk), factories.case(amount=600)
    proposal = _propose(desk, item, case, 700)
    with pytest.raises(api.MoreThanCaseOwes):
        _decide(desk, proposal)
    assert desk.on_books("SUSPENSE") == -700


def test_the_officer_of_another_branch_sees_nothing(desk):
    from dataclasses import replace

    item = _suspense(desk)
    stranger = replace(desk.cashier, ref="account:7", branch_id=factories.branch("TPY").id)
    with pytest.raises(api.ItemUnknown):
        api.own_item(ref=item.ref, by=stranger, at=desk.at)
    with pytest.raises(api.ReceiptUnknown):
        api.request_void(ref=item.receipt.ref, why="x", by=stranger, at=desk.at)


def _void(desk, receipt_ref, decision="APPROVED", by=None):
    asked = api.request_void(ref=receipt_ref, why="金額誤鍵", by=desk.cashier, at=desk.at)
    api.decide_void(ref=asked, decision=decision, by=by or desk.chief, at=desk.at, on=desk.on)
    return asked


def _cash(desk, case, amount):
    return api.take_cash(
        key=uuid.uuid4(), case_ids=[case.id], amount=amount, payer="", by=desk.cashier, at=desk.at,
        on=desk.on,
    )  # fmt: skip


def test_a_voided_receipt_gives_the_debt_back_and_opens_the_case_again(desk):
    case = factories.case(amount=500)
    _void(desk, _cash(desk, case, 500).receipt_ref)
    assert cases.case_row(case.id).status == "OPEN"
    assert desk.owed(case) == {"PRINCIPAL": 500}
    assert desk.on_books("CASH") == desk.on_books("PAYABLE") == 0
    assert _cash(desk, case, 500).closed == (case.id,)


def test_voiding_takes_two_people_and_happens_once(desk):
    received = _cash(desk, factories.case(amount=500), 500)
    with pytest.raises(api.SamePerson):
        _void(desk, received.receipt_ref, by=desk.cashier)
    with pytest.raises(api.AlreadyVoided):
        _void(desk, received.receipt_ref)
    asked = VoidRequest.objects.get()
    api.decide_void(ref=asked.ref, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)
    with pytest.raises(api.AlreadyVoided):
        _void(desk, received.receipt_ref)


def test_a_refused_voiding_changes_nothing_and_may_be_asked_again(desk):
    case = factories.case(amount=500)
    received = _cash(desk, case, 500)
    _void(desk, received.receipt_ref, decision="REFUSED", by=desk.cashier)
    assert desk.on_books("CASH") == 500
    _void(desk, received.receipt_ref)
    assert desk.on_books("CASH") == 0


def test_a_receipt_that_was_moved_on_is_taken_back_whole(desk):
    item, case = _suspense(desk), factories.case(amount=600)
    _decide(desk, _propose(desk, item, case, 600))
    _void(desk, Receipt.objects.get().ref)
    assert desk.owed(case) == {"PRINCIPAL": 600}
    assert desk.on_books("SUSPENSE") == desk.on_books("CLEARING") == 0
    item.refresh_from_db()
    assert item.settled_at is not None


def test_a_reason_is_needed(desk):
    item = _suspense(desk)
    with pytest.raises(api.ReasonNeeded):
        api.request_void(ref=item.receipt.ref, why="  ", by=desk.cashier, at=desk.at)
    with pytest.raises(api.StillMoney):
        api.settle_line(ref=item.ref, note="已查明", by=desk.cashier, at=desk.at)


# --- the close of a day --------------------------------------------------------------------


def _close(desk):
    return api.close_day(branch_id=desk.branch.id, on=desk.on, by=desk.cashier, at=desk.at)


def test_a_day_closes_when_files_receipts_and_ledger_agree(desk):
    case, other = factories.case(amount=500), factories.case(amount=600)
    desk.receive(desk.slip(case).number, 550)
    _cash(desk, other, 600)
    match = _close(desk)
    assert match.may_close
    assert [(c.channel, c.lines_total, c.ledger_total) for c in match.channels] == [
        ("VA", 550, 550), ("COUNTER", 600, 600),
    ]  # fmt: skip


def test_a_day_stays_open_until_somebody_owns_what_is_unmatched(desk):
    item = _suspense(desk)
    assert not _close(desk).may_close
    api.own_item(ref=item.ref, by=desk.cashier, at=desk.at)
    match = _close(desk)
    assert match.may_close
    assert [u.owner for u in match.unmatched] == [desk.cashier.name]
