"""No more of these: one click from a message (RFC 8058), no login."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from wuai.contexts.messages.actions.confirming import confirm as confirm_mailbox
from wuai.contexts.messages.actions.preferring import stop as stop_messages
from wuai.contexts.messages.queries.confirming import confirmable, is_over
from wuai.contexts.messages.queries.stopping import stoppable
from wuai.contexts.messages.rules.channels import CHANNELS
from wuai.platform.access import public, secret_address
from wuai.platform.actors import PUBLIC


@public
def confirm(request: HttpRequest, contact: int, mark: str) -> HttpResponse:
    """Is this your mailbox? Asked first: programs that look at mail open every link."""
    held, done = confirmable(contact, mark), ""
    if held is None or is_over(held, timezone.now()):
        over = render(request, "messages/confirm_over.html", status=404 if held is None else 410)
        return secret_address(over)
    if request.method == "POST":
        mine = request.POST.get("mine") == "yes"
        confirm_mailbox(contact_id=held.pk, mine=mine, by=PUBLIC, at=timezone.now())
        done = "yes" if mine else "no"
    answer = render(request, "messages/confirm.html", {"done": done, "ended": held.ended_at})
    return secret_address(answer)


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
