"""The second person: approve a batch exactly as it lies there, or send it back."""

import uuid
from datetime import date, datetime

from wuai.contexts.payments.actions.deciding import write_decision
from wuai.contexts.payments.actions.out.payouts_books import post_sent
from wuai.contexts.payments.models import Payout, PayoutBatch, PayoutLine
from wuai.contexts.payments.rules.out.payouts import CANCELLED, PREPARED, next_status
from wuai.contexts.payments.rules.two_people import APPROVED, REFUSED, check_decision
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


class BatchUnknown(Refusal):
    code = "PAYOUT_BATCH_UNKNOWN"
    zh = "本分署查無此付款批次"
    en = "This branch has no such batch of payments"
    next_zh = "請由付款清單查找"
    next_en = "Look for it in the list of payments"
    status = 404


class BatchSeenDifferently(Refusal):
    code = "PAYOUT_BATCH_DIFFERS"
    zh = "付款檔與您核對的內容不同"
    en = "The payment file is not the one you looked at"
    next_zh = "請重新整理頁面，核對檔案雜湊值與合計後再核准"
    next_en = "Reload the page and compare hash and totals before you approve"
    status = 412


@action("payout.decide")
def decide_payouts(
    *, ref: uuid.UUID, decision: str, sha256: str, by: Actor, at: datetime, on: date
) -> None:
    """Approve, which posts the money as on its way and frees the file, or refuse, which lets go.

    ``sha256`` is the hash of the file that the approver saw.
    """
    found = PayoutBatch.objects.select_for_update().filter(ref=ref)
    batch = (found if by.branch_id is None else found.filter(branch_id=by.branch_id)).first()
    if batch is None:
        raise BatchUnknown
    check_decision(batch.prepared_by, batch.decided_name, by.ref, decision)
    if decision == APPROVED and sha256 != batch.sha256:
        raise BatchSeenDifferently
    payouts = list(Payout.objects.select_for_update().filter(batch=batch).order_by("id"))
    status = next_status(PREPARED, APPROVED if decision == APPROVED else REFUSED) or CANCELLED
    Payout.objects.filter(batch=batch).update(status=status)
    if decision == APPROVED:
        post_sent(payouts, on=on, by=by, at=at)
    else:
        PayoutLine.objects.filter(payout__batch=batch).update(is_live=False)
    write_decision(batch, APPROVED if decision == APPROVED else REFUSED, by, at)
    record(
        kind="payout", ref=batch.ref, branch_id=batch.branch_id,
        data={"decision": batch.decision, "total": batch.total, "sha256": batch.sha256},
    )  # fmt: skip


@action("payout.export")
def export(*, ref: uuid.UUID, by: Actor, at: datetime) -> PayoutBatch:
    """Hand out the file of an approved batch: the bytes that were approved, and a line that says who."""
    found = PayoutBatch.objects.filter(ref=ref, decision=APPROVED).select_related("file")
    batch = (found if by.branch_id is None else found.filter(branch_id=by.branch_id)).first()
    if batch is None:
        raise BatchUnknown
    record(kind="payout", ref=batch.ref, branch_id=batch.branch_id, data={"sha256": batch.sha256})
    return batch
