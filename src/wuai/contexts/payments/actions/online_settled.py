"""Lines of a settlement file that tell of an order we already know: the same money, once.

The orders are locked before any line is kept, as every message about one does: the file and the
platform's call may arrive at the same instant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from wuai.contexts.payments.actions.online import CARD, Heard, hear, identity_of_order
from wuai.contexts.payments.actions.settlement.batch import Batch
from wuai.contexts.payments.gateways.settlement.codec import Line
from wuai.contexts.payments.models import CardAttempt, Receipt
from wuai.contexts.payments.rules import online as rules
from wuai.contexts.payments.rules.slips import normal_number
from wuai.platform.actors import Actor

DIFFERS = "MALFORMED"


@dataclass(frozen=True, slots=True)
class KnownOrders:
    """The locked attempts that lines of a file name by their 交易序號."""

    by_order: Mapping[str, CardAttempt]

    def identities(self, batch: Batch) -> list[bytes]:
        """What makes each line itself: the order where it names one, else its seven fields.

        A line that names an order and says something else about it is set aside, not posted.
        """
        lines = batch.settlement.lines
        for place, line in enumerate(lines):
            attempt = self.by_order.get(line.serial)
            if attempt is not None and not line.reason and not _agrees(attempt, line):
                lines[place] = replace(line, reason=DIFFERS)
        return [
            identity_of_order(line.serial)
            if line.serial in self.by_order and not line.reason
            else line.identity
            for line in lines
        ]

    def note_settled(self, batch: Batch, *, by: Actor, at: datetime) -> None:
        """Let each line count for its order, after its money was posted or found posted."""
        held = dict(
            Receipt.objects.filter(
                branch_id=batch.branch_id,
                event__identity__in=[identity_of_order(number) for number in self.by_order],
                event__outcome="POSTED",
            ).values_list("event__serial", "id")
        )
        for line in batch.settlement.lines:
            attempt = self.by_order.get(line.serial)
            if attempt is None:
                continue
            if attempt.receipt_id is None:
                attempt.receipt_id = held.get(line.serial)
            verdict = rules.DISTRUSTED if line.reason else rules.SETTLED
            judgement = rules.Judgement(verdict, rules.AMOUNT if line.reason else "")
            heard = Heard(rules.SETTLEMENT, judgement, line.amount, kept=line.raw[:300])
            hear(attempt, heard, by=by, at=at)


def _agrees(attempt: CardAttempt, line: Line) -> bool:
    return normal_number(line.number) == attempt.slip.number and line.amount == attempt.amount


def lock_known_orders(batch: Batch) -> KnownOrders:
    """Find and lock the orders that a file of the card channel speaks of."""
    if batch.channel_code != CARD:
        return KnownOrders({})
    serials = {line.serial for line in batch.settlement.lines if line.serial}
    found = (
        CardAttempt.objects.select_for_update(of=("self",))
        .select_related("contract", "slip")
        .filter(branch_id=batch.branch_id, order_no__in=serials)
        .order_by("id")
    )
    return KnownOrders({attempt.order_no: attempt for attempt in found})
