"""The outbox of a branch: what was sent, what waits, what was given up; how each channel fares."""

import uuid
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wuai.contexts.messages.actions import outbox as actions
from wuai.contexts.messages.actions.wording import pause_channel
from wuai.contexts.messages.queries import outbox as queries
from wuai.contexts.messages.rules.channels import CHANNELS
from wuai.contexts.messages.rules.outbox import STATES, TONES
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.asked import before
from wuai.platform.ui.pieces import Page, Status

DAYS = 7


@staff("system.operate")
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The latest messages, and the channels with their figures of the last days."""
    branch_id = actor_of(request).branch_id or 0
    asked = request.GET.get("status", "")
    status = asked if asked in STATES else ""
    channel = request.GET.get("channel", "") if request.GET.get("channel") in CHANNELS else ""
    found = queries.mails(
        branch_id, status=status, channel=channel,
        before_id=before(request),
    )  # fmt: skip
    if found:
        log_read(request, *(f"mail:{row.ref}" for row in found))
    older = f"?before={found[-1].id}&status={status}&channel={channel}" if len(found) == queries.PAGE else ""  # fmt: skip
    now = timezone.now()
    context = {
        "rows": [(row, Status(STATES[row.status], TONES[row.status]), CHANNELS.get(row.channel)) for row in found],
        "page": Page(len(found), older_url=older), "status": status, "channel": channel, "now": now,
        "states": list(STATES.items()), "days": DAYS,
        "may_words": actor_of(request).may("notice.template"),
        "channels": [(row, CHANNELS[row.channel], _fares(row, now))
                     for row in queries.channel_rows(branch_id, since=now - timedelta(days=DAYS))],
    }  # fmt: skip
    return render(request, "messages/mails.html", context)


def _fares(row: queries.ChannelRow, now: datetime) -> Status:
    if row.paused_by:
        return Status(_("人工暫停"), "press")
    if row.shut_until and row.shut_until > now:
        return Status(_("連線異常，稍後自動再試"), "bad")
    return Status(_("正常"), "good")


@staff("system.operate")
@require_POST
def again(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Try a message again that was given up or came back."""
    if not queries.is_of_branch(str(ref), actor_of(request).branch_id or 0):
        raise Http404
    actions.try_again(ref=str(ref), by=actor_of(request), at=timezone.now())
    messages.success(request, _("會再寄一次"))
    return redirect("/staff/mails/")


@staff("system.operate")
@require_POST
def pause(request: HttpRequest, channel: str) -> HttpResponse:
    """Shut a channel by hand, or open it."""
    if channel not in CHANNELS:
        raise Http404
    paused = request.POST.get("paused") == "yes"
    pause_channel(channel=channel, paused=paused, by=actor_of(request), at=timezone.now())
    messages.success(request, _("已暫停，訊息會留著") if paused else _("已恢復"))
    return redirect("/staff/mails/")
