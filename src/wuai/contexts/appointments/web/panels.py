"""What appointments offers to the case page and to the work of a branch."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wuai.contexts.appointments.queries import bookings, day
from wuai.contexts.appointments.queries.bookings import BookingRow
from wuai.contexts.appointments.queries.day import Guest
from wuai.contexts.appointments.rules import life
from wuai.contexts.appointments.web.tables import HOME
from wuai.platform.panels import Act, CaseView, Desk, Finder, Panel, Pile, Todo, Work
from wuai.platform.ui.pieces import Happening, Status

PREPARE_DAYS, LISTED = 3, 12


def told(view: CaseView) -> Sequence[tuple[BookingRow, Status]]:
    """The appointments of the case, the latest booked first."""
    return [(row, Status(row.state_name, life.TONES[row.state])) for row in bookings.of_case(view.case_id)]  # fmt: skip


def happenings(view: CaseView) -> list[Happening]:
    """Appointments on the timeline: those ahead, and what came of those past."""
    return [
        Happening(
            row.service_name, row.starts_at, "", row.outcome or row.state_name,
            {life.BOOKED: "ahead", life.NO_SHOW: "bad"}.get(row.state, "done"),
            f"{HOME}{row.ref}/",
        )
        for row in bookings.of_case(view.case_id)
        if row.state != life.CANCELLED
    ]  # fmt: skip


def _pile(found: Sequence[Guest], what: str, tone: str) -> Pile:
    todos = [
        Todo(what, one.row.number, one.row.on, f"{HOME}{one.row.ref}/", one.row.service_name, tone)
        for one in found[:LISTED]
    ]
    return Pile(len(found), todos)


def coming(desk: Desk) -> Pile:
    """Who comes today."""
    found = [one for one in day.guests(desk.branch_id, desk.on, desk.on) if one.row.state == life.BOOKED]  # fmt: skip
    return _pile(found, gettext("今天的預約"), "waiting")


def to_prepare(desk: Desk) -> Pile:
    """What has to be ready in the next days and is not."""
    found = day.to_prepare(desk.branch_id, desk.on, PREPARE_DAYS)
    return _pile(found, gettext("準備預約"), "press")


def to_call(desk: Desk) -> Pile:
    """Who is reminded by telephone."""
    return _pile(day.to_call(desk.branch_id, desk.on), gettext("打電話告知"), "waiting")


def to_conclude(desk: Desk) -> Pile:
    """Over, and nobody said what came of it."""
    return _pile(day.to_conclude(desk.branch_id, timezone.now()), gettext("記到場與結果"), "bad")


def to_roster(desk: Desk) -> Pile:
    """Days on which somebody comes and nobody serves."""
    found = day.without_duty(desk.branch_id, desk.on, 14)
    booked = gettext("%(n)s 人已預約")
    todos = [
        Todo(
            gettext("排定值勤"), name, on, f"{HOME}?on={on.isoformat()}", booked % {"n": n}, "press"
        )
        for on, name, n in found[:LISTED]
    ]
    return Pile(len(found), todos)


def by_number(branch_id: int, text: str) -> Sequence[int]:
    """The case of an appointment number."""
    return bookings.case_of_number(branch_id, text)


PANELS = (
    Panel("appointments", _("到場與預約"), 45, "appointment.view", told,
          "appointments/panels/bookings.html", happenings),
)  # fmt: skip
WORK = (
    Work("appointments", _("今天的預約"), 40, "appointment.view", HOME, coming),
    Work("appointments_prepare", _("待準備的預約"), 41, "appointment.edit", f"{HOME}?list=prepare",
         to_prepare),
    Work("appointments_roster", _("待排值勤"), 42, "appointment.edit", HOME, to_roster, press=True),
    Work("appointments_call", _("待電話告知"), 43, "appointment.edit", f"{HOME}?list=call", to_call),
    Work("appointments_conclude", _("未記到場"), 44, "appointment.edit", f"{HOME}?list=conclude",
         to_conclude, press=True),
)  # fmt: skip
FINDERS = (Finder("appointment", 60, "appointment.view", by_number),)
ACTS = (
    Act("appointments", _("安排到場或預約"), _("選時段後通知本人；到場報告可列印通知。"), 25,
        "appointment.edit", lambda view: f"{HOME}new/?case={view.case_ref}", open_only=False),
)  # fmt: skip
