"""No more of these: one click from a message (RFC 8058), no login."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from wuai.contexts.messages.actions.preferring import stop as stop_messages
from wuai.contexts.messages.queries.stopping import stoppable
from wuai.contexts.messages.rules.channels import CHANNELS
from wuai.platform.access import public, secret_address
from wuai.platform.actors import PUBLIC


# A mail program posts here by itself, without our cookie; the mark in the address is the proof.
@csrf_exempt
@public
def stop(request: HttpRequest, ref: uuid.UUID, mark: str) -> HttpResponse:
    """Ask once more, or do it."""
    found = stoppable(ref, mark)
    if found is None:
        raise Http404
    message, kind = found
    done = ""
    if request.method == "POST":
        done = stop_messages(
            message_ref=str(ref), channel_too=request.POST.get("what") == "channel", by=PUBLIC,
            at=timezone.now(),
        )  # fmt: skip
    answer = render(
        request, "messages/stop.html",
        {"kind": kind, "channel": CHANNELS[message.channel], "done": done},
    )  # fmt: skip
    return secret_address(answer)
