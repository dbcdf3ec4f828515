"""Who makes this request: sets ``request.actor``, keeps the eight-hour limit."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from wuai.contexts.identity import queries, rules
from wuai.contexts.identity.web import citizen_session
from wuai.contexts.identity.web.halfway import BEGAN
from wuai.platform.actors import PUBLIC


def acting(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give each request its actor; a session older than eight hours ends."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        actor = PUBLIC
        if request.user.is_authenticated:
            now = timezone.now()
            began = request.session.setdefault(BEGAN, now.timestamp())
            if now.timestamp() - began > rules.ABSOLUTE.total_seconds():
                logout(request)
            else:
                actor = queries.actor_of_account(request.user, on=timezone.localdate(now))
        elif visit := citizen_session.visit_of(request, timezone.now()):
            actor = visit.actor()
            request.visit = visit  # type: ignore[attr-defined]  # carried by the request
            request.proved_at = visit.proved_at  # type: ignore[attr-defined]  # carried by the request
        request.actor = actor  # type: ignore[attr-defined]  # carried by the request
        return get_response(request)

    return middleware
