"""Log in by telephone: ask, wait, come in. The full number is proven, so no case is needed."""

import base64
import secrets
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wuai.contexts.identity import actions, queries
from wuai.contexts.identity import queries_citizens as citizens
from wuai.contexts.identity.gateways.fido import client as ministry
from wuai.contexts.identity.gateways.fido.codec import Answer, Service, hashed_number
from wuai.contexts.identity.rules import citizens as rules_citizens
from wuai.contexts.identity.rules import fido as rules_fido
from wuai.contexts.identity.web import citizen_login
from wuai.contexts.identity.web.citizen_forms import FidoForm
from wuai.contexts.identity.web.forms import refuse
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, public
from wuai.platform.addresses import client_address, network_of
from wuai.platform.crypto import seal, unseal
from wuai.platform.gateways import GatewayError

_BINDING, _ASKED = "login_binding", "telephone"
T = TypeVar("T")


def _service() -> Service:
    if not settings.FIDO_URL:
        raise Http404
    return Service(settings.FIDO_URL, settings.FIDO_SERVICE, bytes.fromhex(settings.FIDO_KEY))


def _spoken(speak: Callable[[], T]) -> T:
    """Speak with the ministry; a line that is down is said in the reader's words."""
    try:
        return speak()
    except GatewayError as down:
        raise rules_fido.TelephoneUnavailable from down


@public
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Whose telephone shall be asked."""
    service, status = _service(), 200
    form = FidoForm(request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        try:
            return _asked(request, service, form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
            status = refusal.status
    if form.errors and status == 200:
        status = 422
    return render(request, "identity/fido.html", {"form": form}, status=status)


def _asked(request: HttpRequest, service: Service, data: dict[str, Any]) -> HttpResponse:
    at, by = timezone.now(), actor_of(request)
    number = rules_citizens.number_of_person(data["number"])
    # Everybody's telephone rings when its number is typed: an address may do that now and then.
    network = network_of(client_address(request))
    if queries.failures_from(f"fido|{network}", at=at) >= rules_citizens.FROM_ADDRESS:
        raise rules_citizens.TooManyTries
    actions.note_failure(ref="", step="telephone", address=f"fido|{network}", by=by, at=at)
    binding = request.session.setdefault(_BINDING, secrets.token_hex(16))
    ref = uuid.uuid4()
    text = rules_citizens.challenge_text(
        nonce=secrets.token_hex(32), binding=actions.digest(binding).hex(),
        origin=f"{request.scheme}://{request.get_host()}", at=at.timestamp(),
    ).encode()  # fmt: skip
    ticket = _spoken(
        lambda: ministry.ask(
            service, transaction=str(ref), number=number, hint=_("登入行政執行分署"), text=text
        )
    )
    actions.keep_ticket(
        ref=ref, ticket_id=ticket.ticket_id, text=text, number=number, binding=binding,
        purpose="STEP_UP" if by.kind == "citizen" else "LOGIN", by=by, at=at,
    )  # fmt: skip
    request.session[_ASKED] = {
        "ref": str(ref), "link": ticket.deep_link, "next": data["next"],
        "number": base64.b64encode(seal("session.number", str(ref), number)).decode(),
    }  # fmt: skip
    return redirect(f"/login/telephone/{ref}/")


@public
@never_cache
def wait(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Until the person has confirmed; each look asks the ministry, every four seconds at most."""
    service, held = _service(), request.session.get(_ASKED)
    if held is None or held["ref"] != str(ref):
        raise Http404
    at, by, binding = timezone.now(), actor_of(request), request.session.get(_BINDING, "")
    ticket_id = actions.may_ask(ref=ref, binding=binding, by=by, at=at)
    answer = None
    if ticket_id is not None:
        answer = _spoken(
            lambda: ministry.answered(service, transaction=str(ref), ticket_id=ticket_id)
        )
    if answer is None:
        here = {"deep_link": held["link"], "seconds": int(rules_fido.ASK_EVERY.total_seconds()) + 1}
        return render(request, "identity/fido_wait.html", here)
    return _confirmed(request, ref, held, answer, at)


def _confirmed(
    request: HttpRequest, ref: uuid.UUID, held: dict[str, Any], answer: Answer, at: datetime
) -> HttpResponse:
    from wuai.contexts.identity.gateways.moica import client  # pyHanko is slow to import

    by = actor_of(request)
    number = unseal("session.number", str(ref), base64.b64decode(held["number"]))
    if not secrets.compare_digest(answer.hashed_number, hashed_number(number)):
        raise rules_fido.NumberOfAnotherTelephone
    signed, holder = client.verify(
        answer.signed, client.trust_in(settings.CITIZEN_TRUST), kind="FIDO", at=at, cache=cache,
        fetch=client.fetch,
    )  # fmt: skip
    purpose = actions.use_ticket(
        ref=ref, text=signed.text, number=number, binding=request.session.get(_BINDING, ""),
        by=by, at=at,
    )  # fmt: skip
    if purpose == "LOGIN" and citizens.citizen_of_means("FIDO", holder.holder_key) is None:
        actions.link_holder(
            holder=holder, number=number, name=holder.name, proven_by="FIDO", by=by, at=at
        )
    del request.session[_ASKED]
    return citizen_login.come_in(request, holder, purpose=purpose, target=held["next"], at=at)
