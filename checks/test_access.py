"""Every address says who may enter, and each role meets there what the reviewed table says."""

import os
import uuid

import pytest
from checks import access
from django.test import Client
from tests import factories

NOBODY = "PUBLIC"
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
def people(db):
    """One account for each role of the role table; agencies' people belong to an agency."""
    agency = factories.agency()
    held = {}
    for code, kind in _roles("staff") + _roles("agency"):
        of = {"agency_of": agency} if kind == "agency" else {}
        held[code] = _hold(factories.account(f"walk-{code.lower()}", **of), code)
    return held


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


def _visit(route, account):
    client = Client(raise_request_exception=False)
    if account is not None:
        client.force_login(account)
    return client.get(route.path())


def _policy_is_strict(answer):
    policy = answer.headers.get("Content-Security-Policy", "")
    return "default-src 'self'" in policy and "unsafe" not in policy


def test_every_view_says_who_may_enter():
    assert access.unmarked(access.routes()) == []


@pytest.mark.slow
def test_each_role_meets_at_each_address_what_the_table_says(people):
    found, loose, wrong = {}, [], []
    for route in ROUTES:
        entered = []
        for role, account in [(NOBODY, None), *sorted(people.items())]:
            answer = _visit(route, account)
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
    everybody = {NOBODY, *roles}
    for pattern, held in access.read_matrix().items():
        kind, _, needs = held["access"].partition(" ")
        entered = set(held["enter"])
        if kind == "public":
            assert entered == everybody, pattern
        elif kind == "signed_in":
            assert NOBODY not in entered, pattern
        else:
            may = {
                code
                for code, (of, codes) in roles.items()
                if of == kind and set(needs.split("|")) & set(codes)
            }
            assert entered == may, pattern


def _strangers(kind):
    """Something of another branch, and of another agency, for each kind of address."""
    there = factories.branch("TPY")
    other = factories.agency("TEST-TAX")
    case = factories.case(branch=there, agency=other)
    return {
        "staff/cases/": lambda: case.ref,
        "staff/parties/": lambda: case.obligor.ref,
        "staff/accounts/": lambda: factories.account("stranger", of=there).ref,
        "staff/mails/": lambda: _mail(there),
        "agency/cases/": lambda: case.ref,
        "agency/accounts/": lambda: factories.account("far", agency_of=other).ref,
        "agency/tokens/": lambda: _token(other).ref,
    }[kind]()


def _mail(of):
    from wuai.contexts.messages import api as messages

    return messages.send_mail(
        once_key="far", recipient="a@example.org", subject="s", body="b", branch_id=of.id,
        at=factories.AT,
    )  # fmt: skip


def _token(agency):
    from wuai.contexts.identity.models import ApiToken

    return ApiToken.objects.create(
        agency=agency, name="t", prefix="x", sha256=uuid.uuid4().hex, created_at=factories.AT,
        expires_on=factories.ON,
    )  # fmt: skip


KINDS = ("staff/mails/", "staff/cases/", "staff/parties/", "staff/accounts/", "agency/cases/", "agency/accounts/",
         "agency/tokens/")  # fmt: skip


# Proven where the things themselves are made; the file must speak of 404.
ELSEWHERE = {
    "agency/referrals/": "src/wuai/contexts/referrals/tests/test_pages.py",
    "agency/feedback/": "src/wuai/contexts/referrals/tests/test_pages.py",
    "staff/intake/": "src/wuai/contexts/referrals/tests/test_pages.py",
    "staff/notices/": "src/wuai/contexts/notices/tests/test_staff_pages.py",
    "staff/payments/": "src/wuai/contexts/payments/tests/test_pages.py",
    "staff/calls/": "src/wuai/contexts/messages/tests/test_pages.py",
    "staff/contacts/": "src/wuai/contexts/messages/tests/test_pages.py",
    "staff/care/": "src/wuai/contexts/care/tests/test_pages.py",
    "staff/suspense/": "src/wuai/contexts/payments/tests/test_pages.py",
    "staff/reference/": "src/wuai/contexts/organisation/tests/test_reference_pages.py",
}


def test_every_address_that_names_a_thing_is_tried_with_somebody_else_s():
    unproven = [
        route.pattern
        for route in ROUTES
        if route.parameters and route.pattern.startswith(("staff/", "agency/"))
        and not route.pattern.startswith((*KINDS, *ELSEWHERE))
    ]  # fmt: skip
    assert unproven == []
    for name in ELSEWHERE.values():
        assert "== 404" in (access.MATRIX.parents[1] / name).read_text("utf-8"), name


def _with_ref():
    return [
        (kind, route)
        for route in ROUTES
        for kind in KINDS
        if route.pattern.startswith(kind) and "ref" in route.parameters
    ]


@pytest.mark.parametrize(
    ("kind", "route"), _with_ref(), ids=lambda held: getattr(held, "pattern", held)
)
def test_what_belongs_to_another_branch_or_agency_is_not_found(db, kind, route):
    side = kind.partition("/")[0]
    of = {"agency_of": factories.agency()} if side == "agency" else {}
    codes = [code for code, _ in _roles(side)]
    me = _hold(factories.account("curious", **of), *codes)
    client = Client()
    client.force_login(me)
    address = route.path(ref=_strangers(kind))
    answers = {client.get(address).status_code, client.post(address).status_code}
    assert answers in ({404}, {404, 405})


def test_a_planted_view_without_a_mark_is_found():
    from django.urls import path

    planted = [path("staff/planted/", lambda request: None)]
    assert access.unmarked(access.routes(planted)) == ["staff/planted/"]
