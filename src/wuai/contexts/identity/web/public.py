"""Coming in: password, second factor, what a first login needs; and going out."""

import json
from typing import Any

import segno
from allauth.mfa.totp.internal.auth import generate_totp_secret
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate, logout
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wuai.contexts.identity import actions, queries, rules
from wuai.contexts.identity.actions import factors
from wuai.contexts.identity.models import Account
from wuai.contexts.identity.web import citizen_session, halfway
from wuai.contexts.identity.web.adapter import locked
from wuai.contexts.identity.web.forms import CodeForm, KeyForm, LoginForm, NewPasswordForm, refuse
from wuai.kernel.refusal import Refusal
from wuai.kernel.text import fold
from wuai.platform.access import actor_of, public
from wuai.platform.actors import PUBLIC
from wuai.platform.addresses import client_address, network_of

_SECRET = "new_totp"  # noqa: S105 - the name of a place in the session


def failed(request: HttpRequest, account: Account | None, step: str) -> None:
    """Count a failure: of the address, and in history."""
    actions.note_failure(
        ref=str(account.ref) if account else "", step=step, by=PUBLIC, at=timezone.now(),
        address=network_of(client_address(request)),
    )  # fmt: skip


def _too_many(request: HttpRequest) -> HttpResponse | None:
    at = timezone.now()
    count = queries.failures_from(network_of(client_address(request)), at=at)
    if count < rules.ADDRESS_LIMIT:
        return None
    left = queries.QUARTER_SECONDS - int(at.timestamp()) % queries.QUARTER_SECONDS
    refusal = rules.TooManyAttempts(minutes=-(-left // 60))
    answer = render(request, "ui/refused.html", {"refusal": refusal}, status=refusal.status)
    answer.headers["Retry-After"] = str(left)
    return answer


def is_locked(request: HttpRequest, account: Account) -> bool:
    """Whether failures have locked the account, at the password or at the code."""
    return not AxesProxyHandler.is_allowed(request, {"username": account.username})


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Username and password."""
    if actor_of(request).kind in {"staff", "agency"}:
        return redirect(f"/{actor_of(request).kind}/")
    if request.method == "GET":
        form = LoginForm(initial={"next": request.GET.get("next", "")})
        return render(request, "identity/login.html", {"form": form})
    form = LoginForm(request.POST)
    if refused := _too_many(request):
        return refused
    if form.is_valid():
        data = form.cleaned_data
        name = fold(data["username"])
        account = authenticate(request, username=name, password=data["password"])
        if isinstance(account, Account) and (account.branch_id or account.agency_id):
            return halfway.begin(request, account, data["next"])
        failed(request, Account.objects.filter(username=name).first(), "password")
        refuse(form, rules.LoginFailed())
    return render(request, "identity/login.html", {"form": form}, status=401)


def _half(request: HttpRequest, here: str) -> tuple[Account, halfway.Half] | HttpResponse:
    """Who is half-way and belongs on this page; otherwise where to go instead."""
    found = halfway.current(request)
    if found is None:
        return redirect("/login/")
    account, half = found
    if is_locked(request, account):
        return locked(request)
    step = halfway.step(account, half)
    return found if step == here else redirect(step or "/login/")


@public
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second factor: digits of an authenticator, a recovery code, or a key."""
    found = _half(request, "/login/code/")
    if isinstance(found, HttpResponse):
        return found
    account, half = found
    by_key = "answer" in request.POST
    form, key = CodeForm(None if by_key else request.POST or None), KeyForm()
    if by_key:
        key = KeyForm(request.POST)
    if request.method == "POST" and (key if by_key else form).is_valid():
        try:
            factor = _check(account, form, key, by_key)
        except rules.CodeWrong as refusal:
            _code_failed(request, account)
            if is_locked(request, account):
                return locked(request)
            refuse(form if not by_key else key, refusal)
        else:
            return halfway.shown(request, account, half, factor)
    context = {"form": form, "key_form": key, "key_options": key_challenge(account)}
    return render(request, "identity/code.html", context, status=401 if request.POST else 200)


def _check(account: Account, form: CodeForm, key: KeyForm, by_key: bool) -> str:
    who: dict[str, Any] = {"ref": str(account.ref), "by": PUBLIC, "at": timezone.now()}
    if by_key:
        return actions.use_key(answer=key.cleaned_data["answer"], **who)
    return actions.use_code(code=form.cleaned_data["code"], **who)


def _code_failed(request: HttpRequest, account: Account) -> None:
    # The same counter as wrong passwords: five of either lock the account.
    credentials = {"username": account.username}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    failed(request, account, "code")


def key_challenge(account: Account) -> str:
    """A challenge for the keys of an account as JSON; empty when it has none."""
    from allauth.mfa.webauthn.internal import auth as webauthn

    if not webauthn.get_credentials(account):
        return ""
    return json.dumps(webauthn.begin_authentication(account))


@public
@never_cache
@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
def first_password(request: HttpRequest) -> HttpResponse:
    """A one-time password is changed before anything else."""
    found = _half(request, "/login/password/")
    if isinstance(found, HttpResponse):
        return found
    account, half = found
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_password(
                ref=str(account.ref), present=None, new=form.cleaned_data["new"],
                by=PUBLIC, at=timezone.now(),
            )  # fmt: skip
        except ValidationError as weak:
            form.add_error("new", weak)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            account.refresh_from_db()
            return halfway.advance(request, account, half)
    status = 422 if form.errors else 200
    return render(request, "identity/first_password.html", {"form": form}, status=status)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """A first login adds a second factor: an authenticator or a key."""
    found = _half(request, "/login/enrol/")
    if isinstance(found, HttpResponse):
        return found
    account, half = found
    by_key = "answer" in request.POST
    secret = new_secret(request, account)
    form, key = CodeForm(None if by_key else request.POST or None), KeyForm()
    if by_key:
        key = KeyForm(request.POST)
    asked: CodeForm | KeyForm = key if by_key else form
    if request.method == "POST" and asked.is_valid():
        try:
            half.factor = enrolled(account, asked, secret)
        except Refusal as refusal:
            refuse(asked, refusal)
        else:
            return _welcome(request, account, half)
    context = {"form": form, "key_form": key, **enrolment(account, secret)}
    return render(request, "identity/enrol.html", context, status=422 if asked.errors else 200)


def _welcome(request: HttpRequest, account: Account, half: halfway.Half) -> HttpResponse:
    """In for the first time: the recovery codes are shown, once."""
    who: dict[str, Any] = {"ref": str(account.ref), "by": PUBLIC, "at": timezone.now()}
    codes = actions.new_recovery_codes(**who)
    halfway.come_in(request, account, half)
    following = half.target or halfway.home(account)
    return render(request, "identity/recovery_codes.html", {"codes": codes, "following": following})


def enrolled(account: Account, form: CodeForm | KeyForm, secret: str) -> str:
    """Add what the form proves; the kind of factor comes back."""
    who: dict[str, Any] = {"ref": str(account.ref), "by": PUBLIC, "at": timezone.now()}
    if isinstance(form, KeyForm):
        data = form.cleaned_data
        actions.add_key(name=data["name"] or "—", answer=data["answer"], **who)
        return "webauthn"
    actions.enrol_totp(secret=secret, code=form.cleaned_data["code"], **who)
    return "totp"


def new_secret(request: HttpRequest, account: Account) -> str:
    """The secret offered in this session; sealed there, too."""
    ref = str(account.ref)
    if _SECRET not in request.session:
        request.session[_SECRET] = factors.seal_secret(ref, generate_totp_secret())
    return factors.open_secret(ref, request.session[_SECRET])


def forget_secret(request: HttpRequest) -> None:
    """The next authenticator gets another secret."""
    request.session.pop(_SECRET, None)


def enrolment(account: Account, secret: str) -> dict[str, str]:
    """What a page needs to enrol: the code to scan, the same to type, a challenge for a key."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.webauthn.internal import auth as webauthn

    picture = segno.make(get_adapter().build_totp_url(account, secret), error="m")
    return {
        "qr": picture.svg_data_uri(scale=5, border=2, encode_minimal=False),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "key_options": json.dumps(webauthn.begin_registration(account, False)),
    }


@public
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Go out; the session is gone."""
    actor = actor_of(request)
    if actor.kind == "citizen":
        citizen_session.leave(request)
        return redirect("/login/citizen/")
    if actor.kind != "public":
        actions.note_logout(ref=actor.ref.removeprefix("account:"), by=actor, at=timezone.now())
    logout(request)
    return redirect("/login/")
