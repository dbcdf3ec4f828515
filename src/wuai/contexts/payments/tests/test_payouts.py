"""What was collected goes to the agencies: every cent once, by two people, and back when it returns."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from tests import factories

from wuai.contexts.payments.actions.out import (
    payouts_decide,
    payouts_prepare,
    payouts_result,
    payouts_returned,
)
from wuai.contexts.payments.gateways.payouts import codec, fake
from wuai.contexts.payments.models import Payout, PayoutBatch, PayoutLine, PayoutResultLine
from wuai.contexts.payments.rules.two_people import AlreadyDecided, SamePerson
from wuai.contexts.payments.tests.conftest import Desk
from wuai.platform import files
from wuai.platform.crypto import seal, unseal

ACCOUNT = "000112345678"


def _agency(code="TEST-NHI", account=ACCOUNT):
    agency = factories.agency(code)
    agency.payee_name, agency.payee_bank = f"{code} 專戶", "0040037"
    agency.payee_account = seal("agency.payee_account", code, account)
    agency.save()
    return agency


def _collect(desk, amount=500, code="TEST-NHI"):
    agency = _agency(code)
    case = factories.case(amount=amount, agency=agency)
    desk.receive(desk.slip(case).number, amount)
    return agency


def _prepare(desk, **more):
    given = {"branch_id": desk.branch.id, "upto": desk.on, "by": desk.cashier, "at": desk.at,
             "on": desk.on}  # fmt: skip
    return payouts_prepare.prepare_remittance(**(given | more))


def _decide(desk, prepared, decision="APPROVED", by=None, sha256=None):
    payouts_decide.decide_payouts(
        ref=prepared.ref, decision=decision, sha256=sha256 or prepared.sha256,
        by=by or desk.chief, at=desk.at, on=desk.on,
    )  # fmt: skip


def _file(desk, prepared):
    batch = payouts_decide.export(ref=prepared.ref, by=desk.cashier, at=desk.at)
    return files.read_all(batch.file)


def _result(desk, content, name="r.csv"):
    return payouts_result.import_result(
        branch_id=desk.branch.id, name=name, content=content, by=desk.cashier, at=desk.at,
        on=desk.on,
    )  # fmt: skip


def _sent(desk):
    prepared = _prepare(desk)
    _decide(desk, prepared)
    return prepared, _file(desk, prepared)


def _return(desk):
    _, content = _sent(desk)
    number = Payout.objects.get().number
    _result(desk, fake.answer(content, desk.on, returned=frozenset({number})))
    return Payout.objects.get()


def test_what_was_collected_goes_out_and_the_books_follow_each_step(desk):
    _collect(desk)
    prepared = _prepare(desk)
    assert (prepared.count, prepared.total) == (1, 500)
    assert desk.on_books("PAYABLE") == -500
    _decide(desk, prepared)
    assert (desk.on_books("PAYABLE"), desk.on_books("IN_TRANSIT")) == (0, -500)
    taken = _result(desk, fake.answer(_file(desk, prepared), desk.on))
    assert (taken.paid, taken.returned, taken.rejected) == (1, 0, 0)
    assert (desk.on_books("IN_TRANSIT"), desk.on_books("BANK")) == (0, -500)
    assert Payout.objects.get().status == "PAID"


def test_the_file_carries_the_account_and_the_table_does_not(desk):
    _collect(desk)
    _, content = _sent(desk)
    head, orders = codec.read_orders(content)
    payout = Payout.objects.get()
    assert (head.count, head.total, orders[0].account) == (1, 500, ACCOUNT)
    assert ACCOUNT.encode() not in bytes(payout.account)
    assert unseal("payments_payout.account", str(payout.ref), payout.account) == ACCOUNT
    assert payout.account_mask == "0001********"


def test_each_cent_is_in_one_living_batch(desk):
    _collect(desk)
    prepared = _prepare(desk)
    with pytest.raises(payouts_prepare.NothingToPay):
        _prepare(desk)
    line = PayoutLine.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PayoutLine.objects.create(payout=line.payout, entry=line.entry, amount=line.amount)
    _decide(desk, prepared, "REFUSED", by=desk.cashier)
    assert Payout.objects.get().status == "CANCELLED"
    assert _prepare(desk).total == 500


def test_whoever_prepared_does_not_approve_and_nobody_decides_twice(desk):
    _collect(desk)
    prepared = _prepare(desk)
    with pytest.raises(SamePerson):
        _decide(desk, prepared, by=desk.cashier)
    with pytest.raises(IntegrityError), transaction.atomic():
        PayoutBatch.objects.update(
            decision="APPROVED", decided_at=desk.at, decided_by=desk.cashier.ref, decided_name="王"
        )
    _decide(desk, prepared)
    with pytest.raises(AlreadyDecided):
        _decide(desk, prepared)


def test_only_the_file_that_was_seen_is_approved_and_none_goes_out_before(desk):
    _collect(desk)
    prepared = _prepare(desk)
    with pytest.raises(payouts_decide.BatchSeenDifferently):
        _decide(desk, prepared, sha256="0" * 64)
    with pytest.raises(payouts_decide.BatchUnknown):
        _file(desk, prepared)
    _decide(desk, prepared)
    import hashlib

    assert hashlib.sha256(_file(desk, prepared)).hexdigest() == prepared.sha256


def test_an_agency_without_account_is_set_aside_by_name(desk):
    _collect(desk)
    other = factories.agency("TEST-BARE")
    case = factories.case(amount=70, agency=other)
    desk.receive(desk.slip(case).number, 70)
    prepared = _prepare(desk)
    assert prepared.total == 500
    assert [(a.agency_code, a.amount, a.reason) for a in prepared.set_aside] == [
        ("TEST-BARE", 70, "NO_ACCOUNT")
    ]


def test_a_returned_remittance_is_owed_again_and_paid_under_a_new_number(desk):
    agency = _collect(desk)
    payout = _return(desk)
    assert (payout.status, payout.return_code) == ("RETURNED", "R01")
    assert (desk.on_books("PAYABLE", agency.code), desk.on_books("IN_TRANSIT")) == (-500, 0)
    with pytest.raises(payouts_prepare.NothingToPay):
        _prepare(desk)  # it waits for its own new payment
    with pytest.raises(payouts_returned.AccountNotCorrected):
        payouts_returned.reissue(ref=payout.ref, by=desk.cashier, at=desk.at, on=desk.on)
    payouts_returned.correct_payee(
        ref=payout.ref,
        name="新戶名",
        bank="0050012",
        account="1234567",
        by=desk.cashier,
        at=desk.at,
    )
    again = payouts_returned.reissue(ref=payout.ref, by=desk.cashier, at=desk.at, on=desk.on)
    made = Payout.objects.get(batch__ref=again.ref)
    assert made.replaces_id == payout.id
    assert made.number != payout.number
    _decide(desk, again)
    _result(desk, fake.answer(_file(desk, again), desk.on))
    assert (desk.on_books("PAYABLE"), desk.on_books("BANK")) == (0, -500)
    with pytest.raises(payouts_returned.NotReturned):
        payouts_returned.reissue(ref=payout.ref, by=desk.cashier, at=desk.at, on=desk.on)


def test_money_collected_after_a_return_does_not_go_to_the_account_that_failed(desk):
    _collect(desk)
    _return(desk)
    _collect(desk, 80)
    with pytest.raises(payouts_prepare.NothingToPay):
        _prepare(desk)
    _agency(account="999888777")
    assert _prepare(desk).total == 80


def test_what_is_collected_later_goes_where_the_returned_money_was_paid_again(desk):
    _collect(desk)
    payout = _return(desk)
    payouts_returned.correct_payee(
        ref=payout.ref,
        name="新戶名",
        bank="0050012",
        account="1234567",
        by=desk.cashier,
        at=desk.at,
    )
    again = payouts_returned.reissue(ref=payout.ref, by=desk.cashier, at=desk.at, on=desk.on)
    _collect(desk, 80)
    with pytest.raises(payouts_prepare.NothingToPay):
        _prepare(desk)  # the new account is not proven yet
    _decide(desk, again)
    later = _prepare(desk)
    assert codec.read_orders(files.read_all(_stored(later)))[1][0].account == "1234567"
    _decide(desk, later, "REFUSED")
    number = Payout.objects.get(batch__ref=again.ref).number
    _result(desk, fake.answer(_file(desk, again), desk.on, returned=frozenset({number})))
    with pytest.raises(payouts_prepare.NothingToPay):
        _prepare(desk)  # and that one came back, too


def _stored(prepared):
    return PayoutBatch.objects.get(ref=prepared.ref).file


def test_a_payment_that_was_confirmed_may_still_come_back(desk):
    _collect(desk)
    _, content = _sent(desk)
    _result(desk, fake.answer(content, desk.on))
    number = Payout.objects.get().number
    _result(desk, fake.answer(content, desk.on, returned=frozenset({number})))
    assert (desk.on_books("BANK"), desk.on_books("PAYABLE")) == (0, -500)


@pytest.mark.parametrize(
    ("misbehave", "paid", "duplicates", "rejected"),
    [("twice", 2, 2, 0), ("shuffled", 2, 0, 0), ("wrong_amount", 1, 0, 1), ("stranger", 2, 0, 1),
     ("silent", 1, 0, 0)],
)  # fmt: skip
def test_a_bank_that_misbehaves_moves_no_wrong_money(desk, misbehave, paid, duplicates, rejected):
    _collect(desk)
    _collect(desk, 300, "TEST-B")
    _, content = _sent(desk)
    answer = fake.answer(content, desk.on, misbehave=misbehave)
    taken = _result(desk, answer)
    assert (taken.paid, taken.duplicates, taken.rejected) == (paid, duplicates, rejected)
    assert _result(desk, answer).replayed
    assert PayoutResultLine.objects.count() == taken.lines
    assert desk.on_books("BANK") == -sum(
        Payout.objects.filter(status="PAID").values_list("amount", flat=True)
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff", b"a,b\r\n", "付款編號,金額,結果,處理日,退匯代碼,說明\r\n合計,1,,,,0\r\n".encode(),
     "付款編號,金額,結果,處理日,退匯代碼,說明\r\nX,1,PAID,2026-11-21,,\r\n".encode()],
)  # fmt: skip
def test_a_result_file_that_cannot_be_trusted_is_refused_whole(desk, content):
    with pytest.raises((codec.ResultNotReadable, codec.ResultTotalDisagrees)):
        _result(desk, content)


def test_a_voided_receipt_that_was_remitted_lessens_the_next_remittance(desk):
    from wuai.contexts.payments import api
    from wuai.contexts.payments.models import Receipt

    _collect(desk)
    _sent(desk)
    asked = api.request_void(ref=Receipt.objects.get().ref, why="x", by=desk.cashier, at=desk.at)
    api.decide_void(ref=asked, decision="APPROVED", by=desk.chief, at=desk.at, on=desk.on)
    assert desk.on_books("PAYABLE") == 500
    _collect(desk, 700)
    assert _prepare(desk).total == 200


def test_the_officer_of_another_branch_sees_no_batch(desk):
    from dataclasses import replace

    _collect(desk)
    prepared = _prepare(desk)
    stranger = replace(desk.chief, ref="account:7", branch_id=factories.branch("TPY").id)
    with pytest.raises(payouts_decide.BatchUnknown):
        _decide(desk, prepared, by=stranger)


@pytest.mark.django_db(transaction=True)
def test_two_who_prepare_at_the_same_instant_make_one_batch(transactional_db):
    desk = Desk()
    _collect(desk)
    gate, done = threading.Barrier(4), []

    def run():
        gate.wait()
        try:
            done.append(_prepare(desk).total)
        except payouts_prepare.NothingToPay:
            done.append(0)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(done) == [0, 0, 0, 500]
    desk.verify()
