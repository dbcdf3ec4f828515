"""Who may enter a view: every view says ``public``, ``citizen``, ``staff`` or ``agency``.

The permission is checked here and nowhere else; what a person may see inside is limited by branch
and agency in the queries. A test walks every URL with every role (``checks/test_access.py``).
"""

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode

from wuai.platform.actors import Actor
from wuai.platform.models import ReadLine

View = Callable[..., HttpResponseBase]
Answer = TypeVar("Answer", bound=HttpResponseBase)


class Forbidden(Exception):
    """The person is known and may not do this."""


def actor_of(request: HttpRequest) -> Actor:
    """Who makes this request (set by the identity middleware)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the identity middleware
    return actor


def _mark(view: View, kind: str, needs: str) -> View:
    view.access = (kind, needs)  # type: ignore[attr-defined]  # the mark that a check reads
    return view


def public(view: View) -> View:
    """Anybody may enter."""
    return _mark(view, "public", "")


def signed_in(view: View) -> View:
    """Anybody with an account may enter (own sessions, password, second factor)."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if actor_of(request).kind == "citizen":
            raise Forbidden("account")
        if actor_of(request).kind not in {"staff", "agency"}:
            return _to_login(request)
        return _no_store(view(request, *args, **kwargs))

    return _mark(guarded, "signed_in", "")


def staff(*permissions: str) -> Callable[[View], View]:
    """Only people of a branch who hold one of ``permissions``."""
    return _guard("staff", "|".join(permissions))


def agency(scope: str) -> Callable[[View], View]:
    """Only people of a referring agency who hold ``scope``."""
    return _guard("agency", scope)


# How long a proof counts as fresh where something sensitive is done.
FRESH = timedelta(minutes=5)


def citizen(*, fresh: bool = False) -> Callable[[View], View]:
    """Only a citizen who proved who he is, within his own person at all branches.

    ``fresh`` asks for the card again when the last proof is older than five minutes. The visit is
    ``identity.api.citizen_of(request)``.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            kind = actor_of(request).kind
            if kind == "public":
                return _to_login(request, "/login/citizen/")
            if kind != "citizen":
                raise Forbidden("citizen")
            if fresh and _proved_long_ago(request):
                return _to_login(request, "/login/card/")
            return _no_store(view(request, *args, **kwargs))

        return _mark(guarded, "citizen", "fresh" if fresh else "")

    return wrap


def _proved_long_ago(request: HttpRequest) -> bool:
    from django.utils import timezone

    proved_at: datetime = request.proved_at  # type: ignore[attr-defined]  # set by the identity middleware
    return timezone.now() - proved_at > FRESH


def _guard(kind: str, needs: str) -> Callable[[View], View]:
    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = actor_of(request)
            if actor.kind == "public":
                return _to_login(request)
            if actor.kind != kind or not any(actor.may(one) for one in needs.split("|")):
                raise Forbidden(needs)
            return _no_store(view(request, *args, **kwargs))

        return _mark(guarded, kind, needs)

    return wrap


def _no_store(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def private(answer: Answer) -> Answer:
    """Keep a public page about somebody nowhere, and let no search engine list it."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


def secret_address(answer: Answer) -> Answer:
    """The same where the address itself opens the page: no other site may learn it."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    return private(answer)


def _to_login(request: HttpRequest, door: str = "/login/") -> HttpResponseBase:
    target = f"{door}?" + urlencode({"next": request.get_full_path()})
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return redirect(target)


def log_read(request: HttpRequest, *subjects: str, reason: str = "") -> None:
    """Leave one line that says whose personal data this request read, e.g. ``"party:<ref>"``."""
    from django.utils import timezone

    match = request.resolver_match
    page = (match.view_name or match.route) if match else request.path
    note_read(*subjects, by=actor_of(request), at=timezone.now(), page=page, reason=reason)


def note_read(*subjects: str, by: Actor, at: datetime, page: str, reason: str = "") -> None:
    """The same for what is read without a request, by a command."""
    ReadLine.objects.create(
        at=at, branch_id=by.branch_id, by_kind=by.kind, by_ref=by.ref, by_name=by.name, page=page,
        reason=reason, subjects=list(subjects),
    )  # fmt: skip
