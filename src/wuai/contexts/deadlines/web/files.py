"""Deadlines that people take along: a calendar file, and the figures as CSV or ODS."""

import uuid
from datetime import datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Alarm, Calendar, Event

from wuai.contexts.deadlines.queries import kinds
from wuai.contexts.deadlines.queries import watching as lists
from wuai.contexts.deadlines.queries.kinds import Described
from wuai.contexts.deadlines.queries.running import DeadlineRow
from wuai.contexts.deadlines.web import running, tables
from wuai.kernel.taipei import TAIPEI
from wuai.platform import asked, exports
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Crumb

MOST = 500
TYPE = "text/calendar; charset=utf-8"


@staff("case.view", "application.view", "application.confidential")
@require_safe
def one(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One deadline as a calendar file."""
    row, said = running.seen_by(request, ref)
    return _answer(request, [(row, said)], f"deadline-{row.due_on}.ics")


@staff("case.view", "application.view", "application.confidential")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What is open in the person's section (or in the branch) as one calendar file."""
    actor = actor_of(request)
    wanted = lists.Wanted(
        actor.branch_id or 0, timezone.localdate(), "open", "", actor.section_id,
        kinds.visible_kinds(actor),
    )  # fmt: skip
    rows = lists.listed(wanted, limit=MOST)
    said = kinds.describe([(row.kind, row.subject) for row in rows], actor)
    held = [(r, said[r.kind, r.subject]) for r in rows if (r.kind, r.subject) in said]
    return _answer(request, held, "deadlines.ics")


def _answer(
    request: HttpRequest, held: list[tuple[DeadlineRow, Described]], name: str
) -> HttpResponse:  # fmt: skip
    lang, named = get_language() or "zh-hant", tables.names()
    calendar = Calendar()
    calendar.add("prodid", "-//Wuai//deadlines//")
    calendar.add("version", "2.0")
    for row, said in held:
        words = f"{named[row.rule].pick(lang)[0]} {said.label.pick(lang)[0]}"
        where = request.build_absolute_uri(f"{tables.HOME}{row.ref}/")
        calendar.add_component(_event(row, words, where, timezone.now()))
    return exports.download(calendar.to_ical(), TYPE, name)


def _event(row: DeadlineRow, words: str, where: str, now: datetime) -> Event:
    """A whole day, or the morning where the period ends at noon; the day before it rings."""
    event, ring = Event(), Alarm()
    event.add("uid", f"{row.ref}@wuai")
    event.add("dtstamp", now)
    event.add("summary", words)
    event.add("url", where)
    if row.until == "NOON":
        event.add("dtstart", datetime.combine(row.due_on, time(9), TAIPEI))
        event.add("dtend", datetime.combine(row.due_on, time(12), TAIPEI))
    else:
        event.add("dtstart", row.due_on)
        event.add("dtend", row.due_on + timedelta(days=1))
    ring.add("action", "DISPLAY")
    ring.add("description", words)
    ring.add("trigger", timedelta(days=-1))
    event.add_component(ring)
    return event


@staff("report.view", "case.view")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Answered in time, by month and by rule."""
    since, until, on = *asked.period(request), timezone.localdate()
    found = lists.answered(actor_of(request).branch_id or 0, since, until, on)
    return render(
        request, "deadlines/figures.html",
        {"files": f"{tables.HOME}figures", "table": tables.answered(found), "since": since, "until": until,
         "all": sum(row.all for row in found), "in_time": sum(row.in_time for row in found),
         "trail": [Crumb(pgettext("標題", "期限"), tables.HOME), Crumb(_("期限內辦理情形"))]},
    )  # fmt: skip


@staff("report.view", "case.view")
@require_safe
def figures_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same figures as a table to take away."""
    since, until = asked.period(request)
    lang, named = get_language() or "zh-hant", tables.names()
    rows = lists.answered(
        actor_of(request).branch_id or 0, since, until, timezone.localdate()
    )  # fmt: skip
    heads = [_("月份"), _("期限"), _("屆滿件數"), _("期限內辦理"), _("逾期辦理"), _("逾期未辦")]
    cells = [
        (f"{r.month:%Y-%m}", named[r.rule].pick(lang)[0], r.all, r.in_time, r.met - r.in_time,
         r.missed)
        for r in rows
    ]  # fmt: skip
    return exports.table_file(form, "deadlines", _("期限內辦理情形"), heads, cells)
