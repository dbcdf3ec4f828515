"""What the desk does with open cases: give them to another section, start execution, amend."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import connection

from wuai.contexts.cases import queries
from wuai.contexts.cases.actions.closing import close_if_paid, lock_cases, write_off
from wuai.contexts.cases.actions.major import refresh_major
from wuai.contexts.cases.events import CaseAmended, CasesReassigned
from wuai.contexts.cases.models import COMPONENTS, Assignment
from wuai.contexts.cases.rules import life
from wuai.contexts.cases.rules.assignment import REASSIGNED
from wuai.contexts.cases.rules.limits import Clock, case_limits
from wuai.contexts.ledger import api as ledger
from wuai.contexts.organisation import api as organisation
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish


class SectionOfAnotherBranch(Refusal):
    code = "SECTION_OF_ANOTHER_BRANCH"
    zh = "「{section}」不是本分署可收案的股"
    en = "“{section}” is not a section of this branch that takes cases"
    next_zh = "請改選本分署現有的股"
    next_en = "Choose an active section of this branch"
    status = 422


class NothingToReassign(Refusal):
    code = "NOTHING_TO_REASSIGN"
    zh = "所選案件都已在該股，或已結案"
    en = "Every chosen case is with that section already, or closed"
    next_zh = "請重新選取案件"
    next_en = "Choose the cases again"


class AmountBelowPaid(Refusal):
    code = "AMOUNT_BELOW_PAID"
    zh = "{component} 更正後為 {amount} 元，低於已收金額"
    en = "{component} would become NT$ {amount}, less than what was paid already"
    next_zh = "已收金額須先辦理退還；請查對更正金額"
    next_en = "What was paid must be refunded first; check the corrected figure"
    status = 422


@action("case.reassign")
def reassign(
    *, case_ids: Iterable[int], section_id: int, reason: str, by: Actor, at: datetime
) -> int:
    """Give open cases of one branch to another section; how many moved."""
    said = life.reason(reason)
    rows = [
        row for row in lock_cases(case_ids)
        if life.is_open(row.status) and row.section_id != section_id
    ]  # fmt: skip
    if not rows:
        raise NothingToReassign()
    branch_id = rows[0].branch_id
    to = organisation.section(section_id)
    if not to.is_active or any(row.branch_id != to.branch_id for row in rows):
        raise SectionOfAnotherBranch(field="section", section=to.name_zh)
    ids = [row.id for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET section_id = %s WHERE id = ANY(%s::bigint[])", [to.id, ids]
        )
    Assignment.objects.bulk_create(
        Assignment(case_id=row.id, section_id=to.id, ground=REASSIGNED,
                   prior_section_id=row.section_id, at=at, by_ref=by.ref)
        for row in rows
    )  # fmt: skip
    for row in rows:
        record(
            kind="case", ref=row.ref, reason=said, branch_id=branch_id,
            data={"number": row.number, "to": to.code},
        )  # fmt: skip
    publish(CasesReassigned(branch_id, ids, section_id=to.id, at=at.isoformat()))
    return len(rows)


@action("case.start_execution")
def start_execution(*, case_ids: Iterable[int], on: date, by: Actor, at: datetime) -> int:
    """Execution starts (first notice of art. 14): the limits are computed again; for how many.

    A case that has started already keeps its day.
    """
    rows = [row for row in lock_cases(case_ids) if row.started_on is None and row.closed_on is None]
    limits = [
        case_limits(
            Clock(row.kind, row.due_on, row.final_on, row.collection_end_on, on,
                  row.suspended_days), on,
        )
        for row in rows
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case c SET started_on = %s, limit_1_on = n.first, limit_2_on = n.second"
            " FROM unnest(%s::bigint[], %s::date[], %s::date[]) AS n(id, first, second)"
            " WHERE c.id = n.id",
            [on, [r.id for r in rows], [x.first for x in limits], [x.second for x in limits]],
        )
    if len(rows) == 1:
        record(kind="case", ref=rows[0].ref, branch_id=rows[0].branch_id, data={"on": str(on)})
    else:
        record(
            kind="cases", ref=f"{on}", branch_id=rows[0].branch_id if rows else None,
            data={"on": str(on), "count": len(rows)},
        )  # fmt: skip
    return len(rows)


@action("case.amend")
def amend(
    *, case_id: int, amounts: Mapping[str, int], reason: str, by: Actor, at: datetime, on: date
) -> int:
    """The agency corrects its figures: ``amounts`` are the new totals referred, by component.

    Gives the change in dollars. A case that then owes nothing closes as paid.
    """
    (row,) = lock_cases([case_id])
    if not life.is_open(row.status):
        life.move("WITHDRAW", row.status)
    said = life.reason(reason)
    changes = _changes(row, amounts)
    write_off(
        row, {c: -change for c, change in changes.items()}, kind="AMEND",
        reference=f"{row.ref}:{at.isoformat()}", by=by, at=at, on=on,
    )  # fmt: skip
    change = sum(changes.values())
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET referred = referred + %s, amended_on = %s WHERE id = %s",
            [change, on, row.id],
        )
    record(
        kind="case", ref=row.ref, reason=said, branch_id=row.branch_id,
        data={"number": row.number, "changes": changes},
    )  # fmt: skip
    publish(CaseAmended(row.branch_id, row.id, at=at.isoformat()))
    refresh_major([row.obligor_id], on=on)
    close_if_paid([row.id], by=by, at=at, on=on)
    return change


def _changes(row: queries.CaseRow, amounts: Mapping[str, int]) -> dict[str, int]:
    entries = ledger.entries_of(row.branch_id, "RECEIVABLE", row.id)
    changes: dict[str, int] = {}
    for component in COMPONENTS:
        if component not in amounts:
            continue
        mine = [e for e in entries if e.component == component]
        referred = sum(e.amount for e in mine if e.kind in {"REFERRAL", "AMEND"})
        changes[component] = amounts[component] - referred
        if sum(e.amount for e in mine) + changes[component] < 0:
            raise AmountBelowPaid(field=component, component=component, amount=amounts[component])
    return changes
