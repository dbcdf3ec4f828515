"""Where a social network calls us about messages to a page of a branch. Only it can sign them."""

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from wuai.contexts.organisation import api as organisation
from wuai.contexts.petitions.actions.incoming import Came, clerk, take
from wuai.contexts.petitions.gateways.page import codec
from wuai.contexts.petitions.rules.incoming import Box
from wuai.platform.access import public


@csrf_exempt
@public
@require_http_methods(["GET", "POST"])
def page_call(request: HttpRequest) -> HttpResponse:
    """Keep each message once, for somebody to look at; answered before anybody has looked."""
    if request.method == "GET":
        return _agreed(request)
    body = request.read(codec.MOST + 1)
    signature = request.headers.get("X-Hub-Signature-256", "")
    if len(body) > codec.MOST or not codec.is_signed(settings.PAGE_SECRET, body, signature):
        return HttpResponse(status=403)
    for said in codec.read(body):
        code = settings.PAGES.get(said.page)
        # A page that no branch has named is not ours to read.
        if code:
            branch_id = organisation.branch(code).id
            box = Box(codec.BOX, "PUBLIC", frozenset())
            came = Came(branch_id, box, said.fetched, said.letter)
            take(came=came, by=clerk(branch_id), at=timezone.now(), on=timezone.localdate())
    return HttpResponse("ok", content_type="text/plain")


def _agreed(request: HttpRequest) -> HttpResponse:
    """Repeat the word that the platform sends when the address is set up, if it knows ours."""
    given, word = request.GET.get("hub.verify_token", ""), request.GET.get("hub.challenge", "")
    wanted = settings.PAGE_VERIFY
    if not wanted or not hmac.compare_digest(wanted.encode(), given.encode()) or not word.isalnum():
        return HttpResponse(status=400, content_type="text/plain")
    return HttpResponse(word[:200], content_type="text/plain")
