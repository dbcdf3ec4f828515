"""Addresses of coming in, of one's own account, and of the accounts one keeps."""

from django.urls import path

from wuai.contexts.identity.web import (
    agency,
    citizen_fido,
    citizen_login,
    citizen_pages,
    public,
    signed_in,
    staff,
)

app_name = "identity"
urlpatterns = [
    path("login/", public.login, name="login"),
    path("login/code/", public.code, name="code"),
    path("login/password/", public.first_password, name="first-password"),
    path("login/enrol/", public.enrol, name="enrol"),
    path("login/citizen/", citizen_login.ways, name="ways"),
    path("login/card/", citizen_login.card, name="card"),
    path("login/card/challenge/", citizen_login.challenge, name="card-challenge"),
    path("login/card/link/", citizen_login.link, name="card-link"),
    path("login/telephone/", citizen_fido.ask, name="fido"),
    path("login/telephone/<uuid:ref>/", citizen_fido.wait, name="fido-wait"),
    path("my/identity/", citizen_pages.show, name="citizen"),
    path("my/identity/number/", citizen_pages.add_number, name="citizen-number"),
    path("my/identity/acting/", citizen_pages.act, name="citizen-acting"),
    path("my/identity/extend/", citizen_pages.extend, name="citizen-extend"),
    path("my/identity/leave/", citizen_pages.leave_everywhere, name="citizen-leave"),
    path("my/identity/means/<uuid:ref>/end/", citizen_pages.end_means, name="citizen-means-end"),
    path("logout/", public.leave, name="logout"),
    path("account/extend", signed_in.extend, name="extend"),
    path("account/sessions/", signed_in.sessions, name="sessions"),
    path("account/password/", signed_in.password, name="password"),
    path("account/security/", signed_in.security, name="security"),
    path(
        "account/security/authenticator/", signed_in.add_factor, {"kind": "authenticator"},
        name="authenticator",
    ),
    path("account/security/key/", signed_in.add_factor, {"kind": "key"}, name="key"),
    path(
        "account/security/codes/", signed_in.change_factor, {"change": "codes"}, name="codes"
    ),
    path(
        "account/security/remove/", signed_in.change_factor, {"change": "remove"}, name="remove"
    ),
    path("staff/accounts/", staff.listed, name="staff-accounts"),
    path("staff/accounts/new/", staff.create, name="staff-account-new"),
    path("staff/accounts/<uuid:ref>/", staff.show, name="staff-account"),
    path("staff/accounts/<uuid:ref>/<slug:change>/", staff.change, name="staff-account-change"),
    path("agency/accounts/", agency.listed, name="agency-accounts"),
    path("agency/accounts/new/", agency.create, name="agency-account-new"),
    path("agency/accounts/<uuid:ref>/", agency.show, name="agency-account"),
    path("agency/accounts/<uuid:ref>/<slug:change>/", agency.change, name="agency-account-change"),
    path("agency/tokens/", agency.tokens, name="tokens"),
    path("agency/tokens/new/", agency.create_token, name="token-new"),
    path("agency/tokens/<uuid:ref>/end/", agency.end_token, name="token-end"),
]  # fmt: skip
