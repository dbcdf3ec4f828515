"""One's own account: sessions, password, second factor."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from wuai.contexts.identity import actions, queries, rules
from wuai.contexts.identity.models import Account
from wuai.contexts.identity.web import halfway, public
from wuai.contexts.identity.web.forms import (
    AddKeyForm,
    ChangePasswordForm,
    ConfirmForm,
    EnrolForm,
    refuse,
)
from wuai.kernel.refusal import Refusal
from wuai.platform.access import actor_of, signed_in
from wuai.platform.asked import whole


def _me(request: HttpRequest) -> Account:
    account = request.user
    if not isinstance(account, Account):
        raise TypeError(account)
    return account


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"ref": str(_me(request).ref), "by": actor_of(request), "at": timezone.now()}


def _show(request: HttpRequest, page: str, context: dict[str, Any], *forms: Form) -> HttpResponse:
    frame = "ui/staff.html" if actor_of(request).kind == "staff" else "ui/agency.html"
    status = 422 if any(form.errors for form in forms) else 200
    return render(request, f"identity/{page}.html", context | {"frame": frame}, status=status)


@signed_in
def extend(request: HttpRequest) -> HttpResponse:
    """Still here: any request renews the quarter of an hour, this one does nothing else."""
    return HttpResponse(status=204)


@signed_in
@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is logged in; each can be ended, also all others at once."""
    key = str(request.session.session_key)
    if request.method == "GET":
        rows = queries.sessions(_me(request).id, current_key=key)
        return _show(request, "sessions", {"rows": rows})
    if request.POST.get("session"):
        actions.end_session(session_id=whole(request.POST["session"]) or 0, **_who(request))
        messages.success(request, _("已結束該筆登入"))
    else:
        count = actions.end_sessions(but=key, **_who(request))
        messages.success(request, _("已結束其他 %(count)d 筆登入") % {"count": count})
    return redirect("/account/sessions/")


@signed_in
@sensitive_post_parameters("present", "new", "again")
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; all other sessions end."""
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            _confirm(request, data["present"])
            actions.change_password(present=data["present"], new=data["new"], **_who(request))
        except ValidationError as weak:
            form.add_error("new", weak)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            account = _me(request)
            account.refresh_from_db()
            update_session_auth_hash(request, account)
            halfway.rename_session(request)
            actions.end_sessions(but=str(request.session.session_key), **_who(request))
            messages.success(request, _("密碼已變更，其他登入都已結束"))
            return redirect("/account/sessions/")
    return _show(request, "password", {"form": form}, form)


def _confirm(request: HttpRequest, typed: str) -> None:
    """Check the present password through the counter that locks after five failures."""
    if authenticate(request, username=_me(request).username, password=typed) is None:
        public.failed(request, _me(request), "confirm")
        raise rules.PasswordWrong(field="present")


@signed_in
def security(request: HttpRequest) -> HttpResponse:
    """Which second factors there are."""
    found = Authenticator.objects.filter(user_id=_me(request).id).order_by("id")
    strong = [factor for factor in found if factor.type != "recovery_codes"]
    left = [len(f.wrap().get_unused_codes()) for f in found if f.type == "recovery_codes"]
    context = {"factors": strong, "codes_left": left[0] if left else 0, "form": ConfirmForm()}
    return _show(request, "security", context)


@signed_in
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def add_factor(request: HttpRequest, kind: str) -> HttpResponse:
    """Add or replace the authenticator, or add a key, after confirming the password."""
    account = _me(request)
    secret = public.new_secret(request, account)
    form: Form = (EnrolForm if kind == "authenticator" else AddKeyForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _confirmed(request, form)
            public.enrolled(account, form, secret)  # type: ignore[arg-type]  # only people with an account come here
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            public.forget_secret(request)
            messages.success(request, _("第二道驗證已更新"))
            return redirect("/account/security/")
    context = {"form": form, "kind": kind, **public.enrolment(account, secret)}
    return _show(request, "add_factor", context, form)


def _confirmed(request: HttpRequest, form: Form) -> None:
    try:
        _confirm(request, form.cleaned_data["password"])
    except rules.PasswordWrong as wrong:
        raise rules.PasswordWrong(field="password") from wrong


@signed_in
@sensitive_post_parameters("password")
@require_POST
def change_factor(request: HttpRequest, change: str) -> HttpResponse:
    """Remove a factor, or make new recovery codes, after confirming the password."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("請輸入目前的密碼"))
        return redirect("/account/security/")
    _confirmed(request, form)
    if change == "codes":
        codes = actions.new_recovery_codes(**_who(request))
        context = {"codes": codes, "following": "/account/security/"}
        return render(request, "identity/recovery_codes.html", context)
    actions.remove_factor(factor_id=whole(request.POST.get("factor")) or 0, **_who(request))
    messages.success(request, _("已移除"))
    return redirect("/account/security/")
