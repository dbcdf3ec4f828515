"""A case goes back to its agency (退案), with a numbered letter that says why and how the money stood."""

from datetime import date, datetime

from wuai.contexts.cases import queries, queries_feedback
from wuai.contexts.cases.actions.closing import GivenBack, give_back
from wuai.contexts.cases.models import ReturnPaper
from wuai.contexts.organisation import api as organisation
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action
from wuai.platform.actors import Actor


@action("case.return")
def return_case(*, case_id: int, reason: str, by: Actor, at: datetime, on: date) -> str:
    """Send a case back to its agency; what remains leaves the books. The number of the letter."""
    return _write(give_back("RETURN", case_id, reason, by, at, on), by=by, at=at, on=on)


def _write(held: GivenBack, *, by: Actor, at: datetime, on: date) -> str:
    row = held.row
    # The number comes last: its counter row stays locked until the transaction ends.
    year, branch = roc_year(on), organisation.branch_by_id(row.branch_id)
    serial = numbers.take(branch_id=row.branch_id, year=year, kind="return")
    number = f"{branch.short_zh}{year}年度退案字第{serial:08d}號"
    ReturnPaper.objects.create(
        branch_id=row.branch_id, case_id=row.id, year=year, serial=serial, number=number,
        returned_on=on, reason=held.reason, referred=sum(queries.referred_amounts(row).values()),
        received=queries_feedback.received(row.branch_id, [row.id])[row.id],
        remaining=sum(held.remaining.values()), components=held.remaining, limit_on=row.limit_on,
        at=at, by_ref=by.ref,
    )  # fmt: skip
    return number
