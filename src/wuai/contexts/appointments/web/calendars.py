"""An appointment as a calendar file: when and where, with the number, and nothing about the matter."""

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from wuai.contexts.appointments.queries.bookings import BookingRow
from wuai.contexts.organisation import api as organisation
from wuai.platform.ui.wording import page_language, plain


def calendar_file(row: BookingRow, at: datetime) -> bytes:
    """One event; the same number replaces the event when the time moved."""
    branch = organisation.branch_by_id(row.branch_id)
    english = page_language() == "en"
    name = branch.name_en if english else branch.name_zh
    event = Event()
    event.add("uid", f"{row.ref}@wuai")
    event.add("dtstamp", at)
    event.add("sequence", int(at.timestamp()) // 60 % 2_000_000_000)
    event.add("dtstart", row.starts_at)
    event.add("dtend", row.ends_at)
    event.add("status", "CANCELLED" if row.state == "CANCELLED" else "CONFIRMED")
    event.add("summary", f"Appointment {row.number}" if english else f"預約 {row.number}")
    if row.where != "HOME":
        address = (branch.address_en if english else "") or branch.address_zh
        event.add("location", " ".join(filter(None, (name, address, plain(row.room_name)))))
    event.add("description", f"{name} {branch.phone}".strip())
    event.add("class", "PRIVATE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event["summary"])
    alarm.add("trigger", timedelta(hours=-2))
    event.add_component(alarm)
    held = Calendar()
    held.add("prodid", "-//Wuai//Appointments//ZH")
    held.add("version", "2.0")
    held.add("method", "PUBLISH")
    held.add_component(event)
    return bytes(held.to_ical())
