"""Appointments at the desk: the day, one appointment, a new one, the figures."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.appointments.actions import booking as acts
from wuai.contexts.appointments.actions.serving import walk_in
from wuai.contexts.appointments.models import Booking
from wuai.contexts.appointments.queries import bookings, day, figures, slots
from wuai.contexts.appointments.rules import life
from wuai.contexts.appointments.web.forms import DeskForm, OutcomeForm, time_value, time_words
from wuai.contexts.appointments.web.tables import HOME, day_or, figure_table, guest_table
from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.ui.pieces import Crumb
from wuai.platform.ui.wording import plain

_AHEAD_DAYS = 60


def branch_of(request: HttpRequest) -> int:
    """The branch of who asks."""
    return actor_of(request).branch_id or 0


@staff("appointment.view")
def listed(request: HttpRequest) -> HttpResponse:
    """A day: who comes, who serves, what is left; and what waits."""
    branch_id, today = branch_of(request), timezone.localdate()
    on = day_or(request.GET.get("on", ""), today)
    rows = day.guests(branch_id, on, on, service=request.GET.get("service", ""))
    waiting = {
        "prepare": (_("未備妥"), day.to_prepare(branch_id, today, 3)),
        "call": (_("待電話告知"), day.to_call(branch_id, today)),
        "conclude": (_("未記到場"), day.to_conclude(branch_id, timezone.now())),
    }
    which = request.GET.get("list", "")
    which = which if which in waiting else ""
    shown = waiting[which][1] if which else rows
    log_read(request, *(f"appointment:{one.row.ref}" for one in shown))
    numbers = [
        {"label": _("今天"), "count": len(day.guests(branch_id, today, today)), "url": HOME, "tone": ""},
        *({"label": label, "count": len(found), "url": f"{HOME}?list={code}",
           "tone": "press" if found and code != "prepare" else ""}
          for code, (label, found) in waiting.items()),
    ]  # fmt: skip
    here = {
        "on": on, "numbers": numbers, "which": which, "title": waiting[which][0] if which else "",
        "table": guest_table(shown, _("預約"), days=bool(which)) if shown else None,
        "days": day.service_days(branch_id, on), "before": on - timedelta(days=1),
        "after": on + timedelta(days=1), "members": organisation.members(branch_id, on=on),
        "may_edit": actor_of(request).may("appointment.edit"), "is_today": on == today,
        "lonely": day.without_duty(branch_id, today, 14),
    }  # fmt: skip
    return render(request, "appointments/list.html", here)


def own(request: HttpRequest, ref: uuid.UUID) -> Booking:
    """The appointment, if it is of the branch of who asks and was ever booked."""
    found = bookings.booking(ref, branch_id=branch_of(request))
    if found is None or found.state in {life.HELD, life.EXPIRED}:
        raise Http404
    return found


def _sees_address(request: HttpRequest, held: Booking) -> bool:
    """Only who goes there sees where; who assigns does not need to."""
    if held.assigned_id is None:
        return False
    ref = actor_of(request).ref.removeprefix("account:")
    return identity.account_row(ref).member_id == held.assigned_id


@staff("appointment.view")
def show(request: HttpRequest, ref: uuid.UUID, refused: Refusal | None = None) -> HttpResponse:
    """One appointment with all that can be done about it."""
    held = own(request, ref)
    row = bookings.row_of(held)
    sees = bool(held.address) and _sees_address(request, held)
    log_read(request, f"appointment:{ref}", *([f"address:{ref}"] if sees else []))
    given, today = held.service, timezone.localdate()
    may = actor_of(request).may("appointment.edit")
    free: list[slots.FreeSlot] = []
    if may and held.state == life.BOOKED:
        free = slots.free_slots(
            branch_id=held.branch_id, service=given.code, since=today,
            until=today + timedelta(days=_AHEAD_DAYS), at=timezone.now(),
        )[:120]  # fmt: skip
    want = next((one for one in given.wants if one["code"] == held.want), None)
    here = {
        "held": held, "row": row, "tone": life.TONES[row.state], "refused": refused,
        "can": {move.code for move in life.MOVES if life.may(move.code, held.state)} if may else set(),
        "channel": life.CHANNELS[held.channel], "ground": life.GROUNDS.get(held.ground),
        "prepares": Bilingual(given.prepares_zh, given.prepares_en),
        "asks": Bilingual(given.asks_zh, given.asks_en),
        "want": Bilingual(want["zh"], want["en"]) if want else None, "sees": sees,
        "case": cases.case_row(held.case_id) if held.case_id else None,
        "members": organisation.members(held.branch_id, on=row.on), "form": OutcomeForm(),
        "times": [(time_value(one), f"{one.on.isoformat()} {time_words(one)}") for one in free],
        "over": row.starts_at <= timezone.now(),
        "to_call": may and bool(held.phone) and held.reminded_at is None
        and (held.state == life.BOOKED or held.ground in {life.BY_BRANCH, life.BY_CLOSURE}),
        "code": request.session.pop(f"appointment_code_{ref}", ""),
        "trail": [Crumb(_("預約"), HOME),
                  Crumb(row.on.isoformat(), f"{HOME}?on={row.on.isoformat()}"), Crumb(row.number)],
    }  # fmt: skip
    status = refused.status if refused else 200
    return render(request, "appointments/show.html", here, status=status)


@staff("appointment.edit")
def new(request: HttpRequest) -> HttpResponse:
    """Choose what for; then the form, with the free times of the next weeks."""
    branch_id, case = branch_of(request), cases.named_case_or_none(request)
    code = request.GET.get("service", "")
    offered = slots.services(branch_id)
    if not any(one.code == code for one in offered):
        here = {
            "services": [(one, Bilingual(one.name_zh, one.name_en)) for one in offered],
            "case": case, "trail": [Crumb(_("預約"), HOME), Crumb(_("新增預約"))],
        }  # fmt: skip
        return render(request, "appointments/choose.html", here)
    return _fill_in(request, code, case)


def _fill_in(request: HttpRequest, code: str, case: cases.CaseRow | None) -> HttpResponse:
    branch_id, today = branch_of(request), timezone.localdate()
    given = slots.service(branch_id, code)
    since = max(day_or(request.GET.get("on", ""), today), today)
    found = slots.free_slots(
        branch_id=branch_id, service=code, since=since, until=since + timedelta(days=28),
        at=timezone.now(),
    )[:200]  # fmt: skip
    person = parties.party_row(case.obligor_id) if case else None
    initial = {
        "key": uuid.uuid4(), "channel": "COUNTER" if given.self_service else "OFFICE",
        "case_text": case.number if case else "", "name": person.name if person else "",
        "phone": person.phone if person else "", "email": person.email if person else "",
        "address": person.address if person else "",
    }  # fmt: skip
    form, refused = DeskForm(given, found, request.POST or None, initial=initial), None
    labels = {one.on for one in found}
    if "walk_in" in request.POST:
        form.fields["time"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            return _book(request, code, form)
        except Refusal as error:
            refused = error
    if person:
        log_read(request, f"party:{person.ref}")
    here = {
        "form": form, "refused": refused, "given": given, "case": case, "any": bool(labels),
        "name": Bilingual(given.name_zh, given.name_en), "since": since,
        "later": since + timedelta(days=29),
        "trail": [Crumb(_("預約"), HOME), Crumb(_("新增預約"), f"{HOME}new/"), Crumb(plain(Bilingual(given.name_zh, given.name_en)))],
    }  # fmt: skip
    status = refused.status if refused else 200
    return render(request, "appointments/new.html", here, status=status)


def _book(request: HttpRequest, code: str, form: DeskForm) -> HttpResponse:
    given, at = form.cleaned_data, timezone.now()
    names = ("name", "phone", "email", "case_text", "want", "note", "address")
    person = acts.Person(**{name: given.get(name, "") for name in names})
    starts_at, room = (at, None) if "walk_in" in request.POST else form.chosen()
    wish = acts.Wish(branch_of(request), code, starts_at, given["key"], given["channel"], room)
    by = actor_of(request)
    if "walk_in" in request.POST:
        booking = walk_in(wish=wish, person=person, by=by, at=at)
    else:
        booking, secret = acts.book_now(
            wish=wish, person=person, by=by, at=at, on=timezone.localdate()
        )
        if secret:
            request.session[f"appointment_code_{booking.ref}"] = secret
    messages.success(request, _("已預約"))
    return redirect(f"{HOME}{booking.ref}/")


@staff("appointment.view", "report.view")
def statistics(request: HttpRequest) -> HttpResponse:
    """The figures of a month, or of any days."""
    today = timezone.localdate()
    since = day_or(request.GET.get("since", ""), today.replace(day=1))
    until = day_or(request.GET.get("until", ""), max(_month_end(since), since))
    rows = figures.figures(branch_of(request), since, until)
    here: dict[str, Any] = {
        "since": since, "until": until, "table": figure_table(rows) if rows else None,
        "before": (since - timedelta(days=1)).replace(day=1), "after": until + timedelta(days=1),
        "trail": [Crumb(_("預約"), HOME), Crumb(_("預約統計"))],
    }  # fmt: skip
    return render(request, "appointments/statistics.html", here)


def _month_end(on: date) -> date:
    return (on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
