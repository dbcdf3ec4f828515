"""Decide: where money goes, and why what is left over has no place.

A payment goes to its slip's case, else as the payer designates, else to the case of the obligor
whose limit comes first; within a case in the order that the law of the day gives.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wuai.legal import setting

SUSPENSE, OVERPAYMENT, OUTSIDE = "SUSPENSE", "OVERPAYMENT", "OUTSIDE"
UNKNOWN_NUMBER, OVERPAID, PAID_TWICE = "UNKNOWN_NUMBER", "OVERPAID", "PAID_TWICE"
CASE_CLOSED = "CASE_CLOSED"
AGENCY = "AGENCY"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a payment that goes to one component of one case."""

    case_id: int
    component: str
    amount: int


def allocation_order(on: date) -> Sequence[str]:
    """In which order a payment is set off within a case, by the law of the day it was paid."""
    order: Sequence[str] = setting("ALLOCATION_ORDER", on=on).value
    return order


def spread(
    amount: int, cases: Iterable[tuple[int, Mapping[str, int]]], order: Sequence[str]
) -> tuple[list[Part], int]:
    """Set an amount off against cases in the order given, within each by component; also the rest."""
    parts, rest = [], amount
    for case_id, owed in cases:
        for component in order:
            taken = min(rest, max(owed.get(component, 0), 0))
            if taken:
                parts.append(Part(case_id, component, taken))
                rest -= taken
    return parts, rest


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one payment goes: parts to cases, and what is left with its place and reason."""

    parts: tuple[Part, ...]
    rest: int
    rest_target: str
    reason: str


@dataclass(frozen=True, slots=True)
class Debt:
    """What one case owes as the money arrives."""

    case_id: int
    status: str
    is_open: bool
    owed: dict[str, int]


def place(
    amount: int, debts: Sequence[Debt], order: Sequence[str], *, was_paid_before: bool, channel: str
) -> Placement:
    """Decide about one payment; ``debts`` are the cases it is meant for, none when unknown."""
    if not debts:
        return Placement((), amount, _held(SUSPENSE, channel), UNKNOWN_NUMBER)
    owing = [(debt.case_id, debt.owed) for debt in debts if debt.is_open]
    parts, rest = spread(amount, owing, order)
    if not rest:
        return Placement(tuple(parts), 0, "", "")
    return Placement(
        tuple(parts),
        rest,
        _held(OVERPAYMENT, channel),
        _why(debts, was_paid_before=was_paid_before),
    )


def report_identity(agency_code: str, receipt_no: str, case_number: str) -> bytes:
    """What makes an agency's receipt itself, whether it comes by page, programme or feed."""
    parts = ("AGENCY-REPORT", agency_code, receipt_no, case_number)
    return hashlib.sha256("\x1f".join(parts).encode()).digest()


def _held(target: str, channel: str) -> str:
    # What an agency took at its own office never reached us: nothing of it stands in our books.
    return OUTSIDE if channel == AGENCY else target


def _why(debts: Sequence[Debt], *, was_paid_before: bool) -> str:
    if was_paid_before:
        return PAID_TWICE
    return OVERPAID if any(debt.is_open for debt in debts) else CASE_CLOSED
