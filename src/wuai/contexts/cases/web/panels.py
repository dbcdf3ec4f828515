"""What cases offers to the case page and to today's work."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.cases import queries_course, queries_explain, queries_list, queries_return
from wuai.contexts.cases.queries_late_charges import LateChargeBeside, late_charge_beside
from wuai.contexts.cases.queries_list import CaseLine, Filters
from wuai.contexts.cases.rules import life
from wuai.contexts.cases.rules.limits import EXPIRY_WARNING_MONTHS, Clock, reckon
from wuai.contexts.cases.web import staff
from wuai.contexts.cases.web.forms import COMPONENTS, status_of
from wuai.kernel.bilingual import Bilingual
from wuai.legal.counting import add_months
from wuai.platform.panels import Act, CaseView, Desk, Panel, Pile, Todo, Work
from wuai.platform.ui.pieces import Column, Component, Counted, Table

# How long a new case may lie, and how long before its limit somebody should act: our own service goals.
NEW_DAYS, LIMIT_LEAD_DAYS = 7, 90
LISTED = 12


@dataclass(frozen=True, slots=True)
class Money:
    """What is owed today, and why."""

    owed: int
    referred: int
    explained: Sequence[Component]
    late: LateChargeBeside | None


def money(view: CaseView) -> Money:
    """What is owed today, by component with its basis; the agency's surcharge beside the law."""
    row = view.facts.row
    lines = queries_explain.explain(row, view.on)
    explained = [
        Component(
            COMPONENTS[line.component], line.amount, line.basis, since=line.since,
            until=line.until if line.until != line.since else None,
            rate=f"{line.rate.normalize()}%" if line.rate else "",
        )
        for line in lines
    ]  # fmt: skip
    late = late_charge_beside(row, lines, is_person=view.facts.obligor.kind == "PERSON")
    return Money(sum(line.amount for line in explained), row.referred, explained, late)


@dataclass(frozen=True, slots=True)
class LimitView:
    """The limit in force, and how it was reckoned."""

    due: date
    steps: Sequence[Counted]
    basis: Bilingual
    started: date | None
    is_open: bool


def limit(view: CaseView) -> LimitView:
    """The last day of enforcement with the days it was counted from."""
    facts = view.facts.row
    found = reckon(
        Clock(facts.kind, facts.due_on, facts.final_on, facts.collection_end_on,
              facts.started_on, facts.suspended_days)
    )  # fmt: skip
    steps = [Counted(step.on, step.why) for step in found.steps]
    basis = Bilingual(
        "、".join(source.zh for source in found.sources),
        ", ".join(source.en or source.zh for source in found.sources),
    )
    return LimitView(facts.limit_on, steps, basis, facts.started_on, view.is_open)


@dataclass(frozen=True, slots=True)
class CourseView:
    """What halted or ended the case, how it went back, the certificate it was referred with."""

    suspensions: Sequence[queries_course.SuspensionRow]
    certificate: queries_course.CertificateRow | None
    earlier: queries_course.CertificateRow | None
    returned: queries_return.ReturnRow | None
    ref: uuid.UUID


def course(view: CaseView) -> CourseView:
    """Suspensions and certificates of the case."""
    facts = view.facts.row
    held = queries_course.course(view.case_id)
    earlier = queries_course.certificate_numbered(view.branch_id, facts.certificate_no)
    went_back = queries_return.returned(view.case_id) if facts.status == "RETURNED" else None
    return CourseView(held.suspensions, held.certificate, earlier, went_back, view.case_ref)


def others(view: CaseView) -> Table | None:
    """The obligor's other cases at the branch, open ones first."""
    lines = queries_list.of_obligors(
        view.branch_id, [view.obligor_id], on=view.on, limit=LISTED + 1
    )
    rest = [line for line in lines if line.id != view.case_id]
    return small_table(rest, gettext("同一義務人的其他案件")) if rest else None


def small_table(lines: Sequence[CaseLine], caption: str) -> Table:
    """A short list of cases inside a panel."""
    heads = staff.labels()
    rows = [
        {"number": line.number, "url": f"/staff/cases/{line.ref}/", "balance": line.balance,
         "state": status_of(line.status), "registered_on": line.registered_on}
        for line in lines
    ]  # fmt: skip
    columns = [
        Column("number", heads["number"], "code"), Column("state", heads["state"], "status"),
        Column("balance", heads["balance"], "amount", total=True),
        Column("registered_on", heads["registered_on"], "day"),
    ]  # fmt: skip
    return Table(caption, columns, rows, show_caption=False, stack=True)


def _pile(desk: Desk, filters: Filters, what: str, by: str, tone: str) -> Pile:
    number, capped = queries_list.count(filters)
    page = queries_list.oldest(filters, limit=LISTED)
    todos = [
        Todo(what, line.number, _best_by(line, by), f"/staff/cases/{line.ref}/", line.obligor, tone)
        for line in page
    ]
    return Pile(number, todos, capped)


def _best_by(line: CaseLine, by: str) -> date:
    if by == "new":
        return line.registered_on + timedelta(days=NEW_DAYS)
    return line.limit_on - timedelta(days=LIMIT_LEAD_DAYS)


def new_cases(desk: Desk) -> Pile:
    """Open cases that nobody has begun to enforce."""
    filters = Filters(desk.branch_id, section_id=desk.section_id, status="OPEN", unstarted=True)
    return _pile(desk, filters, gettext("寄發第一次通知"), "new", "going")


def ending(desk: Desk) -> Pile:
    """Cases whose limit comes within the months of warning."""
    until = add_months(desk.on, EXPIRY_WARNING_MONTHS)
    filters = Filters(desk.branch_id, section_id=desk.section_id, limit_before=until, order="limit")
    return _pile(desk, filters, gettext("在執行期間屆滿前處理"), "limit", "press")


PANELS = (
    Panel("money", _("金額"), 10, "case.view", money, "cases/panels/money.html"),
    Panel("limit", _("執行期間"), 50, "case.view", limit, "cases/panels/limit.html"),
    Panel("course", _("停止執行、退案與憑證"), 55, "case.view", course, "cases/panels/course.html"),
    Panel("others", _("同一義務人的其他案件"), 90, "case.view", others, "cases/panels/others.html"),
)  # fmt: skip
WORK = (
    Work("new", _("新收待通知"), 10, "case.edit", "/staff/cases/?status=OPEN", new_cases),
    Work("limit", _("執行期間將屆滿"), 20, "case.edit", "/staff/cases/expiring/", ending, press=True),
)  # fmt: skip


def _act(code: str, label: Any, consequence: Any, order: int, *, grave: bool = False) -> Act:
    """A move of the table, offered to whom the table names and where it leads on."""
    return Act(
        code.lower(), label, consequence, order, life.who(code),
        lambda view: f"/staff/cases/{view.case_ref}/{code.lower()}/", grave=grave,
        when=lambda view: life.may(code, view.facts.row.status),
    )  # fmt: skip


ACTS = (
    _act("SUSPEND", _("停止執行"),
         _("案件暫時不執行、不寄通知；到期自動續行，或由承辦人續行。仍可繳款。"), 70),
    _act("RESUME", _("續行執行"), _("案件恢復執行，停止的日數列入紀錄。"), 70),
    _act("CERTIFY", _("核發執行憑證"),
         _("案件結案，未受償金額由憑證證明；執行期間不因憑證重新起算。"), 80, grave=True),
    _act("END", _("終止執行"),
         _("案件因處分撤銷、不能履行或期間屆滿而結案，帳上欠款沖銷。"), 85, grave=True),
    Act("reassign", _("改分到別股"),
        _("案件移到另一股，原承辦股不再看到它出現在今日工作；可以再改分回來。"),
        60, "case.assign", lambda view: f"/staff/cases/{view.case_ref}/reassign/"),
    Act("return", _("退案給移送機關"),
        _("案件結案，帳上欠款全數沖銷，並作成退案通知給移送機關；要再執行須重新移送。"),
        90, "case.return", lambda view: f"/staff/cases/{view.case_ref}/return/", grave=True),
)  # fmt: skip
