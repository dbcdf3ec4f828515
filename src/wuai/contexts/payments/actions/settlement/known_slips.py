"""Lines of the acquirer's file that pay a terminal's slip: money that was posted at the counter."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from wuai.contexts.payments.actions.desk.card_terminal import (
    CARD,
    lock_terminals,
    terminal_identity,
)
from wuai.contexts.payments.actions.settlement.batch import Batch
from wuai.contexts.payments.gateways.settlement.codec import Line
from wuai.contexts.payments.models import CardSettlement, CardSlip, RawEvent, VoidRequest
from wuai.contexts.payments.rules.two_people import APPROVED

DIFFERS = "MALFORMED"
Name = tuple[str, str, date | None]


@dataclass(frozen=True, slots=True)
class KnownSlips:
    """The terminal's slips that lines of a file name, by terminal, approval code and day."""

    by_name: Mapping[Name, CardSlip]

    def identities(self, batch: Batch, others: list[bytes]) -> list[bytes]:
        """The identity of each line: its slip's where it names one, else what it had.

        A line that names a slip and another amount is set aside, not posted.
        """
        lines, found = batch.settlement.lines, list(others)
        for place, line in enumerate(lines):
            slip = self.by_name.get(_name(line))
            if slip is None or line.reason:
                continue
            if line.amount != slip.receipt.amount:
                lines[place] = replace(line, reason=DIFFERS)
            else:
                found[place] = terminal_identity(line.place, line.serial, line.paid_on)
        return found

    def note_settled(self, batch: Batch, at: datetime) -> None:
        """Keep which line settled which slip, once."""
        settled: dict[int, tuple[int, date]] = {}
        for line in batch.settlement.lines:
            slip = self.by_name.get(_name(line))
            if slip is not None and line.posted_on is not None and not line.reason:
                settled.setdefault(slip.id, (line.place_in_file, line.posted_on))
        places = {place for place, _ in settled.values()}
        events = RawEvent.objects.filter(file_id=batch.file_id, line__in=places)
        event_of = dict(events.values_list("line", "id"))
        before = CardSettlement.objects.filter(slip_id__in=settled).values_list(
            "slip_id", flat=True
        )
        for slip_id in settled.keys() - set(before):
            place, settled_on = settled[slip_id]
            CardSettlement.objects.create(
                slip_id=slip_id, event_id=event_of[place], settled_on=settled_on, at=at
            )


def _name(line: Line) -> Name:
    return line.place, line.serial, line.paid_on


def known_slips(batch: Batch) -> KnownSlips:
    """Find the slips that a file of the card channel speaks of."""
    if batch.channel_code != CARD:
        return KnownSlips({})
    lock_terminals(batch.branch_id)
    voided = VoidRequest.objects.filter(decision=APPROVED)
    serials = {line.serial for line in batch.settlement.lines if line.serial}
    found = CardSlip.objects.select_related("receipt").filter(
        branch_id=batch.branch_id, approval_code__in=serials
    )
    # A voided slip was cancelled on the terminal; if the acquirer pays it all the same, that money
    # is new to our books and somebody looks at it.
    found = found.exclude(receipt__in=voided.values("receipt"))
    return KnownSlips({(s.terminal_no, s.approval_code, s.paid_on): s for s in found})
