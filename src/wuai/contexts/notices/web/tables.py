"""Tables of batches, notices and attempts, as the pages print them."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from wuai.contexts.notices.queries.notices import BatchRow, NoticeRow, ServiceRow
from wuai.contexts.notices.queries.publications import PublicationRow
from wuai.contexts.notices.rules.publications import STATES
from wuai.contexts.notices.rules.service import FAILURES, METHODS
from wuai.contexts.parties import api as parties
from wuai.platform.ui.pieces import Column, Status, Table


def batch_status(row: BatchRow) -> Status:
    """How far a batch is."""
    if row.status != "PRINTED":
        return Status(_("排版中"), "going")
    if row.set_aside:
        return Status(_("有印不出的"), "press")
    return Status(_("已備妥"), "good")


def batch_table(rows: Sequence[BatchRow]) -> Table:
    """Batches, the newest first."""
    columns = [
        Column("issued_at", _("開立時間"), "moment"), Column("state", _("狀態"), "status"),
        Column("notices", _("通知書"), "number", total=True),
        Column("cases", _("案件"), "number", total=True), Column("pages", _("頁數"), "number", total=True),
        Column("set_aside", _("印不出"), "number"), Column("by_name", _("開立人")),
    ]  # fmt: skip
    lines = [
        {"issued_at": row.issued_at, "state": batch_status(row), "notices": row.notices,
         "cases": row.cases, "pages": row.pages, "set_aside": row.set_aside,
         "by_name": row.by_name, "url": f"/staff/notices/batches/{row.ref}/"}
        for row in rows
    ]  # fmt: skip
    return Table(_("通知批次"), columns, lines)


def notice_status(row: NoticeRow) -> Status:
    """What became of a notice on paper."""
    if row.superseded_at is not None:
        return Status(_("已換發"), "neutral")
    words = {
        "PRINTED": Status(_("已列印"), "good"), "SET_ASIDE": Status(_("印不出"), "press"),
        "WAITING": Status(_("待列印"), "waiting"),
    }  # fmt: skip
    return words[row.status]


def notice_table(rows: Sequence[NoticeRow], people: Mapping[int, parties.PartyRow]) -> Table:
    """The notices of a batch in postal order."""
    columns = [
        Column("number", _("通知書號"), "code"), Column("name", _("受文者")),
        Column("amount", _("金額"), "amount", total=True), Column("due_on", _("繳款期限"), "day"),
        Column("page", _("起頁"), "number"), Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    lines = [
        {"number": row.number, "name": people[row.obligor_id].name, "amount": row.amount,
         "due_on": row.due_on, "page": row.first_page, "state": notice_status(row),
         "url": f"/staff/notices/{row.ref}/"}
        for row in rows
    ]  # fmt: skip
    return Table(_("通知書（依投遞順序）"), columns, lines, show_caption=False)


def failed_table(rows: Sequence[ServiceRow], refs: Mapping[int, NoticeRow]) -> Table:
    """Notices whose last attempt failed."""
    columns = [
        Column("number", _("通知書號"), "code"), Column("on", _("日期"), "day"),
        Column("why", _("原因")), Column("by_name", _("登錄人")),
    ]  # fmt: skip
    lines = [
        {"number": row.notice_number, "on": row.on, "why": FAILURES[row.reason],
         "by_name": row.by_name, "url": f"/staff/notices/{refs[row.notice_id].ref}/service/"}
        for row in rows
    ]  # fmt: skip
    return Table(_("送達未成功的通知"), columns, lines, show_caption=False)


def method_status(row: ServiceRow) -> Status:
    """The way of service and whether it counts."""
    way = METHODS[row.method]
    return Status(way.name, "good" if way.succeeds else "bad")


_TONES = {
    "PREPARED": "press", "APPROVED": "press", "POSTED": "going", "EFFECTIVE": "good",
    "REFUSED": "neutral", "WITHDRAWN": "neutral",
}  # fmt: skip


def publication_status(row: PublicationRow) -> Status:
    """How a publication stands."""
    return Status(STATES[row.state], _TONES[row.state])


def publication_table(
    rows: Sequence[PublicationRow], people: Mapping[int, parties.PartyRow]
) -> Table:
    """Publications of a branch."""
    columns = [
        Column("notice", _("通知書號"), "code"), Column("number", _("公告字號"), "code"),
        Column("name", _("受文者")), Column("posted_on", _("張貼日"), "day"),
        Column("effective_on", _("生效日"), "day"), Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    lines = [
        {"notice": row.notice_number, "number": row.number, "name": people[row.obligor_id].name,
         "posted_on": row.posted_on, "effective_on": row.effective_on,
         "state": publication_status(row), "url": f"/staff/notices/publications/{row.ref}/"}
        for row in rows
    ]  # fmt: skip
    return Table(_("公示送達"), columns, lines, show_caption=False)
