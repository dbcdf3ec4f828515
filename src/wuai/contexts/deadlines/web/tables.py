"""Deadlines as tables: the lines of a list, the table of processing times, answered in time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wuai.contexts.deadlines.queries.figures import share
from wuai.contexts.deadlines.queries.kinds import Described
from wuai.contexts.deadlines.queries.limits import LimitLine
from wuai.contexts.deadlines.queries.running import DeadlineRow
from wuai.contexts.deadlines.queries.watching import Answered
from wuai.contexts.deadlines.rules import states
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.legal import deadlines as law
from wuai.platform.ui.pieces import Column, Status, Table

HOME = "/staff/deadlines/"


def state_of(row: DeadlineRow, on: date) -> Status:
    """The state in a word; what passed without its mark yet reads as missed."""
    state = row.state
    if state in states.COUNTING and row.due_on < on:
        state = states.MISSED
    if state == states.MET and row.is_late:
        return Status(Bilingual("逾期辦理", "Done late"), "bad")
    return Status(states.NAMES[state], states.TONES[state])


def left(row: DeadlineRow, on: date) -> str:
    """Days left, or over."""
    days = (row.due_on - on).days
    if row.state in (states.MET, states.CANCELLED, states.SUSPENDED):
        return ""
    if days < 0:
        return ngettext("超過 %(n)s 天", "超過 %(n)s 天", -days) % {"n": -days}
    return _("今天") if days == 0 else ngettext("%(n)s 天", "%(n)s 天", days) % {"n": days}


def names() -> dict[str, Bilingual]:
    """The name of each rule."""
    return {entry.code: entry.name for entry in law.rules()}


def lines(
    rows: Iterable[DeadlineRow], said: Mapping[tuple[str, str], Described], on: date,
    sections: Mapping[int, Bilingual],
) -> Table | None:  # fmt: skip
    """The lines of a list; what this person may not see is left out."""
    named = names()
    shown = [
        {"due": row.due_on, "left": left(row, on), "what": named[row.rule],
         "about": said[row.kind, row.subject].label,
         "section": sections.get(row.section_id or 0, organisation.WHOLE_BRANCH),
         "state": state_of(row, on), "url": f"{HOME}{row.ref}/"}
        for row in rows if (row.kind, row.subject) in said
    ]  # fmt: skip
    columns = [
        Column("about", _("對象")), Column("what", _("期限")), Column("due", _("屆滿日"), "day"),
        Column("left", _("剩餘")), Column("section", _("承辦股")),
        Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    return Table(_("期限"), columns, shown, tall=True, show_caption=False) if shown else None


def limits(found: Sequence[LimitLine], caption: str, *, linked: bool) -> Table:
    """The table of processing times; for the public each line leads to its form (``linked``)."""
    columns = [
        Column("name", _("事項")), Column("time", _("處理時限")), Column("event", _("自何時起算")),
        Column("extension", _("可否延長")), Column("source", _("依據")),
        Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    rows = [
        {"name": line.name, "time": line.time, "event": line.event, "source": line.source,
         "extension": line.extension or Bilingual("不得延長", "No"),
         "url": line.url if linked else "",
         "state": Status(Bilingual("已確認", "Confirmed"), "good") if line.confirmed
         else Status(Bilingual("待確認", "To be confirmed"), "waiting")}
        for line in found
    ]  # fmt: skip
    return Table(caption, columns, rows, show_caption=False, titled=True)


def answered(found: Iterable[Answered]) -> Table | None:
    """Answered in time, by month and rule; the share is computed from its two numbers."""
    named = names()
    rows = [
        {"month": f"{row.month.year - 1911}-{row.month.month:02d}", "rule": named[row.rule],
         "all": row.all, "in_time": row.in_time, "late": row.met - row.in_time,
         "missed": row.missed, "share": share(row.in_time, row.all)}
        for row in found
    ]  # fmt: skip
    columns = [
        Column("month", _("月份"), "code"), Column("rule", _("期限")),
        Column("all", _("屆滿件數"), "number", total=True),
        Column("in_time", _("期限內辦理"), "number", total=True),
        Column("late", _("逾期辦理"), "number", total=True),
        Column("missed", _("逾期未辦"), "number", total=True), Column("share", _("期限內比率")),
    ]  # fmt: skip
    return Table(_("期限內辦理情形"), columns, rows) if rows else None


def facts_of(row: DeadlineRow) -> dict[str, Any]:
    """Plain values of a deadline for files."""
    return {
        "ref": str(row.ref), "rule": row.rule, "since": row.started_on, "due": row.due_on,
        "until": row.until, "state": row.state,
    }  # fmt: skip
