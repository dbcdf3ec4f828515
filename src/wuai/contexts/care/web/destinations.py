"""The table of destinations, for those who keep reference data."""

from dataclasses import fields

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuai.contexts.care.actions.destinations import Place, change_destination
from wuai.contexts.care.models import Destination
from wuai.contexts.care.rules.helping import DESTINATIONS
from wuai.contexts.care.web.forms import PlaceForm
from wuai.contexts.care.web.tables import HOME
from wuai.kernel.bilingual import Bilingual
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Column, Crumb, Status, Table

LIST = f"{HOME}destinations/"


@staff("reference.edit")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every destination, with whether somebody confirmed how to reach it."""
    columns = [
        Column("place", _("單位")), Column("kind", _("種類")), Column("county", _("縣市")),
        Column("phone", _("電話")), Column("state", _("狀態"), "status"),
    ]  # fmt: skip
    rows = [
        {"place": Bilingual(one.name_zh, one.name_en), "url": f"{LIST}{one.code}/",
         "kind": DESTINATIONS[one.kind], "county": one.county or _("全國"), "phone": one.phone or "—",
         "state": _state(one)}
        for one in Destination.objects.order_by("kind", "code")
    ]  # fmt: skip
    table = Table(_("轉介單位"), columns, rows, show_caption=False)
    return render(request, "care/destinations.html", {"table": table})


def _state(one: Destination) -> Status:
    if not one.is_active:
        return Status(_("停用"), "neutral")
    return Status(_("已確認"), "good") if one.confirmed else Status(_("待確認"), "waiting")


@staff("reference.edit")
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """One destination."""
    held = Destination.objects.filter(code=code).first()
    if held is None:
        raise Http404
    initial = {one.name: getattr(held, one.name) for one in fields(Place)}
    form = PlaceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        place = Place(**form.cleaned_data)
        change_destination(code=code, place=place, by=actor_of(request), at=timezone.now())
        messages.success(request, _("已儲存"))
        return redirect(LIST)
    return render(
        request, "care/destination.html",
        {"held": held, "form": form, "trail": [Crumb(_("轉介單位"), LIST), Crumb(held.code)]},
        status=422 if form.errors else 200,
    )  # fmt: skip
