"""A citizen comes in: which ways there are, the card, the first link between card and person."""

import base64
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wuai.contexts.identity import actions
from wuai.contexts.identity import queries_citizens as queries
from wuai.contexts.identity.rules import certificates as rules_certificates
from wuai.contexts.identity.rules import citizens as rules
from wuai.contexts.identity.web import citizen_session, halfway, proving
from wuai.contexts.identity.web.citizen_forms import CaseForm, SignatureForm
from wuai.contexts.identity.web.forms import refuse
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, public
from wuai.platform.crypto import seal, unseal
from wuai.platform.limits import too_often

_BINDING, _CARD, _TARGET = "login_binding", "card", "login_target"
_ASKED_A_MINUTE = 30
_COMPONENT = {"connect-src": [settings.SIGN_COMPONENT], "frame-src": [settings.SIGN_COMPONENT]}


@public
@never_cache
def ways(request: HttpRequest) -> HttpResponse:
    """How a person can come in, and what can be done without."""
    target = halfway.safe_target(request, request.GET.get("next", ""))
    here = {"next": target, "has_telephone": bool(settings.FIDO_URL)}
    return render(request, "identity/ways.html", here)


@public
@never_cache
@csp_update(_COMPONENT)
@require_http_methods(["GET", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    """Log in with a citizen card; the only page that may open a window of the component."""
    if actor_of(request).kind in {"staff", "agency"}:
        return redirect(f"/{actor_of(request).kind}/")
    form = SignatureForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST":
        try:
            if form.is_valid():
                return _enter_by_card(request, form)
            raise rules_certificates.SignatureWrong
        except Refusal as refusal:
            form = SignatureForm({"next": request.POST.get("next", "")})
            form.errors.clear()
            refuse(form, refusal)
            answer = _card_page(request, form, refusal.status)
    else:
        answer = _card_page(request, form, 200)
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"
    return answer


def _card_page(request: HttpRequest, form: SignatureForm, status: int) -> HttpResponse:
    here = {
        "form": form, "component": settings.SIGN_COMPONENT, "is_demo": settings.SIGN_DEMO,
        "help": rules_certificates.COMPONENT_ERRORS.items(),
        "again": actor_of(request).kind == "citizen",
    }  # fmt: skip
    return render(request, "identity/card.html", here, status=status)


@public
@never_cache
@require_POST
def challenge(request: HttpRequest) -> JsonResponse:
    """Something new to sign, for this session only."""
    if _too_often(request):
        return JsonResponse({}, status=429)
    binding = request.session.setdefault(_BINDING, secrets.token_hex(16))
    made = actions.begin_challenge(
        origin=f"{request.scheme}://{request.get_host()}", binding=binding,
        purpose="STEP_UP" if actor_of(request).kind == "citizen" else "LOGIN",
        by=actor_of(request), at=timezone.now(),
    )  # fmt: skip
    return JsonResponse({"text": made.text, "nonce": made.nonce})


def _too_often(request: HttpRequest) -> bool:
    """Each question leaves a line of history: an address asks so many times a minute at most."""
    return too_often(request, "challenge", _ASKED_A_MINUTE)


def _enter_by_card(request: HttpRequest, form: SignatureForm) -> HttpResponse:
    from wuai.contexts.identity.gateways.moica import client, codec  # pyHanko is slow to import

    data, at, by = form.cleaned_data, timezone.now(), actor_of(request)
    try:
        answer = base64.b64decode(data["signature"], validate=True)
    except ValueError as wrong:
        raise rules_certificates.SignatureWrong from wrong
    signed = codec.read(answer)
    # A nonce among the signed attributes, where the component puts one in, is the one we gave.
    if signed.nonce not in {"", data["nonce"]}:
        raise rules_certificates.SignatureWrong
    purpose = actions.use_challenge(
        text=signed.text, nonce=data["nonce"], binding=request.session.get(_BINDING, ""), by=by,
        at=at,
    )  # fmt: skip
    holder = client.verify(
        answer, client.trust_in(settings.CITIZEN_TRUST), kind="CARD", at=at, cache=cache,
        fetch=client.fetch,
    )[1]  # fmt: skip
    return come_in(request, holder, purpose=purpose, target=data["next"], at=at)


def come_in(
    request: HttpRequest, holder: rules.Holder, *, purpose: str, target: str, at: datetime
) -> HttpResponse:
    """A proof was checked: in, or on to the first link."""
    citizen = queries.citizen_of_means(holder.kind, holder.holder_key)
    target = halfway.safe_target(request, target)
    if purpose == "STEP_UP":
        if actor_of(request).kind != "citizen":  # he left in between
            raise rules.ChallengeOver
        if citizen is None or citizen.ref != citizen_session.citizen_of(request).citizen.ref:
            raise rules.HolderDiffers
        citizen_session.prove_again(request, at=at)
    elif citizen is None:
        _keep(request, holder, target, at)
        return redirect("/login/card/link/")
    else:
        citizen_session.begin(request, citizen, way=holder.kind, at=at)
    actions.note_entry(
        citizen=citizen, holder=holder, purpose=purpose, by=citizen.actor(), at=at
    )  # fmt: skip
    return redirect(target or citizen_session.home())


def _keep(request: HttpRequest, holder: rules.Holder, target: str, at: datetime) -> None:
    """Remember who was read from a card, sealed, until the first link is made."""
    mark = secrets.token_hex(8)
    held = [
        holder.kind, holder.name, holder.last_four, holder.holder_key, holder.serial,
        holder.valid_until,
    ]  # fmt: skip
    sealed = base64.b64encode(seal("session.card", mark, json.dumps(held))).decode()
    request.session.cycle_key()
    request.session[_CARD] = {"mark": mark, "sealed": sealed, "at": at.timestamp()}
    request.session[_TARGET] = target


def _kept(request: HttpRequest) -> rules.Holder | None:
    held: dict[str, Any] | None = request.session.get(_CARD)
    if held is None:
        return None
    if timezone.now() - datetime.fromtimestamp(held["at"], UTC) > rules.LINK_WAITS:
        del request.session[_CARD]
        return None
    text = unseal("session.card", held["mark"], base64.b64decode(held["sealed"]))
    return rules.Holder(*json.loads(text))


@public
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """The first time: which person the card belongs to, proven by a case and its notice."""
    holder = _kept(request)
    if holder is None:
        return redirect("/login/card/")
    form = CaseForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _linked(request, holder, form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
            status = refusal.status
    if form.errors and status == 200:
        status = 422
    return render(request, "identity/link.html", {"form": form, "name": holder.name}, status=status)


def _linked(request: HttpRequest, holder: rules.Holder, data: dict[str, Any]) -> HttpResponse:
    at, by = timezone.now(), actor_of(request)
    number = rules.number_of_person(data["number"])
    proof = proving.prove_case(
        request, case_text=data["case_number"], number=number, code=data["code"]
    )
    citizen = actions.link_holder(
        holder=holder, number=number, name=proof.name, proven_by="CASE", by=by, at=at
    )
    target = request.session.get(_TARGET, "")
    citizen_session.begin(request, citizen, way=holder.kind, at=at)
    actions.note_entry(citizen=citizen, holder=holder, purpose="LINK", by=citizen.actor(), at=at)
    return redirect(target or citizen_session.home())
