"""Slips of instalments: each pays one part of one case, on a day of its own.

A schedule is laid out anew when money or a correction changed what is open: slips that still fit
and may still be paid stay, the others are superseded. Money to a superseded slip still goes to its case.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.actions.slips.issue_slips import (
    Wanted,
    contract_on,
    supersede,
    write_slips,
)
from wuai.contexts.payments.models import Slip
from wuai.contexts.payments.queries.slips.slips import SlipRow, instalment_slips
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class InstalmentPart:
    """The part of an instalment that falls on one case, and the day until which it is paid.

    ``payer_id`` is the party who is asked, when that is somebody else than the obligor.
    """

    instalment_ref: uuid.UUID
    case_id: int
    amount: int
    due_on: date
    payer_id: int | None = None


def lay_instalment_slips(
    *, refs: Iterable[uuid.UUID], parts: Sequence[InstalmentPart], begins: bool = False,
    by: Actor, at: datetime, on: date,
) -> list[SlipRow]:  # fmt: skip
    """Make the live slips of these instalments exactly those of ``parts``.

    ``begins``: the schedule starts now, and the slips for the whole of its cases are superseded.
    """
    return _lay(refs=list(refs), parts=list(parts), begins=begins, by=by, at=at, on=on)


@action("slip.lay_instalments")
def _lay(
    *, refs: list[uuid.UUID], parts: list[InstalmentPart], begins: bool, by: Actor, at: datetime,
    on: date,
) -> list[SlipRow]:  # fmt: skip
    rows = {row.id: row for row in cases.lock_cases({part.case_id for part in parts})}
    if begins:
        supersede(list(rows), at)
    fitting = {(part.instalment_ref, part.case_id, part.amount) for part in parts}
    live = instalment_slips(refs)
    held = {
        fit: s.id
        for s in live
        if (fit := (s.instalment_ref, s.case_id, s.amount)) in fitting and s.is_valid(on)
    }
    old = sorted({s.id for s in live} - set(held.values()))
    Slip.objects.filter(id__in=old).update(superseded_at=at)
    new = [p for p in parts if (p.instalment_ref, p.case_id, p.amount) not in held]
    for branch_id in sorted({rows[part.case_id].branch_id for part in new}):
        mine = [p for p in new if rows[p.case_id].branch_id == branch_id]
        again = on + timedelta(days=contract_on(branch_id, on).slip_days)
        wanted = [
            Wanted(p.case_id, rows[p.case_id].kind, p.amount,
                   p.due_on if p.due_on >= on else again, p.instalment_ref, p.payer_id)
            for p in mine
        ]  # fmt: skip
        write_slips(branch_id, wanted, on, at)
    one = next(iter(rows.values())) if len(rows) == 1 else None
    record(
        kind="slips", ref=one.ref if one else "instalments", case=one.ref if one else None,
        branch_id=next(iter(rows.values())).branch_id if rows else None,
        data={"issued": len(new), "superseded": len(old), "kept": len(parts) - len(new)},
    )  # fmt: skip
    return instalment_slips(refs)
