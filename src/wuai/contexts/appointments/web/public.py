"""Booking for everybody: one question a page, no login, nothing that needs a script."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wuai.contexts.appointments.actions import booking as acts
from wuai.contexts.appointments.models import Booking
from wuai.contexts.appointments.queries import bookings, slots
from wuai.contexts.appointments.rules.life import EXPIRED, HELD
from wuai.contexts.appointments.rules.times import HOLD_MINUTES, LISTED_DAYS
from wuai.contexts.appointments.web.forms import AboutForm, TimeForm, WhoForm
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import long_en, long_zh
from wuai.platform.access import actor_of, private, public
from wuai.platform.limits import tried_too_often
from wuai.platform.ui.pieces import Crumb, Fact, Task
from wuai.platform.ui.wording import short

HOME = "/appointments/"
_HELD = "appointments"


def trail(*more: Crumb) -> list[Crumb]:
    """Where we are."""
    return [Crumb(_("首頁"), "/"), Crumb(_("預約"), HOME), *more]


def name_of(branch: organisation.BranchRow) -> Any:
    """The branch, short."""
    return short(Bilingual(branch.name_zh, branch.name_en))


@public
def services(request: HttpRequest) -> HttpResponse:
    """Which branch, and what for."""
    mine = organisation.open_branches()
    wanted = request.GET.get("branch", mine[0].code if len(mine) == 1 else "")
    branch = next((row for row in mine if row.code == wanted.upper()), None)
    offered = slots.services(branch.id, self_service=True) if branch else []
    here = {
        "branches": [(row.code, name_of(row)) for row in mine], "chosen": branch,
        "chosen_name": name_of(branch) if branch else "", "several": len(mine) > 1,
        "services": [(one, Bilingual(one.name_zh, one.name_en), Bilingual(one.about_zh, one.about_en))
                     for one in offered],
        "trail": trail()[:1],
    }  # fmt: skip
    return render(request, "appointments/services.html", here)


def day_tasks(found: list[slots.FreeSlot], root: str) -> list[Task]:
    """The days that have free times, each with how many places."""
    left: dict[date, int] = {}
    for one in found:
        left[one.on] = left.get(one.on, 0) + one.free
    return [
        Task(day_words(on), ngettext("還有 %(n)s 個名額", "還有 %(n)s 個名額", n) % {"n": n},
             "going", f"{root}{on.isoformat()}/")
        for on, n in sorted(left.items())
    ]  # fmt: skip


def day_words(on: date) -> Bilingual:
    """A day as people say it."""
    return Bilingual(long_zh(on), long_en(on))


def page_from(request: HttpRequest) -> date:
    """The first day of the page of days."""
    today = timezone.localdate()
    try:
        return max(date.fromisoformat(request.GET.get("from", "")), today)
    except ValueError:
        return today


def day_in(text: str) -> date:
    """The day that stands in an address."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


@public
def days(request: HttpRequest, branch: str, code: str) -> HttpResponse:
    """Which day."""
    where = organisation.branch(branch)
    given = slots.service(where.id, code)
    since = page_from(request)
    until = min(since + timedelta(days=LISTED_DAYS - 1), _last(given.horizon_days))
    found = [] if until < since else slots.free_slots(
        branch_id=where.id, service=code, since=since, until=until, at=timezone.now(), public=True
    )  # fmt: skip
    root = f"{HOME}{where.code}/{given.code}/"
    later = until + timedelta(days=1)
    here = {
        "branch_row": where, "branch_name": name_of(where), "given": given,
        "name": Bilingual(given.name_zh, given.name_en), "days": day_tasks(found, root),
        "about": Bilingual(given.about_zh, given.about_en),
        "later": f"{root}?from={later.isoformat()}" if later <= _last(given.horizon_days) else "",
        "trail": trail(Crumb(_("選日期"))),
    }  # fmt: skip
    return render(request, "appointments/days.html", here)


def _last(horizon_days: int) -> date:
    return timezone.localdate() + timedelta(days=horizon_days)


@public
def times(request: HttpRequest, branch: str, code: str, on: str) -> HttpResponse:
    """Which time of the day; choosing one keeps it for some minutes."""
    where, day = organisation.branch(branch), day_in(on)
    given = slots.service(where.id, code)
    found = slots.free_slots(
        branch_id=where.id, service=code, since=day, until=day, at=timezone.now(), public=True
    )
    form = TimeForm(found, request.POST or None, initial={"key": uuid.uuid4()})
    refused = None
    if request.method == "POST" and form.is_valid():
        if tried_too_often(request, "appointments-hold"):
            return render(request, "appointments/wait.html", status=429)
        starts_at, room = form.chosen()
        wish = acts.Wish(
            where.id, code, starts_at, form.cleaned_data["key"], room=room,
            language=get_language() or "zh-hant",
        )  # fmt: skip
        try:
            held = acts.hold(wish=wish, by=actor_of(request), at=timezone.now())
        except Refusal as error:
            refused = error
        else:
            if held.code:
                _take_along(request, held.ref)
                keep(request, held.ref, held.code)
            return redirect(f"{HOME}hold/{held.ref}/who/")
    here = {
        "form": form, "refused": refused, "name": Bilingual(given.name_zh, given.name_en),
        "branch_name": name_of(where), "day": day, "any": bool(found), "minutes": HOLD_MINUTES,
        "root": f"{HOME}{where.code}/{given.code}/", "trail": trail(Crumb(_("選時間"))),
    }  # fmt: skip
    return private(
        render(request, "appointments/times.html", here, status=refused.status if refused else 200)
    )


def _take_along(request: HttpRequest, ref: uuid.UUID) -> None:
    """Who chooses another time fills nothing in twice, and holds one place only."""
    by, at = actor_of(request), timezone.now()
    for text in request.session.get(_HELD, {}):
        before = bookings.booking(uuid.UUID(text))
        if before is not None and before.state == HELD:
            if before.name:
                acts.describe(ref=ref, person=_person(before, {}), by=by, at=at)
            acts.give_back(ref=before.ref, by=by, at=at)


def keep(request: HttpRequest, ref: uuid.UUID, code: str) -> None:
    """This browser may see the appointment from now on."""
    request.session[_HELD] = {**request.session.get(_HELD, {}), str(ref): code}


def code_of(request: HttpRequest, ref: uuid.UUID) -> str:
    """The code, if this browser has seen it."""
    return str(request.session.get(_HELD, {}).get(str(ref), ""))


def own(request: HttpRequest, ref: uuid.UUID) -> Booking:
    """An appointment that this browser holds or opened by its code; no other exists."""
    found = bookings.booking(ref) if str(ref) in request.session.get(_HELD, {}) else None
    if found is None:
        raise Http404
    return found


@public
def who(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Who comes."""
    held = own(request, ref)
    initial = {"name": held.name, "phone": held.phone, "email": held.email}
    return _step(request, held, WhoForm(request.POST or None, initial=initial), "who", "about")


@public
def about(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """What it is about."""
    held = own(request, ref)
    initial = {name: getattr(held, name) for name in ("case_text", "want", "address", "note")}
    form = AboutForm(held.service, request.POST or None, initial=initial)
    return _step(request, held, form, "about", "check")


def _step(request: HttpRequest, held: Booking, form: Any, step: str, then: str) -> HttpResponse:
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            acts.describe(
                ref=held.ref, person=_person(held, form.cleaned_data), by=actor_of(request),
                at=timezone.now(),
            )  # fmt: skip
        except Refusal as error:
            refused = error
        else:
            return redirect(f"{HOME}hold/{held.ref}/{then}/")
    here = {
        "form": form, "refused": refused, "step": step, "row": bookings.row_of(held),
        "again": _again(held), "until": held.held_until, "trail": trail(Crumb(_("填寫資料"))),
    }  # fmt: skip
    return private(
        render(request, "appointments/step.html", here, status=refused.status if refused else 200)
    )


def _person(held: Booking, given: dict[str, Any]) -> acts.Person:
    names = ("name", "phone", "email", "case_text", "want", "note", "address")
    return acts.Person(**{name: given.get(name, getattr(held, name)) for name in names})


def _again(held: Booking) -> str:
    branch = organisation.branch_by_id(held.branch_id)
    return f"{HOME}{branch.code}/{held.service.code}/"


@public
def check(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Everything once more, then it is booked."""
    held, refused = own(request, ref), None
    if request.method == "POST":
        try:
            acts.book(ref=ref, by=actor_of(request), at=timezone.now(), on=timezone.localdate())
        except Refusal as error:
            refused = error
        else:
            return redirect(f"{HOME}booked/{ref}/")
    if held.state == EXPIRED:
        raise acts.HoldLapsed
    if held.state != HELD and refused is None:
        return redirect(f"{HOME}booked/{ref}/")
    here = {
        "row": bookings.row_of(held), "refused": refused, "facts": answers(held, ref),
        "again": _again(held), "until": held.held_until, "trail": trail(Crumb(_("確認"))),
    }  # fmt: skip
    return private(
        render(request, "appointments/check.html", here, status=refused.status if refused else 200)
    )


def answers(held: Booking, ref: uuid.UUID) -> list[Fact]:
    """What was filled in, with where to change it."""
    step = f"{HOME}hold/{ref}/"
    want = next((one for one in held.service.wants if one["code"] == held.want), None)
    facts = [
        Fact(_("姓名"), held.name, f"{step}who/"), Fact(_("電話"), held.phone, f"{step}who/"),
        Fact(_("電子郵件"), held.email, f"{step}who/"),
        Fact(_("執行案號"), held.case_text, f"{step}about/"),
        Fact(Bilingual(held.service.asks_zh, held.service.asks_en),
             Bilingual(want["zh"], want["en"]) if want else "", f"{step}about/"),
        Fact(_("我們要去的地址"), held.address, f"{step}about/"),
        Fact(_("想先告訴我們的事"), held.note, f"{step}about/"),
    ]  # fmt: skip
    return [fact for fact in facts if fact.value]
