"""Paying by card: leave for the platform's page, come back, see what is known and ask again."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wuai.contexts.payments import jobs
from wuai.contexts.payments.actions.online import online
from wuai.contexts.payments.gateways.card_platforms import PLATFORMS
from wuai.contexts.payments.gateways.hosted_card import Order
from wuai.contexts.payments.queries.online import online as queries
from wuai.contexts.payments.queries.slips.slips import slip_by_token
from wuai.contexts.payments.rules.online import online as rules
from wuai.contexts.payments.web.online.online_hooks import take_word
from wuai.contexts.payments.web.online.online_words import parts_table, status_of, trail
from wuai.platform.access import actor_of, log_read, public, secret_address
from wuai.platform.limits import too_often

LOOKS_A_MINUTE, PRESSES_A_MINUTE = 60, 20


# The secret in the address is all the right there is here, no cookie counts; and a page without
# referrer sends no origin, so that the usual check could only refuse.
@public
@csrf_exempt
@require_POST
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Make the order; an earlier one that nobody knows about is asked for first."""
    if too_often(request, "card-start", PRESSES_A_MINUTE):
        return _wait(request)
    slip, key = slip_by_token(token), _uuid(request.POST.get("key"))
    contract_ref = _uuid(request.POST.get("contract"))
    if slip is None or key is None or contract_ref is None:
        raise Http404
    by = actor_of(request)
    jobs.ask_open_orders([slip.case_id], by=by)
    ref = online.start_attempt(
        key=key, slip_ref=slip.ref, contract_ref=contract_ref, by=by, at=timezone.now(),
        on=timezone.localdate(),
    )  # fmt: skip
    log_read(request, f"slip:{slip.ref}")
    return secret_address(redirect(f"/card/{ref}/go/"))


@public
def go(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The last page of ours: what will be paid and where, and the button that leaves."""
    row = _row(ref)
    if not row.is_under_way or timezone.now() - row.made_at > rules.PAGE_ENDS:
        return secret_address(redirect(f"/card/{ref}/"))
    code, merchant = queries.merchant_of_contract(
        row.contract_id, simulator=settings.CARD_SIMULATOR
    )
    home = f"{settings.SITE_URL}/card/{ref}/"
    out = PLATFORMS[code].redirect(
        merchant,
        Order(
            row.order_no, row.amount, row.made_at, f"Case payment {row.order_no}",
            f"{settings.SITE_URL}/hooks/card/{code.lower()}/", f"{home}return/", home,
            "en" if get_language() == "en" else "zh-hant",
        ),
    )  # fmt: skip
    response = render(
        request,
        "payments/online_go.html",
        {"row": row, "out": out, "parts": parts_table(row), "branch": None},
    )
    there = urlsplit(out.address)
    response._csp_update = {"form-action": [f"{there.scheme}://{there.netloc}"]}  # type: ignore[attr-defined]  # where django-csp looks
    return secret_address(response)


@public
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """How one card payment stands, with all we asked and were told."""
    if too_often(request, "card-look", LOOKS_A_MINUTE):
        return _wait(request)
    facts = queries.attempt_facts(ref)
    if facts is None:
        raise Http404
    return secret_address(
        render(
            request, "payments/online_attempt.html",
            {"row": facts.row, "status": status_of(facts.row), "trail_of": trail(facts),
             "parts": parts_table(facts.row), "just_asked": "asked" in request.GET, "branch": None},
        )
    )  # fmt: skip


@public
@csrf_exempt
@require_POST
def again(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The payer wants to know: we ask the platform now, unless we asked a moment ago."""
    if too_often(request, "card-again", PRESSES_A_MINUTE):
        return _wait(request)
    row = _row(ref)
    asked = jobs.ask(ref, by=actor_of(request)) if row.state not in rules.FINAL else None
    return secret_address(redirect(f"/card/{ref}/" + ("" if asked else "?asked")))


@public
def state(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The state alone, for the page that watches for a change."""
    if too_often(request, "card-watch", LOOKS_A_MINUTE):
        return secret_address(JsonResponse({}, status=429))
    row = _row(ref)
    return secret_address(JsonResponse({"state": row.state, "paid": row.is_paid}))


@public
@csrf_exempt
def back(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The payer's browser comes back; what it brings is believed by its signature alone."""
    if too_often(request, "card-look", LOOKS_A_MINUTE):
        return _wait(request)
    row = _row(ref)
    if request.method == "POST":
        take_word(request, row.platform, rules.RETURN)
        row = _row(ref)
    if row.is_under_way:
        jobs.ask(ref, by=actor_of(request))
    response = redirect(f"/card/{ref}/")
    response.status_code = 303
    return secret_address(response)


def _row(ref: uuid.UUID) -> queries.AttemptRow:
    row = queries.attempt_row(ref)
    if row is None:
        raise Http404
    return row


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _wait(request: HttpRequest) -> HttpResponse:
    response = render(
        request, "payments/online_wait.html", {"title": _("請稍候"), "branch": None}, status=429
    )
    response["Retry-After"] = "60"
    return secret_address(response)
