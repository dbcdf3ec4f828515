"""Where providers call us: reports about text messages, and what people do in LINE."""

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from wuai.contexts.messages.actions import outbox, preferring
from wuai.contexts.messages.gateways.line import codec as line
from wuai.contexts.messages.gateways.sms import codec as sms
from wuai.contexts.messages.queries.outbox import message_id_of
from wuai.kernel.refusal import Refusal
from wuai.platform.access import public
from wuai.platform.actors import system

_MOST = 256 * 1024


@csrf_exempt
@public
@require_http_methods(["GET", "POST"])
def sms_report(request: HttpRequest, secret: str) -> HttpResponse:
    """What became of a text message; the address itself is the provider's secret."""
    wanted = settings.SMS_HOOK_SECRET
    if not wanted or not hmac.compare_digest(wanted.encode(), secret.encode()):
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    found = sms.report({name: str(value)[:200] for name, value in given.items()})
    message_id = message_id_of("SMS", found.number)
    if found.status and message_id is not None:
        outbox.note_report(
            message_id=message_id, status=found.status, answer=found.said, hard=found.is_hard,
            by=system("sms"), at=timezone.now(),
        )  # fmt: skip
    return HttpResponse(sms.thanks(found.number), content_type="text/plain; charset=utf-8")


@csrf_exempt
@public
@require_POST
def line_call(request: HttpRequest) -> HttpResponse:
    """What people did with our LINE account: a linking code, or a block. Only LINE can sign it."""
    body = request.read(_MOST + 1)
    signature = request.headers.get("X-Line-Signature", "")
    if len(body) > _MOST or not line.is_signed(settings.LINE_SECRET, body, signature):
        return HttpResponse(status=403)
    by, at = system("line"), timezone.now()
    for happened in line.read(body):
        try:
            if happened.kind == "unfollow":
                preferring.line_blocked(user=happened.user, by=by, at=at)
            elif happened.kind == "message":
                preferring.link_line(code=happened.text, user=happened.user, by=by, at=at)
        except Refusal:
            # Something else than a code was written to us; the account does not converse.
            continue
    return HttpResponse("ok", content_type="text/plain")
