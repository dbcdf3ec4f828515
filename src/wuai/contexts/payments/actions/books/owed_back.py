"""Money that leaves a case with settled books: its agency owes it, inside the action that takes it."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.actions.books.booking_day import open_day
from wuai.contexts.payments.models import Receipt
from wuai.contexts.payments.rules.receiving.placing import Part
from wuai.contexts.payments.rules.undoing.owed_back import of_settled
from wuai.platform.actors import Actor

Who = tuple[Actor, datetime, date]


class Asked(Protocol):
    """What one person asked for and another decided: a take-off, a chargeback, a voiding."""

    ref: uuid.UUID
    reason: str


def settled_of(rows: Iterable[cases.CaseRow]) -> set[int]:
    """Those of the cases whose books are settled."""
    return {row.id for row in rows if cases.has_settled_books(row.status)}


def agencies_owe(
    receipt: Receipt, asked: Asked, parts: Iterable[Part], settled: set[int], who: Who
) -> None:
    """After parts came back onto locked cases: what is settled stays so.

    What each agency is owed was lessened by the mirror image already; where it was remitted before,
    the next remittance is that much less.
    """
    by, at, on = who
    for case_id, amounts in of_settled(parts, settled).items():
        cases.owe_back(
            taken=cases.TakenBack(
                case_id, receipt.ref, asked.ref, amounts, open_day(receipt.branch_id, on)
            ),
            reason=asked.reason, by=by, at=at, on=on,
        )  # fmt: skip
