"""A payment that came back: the right account is asked for, and it goes out once more."""

import uuid
from datetime import date, datetime

from django.db import connection

from wuai.contexts.payments.actions.out.payouts_prepare import (
    Prepared,
    Wanted,
    note,
    one_at_a_time,
    prepared,
    write_batch,
)
from wuai.contexts.payments.models import Payout
from wuai.contexts.payments.models.payouts import ACCOUNT, CORRECTED
from wuai.contexts.payments.rules.out.payout_postings import BACK
from wuai.contexts.payments.rules.out.payouts import (
    REFUND,
    REMITTANCE,
    RETURNED,
    Payee,
    mask_account,
    payee,
)
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.crypto import seal, unseal


class PayoutUnknown(Refusal):
    code = "PAYOUT_UNKNOWN"
    zh = "查無此筆付款"
    en = "There is no such payment"
    next_zh = "請由付款清單查找"
    next_en = "Look for it in the list of payments"
    status = 404


class NotReturned(Refusal):
    code = "PAYOUT_NOT_RETURNED"
    zh = "此筆付款沒有退匯，或已重新付款"
    en = "This payment did not come back, or was paid again already"
    next_zh = "請重新整理付款清單"
    next_en = "Reload the list of payments"


class AccountNotCorrected(Refusal):
    code = "PAYEE_ACCOUNT_NOT_CORRECTED"
    zh = "帳號與退匯時相同，再付一次仍會退回"
    en = "The account is the one that sent the money back: it would come back again"
    next_zh = "請先向受款人取得正確帳號並登錄"
    next_en = "Ask the payee for the right account and enter it first"


@action("payout.correct")
def correct_payee(
    *, ref: uuid.UUID, name: str, bank: str, account: str, by: Actor, at: datetime
) -> None:
    """Keep the account that the payee of a returned payment gives instead."""
    payout = lock_returned(ref, by)
    given = payee(name, bank, account)
    if given.account == unseal(ACCOUNT, str(payout.ref), payout.account) and (
        given.bank == payout.bank and given.name == payout.payee_name
    ):
        raise AccountNotCorrected(field="account")
    payout.corrected_name, payout.corrected_bank = given.name, given.bank
    payout.corrected_account = seal(CORRECTED, str(payout.ref), given.account)
    payout.corrected_mask = mask_account(given.account)
    payout.corrected_at, payout.corrected_by = at, by.ref
    payout.save(
        update_fields=[
            "corrected_name", "corrected_bank", "corrected_account", "corrected_mask",
            "corrected_at", "corrected_by",
        ]
    )  # fmt: skip
    record(kind="payout", ref=payout.ref, branch_id=payout.branch_id)


def lock_returned(ref: uuid.UUID, by: Actor) -> Payout:
    """Lock a payment that came back and was not paid again, of the branch or agency that asks."""
    found = Payout.objects.select_for_update().filter(ref=ref)
    if by.kind == "agency":
        found = found.filter(agency_id=by.agency_id or 0)
    elif by.branch_id is not None:
        found = found.filter(branch_id=by.branch_id)
    payout = found.first()
    if payout is None:
        raise PayoutUnknown
    if payout.status != RETURNED or _is_paid_again(payout):
        raise NotReturned
    return payout


def _is_paid_again(payout: Payout) -> bool:
    return Payout.objects.filter(replaces=payout).exclude(status="CANCELLED").exists()


@action("payout.reissue")
def reissue(*, ref: uuid.UUID, by: Actor, at: datetime, on: date) -> Prepared:
    """Pay what came back once more, under a new number, to the corrected account."""
    payout = lock_returned(ref, by)
    one_at_a_time(payout.branch_id)
    if payout.corrected_account is None:
        raise AccountNotCorrected
    where = Payee(
        payout.corrected_name, payout.corrected_bank,
        unseal(CORRECTED, str(payout.ref), payout.corrected_account),
    )  # fmt: skip
    again = Wanted(where, payout.amount, payout.agency_id, payout.refund_id, payout.id)
    kind = REMITTANCE if payout.agency_id else REFUND
    batch, (made,) = write_batch(payout.branch_id, kind, [again], on, (by, at, on))
    if payout.agency_id:
        _hold_returned_entry(payout, made)
    note(batch, replaces=payout.id)
    return prepared(batch)


def _hold_returned_entry(payout: Payout, made: Payout) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_payoutline (payout_id, entry_id, amount, is_live)"
            " SELECT %s, e.id, -e.amount, true FROM ledger_ledgerentry e"
            " JOIN ledger_ledgertransaction t ON t.id = e.transaction_id"
            " JOIN ledger_ledgeraccount a ON a.id = e.account_id"
            " WHERE t.branch_id = %s AND t.kind = %s AND t.reference = %s AND a.code = 'PAYABLE'",
            [made.id, payout.branch_id, BACK, str(payout.ref)],
        )
