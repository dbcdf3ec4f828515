"""Going on with a certificate by the table, and saying so."""

from datetime import date, datetime

from wuai.contexts.auctions.models import Transfer, TransferStep
from wuai.contexts.auctions.rules import transferring as rules
from wuai.contexts.cases import api as cases
from wuai.platform.actions import record
from wuai.platform.actors import Actor


def enter(row: Transfer, move: str, by: Actor, at: datetime, on: date, note: str = "") -> None:
    """Go on by one move of the table, and say so."""
    row.state = rules.move(move, row.state).to
    row.save()
    tell(row, move, by, at, on, note)


def tell(row: Transfer, move: str, by: Actor, at: datetime, on: date, note: str = "") -> None:
    """Keep a step, and the line of history."""
    TransferStep.objects.create(
        transfer=row, move=move, state=row.state, on=on, note=note[:1000], at=at, by_ref=by.ref,
        by_name=by.name,
    )  # fmt: skip
    record(
        kind="transfer", ref=row.ref, case=cases.case_row(row.case_id).ref, branch_id=row.branch_id,
        data={"move": move, "to": row.state},
    )  # fmt: skip
