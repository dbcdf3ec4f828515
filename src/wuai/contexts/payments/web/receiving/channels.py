"""The table of channels (R73): what this branch offers today, by which contract, and why not."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.actions.receiving.contracts import (
    end_channel,
    may_sign,
    sign_channel,
    sign_collection,
)
from wuai.contexts.payments.gateways import reading, registry
from wuai.contexts.payments.gateways.channel import Channel
from wuai.contexts.payments.queries.slips.offers import (
    ContractRow,
    contracts_of,
    judged_today,
    terms_of,
)
from wuai.contexts.payments.web.receiving.channel_forms import CollectionForm, EndForm, TermsForm
from wuai.contexts.payments.web.words import branch_of
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, staff
from wuai.platform.ui.pieces import Column, Crumb, Status, Table
from wuai.platform.ui.wording import plain
from wuai.platform.ui.wording import sign as sign_between

HOME = "/staff/payments/channels/"


@staff("payment.view", "reference.edit")
def listed(request: HttpRequest) -> HttpResponse:
    """Every channel, whether it is offered today, and the contracts behind it."""
    branch, today = branch_of(request), timezone.localdate()
    lines = [
        {"name": way.name, "state": _state(way.refused_code), "why": way.refused or way.how,
         "limit": Bilingual(way.row.limit_zh, way.row.limit_en),
         "formats": _formats(way.code), "url": f"{HOME}{way.code}/" if may_sign(way.code) else ""}
        for way in judged_today(branch, today)
    ]  # fmt: skip
    columns = [
        Column("name", _("管道")), Column("state", _("今日"), "status"), Column("why", _("說明")),
        Column("limit", _("限額")), Column("formats", _("入帳檔版面")),
    ]  # fmt: skip
    return render(
        request, "payments/channels.html",
        {"table": Table(_("繳款管道"), columns, lines, show_caption=False),
         "contracts": _contracts(contracts_of(branch)),
         "may_edit": actor_of(request).may("reference.edit"),
         "trail": [Crumb(_("收款紀錄"), "/staff/payments/"), Crumb(_("繳款管道"))]},
    )  # fmt: skip


def _state(refused: str) -> Status:
    if not refused:
        return Status(_("可用"), "good")
    return Status(_("停止受理") if refused == "WITHDRAWN" else _("未開辦"), "neutral")


def _formats(code: str) -> str:
    known = registry.registered()[code]
    if known.fake is None:
        return "—"
    return sign_between("、").join(
        layout.code + ("" if layout.confirmed else _("（未經確認）"))
        for layout in reading.layouts_of(code)
    )


def _contracts(rows: list[ContractRow]) -> Table | None:
    known, agencies = registry.registered(), {a.id: a for a in organisation.agencies()}
    lines = [
        {"name": known[row.channel].name, "agency": _agency(agencies, row.agency_id),
         "terms": _terms(row), "since": row.since, "until": row.until,
         "state": Status(_("已核對"), "good") if row.confirmed else Status(_("未經確認"), "waiting")}
        for row in rows
    ]  # fmt: skip
    columns = [
        Column("name", _("管道")), Column("agency", _("移送機關")), Column("terms", _("契約內容")),
        Column("since", _("生效日"), "day"), Column("until", _("終止日"), "day"),
        Column("state", _("核對"), "status"),
    ]  # fmt: skip
    return Table(_("契約"), columns, lines, show_caption=False) if lines else None


def _agency(agencies: dict[int, organisation.AgencyRow], agency_id: int | None) -> Bilingual | str:
    if agency_id is None:
        return _("全部機關")
    return Bilingual(agencies[agency_id].name_zh, agencies[agency_id].name_en)


def _terms(row: ContractRow) -> str:
    names = {term.code: plain(Bilingual(term.zh, term.en)) for term in terms_of(row.channel)}
    return sign_between("；").join(
        f"{names.get(code, _('超商代收項目代號'))} {value}"
        for code, value in row.terms.items()
        if value
    )


@staff("reference.edit")
def sign(request: HttpRequest, code: str) -> HttpResponse:
    """Enter the contract of one channel, from a day on."""
    if not may_sign(code):
        raise Http404
    channel = registry.registered()[code]
    form, refused = TermsForm(channel, request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            sign_channel(
                branch_id=branch_of(request), channel_code=code, terms=form.terms(),
                since=form.cleaned_data["since"], agency_id=form.agency_id(),
                confirmed=form.cleaned_data["confirmed"], by=actor_of(request), at=timezone.now(),
            )  # fmt: skip
        except Refusal as error:
            refused = error
        else:
            messages.success(request, _("契約已登錄，自生效日起提供這個管道"))
            return redirect(HOME)
    return _sign_page(request, channel, form, EndForm(), refused)


@staff("reference.edit")
@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    """End the contract of one channel; slips that people hold already may still be paid."""
    if not may_sign(code):
        raise Http404
    channel, form = registry.registered()[code], EndForm(request.POST)
    if not form.is_valid():
        return _sign_page(request, channel, TermsForm(channel), form, status=422)
    chosen = form.cleaned_data["agency"]
    ended = end_channel(
        branch_id=branch_of(request), channel_code=code, until=form.cleaned_data["until"],
        agency_id=int(chosen) if chosen else None, by=actor_of(request), at=timezone.now(),
    )  # fmt: skip
    if ended:
        messages.success(request, _("已登錄終止日；之後不再提供，已繳進來的錢仍會入帳"))
    else:
        messages.warning(request, _("沒有在這一天以後還有效的契約，未變更任何資料"))
    return redirect(HOME)


def _sign_page(
    request: HttpRequest, channel: Channel, form: TermsForm, end_form: EndForm,
    refused: Refusal | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    held = [row for row in contracts_of(branch_of(request)) if row.channel == channel.code]
    running = [row for row in held if row.until is None or row.until >= timezone.localdate()]
    return render(
        request, "payments/channel_sign.html",
        {"form": form, "end_form": end_form, "refused": refused, "channel": channel.name,
         "code": channel.code, "contracts": _contracts(running),
         "unconfirmed": not channel.confirmed,
         "trail": [Crumb(_("繳款管道"), HOME), Crumb(plain(channel.name))]},
        status=status if refused is None else refused.status,
    )  # fmt: skip


@staff("reference.edit")
def collection(request: HttpRequest) -> HttpResponse:
    """Enter the contract of the bank and the stores' agent, from a day on."""
    form, refused = CollectionForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            sign_collection(
                branch_id=branch_of(request), scheme=given["va_scheme"], prefix=given["va_prefix"],
                store_item=given["store_item"].upper(), slip_days=given["slip_days"],
                since=given["since"], by=actor_of(request), at=timezone.now(),
            )  # fmt: skip
        except Refusal as error:
            refused = error
        else:
            messages.success(request, _("代收契約已登錄，自生效日起的繳款單依此編號"))
            return redirect(HOME)
    return render(
        request, "payments/channel_collection.html",
        {"form": form, "refused": refused,
         "trail": [Crumb(_("繳款管道"), HOME), Crumb(_("代收契約"))]},
        status=200 if refused is None else refused.status,
    )  # fmt: skip
