"""Money of a case whose books are settled was taken back: they stay settled, and its agency may refer it again."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.cases.actions.closing import lock_cases, write_off
from wuai.contexts.cases.models import OwedBack
from wuai.contexts.cases.rules import life
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What of one payment left a case: by component, on whose decision, on which day of the books."""

    case_id: int
    receipt_ref: uuid.UUID
    request_ref: uuid.UUID
    amounts: Mapping[str, int]
    booked_on: date


@action("case.owe_back")
def owe_back(*, taken: TakenBack, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Take what came back onto the case off its books again, as the rest was when it closed."""
    (row,) = lock_cases([taken.case_id])
    if not life.has_settled_books(row.status):
        raise life.MoveNotAllowed(
            state_zh=life.STATE_NAMES[row.status].zh, state_en=life.STATE_NAMES[row.status].en,
            move_zh="由移送機關另行移送", move_en="referred again in part",
        )  # fmt: skip
    said, total = life.reason(reason), sum(taken.amounts.values())
    OwedBack.objects.create(
        branch_id=row.branch_id, case_id=row.id, receipt_ref=taken.receipt_ref,
        request_ref=taken.request_ref, amount=total, components=dict(taken.amounts),
        reason=said[:200], on=on, at=at, by_ref=by.ref,
    )  # fmt: skip
    write_off(
        row, dict(taken.amounts), kind="OWED_BACK", reference=f"{taken.request_ref}:{row.ref}",
        by=by, at=at, on=taken.booked_on,
    )  # fmt: skip
    record(
        kind="case", ref=row.ref, reason=said, branch_id=row.branch_id,
        data={"number": row.number, "amount": total},
    )  # fmt: skip
