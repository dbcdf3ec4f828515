"""What notices offers to the case page, to search and to today's work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.notices.queries import notices as queries
from wuai.contexts.notices.queries import publications
from wuai.contexts.notices.rules.publications import LISTED, RUNNING, STATES
from wuai.contexts.notices.rules.service import METHODS
from wuai.platform.panels import Act, CaseView, Desk, Finder, Panel, Pile, Todo, Work
from wuai.platform.ui.pieces import Column, Happening, Status, Table

# How soon a failed service or a notice that cannot be printed is looked at: our own service goals.
FAILED_DAYS, ASIDE_DAYS, DECIDE_DAYS, MOST, CAP = 3, 1, 2, 12, 1000


@dataclass(frozen=True, slots=True)
class Told:
    """The notices of a case with how far each was served."""

    table: Table | None


def _held(view: CaseView) -> tuple[Sequence[queries.NoticeRow], Sequence[queries.ServiceRow]]:
    """The notices of the case, the newest first, and every attempt to serve them."""
    rows = view.once("notices", lambda: queries.notices_of_case(view.case_id))
    ids = [row.id for row in rows]
    return rows, view.once("services", lambda: queries.service_of(ids) if ids else [])


def notices(view: CaseView) -> Told:
    """Every notice of the case, the newest first."""
    rows, attempts = _held(view)
    served = _latest(attempts)
    posted = {
        one.notice_id: one
        for one in view.once("publications", lambda: _publications(view))
        if one.state in RUNNING
    }
    columns = [
        Column("number", gettext("通知書號"), "code"), Column("issued_on", gettext("發文日"), "day"),
        Column("amount", gettext("通知金額"), "amount"), Column("due_on", gettext("繳款期限"), "day"),
        Column("state", gettext("送達"), "status"),
    ]  # fmt: skip
    lines = [
        {"number": row.number, "url": f"/staff/notices/{row.ref}/", "issued_on": row.issued_on,
         "amount": row.amount, "due_on": row.due_on, "state": _state(row, served.get(row.id), posted.get(row.id))}
        for row in rows
    ]  # fmt: skip
    return Told(
        Table(gettext("通知"), columns, lines, show_caption=False, stack=True) if lines else None
    )


def _latest(attempts: Sequence[queries.ServiceRow]) -> dict[int, queries.ServiceRow]:
    found: dict[int, queries.ServiceRow] = {}
    for attempt in attempts:
        found.setdefault(attempt.notice_id, attempt)
    return found


def _publications(view: CaseView) -> list[publications.PublicationRow]:
    rows = view.once("notices", lambda: queries.notices_of_case(view.case_id))
    return publications.of_notices(row.id for row in rows) if rows else []


def _state(
    row: queries.NoticeRow, attempt: queries.ServiceRow | None,
    posted: publications.PublicationRow | None,
) -> Status:  # fmt: skip
    if posted is not None:
        return Status(gettext("公示送達中"), "going")
    if attempt is not None:
        method = METHODS[attempt.method]
        return Status(method.name, "good" if method.succeeds else "bad")
    if row.superseded_at is not None:
        return Status(gettext("已換發"), "neutral")
    return Status(
        gettext("尚無送達紀錄") if row.status == "PRINTED" else gettext("待列印"), "waiting"
    )


def happenings(view: CaseView) -> list[Happening]:
    """Notices and attempts to serve them, for the timeline."""
    rows, attempts = _held(view)
    found = [
        Happening(gettext("寄發通知 %(number)s") % {"number": row.number}, row.issued_on,
                  url=f"/staff/notices/{row.ref}/")
        for row in rows
    ]  # fmt: skip
    for attempt in attempts:
        method = METHODS[attempt.method]
        found.append(
            Happening(
                method.name,
                attempt.on,
                who=attempt.by_name,
                detail=attempt.notice_number,
                state="done" if method.succeeds else "bad",
            )
        )
    found += [
        Happening(
            gettext("公示送達公告 %(number)s") % {"number": one.number}, one.posted_on,
            who=one.posted_by_name, detail=STATES[one.state],
            url=f"/staff/notices/publications/{one.ref}/",
        )
        for one in view.once("publications", lambda: _publications(view))
        if one.state in LISTED
    ]  # fmt: skip
    return found


def find(branch_id: int, words: str) -> list[int]:
    """The cases of the notice with this number."""
    row = queries.notice_by_number(branch_id, words)
    return [case.case_id for case in queries.cases_of(row.id)] if row else []


def unserved(desk: Desk) -> Pile:
    """Notices in force whose last attempt failed."""
    rows = queries.failed_service(desk.branch_id, limit=CAP)
    todos = [
        Todo(
            gettext("補送達"),
            row.notice_number,
            row.on + timedelta(days=FAILED_DAYS),
            f"/staff/notices/service/?number={row.notice_number}",
            METHODS[row.method].name,
            "bad",
        )
        for row in rows[:MOST]
    ]
    return Pile(len(rows), todos, capped=len(rows) == CAP)


def to_decide(desk: Desk) -> Pile:
    """Publications that wait for a second person: not those that this one prepared."""
    return _publications_waiting(desk, "PREPARED", gettext("核可公示送達"))


def to_post(desk: Desk) -> Pile:
    """Publications that were approved and do not hang yet."""
    return _publications_waiting(desk, "APPROVED", gettext("張貼公示送達"))


def _publications_waiting(desk: Desk, state: str, what: str) -> Pile:
    rows = publications.waiting(desk.branch_id, state, limit=CAP)
    rows = [row for row in rows if state != "PREPARED" or row.prepared_by != desk.actor.ref]
    if desk.section_id:
        rows = [row for row in rows if row.section_id == desk.section_id]
    todos = [
        Todo(
            what, row.number or row.notice_number,
            timezone.localdate(row.decided_at or row.prepared_at) + timedelta(days=DECIDE_DAYS),
            f"/staff/notices/publications/{row.ref}/", row.notice_number, "press",
        )
        for row in rows[:MOST]
    ]  # fmt: skip
    return Pile(len(rows), todos, capped=len(rows) == CAP)


def set_aside(desk: Desk) -> Pile:
    """Notices that could not be printed."""
    rows = queries.tasks(desk.branch_id, limit=CAP)
    if desk.section_id:
        rows = [row for row in rows if row.section_id == desk.section_id]
    todos = [
        Todo(
            gettext("處理印不出的通知"),
            row.number,
            timezone.localdate(row.opened_at) + timedelta(days=ASIDE_DAYS),
            "/staff/notices/tasks/",
            " ".join(row.characters),
            "press",
        )
        for row in rows[:MOST]
    ]
    return Pile(len(rows), todos, capped=len(rows) == CAP)


PANELS = (
    Panel("notices", _("通知與送達"), 20, "case.view", notices, "notices/panels/notices.html", happenings),
)  # fmt: skip
FINDERS = (Finder("notice", 10, "case.view", find),)
WORK = (
    Work("service", _("送達未成功"), 40, "service.record", "/staff/notices/", unserved, press=True),
    Work("publication", _("待核可的公示送達"), 41, "service.approve", "/staff/notices/publications/?state=PREPARED", to_decide, press=True),
    Work("posting", _("待張貼的公示送達"), 42, "service.record", "/staff/notices/publications/?state=APPROVED", to_post, press=True),
    Work("aside", _("印不出的通知"), 50, "notice.issue", "/staff/notices/", set_aside, press=True),
)  # fmt: skip
ACTS = (
    Act("notice", _("寄發繳款通知"),
        _("產生新通知與新繳款單，舊繳款單換發後仍可入帳；若是第一次通知，執行從這天開始。"),
        20, "notice.issue", lambda view: f"/staff/notices/issue/?case={view.case_ref}",
        when=lambda view: view.facts.row.status != "SUSPENDED"),
)  # fmt: skip
