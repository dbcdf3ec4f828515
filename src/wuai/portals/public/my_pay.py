"""Paying one case or many, at one branch or several: choose, see the sum, by card or with slips."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wuai.contexts.identity import api as identity
from wuai.contexts.instalments import api as instalments
from wuai.contexts.payments import api as payments
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform import asked
from wuai.platform.access import citizen, log_read
from wuai.platform.ui.wording import sign
from wuai.portals.public.my_card import by_card, offers, under_way
from wuai.portals.public.my_cases import Mine, MyCase, gather
from wuai.portals.public.my_steps import NO_SLIP
from wuai.portals.public.ways import Picture, barcodes

_CHOSEN = "slips_of"
SLIPS_A_PAGE = 6  # three barcodes each: a page stays under 100 kB


class PayingNotInPower(Refusal):
    code = "PAYING_NOT_IN_POWER"
    zh = "委任的範圍沒有包括繳款"
    en = "The power of attorney does not cover paying"
    next_zh = "請委任人自己繳款，或到分署補一份包括繳款的委任書"
    next_en = "The person may pay in person, or give a power of attorney that covers paying"
    status = 403


class ChooseACase(Refusal):
    code = "NO_CASE_CHOSEN"
    zh = "還沒有選要繳的案件"
    en = "No case was chosen"
    next_zh = "請至少勾選一件，再按一次"
    next_en = "Tick at least one case and press again"
    status = 422


class SumChanged(Refusal):
    code = "SUM_CHANGED"
    zh = "已依您現在勾選的案件重新計算"
    en = "The sum was computed again for the cases ticked now"
    next_zh = "請看過下面的合計，再按一次"
    next_en = "Please look at the sum below and press again"
    status = 409


@dataclass(frozen=True, slots=True)
class BranchSum:
    """What the chosen cases of one branch owe."""

    name: Bilingual
    count: int
    amount: int


@citizen()
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Tick cases, see the sum, pay: nothing is paid before the sum was seen."""
    visit = _payer(request)
    mine = gather(visit, on=timezone.localdate())
    chosen, refused = _chosen(request, mine), None
    if request.method == "POST" and "count" not in request.POST:
        try:
            return _pay(request, mine, chosen)
        except Refusal as error:
            refused = error
    if mine.payable:
        log_read(request, *(f"case:{case.ref}" for case in mine.payable), reason="")
    ids = {case.row.id for case in chosen}
    here = {
        "mine": mine, "visit": visit, "refused": refused,
        "rows": [(case, case.row.id in ids, elsewhere(case, mine)) for case in mine.payable],
        "chosen": chosen,
        "total": sum(case.owed for case in chosen), "sums": branch_sums(chosen),
        "card": by_card(chosen, mine), "under_way": under_way(mine),
    }  # fmt: skip
    return render(
        request, "public/my_pay.html", here, status=refused.status if refused else 200
    )  # fmt: skip


def _payer(request: HttpRequest) -> identity.Visit:
    visit = identity.citizen_of(request)
    if not visit.may("PAY"):
        raise PayingNotInPower
    return visit


def _chosen(request: HttpRequest, mine: Mine) -> list[MyCase]:
    """The cases that were ticked; at first those of the link, else all that are not in a plan."""
    held = mine.payable
    if request.method == "POST":
        ticked = set(request.POST.getlist("case"))
        return [case for case in held if str(case.ref) in ticked]
    if wanted := set(request.GET.getlist("case")):
        return [case for case in held if str(case.ref) in wanted]
    free = [case for case in held if not case.by_instalments]
    if day := request.GET.get("due", ""):
        return [case for case in free if _day(case, mine) == day]
    return free


def _day(case: MyCase, mine: Mine) -> str:
    slip = case.live_slip(mine.on)
    return slip.due_on.isoformat() if slip else NO_SLIP


def branch_sums(chosen: Sequence[MyCase]) -> list[BranchSum]:
    """What goes to which branch: each has its own part and its own receipt."""
    found: dict[int, list[MyCase]] = {}
    for case in chosen:
        found.setdefault(case.row.branch_id, []).append(case)
    return [
        BranchSum(held[0].branch, len(held), sum(case.owed for case in held))
        for _id, held in sorted(found.items())
    ]


def elsewhere(case: MyCase, mine: Mine) -> str:
    """On which cases the instalment of now falls, if it does not fall on this one; else nothing."""
    if case.plan is None or not case.by_instalments or case.has_part:
        return ""
    return sign("、").join(one.number for one in mine.falls_on(case.plan)) or _("同一分期的另一件")


def _pay(request: HttpRequest, mine: Mine, chosen: list[MyCase]) -> HttpResponse:
    """The button that was pressed: a card order, or slips."""
    if not chosen:
        raise ChooseACase
    if request.POST.get("seen") != str(sum(case.owed for case in chosen)):
        raise SumChanged
    visit, at = mine.visit, timezone.now()
    if "contract" not in request.POST:
        whole = [case.row.id for case in chosen if not case.by_instalments]
        if whole:
            payments.renew_slips(case_ids=whole, by=visit.actor(), at=at, on=mine.on)
        for plan in _with_slips_over(chosen, mine):
            instalments.refresh(plan_ref=plan, by=visit.actor(), at=at, on=mine.on)
        request.session[_CHOSEN] = [str(case.ref) for case in chosen]
        return redirect("/my/pay/slips/")
    offer = next(
        (o for o in offers(chosen, mine) if str(o.contract_ref) == request.POST["contract"]), None
    )
    if offer is None:
        raise SumChanged
    payments.ask_open_orders(offer.case_ids, by=visit.actor())
    ref = payments.open_order(
        key=_key(request, offer), case_ids=offer.case_ids, contract_ref=offer.contract_ref,
        by=visit.actor(), at=at, on=mine.on, seen=offer.amount,
    )  # fmt: skip
    return redirect(f"/card/{ref}/go/")


def _with_slips_over(chosen: Sequence[MyCase], mine: Mine) -> list[uuid.UUID]:
    """Plans of which the slips of this instalment are over, or lacking: they are laid out now."""
    plans = {case.plan.ref: case.plan for case in chosen if case.plan and case.by_instalments}
    return [
        ref
        for ref, plan in plans.items()
        if not plan.slips or not all(slip.is_valid(mine.on) for slip in plan.slips)
    ]


def _key(request: HttpRequest, offer: payments.JointOffer) -> uuid.UUID:
    """Each button has its own, so that a second order is not taken for the first pressed again."""
    try:
        return uuid.UUID(request.POST.get(f"key-{offer.contract_ref}", ""))
    except ValueError:
        raise SumChanged from None


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """A slip as this page prints it."""

    case: MyCase
    slip: payments.SlipRow
    bars: Sequence[Picture]


@citizen()
@require_safe
def slips(request: HttpRequest) -> HttpResponse:
    """The slips of the chosen cases, to be shown at a store, typed into a bank's page, or printed."""
    visit = _payer(request)
    mine = gather(visit, on=timezone.localdate())
    wanted = set(request.session.get(_CHOSEN, ()))
    held = [(case, case.live_slip(mine.on)) for case in mine.payable if str(case.ref) in wanted]
    live = [(case, slip) for case, slip in held if slip is not None]
    waiting = [
        (case, where) for case, slip in held if not slip and (where := elsewhere(case, mine))
    ]
    if not live and not waiting:
        return redirect("/my/pay/")
    log_read(request, *(f"slip:{slip.ref}" for _case, slip in live), reason="")
    places = max(-(-len(live) // SLIPS_A_PAGE), 1)
    place = asked.page(request, last=places)
    shown = live[(place - 1) * SLIPS_A_PAGE : place * SLIPS_A_PAGE]
    rows = [
        PrintedSlip(case, slip, barcodes(slip.store_segments or ()))
        for case, slip in shown
    ]  # fmt: skip
    here = {
        "rows": rows, "visit": visit, "place": place, "places": range(1, places + 1),
        "count": len(live), "total": sum(slip.amount for _case, slip in live), "today": mine.on, "waiting": waiting,
    }  # fmt: skip
    return render(request, "public/my_slips.html", here)
