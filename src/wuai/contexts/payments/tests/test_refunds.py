"""What was paid too much goes back, once, to the right person, by two people."""

import threading
import uuid
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from tests import factories

from wuai.contexts.payments import api
from wuai.contexts.payments.actions.out import payouts_prepare, payouts_returned, refunds
from wuai.contexts.payments.gateways.payouts import codec, fake
from wuai.contexts.payments.models import OpenItem, Payout, Receipt, Refund, RefundPot
from wuai.contexts.payments.rules.out import refunds as rules
from wuai.contexts.payments.rules.out.payouts import PayeeUnfit, names_agree
from wuai.contexts.payments.rules.two_people import SamePerson
from wuai.contexts.payments.tests.conftest import Desk
from wuai.contexts.payments.tests.test_payouts import _decide as decide_batch
from wuai.contexts.payments.tests.test_payouts import _file, _result
from wuai.platform.models import HistoryLine

BY_TRANSFER = rules.Wish("OVERPAID", "TRANSFER", "陳測試", "0040037", "12345678901")
AT_COUNTER = rules.Wish("OVERPAID", "COUNTER", "陳測試", identity_seen="國民身分證")


def _overpaid(desk, amount=1000, over=400):
    case = factories.case(amount=amount)
    desk.receive(desk.slip(case).number, amount + over)
    return OpenItem.objects.order_by("-id").first()


def _ask(desk, item, amount=400, seen=400, wish=BY_TRANSFER, by=None):
    return refunds.request_refund(
        item_ref=item.ref, seen=seen, amount=amount, wish=wish, by=by or desk.cashier, at=desk.at,
        on=desk.on,
    )  # fmt: skip


def _decide(desk, ref, decision="APPROVED", by=None):
    refunds.decide_refund(ref=ref, decision=decision, by=by or desk.chief, at=desk.at, on=desk.on)


def _prepare(desk):
    return payouts_prepare.prepare_refunds(
        branch_id=desk.branch.id, by=desk.cashier, at=desk.at, on=desk.on
    )


def test_an_overpayment_goes_back_by_the_banks_file(desk):
    item = _overpaid(desk)
    ref = _ask(desk, item)
    assert (desk.on_books("OVERPAYMENT"), desk.on_books("REFUND")) == (0, -400)
    item.refresh_from_db()
    assert item.settled_at is not None
    with pytest.raises(payouts_prepare.NothingToPay):
        _prepare(desk)
    _decide(desk, ref)
    prepared = _prepare(desk)
    decide_batch(desk, prepared)
    content = _file(desk, prepared)
    assert codec.read_orders(content)[1][0].account == "12345678901"
    _result(desk, fake.answer(content, desk.on))
    assert (desk.on_books("REFUND"), desk.on_books("BANK")) == (0, -400)


def test_a_refund_that_came_back_is_paid_to_the_corrected_account(desk):
    _decide(desk, _ask(desk, _overpaid(desk)))
    prepared = _prepare(desk)
    decide_batch(desk, prepared)
    payout = Payout.objects.get()
    _result(desk, fake.answer(_file(desk, prepared), desk.on, returned=frozenset({payout.number})))
    assert desk.on_books("REFUND") == -400
    with pytest.raises(payouts_prepare.NothingToPay):
        _prepare(desk)
    payouts_returned.correct_payee(
        ref=payout.ref, name="陳測試", bank="0040037", account="998877665", by=desk.cashier,
        at=desk.at,
    )  # fmt: skip
    again = payouts_returned.reissue(ref=payout.ref, by=desk.cashier, at=desk.at, on=desk.on)
    decide_batch(desk, again)
    _result(desk, fake.answer(_file(desk, again), desk.on))
    assert desk.on_books("BANK") == -400


def test_what_the_requester_saw_must_still_be_so(desk):
    item = _overpaid(desk)
    _ask(desk, item, amount=100)
    with pytest.raises(rules.AvailableChanged) as refused:
        _ask(desk, item, amount=100)
    assert refused.value.status == 412
    _ask(desk, item, amount=300, seen=300)
    assert RefundPot.objects.get().taken == 400


def test_what_a_guarantor_paid_too_much_is_his_and_not_the_obligor_s(desk):
    case, party = factories.case(amount=1000), factories.party("林保證")
    part = api.InstalmentPart(uuid.uuid4(), case.id, 1000, desk.on, party.id)
    (slip,) = api.lay_instalment_slips(refs=[part.instalment_ref], parts=[part], **desk.who)
    desk.receive(slip.number, 1400)
    item = OpenItem.objects.get()
    assert api.held_items_of_case(case.id) == []
    assert [(one.held, one.payer_id) for one in api.held_of_case(case.id)] == [(400, party.id)]
    with pytest.raises(rules.OtherNameUnexplained) as refused:
        _ask(desk, item)
    assert "林保證" in refused.value.args[0] or "林保證" in str(refused.value)
    ref = _ask(desk, item, wish=replace(BY_TRANSFER, name="林保證"))
    assert Refund.objects.get(ref=ref).name_agrees


@pytest.mark.parametrize("amount", [0, -1, 401])
def test_nobody_gets_more_than_is_held(desk, amount):
    with pytest.raises(rules.RefundNotPossible):
        _ask(desk, _overpaid(desk), amount=amount)


def test_the_table_itself_refuses_more_than_was_paid(desk):
    _ask(desk, _overpaid(desk))
    with pytest.raises(IntegrityError), transaction.atomic():
        RefundPot.objects.update(taken=1401)


def test_a_refused_request_gives_the_money_back_to_what_is_held(desk):
    item = _overpaid(desk)
    _decide(desk, _ask(desk, item), "REFUSED", by=desk.cashier)
    item.refresh_from_db()
    assert item.settled_at is None
    assert (desk.on_books("OVERPAYMENT"), desk.on_books("REFUND")) == (-400, 0)
    _ask(desk, item)


def test_whoever_asked_does_not_approve(desk):
    ref = _ask(desk, _overpaid(desk))
    with pytest.raises(SamePerson):
        _decide(desk, ref, by=desk.cashier)


def test_money_moved_to_a_case_cannot_be_refunded_and_the_other_way_round(desk):
    item, case = _overpaid(desk), factories.case(amount=400)
    proposal = api.propose_settlement(
        ref=item.ref, case_id=case.id, amount=400, why="x", by=desk.cashier, at=desk.at
    )
    _ask(desk, item)
    with pytest.raises(api.MoreThanHeld):
        api.decide_settlement(
            ref=proposal, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on
        )


def test_a_receipt_whose_money_goes_back_cannot_be_voided(desk):
    from wuai.contexts.payments.actions.undoing.void import ReceiptRefunded

    _ask(desk, _overpaid(desk))
    asked = api.request_void(ref=Receipt.objects.get().ref, why="x", by=desk.cashier, at=desk.at)
    with pytest.raises(ReceiptRefunded):
        api.decide_void(ref=asked, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)


def test_the_account_is_sealed_and_the_other_name_is_explained(desk):
    item = _overpaid(desk)
    other = rules.Wish("OVERPAID", "TRANSFER", "李代領", "0040037", "12345678901")
    with pytest.raises(rules.OtherNameUnexplained):
        _ask(desk, item, wish=other)
    explained = rules.Wish(
        "OVERPAID", "TRANSFER", "李代領", "0040037", "12345678901", name_note="委託書"
    )
    _ask(desk, item, wish=explained)
    refund = Refund.objects.get()
    assert (refund.name_agrees, refund.account_mask) == (False, "1234*******")
    assert b"12345678901" not in bytes(refund.account)


@pytest.mark.parametrize(
    ("given", "known", "agrees"),
    [("陳 大文", "陳大文", True), ("ＡＢＣ股份", "abc股份", True), ("陳大文", "陳大丈", False),
     ("", "", False), ("陳大文", "", False)],
)  # fmt: skip
def test_names_are_compared_without_width_space_and_case(given, known, agrees):
    assert names_agree(given, known) is agrees


@pytest.mark.parametrize(
    "wish",
    [rules.Wish("OVERPAID", "TRANSFER", "=陳測試", "0040037", "12345678901", name_note="x"),
     rules.Wish("OVERPAID", "TRANSFER", "陳測試", "004", "12345678901"),
     rules.Wish("OVERPAID", "TRANSFER", "陳測試", "0040037", "12x4")],
)  # fmt: skip
def test_a_payee_that_no_bank_can_pay_is_refused(wish):
    with pytest.raises(PayeeUnfit):
        rules.whereto(wish, "陳測試")


def test_at_the_counter_somebody_looks_at_a_document():
    with pytest.raises(rules.IdentityNotSeen):
        rules.whereto(rules.Wish("OVERPAID", "COUNTER", "陳測試"), "陳測試")
    assert rules.whereto(AT_COUNTER, "陳測試").payee is None


@pytest.mark.parametrize(
    ("number", "note", "passes"),
    [
        ("A123456789", "", True),
        ("a123456789 ", "", True),
        ("A223456781", "", False),
        ("", "", False),
    ],
)
def test_the_number_of_the_document_is_compared_with_the_obligors_and_kept_nowhere(
    desk, number, note, passes
):
    case = factories.case(factories.party("陳測試", "A123456789"), amount=1000)
    desk.receive(desk.slip(case).number, 1400)
    item = OpenItem.objects.order_by("-id").first()
    wish = replace(AT_COUNTER, id_number=number, name_note=note)
    if not passes:
        with pytest.raises(rules.IdentityDiffers):
            _ask(desk, item, wish=wish)
        return
    ref = _ask(desk, item, wish=wish)
    line = HistoryLine.objects.get(action="refund.request")
    assert line.data["id_agrees"] is True
    assert "A123456789" not in str(line.data)
    assert Refund.objects.get(ref=ref).identity_seen == "國民身分證"


def test_somebody_else_at_the_counter_brings_a_reason_instead_of_the_obligors_number(desk):
    case = factories.case(factories.party("陳測試", "A123456789"), amount=1000)
    desk.receive(desk.slip(case).number, 1400)
    item = OpenItem.objects.order_by("-id").first()
    wish = replace(AT_COUNTER, name="王代理", name_note="持委託書")
    assert _ask(desk, item, wish=wish)


@pytest.mark.django_db(transaction=True)
def test_two_hundred_refunds_at_once_never_give_back_more_than_was_paid(transactional_db):
    desk = Desk()
    item = _overpaid(desk, over=400)
    outcomes, gate = [], threading.Barrier(8)

    def run():
        gate.wait()
        try:
            for _ in range(25):
                held = -desk.on_books("OVERPAYMENT")
                try:
                    _ask(desk, item, amount=10, seen=held)
                    outcomes.append("paid")
                except (rules.AvailableChanged, rules.RefundNotPossible) as refused:
                    outcomes.append(refused.status)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(outcomes) == 200
    assert set(outcomes) <= {"paid", 412, 422}
    given = sum(Refund.objects.values_list("amount", flat=True))
    assert given == 10 * outcomes.count("paid") == RefundPot.objects.get().taken <= 400
    desk.verify()
