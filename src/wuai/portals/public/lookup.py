"""Look up one case with its number, the identity number and the notice's code: less is shown.

Amount, until when, how to pay, what comes next; no address, no other case. The session remembers
the proof for a quarter of an hour.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wuai.contexts.identity import api as identity
from wuai.contexts.payments import api as payments
from wuai.platform.access import log_read, private, public
from wuai.platform.history import of_branch
from wuai.portals.public.slip import page_of

_KEY = "looked_up"
HOLDS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The one case that this session may see, and the slip whose code was entered."""

    case_id: int
    case_ref: uuid.UUID
    slip_ref: uuid.UUID


def looked_up(request: HttpRequest) -> LookedUp | None:
    """What this session proved a short while ago; None when it did not, or it is over."""
    held = request.session.get(_KEY)
    if held is None:
        return None
    if timezone.now() - datetime.fromtimestamp(held["at"], UTC) > HOLDS:
        del request.session[_KEY]
        return None
    return LookedUp(held["case"], uuid.UUID(held["ref"]), uuid.UUID(held["slip"]))


@public
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Case number, identity number, code."""
    form, proof, status = identity.asked_case(request)
    if proof is not None:
        request.session.cycle_key()
        request.session[_KEY] = {
            "case": proof.case_id, "ref": str(proof.case_ref), "slip": str(proof.slip_ref),
            "at": timezone.now().timestamp(),
        }  # fmt: skip
        return redirect("/lookup/case/")
    return render(request, "public/lookup.html", {"form": form}, status=status)


@public
@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The case of the proof: how much, until when, how to pay, what came of it."""
    held = looked_up(request)
    if held is None:
        return redirect("/lookup/")
    case_id = held.case_id
    slips = payments.slip_rows(case_ids=[case_id]) or payments.slip_rows(refs=[held.slip_ref])
    slip = slips[case_id]
    about = f"case:{held.case_ref}", f"slip:{slip.ref}", of_branch(slip.branch_id)
    log_read(request, *about, reason="look-up")
    today = timezone.localdate()
    here = {
        "page": page_of(slip, today), "today": today, "branch": None,
        "token": slip.payment_link_token, "key": uuid.uuid4(),
    }  # fmt: skip
    answer = render(request, "public/pay.html", here)
    return private(answer)
