"""Settle what found no place by itself: somebody owns it, one proposes, another decides."""

import uuid
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments.actions.books.booking_day import open_day
from wuai.contexts.payments.actions.books.posting import (
    ALLOCATION,
    debts_on,
    open_books,
    paid_off,
    posting_name,
)
from wuai.contexts.payments.actions.deciding import write_decision
from wuai.contexts.payments.events import HeldMoneyPlaced
from wuai.contexts.payments.models import Allocation, OpenItem, Receipt, SettlementProposal
from wuai.contexts.payments.rules.receiving.placing import (
    AGENCY,
    OUTSIDE,
    Part,
    allocation_order,
    spread,
)
from wuai.contexts.payments.rules.two_people import APPROVED, check_decision, reason
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish


class NothingHeld(Refusal):
    code = "NOTHING_HELD"
    zh = "此筆已無待處理款項"
    en = "Nothing of this is held any more"
    next_zh = "請查看收款紀錄"
    next_en = "Look at the receipt"


class ItemUnknown(Refusal):
    code = "OPEN_ITEM_UNKNOWN"
    zh = "本分署查無此筆待查款項"
    en = "This branch has no such unmatched money"
    next_zh = "請由待查款項清單查找"
    next_en = "Look for it in the list of unmatched money"
    status = 404


class MoreThanHeld(Refusal):
    code = "MORE_THAN_HELD"
    zh = "金額 {amount} 元多於待處理餘額 {held} 元"
    en = "NT$ {amount} is more than the NT$ {held} that is held"
    next_zh = "請改填不多於餘額的金額"
    next_en = "Enter at most what is held"
    status = 422


class MoreThanCaseOwes(Refusal):
    code = "MORE_THAN_CASE_OWES"
    zh = "金額 {amount} 元多於該案欠款 {owed} 元"
    en = "NT$ {amount} is more than the NT$ {owed} that the case owes"
    next_zh = "請改填不多於欠款的金額，其餘另行處理"
    next_en = "Enter at most what the case owes; the rest is settled apart"
    status = 422


class ProposalWaiting(Refusal):
    code = "PROPOSAL_WAITING"
    zh = "此筆已有待核准的提案"
    en = "A proposal for this is waiting already"
    next_zh = "請先核准或退回原提案"
    next_en = "Decide on that one first"


class StillMoney(Refusal):
    code = "ITEM_STILL_HOLDS_MONEY"
    zh = "此筆仍有 {held} 元待處理，不能直接註記結清"
    en = "NT$ {held} of this is still held: it cannot just be noted as settled"
    next_zh = "請提出分配案"
    next_en = "Propose where it should go"


def lock_item(ref: uuid.UUID, branch_id: int | None = None) -> OpenItem:
    """Lock an item, of one branch where the caller belongs to one."""
    found = OpenItem.objects.select_for_update().filter(ref=ref)
    item = (found if branch_id is None else found.filter(branch_id=branch_id)).first()
    if item is None:
        raise ItemUnknown
    return item


def held_of(receipt: Receipt | None) -> tuple[str, int]:
    """Where the money of a receipt that has no case stands, and how much of it."""
    if receipt is None:
        return "", 0
    sums: dict[str, int] = {}
    for row in Allocation.objects.filter(receipt=receipt).exclude(target__in=["CASE", "REFUND"]):
        sums[row.target] = sums.get(row.target, 0) + row.amount
    return next(((target, amount) for target, amount in sums.items() if amount), ("", 0))


@action("suspense.own")
def own_item(*, ref: uuid.UUID, by: Actor, at: datetime) -> None:
    """Take an open item: from now on this person answers for it."""
    item = lock_item(ref, by.branch_id)
    item.owner_ref, item.owner_name, item.owned_at = by.ref, by.name, at
    item.save(update_fields=["owner_ref", "owner_name", "owned_at"])
    record(kind="suspense", ref=item.ref, branch_id=item.branch_id)


@action("suspense.note")
def settle_line(*, ref: uuid.UUID, note: str, by: Actor, at: datetime) -> None:
    """Note how a rejected line was cleared up with the channel; it holds no money of ours."""
    item = lock_item(ref, by.branch_id)
    _, held = held_of(item.receipt)
    if held:
        raise StillMoney(held=f"{held:,}")
    item.note, item.settled_at = reason(note), at
    item.save(update_fields=["note", "settled_at"])
    record(kind="suspense", ref=item.ref, reason=item.note, branch_id=item.branch_id)


@action("suspense.propose")
def propose_settlement(
    *, ref: uuid.UUID, case_id: int, amount: int, why: str, by: Actor, at: datetime
) -> uuid.UUID:
    """Propose to put held money on a case; somebody else decides."""
    item = lock_item(ref, by.branch_id)
    _, held = held_of(item.receipt)
    row = cases.case_row(case_id)
    if not held or row.branch_id != item.branch_id:
        raise NothingHeld
    if not 0 < amount <= held:
        raise MoreThanHeld(amount=f"{amount:,}", held=f"{held:,}", field="amount")
    if SettlementProposal.objects.filter(item=item, decision="").exists():
        raise ProposalWaiting
    proposal = SettlementProposal.objects.create(
        item=item, case_id=case_id, amount=amount, reason=reason(why), proposed_at=at,
        proposed_by=by.ref, proposed_name=by.name,
    )  # fmt: skip
    record(
        kind="suspense", ref=item.ref, case=row.ref, reason=proposal.reason,
        branch_id=item.branch_id, data={"amount": amount, "proposal": str(proposal.ref)},
    )  # fmt: skip
    return proposal.ref


@action("suspense.decide")
def decide_settlement(*, ref: uuid.UUID, decision: str, by: Actor, at: datetime, on: date) -> None:
    """Approve a proposal, which posts it, or send it back."""
    found = SettlementProposal.objects.filter(ref=ref).values_list("item__ref", flat=True).first()
    if found is None:
        raise ItemUnknown
    item = lock_item(found, by.branch_id)
    proposal = SettlementProposal.objects.select_for_update().get(ref=ref)
    check_decision(proposal.proposed_by, proposal.decided_name, by.ref, decision)
    case_ref = _allocate(item, proposal, by, at, on) if decision == APPROVED else None
    write_decision(proposal, decision, by, at)
    record(
        kind="suspense", ref=item.ref, case=case_ref, branch_id=item.branch_id,
        data={"proposal": str(ref), "decision": decision, "amount": proposal.amount},
    )  # fmt: skip


def _allocate(
    item: OpenItem, proposal: SettlementProposal, by: Actor, at: datetime, on: date
) -> uuid.UUID:
    receipt = item.receipt
    target, held = held_of(receipt)
    if receipt is None or proposal.amount > held:
        raise MoreThanHeld(amount=f"{proposal.amount:,}", held=f"{held:,}")
    (row,) = cases.lock_cases([proposal.case_id])
    day = on if row.accrual else receipt.paid_on
    debts = list(debts_on([row], on=day, by=by, at=at).values())
    owing = [(debt.case_id, debt.owed) for debt in debts if debt.is_open]
    parts, rest = spread(proposal.amount, owing, allocation_order(day))
    if rest:
        raise MoreThanCaseOwes(
            amount=f"{proposal.amount:,}", owed=f"{proposal.amount - rest:,}", field="amount"
        )
    _move(receipt, target, parts, proposal, (by, at, day), open_day(receipt.branch_id, on))
    if held == proposal.amount:
        item.settled_at = at
        item.save(update_fields=["settled_at"])
    if closing := paid_off(debts, parts):
        cases.close_if_paid(closing, by=by, at=at, on=on)
    publish(HeldMoneyPlaced(item.branch_id, row.id, str(proposal.ref), on.isoformat()))
    return row.ref


def _move(
    receipt: Receipt, target: str, parts: list[Part], proposal: SettlementProposal,
    who: tuple[Actor, datetime, date], booked_on: date,
) -> None:  # fmt: skip
    """Take money out of where it was held and put it on a case, in rows and in the ledger."""
    by, at, day = who
    channel = AGENCY if target == OUTSIDE else receipt.channel.code
    rows = cases.case_rows([proposal.case_id]).values()
    books = open_books(receipt.branch_id, channel, rows)
    entries = books.credits(parts)
    if target != OUTSIDE:
        held = books.accounts[target, ""]
        entries.append(ledger.Entry(held, receipt.id, "", proposal.amount))
    ledger.post(
        branch_id=receipt.branch_id, kind=ALLOCATION, reference=str(proposal.ref),
        occurred_on=day, entries=entries, by=by, at=at,
    )  # fmt: skip
    name = posting_name(ALLOCATION, proposal.ref)
    given = {"receipt": receipt, "posting": name, "at": at, "booked_on": booked_on}
    Allocation.objects.bulk_create(
        [Allocation(target=target, amount=-proposal.amount, **given)]
        + [
            Allocation(target="CASE", case_id=p.case_id, component=p.component, amount=p.amount, **given)
            for p in parts
        ]
    )  # fmt: skip
