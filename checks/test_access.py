"""Every address says who may enter, and each role meets there what the reviewed table says."""

import os
from http.cookies import SimpleCookie

import pytest
from checks import access
from django.test import Client
from tests import factories

from wuai.contexts.identity.queries_citizens import CitizenRow

NOBODY = "PUBLIC"
# Somebody who proved who he is; sees his own person only.
CITIZEN = "CITIZEN"
ROUTES = [route for route in access.routes() if not route.pattern.startswith(access.UNMARKED_API)]


def _hold(account, *codes):
    from wuai.contexts.identity.models import AccountRole, Role

    for role in Role.objects.filter(code__in=codes):
        AccountRole.objects.create(account=account, role=role, since=factories.ON.replace(2020))
    return account


def _roles(kind):
    """The role table, without the roles that tests make for themselves."""
    from wuai.contexts.identity.models import Role

    found = Role.objects.filter(kind=kind).exclude(code__startswith="T-").order_by("code")
    return list(found.values_list("code", "kind"))


@pytest.fixture
def quick_sessions(settings):
    """Sessions in memory: they are read and saved eight thousand times, and are not what is tried."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "sessions"}
    settings.CACHES = {**settings.CACHES, "sessions": memory}
    settings.SESSION_CACHE_ALIAS = "sessions"
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"


@pytest.fixture
def people(db):
    """One account for each role of the role table; agencies' people belong to an agency."""
    agency = factories.agency()
    held = {}
    for code, kind in _roles("staff") + _roles("agency"):
        of = {"agency_of": agency} if kind == "agency" else {}
        held[code] = _hold(factories.account(f"walk-{code.lower()}", **of), code)
    return held | {CITIZEN: factories.citizen("陳測試", "A123456789")}


def _verdict(route, answer):
    if answer.status_code >= 500 and route.pattern != "readyz":  # which says 503 without a worker
        return f"error {answer.status_code}"
    if route.access == "public" and answer.status_code != 403:
        return "enter"  # the steps of logging in send to the first one
    target = answer.headers.get("Location", answer.headers.get("HX-Redirect", ""))
    if answer.status_code in {301, 302, 401} and target.startswith("/login/"):
        return "login"
    if answer.status_code == 403:
        return "refused"
    return "enter"


def _entered(account):
    """A browser in which somebody, or nobody, is logged in."""
    client = Client(raise_request_exception=False)
    if isinstance(account, CitizenRow):
        factories.let_in(client, account)
    elif account is not None:
        client.force_login(account)
    return client


def _visit(route, client):
    """Open an address; what it leaves in the browser is forgotten before the next one."""
    held = SimpleCookie(client.cookies)
    try:
        return client.get(route.path())
    finally:
        client.cookies = held


def _policy_is_strict(answer):
    policy = answer.headers.get("Content-Security-Policy", "")
    return "default-src 'self'" in policy and "unsafe" not in policy


def test_every_view_says_who_may_enter():
    assert access.unmarked(access.routes()) == []


@pytest.mark.slow
def test_each_role_meets_at_each_address_what_the_table_says(people, quick_sessions):
    found, loose, wrong = {}, [], []
    browsers = {
        role: _entered(account) for role, account in [(NOBODY, None), *sorted(people.items())]
    }
    for route in ROUTES:
        entered = []
        for role, client in browsers.items():
            answer = _visit(route, client)
            verdict = _verdict(route, answer)
            if verdict == "enter":
                entered.append(role)
            elif (verdict == "login") != (role == NOBODY):
                wrong.append((route.pattern, role, verdict))
            if "html" in answer.headers.get("Content-Type", "") and not _policy_is_strict(answer):
                loose.append((route.pattern, role))
        found[route.pattern] = {"access": route.access, "enter": entered}
    if os.environ.get("WRITE_ACCESS_MATRIX"):
        access.write_matrix(found)
    assert loose == []
    assert wrong == []
    assert found == access.read_matrix()


def test_the_table_agrees_with_the_permissions_of_the_roles(db):
    """The review, done once more by rule: who gets in is who holds the permission."""
    from wuai.contexts.identity.models import Role

    roles = {role.code: (role.kind, role.permissions) for role in Role.objects.all()}
    everybody = {NOBODY, CITIZEN, *roles}
    for pattern, held in access.read_matrix().items():
        kind, _, needs = held["access"].partition(" ")
        entered = set(held["enter"])
        if kind == "public":
            assert entered == everybody, pattern
        elif kind == "signed_in":
            assert not {NOBODY, CITIZEN} & entered, pattern
        elif kind == "citizen":
            assert entered == {CITIZEN}, pattern
        else:
            may = {
                code
                for code, (of, codes) in roles.items()
                if of == kind and set(needs.split("|")) & set(codes)
            }
            assert entered == may, pattern


def test_a_planted_view_without_a_mark_is_found():
    from django.urls import path

    planted = [path("staff/planted/", lambda request: None)]
    assert access.unmarked(access.routes(planted)) == ["staff/planted/"]
