"""Give somebody who wants to pay now a slip that is good now; a good one stays as it is."""

from collections.abc import Sequence
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.actions.slips.issue_slips import issue_slips
from wuai.contexts.payments.queries.slips.slips import SlipRow, slip_rows
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@action("slip.renew")
def renew_slips(
    *, case_ids: Sequence[int], by: Actor, at: datetime, on: date
) -> dict[int, SlipRow]:
    """Issue slips for those of the cases whose slip is over, says another sum, or was never issued.

    Asked twice at once, the second finds what the first issued.
    """
    locked = cases.lock_cases(case_ids)
    owed = {i: sum(parts.values()) for i, parts in cases.balances(case_ids, on).items()}
    held = slip_rows(case_ids=case_ids)
    wanted = [row.id for row in locked if not _is_good(held.get(row.id), owed[row.id], on)]
    if wanted:
        issue_slips(wanted, by=by, at=at, on=on)
    for row in locked:
        record(
            kind="slip", ref=row.ref, case=row.ref, branch_id=row.branch_id,
            data={"renewed": row.id in wanted},
        )  # fmt: skip
    return slip_rows(case_ids=case_ids)


def _is_good(slip: SlipRow | None, owed: int, on: date) -> bool:
    return slip is not None and slip.is_valid(on) and slip.amount == owed
