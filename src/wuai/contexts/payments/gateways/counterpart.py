"""The other side, to practise with: takes money and tells of it, well or badly, on request."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from wuai.contexts.payments.gateways.day_file import Layout
from wuai.contexts.payments.gateways.settlement.codec import Paid

DAYS_LATE = 5


class Misbehaviour(StrEnum):
    """What a counterpart can do wrong; ``GOOD`` is doing nothing wrong."""

    GOOD = "GOOD"
    LATE = "LATE"
    TWICE = "TWICE"
    OUT_OF_ORDER = "OUT_OF_ORDER"
    WRONG_AMOUNT = "WRONG_AMOUNT"
    SILENT = "SILENT"
    FORGED = "FORGED"


@dataclass(slots=True)
class Counterpart:
    """A store chain, bank or agency with its till; what it has not yet told of is ``untold``.

    Whatever it does wrong it makes good by its next honest file, except for wrong amounts, which
    are really what somebody paid.
    """

    channel_code: str
    layout: Layout
    untold: list[Paid] = field(default_factory=list)
    told: list[Paid] = field(default_factory=list)
    count: int = 0

    def take(self, number: str, amount: int, on: date, place: str = "") -> Paid:
        """Take a payer's money under a number."""
        self.count += 1
        paid = Paid(number, amount, on, on, place, f"{on:%Y%m%d}{self.count:08d}")
        self.untold.append(paid)
        return paid

    def tell(self, on: date, how: Misbehaviour = Misbehaviour.GOOD) -> list[bytes]:
        """The files it sends on a day, in the order in which they arrive."""
        if how is Misbehaviour.SILENT:
            return []
        if how is Misbehaviour.FORGED:
            # Somebody on the way raised an amount: the total no longer agrees.
            return [self._file(self.untold, on, over=-1)]
        settled_on = on + timedelta(days=DAYS_LATE) if how is Misbehaviour.LATE else on
        sent = [replace(paid, posted_on=max(paid.posted_on, settled_on)) for paid in self.untold]
        if how is Misbehaviour.WRONG_AMOUNT:
            sent = [replace(p, amount=_wrong(p.amount, at)) for at, p in enumerate(sent)]
        self.told, self.untold = [*self.told, *sent], []
        if how is Misbehaviour.TWICE:
            return [self._file(sent, on), self._file([*sent, *sent[:1]], on)]
        if how is Misbehaviour.OUT_OF_ORDER:
            half = len(sent) // 2
            return [self._file(sent[half:][::-1], on), self._file(sent[:half], on)]
        return [self._file(sent, on)]

    def _file(self, paid: Sequence[Paid], on: date, over: int = 0) -> bytes:
        return self.layout.write(paid, self.channel_code, on, over)


def _wrong(amount: int, at: int) -> int:
    """Somebody pays too much, a part, or one dollar less: in turn."""
    return (amount + 7, max(1, amount // 3), max(1, amount - 1))[at % 3]
