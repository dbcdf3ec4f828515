"""The words of each kind of message: read, changed in versions, tried out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wuai.contexts.messages.actions.telling import wordings
from wuai.contexts.messages.actions.wording import send_test, set_wording
from wuai.contexts.messages.models import Wording
from wuai.contexts.messages.rules import kinds as rules
from wuai.contexts.messages.web.forms import TryForm, WordingForm
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Column, Crumb, Table

HOME = "/staff/mails/wordings/"


@staff("notice.template")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Every kind with the version in use."""
    found = wordings(rules.kinds())
    columns = [
        Column("code", _("代碼"), "code"), Column("name", _("種類")), Column("version", _("版本"), "number"),
        Column("necessary", _("能否停止")), Column("urgent", _("夜間")), Column("call", _("送不到時")),
    ]  # fmt: skip
    rows = [
        {"code": kind.code, "url": f"{HOME}{kind.code}/", "name": kind.name,
         "version": found[kind.code][0],
         "necessary": _("必要通知") if kind.necessary else _("可停止"),
         "urgent": _("照送") if kind.urgent else _("隔日早上"),
         "call": _("打電話") if kind.call else "—"}
        for kind in rules.kinds().values()
    ]  # fmt: skip
    table = Table(_("訊息範本"), columns, rows, show_caption=False)
    return render(request, "messages/wordings.html", {"table": table, "trail": _trail()})


def _trail(*more: str) -> list[Crumb]:
    return [Crumb(_("寄出的訊息"), "/staff/mails/"), Crumb(_("訊息範本"), HOME if more else ""),
            *(Crumb(label) for label in more)]  # fmt: skip


def _kind(code: str) -> rules.Kind:
    try:
        return rules.kind_of(code)
    except rules.KindUnknown as error:
        raise Http404 from error


@staff("notice.template")
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The words in use; a change becomes a new version."""
    kind, refused = _kind(code), None
    version, zh, en = wordings([code])[code]
    initial = {
        f"{part}_{language}": getattr(words, part)
        for language, words in (("zh", zh), ("en", en)) for part in ("subject", "text", "short")
    }  # fmt: skip
    form = WordingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            number = set_wording(kind=code, zh=form.words("zh"), en=form.words("en"),
                                 why=form.cleaned_data["why"], by=actor_of(request), at=timezone.now())  # fmt: skip
            messages.success(request, _("第 %(n)s 版開始使用") % {"n": number})
            return redirect(f"{HOME}{code}/")
        except Refusal as error:
            refused = error
    return _page(request, kind, form, version, refused)


def _page(
    request: HttpRequest, kind: rules.Kind, form: WordingForm, version: int, refused: Refusal | None
) -> HttpResponse:
    given: dict[str, Any] = {
        "kind": kind, "form": form, "version": version, "refused": refused, "try_form": TryForm(),
        "versions": Wording.objects.filter(kind=kind.code).order_by("-version")[:20],
        "trail": _trail(kind.code),
    }  # fmt: skip
    return render(
        request, "messages/wording.html", given, status=refused.status if refused else 200
    )


@staff("notice.template")
@require_POST
def trial(request: HttpRequest, code: str) -> HttpResponse:
    """Send the words in use to oneself."""
    kind, form = _kind(code), TryForm(request.POST)
    version, zh, en = wordings([code])[code]
    if form.is_valid():
        given = form.cleaned_data
        try:
            send_test(words=zh if given["language"] == "zh" else en, channel=given["channel"],
                      address=given["address"], key=given["key"], by=actor_of(request),
                      at=timezone.now())  # fmt: skip
        except Refusal as refused:
            return _page(request, kind, WordingForm(), version, refused)
        messages.success(request, _("已寄出，結果在「寄出的訊息」"))
    else:
        messages.error(request, _("請填寄到哪裡"))
    return redirect(f"{HOME}{code}/")
