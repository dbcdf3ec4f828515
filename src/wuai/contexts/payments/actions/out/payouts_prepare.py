"""Prepare payments for the bank: remittances to agencies, refunds, and what came back once more.

Everything that is picked is written with its batch and its file in one transaction. One prepares,
another approves (``payouts_decide``); until then nothing is posted.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.actions.out.refunds import waiting_transfers
from wuai.contexts.payments.gateways.payouts import codec
from wuai.contexts.payments.models import Payout, PayoutBatch
from wuai.contexts.payments.models.payouts import ACCOUNT
from wuai.contexts.payments.rules.out.payout_postings import BACK, SENT, day_end
from wuai.contexts.payments.rules.out.payouts import (
    CANCELLED,
    PAID,
    REFUND,
    REMITTANCE,
    RETURNED,
    Payee,
    PayeeUnfit,
    mask_account,
    payee,
)
from wuai.contexts.payments.rules.out.payouts import SENT as SENT_OUT
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import roc_year
from wuai.platform import files, numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.crypto import seal, unseal

_LOCK = 0x504F
MEDIA_TYPE = "text/csv; charset=utf-8"


class NothingToPay(Refusal):
    code = "NOTHING_TO_PAY_OUT"
    zh = "沒有可以付出的款項"
    en = "There is nothing to pay out"
    next_zh = "請查看被擱置的受款人與退匯，或選較晚的截止日"
    next_en = "Look at payees set aside and payments that came back, or choose a later day"


class DayTooLate(Refusal):
    code = "PAYOUT_DAY_NOT_COME"
    zh = "截止日 {day} 還沒有到"
    en = "The day {day} has not come yet"
    next_zh = "請選今日或以前的日期"
    next_en = "Choose today or an earlier day"
    status = 422


@dataclass(frozen=True, slots=True)
class SetAside:
    """An agency that cannot be paid yet, how much waits for it, and why."""

    agency_code: str
    name_zh: str
    name_en: str
    amount: int
    reason: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch that waits for approval, and who was set aside."""

    ref: uuid.UUID
    number: str
    count: int
    total: int
    sha256: str
    set_aside: tuple[SetAside, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One payment to be written."""

    payee: Payee
    amount: int
    agency_id: int | None = None
    refund_id: int | None = None
    replaces_id: int | None = None


@action("payout.prepare")
def prepare_remittance(
    *, branch_id: int, upto: date, by: Actor, at: datetime, on: date
) -> Prepared:
    """Pick all that was collected for agencies up to a day and is in no payment yet."""
    if upto > on:
        raise DayTooLate(day=upto.isoformat(), field="upto")
    one_at_a_time(branch_id)
    _pick(branch_id, upto)
    wanted, codes, aside = _agencies(branch_id)
    if not wanted:
        raise NothingToPay
    batch, payouts = write_batch(branch_id, REMITTANCE, wanted, upto, (by, at, on))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_payoutline (payout_id, entry_id, amount, is_live)"
            " SELECT w.id, k.entry_id, k.amount, true FROM payout_pick k"
            " JOIN unnest(%s::text[], %s::bigint[]) AS w(code, id) ON w.code = k.agency_code",
            [codes, [payout.id for payout in payouts]],
        )
        cursor.execute("DROP TABLE payout_pick")
    note(batch, aside=len(aside))
    return prepared(batch, aside)


def one_at_a_time(branch_id: int) -> None:
    """Let one person of a branch prepare payments at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, branch_id])


def _pick(branch_id: int, upto: date) -> None:
    """Entries that no living payment holds; what came back waits for its own new payment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE payout_pick ON COMMIT DROP AS"
            " SELECT e.id AS entry_id, a.reference AS agency_code, -e.amount AS amount"
            " FROM ledger_ledgerentry e"
            " JOIN ledger_ledgeraccount a ON a.id = e.account_id"
            " JOIN ledger_ledgertransaction t ON t.id = e.transaction_id"
            " WHERE a.branch_id = %s AND a.code = 'PAYABLE' AND t.kind NOT IN (%s, %s)"
            " AND t.posted_at < %s AND NOT EXISTS (SELECT 1 FROM payments_payoutline l"
            "  WHERE l.entry_id = e.id AND l.is_live)",
            [branch_id, SENT, BACK, day_end(upto)],
        )


def _agencies(branch_id: int) -> tuple[list[Wanted], list[str], list[SetAside]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT agency_code, sum(amount) FROM payout_pick GROUP BY 1 HAVING sum(amount) > 0"
            " ORDER BY 1"
        )
        sums = {code: int(amount) for code, amount in cursor.fetchall()}
    accounts = organisation.payee_accounts(sums)
    came_back, given_instead = _came_back(branch_id)
    wanted, codes, aside = [], list[str](), list[SetAside]()
    for code, amount in sums.items():
        row, reason = organisation.agency(code), ""
        try:
            where = payee(row.payee_name, row.payee_bank, accounts.get(code, ""))
        except PayeeUnfit:
            reason = "NO_ACCOUNT"
        else:
            if (row.id, where.account) in came_back:
                where = given_instead.get(row.id, where)
            reason = "CAME_BACK" if (row.id, where.account) in came_back else ""
        if reason:
            aside.append(SetAside(code, row.name_zh, row.name_en, amount, reason))
        else:
            wanted.append(Wanted(where, amount, agency_id=row.id))
            codes.append(code)
    return wanted, codes, aside


def _came_back(branch_id: int) -> tuple[set[tuple[int, str]], dict[int, Payee]]:
    """The accounts from which payments to agencies came back, and where they were paid again."""
    found = Payout.objects.filter(branch_id=branch_id, agency__isnull=False)
    found = found.filter(Q(status=RETURNED) | Q(replaces__isnull=False)).exclude(status=CANCELLED)
    bad, good = set[tuple[int, str]](), dict[int, Payee]()
    for row in found.order_by("id"):
        account, agency_id = unseal(ACCOUNT, str(row.ref), row.account), row.agency_id or 0
        if row.status == RETURNED:
            bad.add((agency_id, account))
        elif row.status in (SENT_OUT, PAID):
            good[agency_id] = Payee(row.payee_name, row.bank, account)
    return bad, good


def write_batch(
    branch_id: int, kind: str, wanted: Sequence[Wanted], upto: date,
    who: tuple[Actor, datetime, date],
) -> tuple[PayoutBatch, list[Payout]]:  # fmt: skip
    """Number the payments, write the bank's file, keep the batch; the caller holds the branch's lock."""
    (by, at, on), year = who, roc_year(who[2])
    first = numbers.take(branch_id=branch_id, year=year, kind="payout", count=len(wanted))
    serial = numbers.take(branch_id=branch_id, year=year, kind="payout-batch")
    number, total = f"{year}付批字第{serial:06d}號", sum(one.amount for one in wanted)
    orders = [
        codec.Order(f"{year}付字第{no:08d}號", one.payee.bank, one.payee.account, one.payee.name,
                    one.amount)
        for no, one in enumerate(wanted, start=first)
    ]  # fmt: skip
    branch = organisation.branch_by_id(branch_id)
    content = codec.write(codec.Head(branch.code, number, on, len(orders), total), orders)
    file = files.store(
        [content], kind="payouts", name=f"payout-{year}-{serial:06d}.csv", media_type=MEDIA_TYPE,
        at=at, branch_id=branch_id,
    )  # fmt: skip
    batch = PayoutBatch.objects.create(
        branch_id=branch_id, kind=kind, number=number, upto=upto, count=len(orders), total=total,
        file=file, sha256=file.sha256, prepared_at=at, prepared_by=by.ref, prepared_name=by.name,
    )  # fmt: skip
    pairs = zip(wanted, orders, strict=True)
    return batch, Payout.objects.bulk_create(_payout(batch, *pair) for pair in pairs)


def _payout(batch: PayoutBatch, one: Wanted, order: codec.Order) -> Payout:
    ref = uuid.uuid4()
    return Payout(
        ref=ref, branch_id=batch.branch_id, batch=batch, number=order.number, amount=one.amount,
        agency_id=one.agency_id, refund_id=one.refund_id, replaces_id=one.replaces_id,
        payee_name=one.payee.name, bank=one.payee.bank,
        account=seal(ACCOUNT, str(ref), one.payee.account),
        account_mask=mask_account(one.payee.account),
    )  # fmt: skip


def note(batch: PayoutBatch, **more: int) -> None:
    """Write the history line of a prepared batch."""
    record(
        kind="payout", ref=batch.ref, branch_id=batch.branch_id,
        data={"count": batch.count, "total": batch.total, "sha256": batch.sha256, **more},
    )  # fmt: skip


def prepared(batch: PayoutBatch, aside: Sequence[SetAside] = ()) -> Prepared:
    """What the person who prepared a batch is told."""
    return Prepared(batch.ref, batch.number, batch.count, batch.total, batch.sha256, tuple(aside))


@action("payout.prepare_refunds")
def prepare_refunds(*, branch_id: int, by: Actor, at: datetime, on: date) -> Prepared:
    """Put every approved refund by transfer that is in no payment yet into one batch."""
    one_at_a_time(branch_id)
    wanted = [
        Wanted(where, refund.amount, refund_id=refund.id)
        for refund, where in waiting_transfers(branch_id)
    ]
    if not wanted:
        raise NothingToPay
    batch, _ = write_batch(branch_id, REFUND, wanted, on, (by, at, on))
    note(batch)
    return prepared(batch)
