"""Take money off the cases it stands on: one asks, another decides; then it is held, and goes on from there.

A voided receipt was never money of ours; this money is: it stands on the wrong case, or has to go
back to who paid.
"""

import uuid
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments.actions.books.booking_day import open_day
from wuai.contexts.payments.actions.books.owed_back import Who, agencies_owe, settled_of
from wuai.contexts.payments.actions.books.posting import REVERSAL, open_books, posting_name
from wuai.contexts.payments.actions.deciding import write_decision
from wuai.contexts.payments.actions.receiving.settle import held_of
from wuai.contexts.payments.actions.undoing.void import receipt_of
from wuai.contexts.payments.events import PaymentReversed
from wuai.contexts.payments.models import Allocation, Chargeback, OpenItem, Receipt, TakeOff
from wuai.contexts.payments.queries.day.standing import standing
from wuai.contexts.payments.rules.desk.counter_receipts import ReceiptUnknown
from wuai.contexts.payments.rules.receiving.placing import AGENCY, SUSPENSE, Part
from wuai.contexts.payments.rules.two_people import APPROVED, check_decision, reason
from wuai.contexts.payments.rules.undoing import take_off as rules
from wuai.contexts.payments.rules.undoing.owed_back import check_seen, parts_to_leave
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish


@action("receipt.take_off_request")
def request_take_off(*, ref: uuid.UUID, why: str, by: Actor, at: datetime) -> uuid.UUID:
    """Ask that all of a receipt that stands on cases is held instead."""
    receipt = receipt_of(ref, by.branch_id)
    if receipt.channel.code == AGENCY:
        raise rules.MoneyAtAgency
    if not standing(receipt.id):
        raise rules.NothingOnCases
    if TakeOff.objects.filter(receipt=receipt, decision="").exists():
        raise rules.TakeOffWaiting
    asked = TakeOff.objects.create(
        receipt=receipt, reason=reason(why), proposed_at=at, proposed_by=by.ref,
        proposed_name=by.name,
    )  # fmt: skip
    record(kind="payment", ref=ref, reason=asked.reason, branch_id=receipt.branch_id)
    return asked.ref


@action("receipt.take_off_decide")
def decide_take_off(
    *, ref: uuid.UUID, decision: str, by: Actor, at: datetime, on: date, owed_back: int = 0
) -> None:
    """Approve, which opens paid cases again and holds the money, or refuse.

    ``owed_back`` is what the decider saw agencies owe back for cases with settled books.
    """
    asked = TakeOff.objects.select_for_update().filter(ref=ref).first()
    if asked is None:
        raise ReceiptUnknown
    receipt = receipt_of(asked.receipt.ref, by.branch_id)
    check_decision(asked.proposed_by, asked.decided_name, by.ref, decision)
    if decision == APPROVED:
        leave_cases(receipt, asked, (by, at, on), seen=owed_back)
    write_decision(asked, decision, by, at)
    record(
        kind="payment", ref=receipt.ref, reason=asked.reason, branch_id=receipt.branch_id,
        data={"decision": decision},
    )  # fmt: skip


def leave_cases(
    receipt: Receipt, asked: TakeOff | Chargeback, who: Who, *, needed: int | None = None,
    seen: int = 0,
) -> None:  # fmt: skip
    """Hold what of a receipt stands on cases, as what was decided on says; paid cases open again.

    ``needed`` is how much has to leave where not all must; ``seen`` what the decider saw agencies
    owe back, because the books of the case are settled.
    """
    (by, at, on), receipt_id = who, receipt.id
    # Locked in the order request, item, cases, as where receipts are voided; what stands is read after the locks.
    item = OpenItem.objects.select_for_update().filter(receipt=receipt).first()
    rows = cases.lock_cases(part.case_id for part in standing(receipt_id))
    settled = settled_of(rows)
    parts = parts_to_leave(standing(receipt_id), settled, needed)
    if not parts:
        raise rules.NothingOnCases
    check_seen(parts, settled, seen)
    booked_on = open_day(receipt.branch_id, on)  # a closed day stays
    _hold(receipt, asked, parts, rows, (by, at, booked_on))
    _open_item(receipt, item, booked_on)
    agencies_owe(receipt, asked, parts, settled, who)
    touched = {part.case_id for part in parts} - settled
    for row in rows:
        if row.status == "PAID" and row.id in touched:
            cases.reopen(case_id=row.id, reason=asked.reason, by=by, at=at, on=on)
    publish(
        PaymentReversed(
            branch_id=receipt.branch_id, receipt_ref=str(receipt.ref), on=on.isoformat(),
            request_ref=str(asked.ref), case_ids=sorted(touched),
        )
    )  # fmt: skip


def _open_item(receipt: Receipt, item: OpenItem | None, booked_on: date) -> None:
    if item is None:
        OpenItem.objects.create(
            branch_id=receipt.branch_id, event_id=receipt.event_id, receipt=receipt,
            reason=rules.TAKEN_OFF, since=booked_on,
        )  # fmt: skip
    elif item.settled_at is not None:
        # The old matter was done with: this one begins today, and nobody looks after it yet.
        item.settled_at, item.since, item.reason = None, booked_on, rules.TAKEN_OFF
        item.owner_ref, item.owner_name, item.owned_at = "", "", None
        item.save()


def _hold(
    receipt: Receipt, asked: TakeOff | Chargeback, parts: list[Part], rows: list[cases.CaseRow],
    who: Who,
) -> None:  # fmt: skip
    """Mirror what the parts did in the books; the money stands where the receipt's held money does."""
    (by, at, on), total = who, sum(part.amount for part in parts)
    target = held_of(receipt)[0] or SUSPENSE
    books = open_books(receipt.branch_id, receipt.channel.code, rows)
    entries = [
        ledger.Entry(x.account_id, x.subject_id, x.component, -x.amount)
        for x in books.credits(parts)
    ]
    entries.append(ledger.Entry(books.accounts[target, ""], receipt.id, "", -total))
    ledger.post(
        branch_id=receipt.branch_id, kind=REVERSAL, reference=str(asked.ref), occurred_on=on,
        entries=entries, by=by, at=at,
    )  # fmt: skip
    given = {
        "receipt": receipt,
        "posting": posting_name(REVERSAL, asked.ref),
        "at": at,
        "booked_on": on,
    }
    Allocation.objects.bulk_create(
        [
            Allocation(target="CASE", case_id=p.case_id, component=p.component, amount=-p.amount, **given)
            for p in parts
        ]
        + [Allocation(target=target, amount=total, **given)]
    )  # fmt: skip
