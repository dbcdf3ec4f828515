"""Where a plan stands: one pure rule from the schedule and what moved since it began.

Money pays the oldest open instalment, whatever slip it came with and whether it came early, late or
in part. A correction that lowers the debt (amended, withdrawn, taken back by its agency) takes from the last
instalment backwards. Interest that accrues is shown beside the schedule and is paid after it. At every moment paid + lowered
+ open = total, and nothing is below zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wuai.contexts.instalments.rules.schedule import Due

MONEY = frozenset({"PAYMENT", "ALLOCATION", "REVERSAL"})
ACCRUAL = "ACCRUAL"


@dataclass(frozen=True, slots=True)
class Movement:
    """Something that changed what is owed: its kind, its day, and by how much (debt up positive)."""

    kind: str
    on: date
    amount: int


@dataclass(frozen=True, slots=True)
class Line:
    """One instalment as it stands; ``paid_on`` is the day on which it was fully paid."""

    no: int
    due_on: date
    amount: int
    paid: int
    lowered: int
    paid_on: date | None
    is_late: bool

    @property
    def open(self) -> int:
        """What is still to be paid of it."""
        return self.amount - self.paid - self.lowered


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan on a day. ``beside`` is what was added to the debt and stands outside the schedule."""

    lines: tuple[Line, ...]
    paid: int
    lowered: int
    open: int
    beside: int
    late: int
    late_since: date | None
    may_revoke: bool

    @property
    def next(self) -> Line | None:
        """The oldest open instalment."""
        return next((line for line in self.lines if line.open), None)


def standing(
    dues: Sequence[Due], movements: Iterable[Movement], *, on: date, grace_days: int = 0
) -> Standing:
    """Where a plan stands on a day, recomputed from everything that moved."""
    moves = sorted(movements, key=lambda one: one.on)
    total = sum(due.amount for due in dues)
    came = -sum(m.amount for m in moves if m.kind in MONEY)
    grown = sum(m.amount for m in moves if m.kind == ACCRUAL)
    changed = sum(m.amount for m in moves if m.kind not in MONEY and m.kind != ACCRUAL)
    lowered = min(total, max(0, -changed))
    raised = max(0, changed) + grown
    paid = min(max(0, came), total - lowered)
    taken = _from_the_end(dues, lowered)
    lines, left, until = [], paid, 0
    for due, less in zip(dues, taken, strict=True):
        wanted = due.amount - less
        got = min(left, wanted)
        left, until = left - got, until + wanted
        full = _reached(moves, until) if got == wanted else None
        lines.append(Line(due.no, due.due_on, due.amount, got, less, full,
                          got < wanted and due.due_on < on))  # fmt: skip
    late = [line for line in lines if line.is_late]
    return Standing(
        lines=tuple(lines), paid=paid, lowered=lowered, open=total - lowered - paid,
        beside=max(0, raised - (came - paid)), late=sum(line.open for line in late),
        late_since=late[0].due_on if late else None,
        may_revoke=bool(late) and on > late[0].due_on + timedelta(days=grace_days),
    )  # fmt: skip


def _from_the_end(dues: Sequence[Due], lowered: int) -> list[int]:
    taken, left = [0] * len(dues), lowered
    for place in reversed(range(len(dues))):
        taken[place] = min(left, dues[place].amount)
        left -= taken[place]
    return taken


def _reached(moves: Sequence[Movement], amount: int) -> date | None:
    """The day on which the money that stands had reached this sum (a bounced payment counts back)."""
    so_far, day = 0, None
    for one in moves:
        if one.kind not in MONEY:
            continue
        before, so_far = so_far, so_far - one.amount
        if before < amount <= so_far:
            day = one.on
    return day


@dataclass(frozen=True, slots=True)
class Part:
    """The part of an instalment that falls on one case: this is what one slip is made for."""

    no: int
    case_id: int
    amount: int


def lay_out(lines: Sequence[Line], owed: Mapping[int, int]) -> list[Part]:
    """Divide what is open over the cases in their order: the first case is paid off first.

    Most instalments fall on one case; one on which a case ends may have two parts. Whatever the
    cases owe beside the schedule is not in it.
    """
    parts, purse = [], [[case_id, amount] for case_id, amount in owed.items() if amount > 0]
    for line in lines:
        need = line.open
        while need and purse:
            case_id, amount = purse[0]
            taken = min(need, amount)
            parts.append(Part(line.no, case_id, taken))
            need -= taken
            purse[0][1] -= taken
            if not purse[0][1]:
                purse.pop(0)
    return parts
