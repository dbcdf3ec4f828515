"""A citizen's session: begun after a proof, eight hours at most, acting for another or not.

Nothing of Django's own login takes part: ``request.user`` stays nobody, so no page for staff can
mistake a citizen for an account.
"""

import uuid
from datetime import UTC, datetime

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import timezone

from wuai.contexts.identity import actions, rules
from wuai.contexts.identity import queries_citizens as queries

_KEY, _ACTING = "citizen", "acting_for"


def begin(request: HttpRequest, citizen: queries.CitizenRow, *, way: str, at: datetime) -> None:
    """A proof was given: a session with a new key, in which nothing of before is left."""
    request.session.flush()
    began = at.timestamp()
    request.session[_KEY] = {
        "ref": str(citizen.ref), "began": began, "proved": began, "way": way
    }  # fmt: skip
    request.session.cycle_key()


def prove_again(request: HttpRequest, *, at: datetime) -> None:
    """The same person proved himself once more (step-up): a new key for the same session."""
    held = request.session[_KEY]
    request.session[_KEY] = held | {"proved": at.timestamp()}
    request.session.cycle_key()


def visit_of(request: HttpRequest, now: datetime) -> queries.Visit | None:
    """Whose session this is; a session that is over is emptied."""
    held = request.session.get(_KEY)
    if held is None:
        return None
    began = datetime.fromtimestamp(held["began"], UTC)
    citizen = None
    if now - began <= rules.ABSOLUTE:
        citizen = queries.session_citizen(held["ref"], began=began)
    if citizen is None:
        request.session.flush()
        return None
    acting_for = None
    if _ACTING in request.session:
        on = timezone.localdate(now)
        acting_for = queries.principal(request.session[_ACTING], citizen, on=on)
        if acting_for is None:  # revoked or over while he was logged in
            del request.session[_ACTING]
    proved = datetime.fromtimestamp(held["proved"], UTC)
    return queries.Visit(citizen, acting_for, held["way"], proved)


def citizen_of(request: HttpRequest) -> queries.Visit:
    """The visit behind a view that says ``access.citizen()``."""
    visit: queries.Visit = request.visit  # type: ignore[attr-defined]  # set by the middleware
    return visit


def home() -> str:
    """Where a citizen's own pages begin: his cases, where an installation has that page."""
    try:
        resolve("/my/")
    except Resolver404:
        return "/my/identity/"
    return "/my/"


def act_for(request: HttpRequest, ref: uuid.UUID | str | None) -> None:
    """Act for a principal from the next request on, or (None) for oneself again."""
    visit, at = citizen_of(request), timezone.now()
    if ref is None:
        request.session.pop(_ACTING, None)
        return
    found = actions.begin_acting(citizen=visit.citizen, ref=ref, by=visit.citizen.actor(), at=at)
    request.session[_ACTING] = str(found.ref)


def leave(request: HttpRequest, *, everywhere: bool = False) -> None:
    """Go out; the session is gone."""
    visit, at = citizen_of(request), timezone.now()
    actions.note_departure(
        ref=str(visit.citizen.ref), everywhere=everywhere, by=visit.citizen.actor(), at=at
    )
    request.session.flush()
