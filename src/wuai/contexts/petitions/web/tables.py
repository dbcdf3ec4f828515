"""Tables of petitions, and the words of their states."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuai.contexts.petitions.queries.desk import Line
from wuai.contexts.petitions.queries.figures import Figure, Opinion
from wuai.contexts.petitions.rules.states import STATES
from wuai.contexts.petitions.web.forms import CHANNELS
from wuai.platform.ui.pieces import Column, Status, Table
from wuai.platform.ui.wording import plain

HOME = "/staff/petitions/"


def state_of(state: str) -> Status:
    """The state of a petition as a word and a tone."""
    return Status(*STATES[state])


def petition_table(lines: Sequence[Line]) -> Table:
    """Petitions, what is due first on top."""
    columns = [
        Column("number", _("編號"), "code"), Column("mailbox", _("信箱")), Column("category", _("類別")),
        Column("subject", _("主旨")), Column("name", _("陳情人")), Column("state", _("狀態"), "status"),
        Column("received_on", _("收到日"), "day"), Column("due_on", _("應回復日"), "day"),
        Column("section", _("股別")), Column("owner", _("承辦")),
    ]  # fmt: skip
    rows = [
        {"number": x.number, "url": f"{HOME}{x.ref}/", "mailbox": x.mailbox, "category": x.category,
         "subject": x.subject or "—", "name": x.name or "—", "state": state_of(x.state),
         "received_on": x.received_on, "due_on": x.due_on, "section": x.section or "—",
         "owner": x.owner or "—"}
        for x in lines
    ]  # fmt: skip
    return Table(_("人民陳情"), columns, rows, tall=True, show_caption=False)


def petition_cells(lines: Sequence[Line]) -> tuple[list[str], list[list[str | int]]]:
    """The same as a file."""
    heads = [_("編號"), _("信箱"), _("類別"), _("主旨"), _("陳情人"), _("方式"), _("狀態"), _("收到日"),
             _("應回復日"), _("辦結日"), _("股別"), _("承辦")]  # fmt: skip
    cells: list[list[str | int]] = [
        [x.number, plain(x.mailbox), plain(x.category), x.subject, x.name, str(CHANNELS[x.channel]),
         plain(STATES[x.state][0]), x.received_on.isoformat(), x.due_on.isoformat(),
         x.ended_on.isoformat() if x.ended_on else "", x.section, x.owner]
        for x in lines
    ]  # fmt: skip
    return heads, cells


FIGURES = ("received", "answered", "in_time", "transferred", "not_handled", "withdrawn", "running",
           "overdue")  # fmt: skip


def _heads() -> list[str]:
    return [
        _("收件"),
        _("已回復"),
        _("期限內辦結"),
        pgettext("陳情", "移送"),
        _("不予處理"),
        pgettext("陳情", "撤回"),
        _("辦理中"),
        _("逾期未結"),
    ]


def figure_table(rows: Sequence[Figure]) -> Table:
    """Mailbox by mailbox."""
    columns = [
        Column("name", _("信箱")),
        *(Column(key, label, "number", total=True) for key, label in zip(FIGURES, _heads(), strict=True)),
        Column("days", _("平均日數"), "number"),
    ]  # fmt: skip
    lines = [
        {"name": row.name, **{key: getattr(row, key) for key in FIGURES},
         "days": None if row.days is None else round(row.days / 10, 1)}
        for row in rows
    ]  # fmt: skip
    return Table(_("陳情統計"), columns, lines, show_caption=False)


def figure_cells(rows: Sequence[Figure]) -> tuple[list[str], list[list[str | int]]]:
    """The same as a file."""
    cells: list[list[str | int]] = [
        [
            plain(row.name),
            *(getattr(row, key) for key in FIGURES),
            "" if row.days is None else f"{row.days / 10:.1f}",
        ]
        for row in rows
    ]
    return [_("信箱"), *_heads(), _("平均日數")], cells


def opinion_table(rows: Sequence[Opinion]) -> Table:
    """What people say, by quarter."""
    columns = [
        Column("quarter", _("季")), Column("count", _("份數"), "number"),
        Column("understood", _("聽懂")), Column("in_time", _("夠快")), Column("content", _("有幫助")),
    ]  # fmt: skip
    lines = [
        {"quarter": row.quarter, "count": row.count, "understood": f"{row.understood / 10:.1f}",
         "in_time": f"{row.in_time / 10:.1f}", "content": f"{row.content / 10:.1f}"}
        for row in rows
    ]  # fmt: skip
    return Table(_("陳情人怎麼說（1 到 5 分）"), columns, lines)
