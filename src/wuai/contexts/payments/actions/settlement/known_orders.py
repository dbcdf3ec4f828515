"""Lines of a settlement file that tell of an order we already know: the same money, once.

The orders are locked before any line is kept, as every message about one does: the file and the
platform's call may arrive at the same instant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from wuai.contexts.payments.actions.online.online import Heard, hear, identity_of_order
from wuai.contexts.payments.actions.online.online_parts import (
    CARD,
    identity_of_part,
    parts_of,
    post_parts,
)
from wuai.contexts.payments.actions.settlement.batch import Batch
from wuai.contexts.payments.gateways.settlement.codec import Line
from wuai.contexts.payments.models import CardAttempt, CardPart, Receipt
from wuai.contexts.payments.rules.online import online as rules
from wuai.contexts.payments.rules.slips.slips import normal_number
from wuai.platform.actors import Actor

DIFFERS = "MALFORMED"


@dataclass(frozen=True, slots=True)
class KnownOrders:
    """The locked attempts that lines of a file name by their 交易序號, and the parts of such orders."""

    by_order: Mapping[str, CardAttempt]
    parts: Mapping[int, list[CardPart]]

    def identities(self, batch: Batch) -> list[bytes]:
        """What makes each line itself: the order (or its part) where it names one, else its seven fields.

        A line that names an order and says something else about it is set aside, not posted.
        """
        lines = batch.settlement.lines
        for place, line in enumerate(lines):
            attempt = self.by_order.get(line.serial)
            if attempt is not None and not line.reason and not self._agrees(batch, attempt, line):
                lines[place] = replace(line, reason=DIFFERS)
        return [self._identity(batch, line) for line in lines]

    def _identity(self, batch: Batch, line: Line) -> bytes:
        attempt = self.by_order.get(line.serial)
        if attempt is None or line.reason:
            return line.identity
        part = self._part(batch, attempt, line)
        if part is not None:
            return identity_of_part(attempt.order_no, part.place)
        return identity_of_order(attempt.order_no)

    def _part(self, batch: Batch, attempt: CardAttempt, line: Line) -> CardPart | None:
        number = normal_number(line.number)
        return next(
            (
                part for part in self.parts.get(attempt.id, ())
                if part.branch_id == batch.branch_id and part.slip.number == number
            ),
            None,
        )  # fmt: skip

    def _agrees(self, batch: Batch, attempt: CardAttempt, line: Line) -> bool:
        if attempt.id in self.parts:
            part = self._part(batch, attempt, line)
            return part is not None and line.amount == part.amount
        return normal_number(line.number) == attempt.slip.number and line.amount == attempt.amount

    def note_settled(self, batch: Batch, *, by: Actor, at: datetime) -> None:
        """Let each line count for its order, after its money was posted or found posted."""
        held = self._held(batch)
        for line in batch.settlement.lines:
            attempt = self.by_order.get(line.serial)
            if attempt is None:
                continue
            verdict = rules.DISTRUSTED if line.reason else rules.SETTLED
            if attempt.id in self.parts and not line.reason:
                verdict = self._settle_part(batch, attempt, line, held, by, at)
            elif attempt.receipt_id is None and attempt.id not in self.parts:
                attempt.receipt_id = held.get(identity_of_order(attempt.order_no))
            judgement = rules.Judgement(verdict, rules.AMOUNT if line.reason else "")
            heard = Heard(rules.SETTLEMENT, judgement, line.amount, kept=line.raw[:300])
            hear(attempt, heard, by=by, at=at)

    def _held(self, batch: Batch) -> dict[bytes, int]:
        wanted = [self._identity(batch, line) for line in batch.settlement.lines
                  if line.serial in self.by_order and not line.reason]  # fmt: skip
        found = Receipt.objects.filter(
            branch_id=batch.branch_id, event__identity__in=wanted, event__outcome="POSTED"
        )
        return {
            bytes(identity): receipt
            for identity, receipt in found.values_list("event__identity", "id")
        }

    def _settle_part(
        self, batch: Batch, attempt: CardAttempt, line: Line, held: Mapping[bytes, int], by: Actor,
        at: datetime,
    ) -> str:  # fmt: skip
        """A platform divides what it was paid: one part's line tells that the whole order is money."""
        part, parts = self._part(batch, attempt, line), self.parts[attempt.id]
        if part is None or line.paid_on is None or line.posted_on is None:
            raise ValueError("a line that does not agree was not set aside")
        part.is_settled = True
        for one in parts:  # lines of the same file may have posted several of them
            found = None
            if one.receipt_id is None:
                found = one.receipt_id = held.get(identity_of_part(attempt.order_no, one.place))
            if found or one is part:
                one.save(update_fields=["is_settled", "receipt"])
        days = (line.paid_on, line.posted_on)
        post_parts(attempt, parts, days, line.raw[:300], by=by, at=at)
        return rules.SETTLED if all(one.is_settled for one in parts) else rules.PAID


def lock_known_orders(batch: Batch) -> KnownOrders:
    """Find and lock the orders that a file of the card channel speaks of."""
    if batch.channel_code != CARD:
        return KnownOrders({}, {})
    serials = {line.serial for line in batch.settlement.lines if line.serial}
    mine = CardPart.objects.filter(branch_id=batch.branch_id, attempt__order_no__in=serials)
    found = list(
        CardAttempt.objects.select_for_update(of=("self",))
        .select_related("contract", "slip")
        .filter(
            Q(branch_id=batch.branch_id, order_no__in=serials) | Q(id__in=mine.values("attempt_id"))
        )
        .order_by("id")
    )
    parts = parts_of(found)
    batch.other_cases = {part.slip.case_id for held in parts.values() for part in held}
    return KnownOrders({attempt.order_no: attempt for attempt in found}, parts)
