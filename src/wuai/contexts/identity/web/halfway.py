"""Between the password and the session: who has shown what, kept in a session without a user.

Until the last step is done Django knows nobody, so no page but the next step opens. That is why
the second factor cannot be walked around: there is no login to finish later, only none yet.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from wuai.contexts.identity import actions, queries, rules
from wuai.contexts.identity.models import Account

_KEY = "half_way"
BEGAN = "began_at"
BACKEND = "wuai.contexts.identity.web.adapter.AccountBackend"


@dataclass(slots=True)
class Half:
    """Who gave the right password, when, where to go, and which second factor was shown."""

    ref: str
    began: float
    target: str
    factor: str = ""


def safe_target(request: HttpRequest, wanted: str) -> str:
    """An address of this site, or nothing."""
    hosts = {request.get_host()}
    if not wanted.startswith("/") or not url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=hosts, require_https=request.is_secure()
    ):
        return ""
    return wanted


def begin(request: HttpRequest, account: Account, target: str) -> HttpResponse:
    """The password was right: a new session that knows no user yet."""
    request.session.flush()
    half = Half(str(account.ref), timezone.now().timestamp(), safe_target(request, target))
    _keep(request, half)
    return advance(request, account, half)


def current(request: HttpRequest) -> tuple[Account, Half] | None:
    """Who is half-way in this session; None when nobody is, or it took too long."""
    held: dict[str, Any] | None = request.session.get(_KEY)
    if held is None:
        return None
    half = Half(**held)
    account = queries.with_place(Account.objects.filter(ref=half.ref, is_active=True)).first()
    late = timezone.now().timestamp() - half.began > rules.HALF_WAY.total_seconds()
    if late or account is None:
        request.session.flush()
        return None
    return account, half


def _keep(request: HttpRequest, half: Half) -> None:
    request.session[_KEY] = asdict(half)


def has_factor(account: Account) -> bool:
    """Whether the account has an authenticator or a key."""
    found = Authenticator.objects.filter(user_id=account.id)
    return bool(found.exclude(type="recovery_codes").exists())


def step(account: Account, half: Half) -> str:
    """The address of the next step; empty when all are done."""
    enrolled = has_factor(account)
    if enrolled and not half.factor:
        return "/login/code/"
    if account.must_change_password:
        return "/login/password/"
    return "" if enrolled else "/login/enrol/"


def shown(request: HttpRequest, account: Account, half: Half, factor: str) -> HttpResponse:
    """A second factor was shown: on to what is left."""
    half.factor = factor
    _keep(request, half)
    return advance(request, account, half)


def advance(request: HttpRequest, account: Account, half: Half) -> HttpResponse:
    """Go to the next step, or in."""
    following = step(account, half)
    if following:
        return redirect(following)
    come_in(request, account, half)
    return redirect(half.target or home(account))


def come_in(request: HttpRequest, account: Account, half: Half) -> None:
    """Everything was shown: a session with a user, a new key, a line of history."""
    at = timezone.now()
    request.session.pop(_KEY, None)
    auth.login(request, account, backend=BACKEND)
    mark(request, at)
    UserSession.objects.create_from_request(request)
    by = queries.actor_of_account(account, on=timezone.localdate(at))
    actions.note_login(ref=str(account.ref), factor=half.factor, by=by, at=at)


def mark(request: HttpRequest, at: datetime) -> None:
    """Note when this login began: it holds eight hours however busy it is."""
    request.session[BEGAN] = at.timestamp()


def home(account: Account) -> str:
    """Where a person's work is."""
    return "/staff/" if account.branch_id else "/agency/"


def rename_session(request: HttpRequest) -> None:
    """Let the list of sessions follow the new key of this one."""
    UserSession.objects.create_from_request(request)
