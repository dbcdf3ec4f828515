"""The page of services: when they are given, who serves, which times are taken off."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.appointments.actions import arranging
from wuai.contexts.appointments.models import Pattern
from wuai.contexts.appointments.queries import slots
from wuai.contexts.appointments.web.forms import WEEKDAYS, PatternForm, ServiceForm
from wuai.contexts.appointments.web.staff import branch_of
from wuai.contexts.appointments.web.tables import HOME, day_or
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, staff
from wuai.platform.asked import whole
from wuai.platform.ui.pieces import Crumb
from wuai.platform.ui.wording import plain, sign

PAGE = f"{HOME}services/"


@staff("reference.edit")
def listed(request: HttpRequest) -> HttpResponse:
    """Every service of the branch with its hours."""
    given = slots.all_services(branch_of(request))
    here = {
        "services": [(one, Bilingual(one.name_zh, one.name_en), _hours(one.id)) for one in given],
        "trail": [Crumb(_("預約"), HOME), Crumb(_("服務與時段"))],
    }
    return render(request, "appointments/service_list.html", here)


def _hours(service_id: int) -> list[tuple[Pattern, str]]:
    names = dict(WEEKDAYS)
    found = Pattern.objects.filter(service_id=service_id).order_by("since", "starts", "id")
    return [(one, sign("、").join(str(names[n]) for n in one.weekdays)) for one in found]


@staff("reference.edit")
def show(request: HttpRequest, code: str) -> HttpResponse:
    """One service: its rules, its hours, new hours."""
    given = slots.any_service(branch_of(request), code)
    setting = {name: getattr(given, name) for name in ServiceForm.base_fields}
    sent = request.POST if request.method == "POST" else None
    rules = ServiceForm(sent if sent and "set" in sent else None, initial=setting)
    hours = PatternForm(sent if sent and "add" in sent else None,
                        initial={"since": timezone.localdate(), "weekdays": [0, 1, 2, 3, 4]})  # fmt: skip
    refused = None
    who: dict[str, Any] = {"by": actor_of(request), "at": timezone.now()}
    try:
        if rules.is_bound and rules.is_valid():
            arranging.set_service(service_id=given.id, **rules.cleaned_data, **who)
            return _said(request, _("已更新"), code)
        if hours.is_bound and hours.is_valid():
            week = arranging.Week(**(hours.cleaned_data | {"weekdays": tuple(hours.cleaned_data["weekdays"])}))  # fmt: skip
            arranging.add_pattern(service_code=code, week=week, **who)
            return _said(request, _("已新增時段"), code)
    except Refusal as error:
        refused = error
    here = {
        "given": given, "name": Bilingual(given.name_zh, given.name_en), "rules": rules,
        "hours": hours, "held": _hours(given.id), "refused": refused,
        "trail": [Crumb(_("預約"), HOME), Crumb(_("服務與時段"), PAGE), Crumb(plain(Bilingual(given.name_zh, given.name_en)))],
    }  # fmt: skip
    status = refused.status if refused else 200
    return render(request, "appointments/service.html", here, status=status)


def _said(request: HttpRequest, words: str, code: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(f"{PAGE}{code}/")


@staff("reference.edit")
@require_POST
def end(request: HttpRequest, code: str, pattern_id: int) -> HttpResponse:
    """No more of these hours after today."""
    until = day_or(request.POST.get("until", ""), timezone.localdate())
    arranging.end_pattern(
        pattern_id=pattern_id, until=until, by=actor_of(request), at=timezone.now()
    )
    return _said(request, _("已停止；已經預約的不受影響"), code)


def _back(request: HttpRequest, words: str, act: Callable[..., Any], **given: Any) -> HttpResponse:
    """Do the one thing and go back to the day; a refusal is said there."""
    try:
        act(by=actor_of(request), at=timezone.now(), **given)
    except Refusal as refused:
        if refused.status == 404:
            raise
        messages.error(request, plain(Bilingual(refused.text("zh"), refused.text("en"))))
    else:
        messages.success(request, words)
    return redirect(f"{HOME}?on={_day(request).isoformat()}")


def _day(request: HttpRequest) -> date:
    return day_or(request.POST.get("on", ""), timezone.localdate())


@staff("appointment.edit")
@require_POST
def put_on_duty(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody serves on a day."""
    number = whole(request.POST.get("member")) or 0
    return _back(request, _("已排定值勤"), arranging.put_on_duty, service_code=code, on=_day(request),
                 member_id=number)  # fmt: skip


@staff("appointment.edit")
@require_POST
def take_off_duty(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Somebody does not serve after all."""
    return _back(request, _("已取消值勤"), arranging.take_off_duty, duty_id=duty_id)


@staff("appointment.edit")
@require_POST
def close_slot(request: HttpRequest, code: str) -> HttpResponse:
    """Take a time off."""
    begin, _bar, room = request.POST.get("time", "").partition("|")
    try:
        starts_at = datetime.fromisoformat(begin)
    except ValueError:
        starts_at = timezone.now() - timedelta(days=1)
    if starts_at.tzinfo is None:
        starts_at = timezone.make_aware(starts_at)
    return _back(request, _("已停止這個時段，並通知已預約的人"), arranging.close_slot,
                 service_code=code, starts_at=starts_at, room=room,
                 reason=request.POST.get("reason", ""))  # fmt: skip


@staff("appointment.edit")
@require_POST
def open_slot(request: HttpRequest, slot_ref: uuid.UUID) -> HttpResponse:
    """Give it again."""
    return _back(request, _("已恢復這個時段"), arranging.open_slot, slot_ref=slot_ref)
