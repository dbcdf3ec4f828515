"""Tables of plans and schedules."""

import uuid
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from wuai.contexts.instalments.models import PlanDocument
from wuai.contexts.instalments.queries.plans import PlanLine, PlanView
from wuai.contexts.instalments.rules.deciding import PAPERS
from wuai.contexts.instalments.rules.life import STATE_NAMES, TONES
from wuai.contexts.parties import api as parties
from wuai.platform.ui.pieces import Column, File, Status, Table
from wuai.platform.ui.wording import plain

HOME = "/staff/instalments/"


def state_of(status: str) -> Status:
    """The state of a plan as a word and a tone."""
    return Status(STATE_NAMES[status], TONES[status])


def paper_of(plan_ref: uuid.UUID, held: PlanDocument) -> File:
    """A kept paper, under the name of its kind."""
    url = f"{HOME}{plan_ref}/papers/{held.ref}/"
    return File(held.stored.name, url, held.stored.size, plain(PAPERS[held.kind]))


def plan_table(rows: Sequence[PlanLine], people: Mapping[int, parties.PartyRow]) -> Table:
    """Plans, each with what comes next."""
    columns = [
        Column("number", _("分期編號"), "code"), Column("person", _("義務人")),
        Column("state", _("狀態"), "status"), Column("total", _("總額"), "amount"),
        Column("next_on", _("下一期"), "day"), Column("next_amount", _("應繳"), "amount"),
        Column("late", _("逾期未繳"), "amount"), Column("phone", _("電話")),
    ]  # fmt: skip
    lines = [
        {"number": row.number, "url": f"{HOME}{row.ref}/", "person": people[row.obligor_id].name,
         "state": state_of(row.status), "total": row.total, "next_on": row.next_on,
         "next_amount": row.next_amount or None, "late": row.late or None,
         "phone": row.phone or people[row.obligor_id].phone}
        for row in rows
    ]  # fmt: skip
    return Table(_("分期"), columns, lines, show_caption=False)


def schedule_table(view: PlanView) -> Table | None:
    """The instalments of a granted plan as they stand."""
    if view.stands is None:
        return None
    columns = [
        Column("no", _("期"), "number"), Column("due_on", _("繳納日"), "day"),
        Column("amount", _("金額"), "amount", total=True), Column("paid", _("已繳"), "amount", total=True),
        Column("open", _("未繳"), "amount", total=True), Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    lines = [
        {"no": line.no, "due_on": line.due_on, "amount": line.amount, "paid": line.paid,
         "open": line.open, "state": _line_state(line.open, line.lowered, line.is_late)}
        for line in view.stands.standing.lines
    ]  # fmt: skip
    return Table(_("各期"), columns, lines, show_caption=False)


def _line_state(left: int, lowered: int, is_late: bool) -> Status:
    if is_late:
        return Status(_("逾期"), "bad")
    if left:
        return Status(_("未到期"), "waiting")
    return Status(_("已扣減") if lowered else _("已繳清"), "good")
