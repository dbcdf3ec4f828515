"""What card platforms send us: believed by its signature alone, taken in at once, answered in their words."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wuai.contexts.payments.actions.online import online, online_asking
from wuai.contexts.payments.gateways.card_platforms import PLATFORMS
from wuai.contexts.payments.gateways.hosted_card import MAX_BYTES, TOO_LONG, Distrusted
from wuai.contexts.payments.queries.online.online import merchants
from wuai.contexts.payments.rules.online.online import CALLBACK, MERCHANT, ORDER, SIMULATION
from wuai.platform.access import public
from wuai.platform.actors import system
from wuai.platform.limits import too_often

# So many unbelieved messages of one network are written down in a minute; the rest only refused.
NOTED_A_MINUTE = 30
_PLAIN = "text/plain; charset=utf-8"


@public
@csrf_exempt
@require_POST
def platform_calls(request: HttpRequest, platform: str) -> HttpResponse:
    """The platform's own call about an order."""
    found = PLATFORMS.get(platform.upper())
    if found is None:
        raise Http404
    reason = take_word(request, found.code, CALLBACK)
    if reason in {"", SIMULATION}:
        return HttpResponse(found.acknowledged, content_type=_PLAIN)
    status = 413 if reason == TOO_LONG else 400
    return HttpResponse(found.refuse(reason), status=status, content_type=_PLAIN)


def take_word(request: HttpRequest, code: str, source: str) -> str:
    """Take in what a request brings; why it was not believed comes back, "" when it was."""
    body = read_body(request)
    if body is None:
        return TOO_LONG
    reason, branch_id = MERCHANT, None
    by, at = system("card-platform"), timezone.now()
    try:
        merchant_id = PLATFORMS[code].merchant_of(body)
        held = merchants(code, merchant_id, simulator=settings.CARD_SIMULATOR)
        branch_id = held[0][1] if held else None
        for contract_id, _branch_id, merchant in held:
            try:
                said = PLATFORMS[code].read(merchant, body)
                done = online.apply_event(
                    contract_id=contract_id, said=said, source=source, by=by, at=at
                )
            except Distrusted as error:
                reason = error.reason
            except online.AttemptUnknown:
                reason = ORDER
            else:
                return done.reason
    except Distrusted as error:
        reason = error.reason
    if _may_note(request):
        online_asking.note_distrusted(
            platform=code, source=source, reason=reason, body=body, by=by, at=at,
            branch_id=branch_id,
        )  # fmt: skip
    return reason


def read_body(request: HttpRequest) -> bytes | None:
    """The body, no more of it than may come; None when it is longer."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > MAX_BYTES:
        return None
    body: bytes = request.read(MAX_BYTES + 1)
    return body if len(body) <= MAX_BYTES else None


def _may_note(request: HttpRequest) -> bool:
    return not too_often(request, "card-noise", NOTED_A_MINUTE)
