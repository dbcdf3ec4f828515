"""Tables of appointments at the desk."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from wuai.contexts.appointments.queries.day import Guest
from wuai.contexts.appointments.queries.figures import Figure
from wuai.contexts.appointments.rules.life import BOOKED, TONES
from wuai.kernel import roc_dates
from wuai.kernel.refusal import Refusal
from wuai.kernel.taipei import TAIPEI
from wuai.platform.ui.pieces import Column, Status, Table

HOME = "/staff/appointments/"


def guest_table(rows: Sequence[Guest], caption: str, *, days: bool = False) -> Table:
    """Who comes, in order of time."""
    columns = [
        Column("time", _("時間"), "code"), Column("service", _("服務"), "text"),
        Column("name", _("姓名")), Column("case", _("執行案號"), "code"), Column("phone", _("電話")),
        Column("member", _("承辦同仁")), Column("ready", _("準備"), "status"),
        Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    if days:
        columns.insert(0, Column("on", _("日期"), "day"))
    lines = [
        {"on": one.row.on, "time": f"{one.row.starts_at.astimezone(TAIPEI):%H:%M}",
         "service": one.row.service_name, "name": one.name, "url": f"{HOME}{one.row.ref}/",
         "case": one.case_no, "phone": one.phone, "member": one.member,
         "ready": _ready(one), "state": Status(one.row.state_name, TONES[one.row.state])}
        for one in rows
    ]  # fmt: skip
    return Table(caption, columns, lines, show_caption=False)


def _ready(one: Guest) -> Status | None:
    if one.row.is_ready:
        return Status(_("備妥"), "good")
    waits = one.prepares and one.row.state == BOOKED
    return Status(_("未備妥"), "waiting") if waits else None


def figure_table(rows: Sequence[Figure]) -> Table:
    """The figures by service."""
    columns = [
        Column("service", _("服務")), Column("booked", _("預約件數"), "number", total=True),
        Column("served", _("到場"), "number", total=True),
        Column("missed", _("未到場"), "number", total=True),
        Column("missed_share", _("未到場 %"), "number"),
        Column("own_cancelled", _("本人取消"), "number", total=True),
        Column("office_cancelled", _("分署取消"), "number", total=True),
        Column("closure_cancelled", _("停班取消"), "number", total=True),
        Column("online", _("網站預約"), "number", total=True),
        Column("walk_in", _("現場"), "number", total=True),
        Column("minutes", _("平均辦理（分）"), "number"),
    ]  # fmt: skip
    return Table(_("預約統計"), columns, list(rows), show_caption=False)


def day_or(text: str, otherwise: date) -> date:
    """The day in a query string, or another."""
    try:
        return roc_dates.parse(text)
    except Refusal:
        return otherwise
