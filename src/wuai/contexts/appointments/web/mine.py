"""An appointment that is there: the receipt, the calendar file, another time, or none."""

import uuid
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.appointments.actions import changing as acts
from wuai.contexts.appointments.actions.booking import HoldLapsed
from wuai.contexts.appointments.models import Booking
from wuai.contexts.appointments.queries import bookings, slots
from wuai.contexts.appointments.rules import changing, life
from wuai.contexts.appointments.rules.times import LISTED_DAYS
from wuai.contexts.appointments.web.calendars import calendar_file
from wuai.contexts.appointments.web.forms import CodeForm, TimeForm
from wuai.contexts.appointments.web.public import (
    HOME,
    code_of,
    day_in,
    day_tasks,
    keep,
    name_of,
    own,
    page_from,
    trail,
)
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, private, public
from wuai.platform.limits import tried_too_often
from wuai.platform.ui.pieces import Crumb


@public
def find(request: HttpRequest) -> HttpResponse:
    """By number and code; the same answer whichever is wrong."""
    form, missing = CodeForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        if tried_too_often(request, "appointments-code"):
            return render(request, "appointments/wait.html", status=429)
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        ref = bookings.found_by_code(number, code)
        if ref:
            keep(request, ref, code_of(request, ref))
            return redirect(f"{HOME}booked/{ref}/")
        missing = True
    here = {"form": form, "missing": missing, "trail": trail(Crumb(_("查詢預約")))}
    return private(render(request, "appointments/find.html", here, status=404 if missing else 200))


def _show(
    request: HttpRequest, held: Booking, page: str, refused: Refusal | None = None, **more: object
) -> HttpResponse:
    row, at = bookings.row_of(held), timezone.now()
    branch = organisation.branch_by_id(held.branch_id)
    may = held.state == life.BOOKED
    try:
        changing.own_change(
            row.starts_at, at=at, change_days=held.service.change_days,
            self_service=held.service.self_service,
        )  # fmt: skip
        why_not = None
    except Refusal as error:
        why_not = error
    here = {
        "row": row, "tone": life.TONES[row.state], "branch_row": branch, "refused": refused,
        "branch_name": name_of(branch), "code": code_of(request, held.ref),
        "may_change": may and why_not is None, "why_not": why_not if may else None,
        "ground": life.GROUNDS.get(held.ground), "booked_at": held.booked_at,
        "prepares": Bilingual(held.service.prepares_zh, held.service.prepares_en),
        "again": f"{HOME}{branch.code}/{held.service.code}/", **more,
    }  # fmt: skip
    return private(render(request, page, here, status=refused.status if refused else 200))


@public
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The receipt, and how it stands."""
    held = own(request, ref)
    if held.state == life.EXPIRED:
        raise HoldLapsed
    if held.state == life.HELD:
        return redirect(f"{HOME}hold/{ref}/check/")
    return _show(request, held, "appointments/booked.html", trail=trail(Crumb(held.number)))


@public
def calendar(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The calendar file."""
    row = bookings.row_of(own(request, ref))
    answer = HttpResponse(
        calendar_file(row, timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return private(answer)


@public
def cancel(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Ask once, then cancel."""
    held, refused = own(request, ref), None
    if request.method == "POST":
        try:
            acts.cancel(ref=ref, by=actor_of(request), at=timezone.now())
            return redirect(f"{HOME}booked/{ref}/")
        except Refusal as error:
            refused = error
    crumbs = trail(Crumb(held.number, f"{HOME}booked/{ref}/"), Crumb(_("取消預約")))
    return _show(request, held, "appointments/cancel.html", refused, trail=crumbs)


@public
def move_days(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Another day."""
    held = own(request, ref)
    given, since = held.service, page_from(request)
    last = timezone.localdate() + timedelta(days=given.horizon_days)
    until = min(since + timedelta(days=LISTED_DAYS - 1), last)
    found = [] if until < since else slots.free_slots(
        branch_id=held.branch_id, service=given.code, since=since, until=until, at=timezone.now(),
        public=True,
    )  # fmt: skip
    root, later = f"{HOME}booked/{ref}/move/", until + timedelta(days=1)
    return _show(
        request, held, "appointments/move.html", days=day_tasks(found, root),
        later=f"{root}?from={later.isoformat()}" if later <= last else "",
        trail=trail(Crumb(held.number, f"{HOME}booked/{ref}/"), Crumb(_("改期"))),
    )  # fmt: skip


@public
def move(request: HttpRequest, ref: uuid.UUID, on: str) -> HttpResponse:
    """Another time: the new one is taken and the old one freed in one step, or nothing changes."""
    held, day, refused = own(request, ref), day_in(on), None
    found = slots.free_slots(
        branch_id=held.branch_id, service=held.service.code, since=day, until=day,
        at=timezone.now(), public=True,
    )  # fmt: skip
    form = TimeForm(found, request.POST or None, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        starts_at, room = form.chosen()
        try:
            acts.move(ref=ref, starts_at=starts_at, room=room, by=actor_of(request),
                      at=timezone.now())  # fmt: skip
            return redirect(f"{HOME}booked/{ref}/")
        except Refusal as error:
            refused = error
    crumbs = trail(Crumb(held.number, f"{HOME}booked/{ref}/"), Crumb(_("改期")))
    return _show(
        request, held, "appointments/move_time.html", refused, form=form, day=day, any=bool(found),
        root=f"{HOME}booked/{ref}/move/", trail=crumbs,
    )  # fmt: skip
