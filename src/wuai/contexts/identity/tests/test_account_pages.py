"""Administrators keep the accounts of their own branch or agency on pages, and no others."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import get_resolver

from wuai.contexts.identity import actions, api, queries
from wuai.contexts.identity.models import Account, ApiToken
from wuai.contexts.organisation import api as organisation
from wuai.platform.actors import system
from wuai.platform.models import ReadLine

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
ROOT = {"it": "/staff/accounts/", "nhi": "/agency/accounts/"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo():
    with time_machine.travel(AT, tick=False):
        api.create_demo_accounts(branch="SCY", by=system(), at=AT)
        yield


def _as(username):
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def _ref(username):
    return str(Account.objects.get(username=username).ref)


def _elsewhere(username="stranger", **place):
    new = actions.NewAccount(username=username, name="外", **place)
    return actions.create_account(new=new, by=system(), at=AT).ref


@pytest.mark.parametrize("keeper", ["it", "nhi"])
@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_an_account_is_made_and_its_password_shown_once(keeper, language):
    client, head = _as(keeper), {"Accept-Language": language}
    assert client.get(f"{ROOT[keeper]}new/", headers=head).status_code == 200
    role = "CLERK" if keeper == "it" else "AGENCY_USER"
    data = {"username": "new.one", "name": "新同仁", "email": "a@example.invalid", "roles": [role]}
    shown = client.post(f"{ROOT[keeper]}new/", data, headers=head).content.decode()
    password = re.search(r"(?:[34679A-Y]{4}-){3}[34679A-Y]{4}", shown)[0]
    account = Account.objects.get(username="new.one")
    assert account.check_password(password)
    page = client.get(f"{ROOT[keeper]}{account.ref}/", headers=head).content.decode()
    assert password not in page
    assert "新同仁" in client.get(ROOT[keeper], headers=head).content.decode()
    assert client.post(f"{ROOT[keeper]}new/", data).status_code == 422


def test_a_role_of_the_other_kind_is_not_offered():
    data = {"username": "new.one", "name": "新", "roles": ["CHIEF"]}
    assert _as("nhi").post("/agency/accounts/new/", data).status_code == 422
    assert not Account.objects.filter(username="new.one").exists()


@pytest.mark.parametrize(("keeper", "theirs"), [("it", "clerk"), ("nhi", None)])
def test_roles_reset_and_end_work_from_the_page(keeper, theirs):
    client = _as(keeper)
    ref = _ref(theirs) if theirs else _elsewhere(agency_id=organisation.agency("NHI").id)
    root = f"{ROOT[keeper]}{ref}/"
    role = "CHIEF" if keeper == "it" else "AGENCY_USER"
    assert client.post(f"{root}grant/", {"role": role}).status_code == 302
    assert client.post(f"{root}grant/", {"role": role}).status_code == 422
    held = next(h for h in queries.account_row(ref).roles if h.code == role)
    assert client.post(f"{root}end-role/", {"held": held.id}).status_code == 302
    assert role not in [h.code for h in queries.account_row(ref).roles_on(date(2026, 11, 21))]
    assert client.post(f"{root}reset/", {}).status_code == 422
    shown = client.post(f"{root}reset/", {"reset-reason": "忘記", "reset-second_factor": "on"})
    assert shown.status_code == 200
    assert not queries.account_row(ref).has_second_factor
    assert client.post(f"{root}end/", {"end-reason": "離職"}).status_code == 302
    assert not queries.account_row(ref).is_active
    assert client.post(f"{root}nonsense/", {}).status_code == 404
    assert client.get(f"{root}end/").status_code == 405


def test_accounts_of_another_branch_or_agency_do_not_exist_here():
    foreign = [
        _elsewhere("ily-clerk", branch_id=organisation.branch("ILY").id),
        _elsewhere("bli-user", agency_id=organisation.agency("BLI").id),
        "00000000-0000-4000-8000-000000000000",
    ]
    for keeper, others in (
        ("it", [*foreign, _ref("nhi")]),
        ("nhi", [*foreign, _ref("clerk"), _ref("tax")]),
    ):
        client = _as(keeper)
        for ref in others:
            assert client.get(f"{ROOT[keeper]}{ref}/").status_code == 404
            for change in ("grant", "end-role", "reset", "end"):
                data = {"role": "CLERK", "held": 1, "reset-reason": "x", "end-reason": "x"}
                assert client.post(f"{ROOT[keeper]}{ref}/{change}/", data).status_code == 404
        listed = client.get(ROOT[keeper]).content.decode()
        assert "ily-clerk" not in listed
        assert "bli-user" not in listed
    assert all(queries.account_row(ref).is_active for ref in foreign[:2])


def test_on_oneself_nothing_is_offered_and_nothing_taken():
    client = _as("it")
    page = client.get(f"/staff/accounts/{_ref('it')}/").content.decode()
    assert "/grant/" not in page
    answer = client.post(f"/staff/accounts/{_ref('it')}/grant/", {"role": "CHIEF"})
    assert answer.status_code == 422
    assert "CHIEF" not in [h.code for h in queries.account_row(_ref("it")).roles]


def test_reading_the_list_leaves_a_line():
    _as("it").get("/staff/accounts/")
    line = ReadLine.objects.get()
    assert f"account:{_ref('clerk')}" in line.subjects


class TestTokens:
    def _make(self, client, **change):
        page = client.get("/agency/tokens/new/").content.decode()
        names = re.findall(r'name="(expires_on[^"]*)"', page)
        days = dict(zip(names, ["115", "12", "31"], strict=True))
        return client.post(
            "/agency/tokens/new/", {"name": "批次", "scopes": ["case.read"], **days, **change}
        )

    def test_a_token_is_shown_once_and_ended(self):
        client = _as("nhi")
        secret = re.search(r"wuai_[\w-]{43}", self._make(client).content.decode())[0]
        assert api.client_of_token(secret, on=date(2026, 11, 21)).agency_code == "NHI"
        assert secret not in client.get("/agency/tokens/").content.decode()
        token = ApiToken.objects.get()
        assert _as("tax").post(f"/agency/tokens/{token.ref}/end/").status_code == 404
        assert client.post(f"/agency/tokens/{token.ref}/end/").status_code == 302
        assert api.client_of_token(secret, on=date(2026, 11, 21)) is None

    def test_another_agency_does_not_see_it(self):
        self._make(_as("nhi"))
        assert "wuai_" not in _as("tax").get("/agency/tokens/").content.decode()

    def test_without_a_scope_there_is_none(self):
        assert self._make(_as("nhi"), scopes=[]).status_code == 422
        assert self._make(_as("nhi"), name="").status_code == 422
        assert not ApiToken.objects.exists()

    def test_they_end_with_the_account_that_made_them(self):
        self._make(_as("nhi"))
        actions.end_account(ref=_ref("nhi"), reason="離職", by=system(), at=AT)
        assert ApiToken.objects.get().ended_at == AT


WHO = {
    "/staff/accounts/": {"it"},
    "/staff/accounts/new/": {"it"},
    "/staff/reference/": {"it", "chief", "secretariat"},
    "/staff/reference/closures/": {"it", "chief", "secretariat"},
    "/staff/mails/": {"it"},
    "/agency/accounts/": {"nhi", "tax"},
    "/agency/tokens/": {"nhi", "tax"},
    "/agency/tokens/new/": {"nhi", "tax"},
}


@pytest.mark.parametrize("page", WHO)
def test_who_may_enter_is_who_holds_the_permission(page):
    opened = set()
    for username in Account.objects.values_list("username", flat=True):
        status = _as(username).get(page).status_code
        assert status in {200, 403}, (username, status)
        if status == 200:
            opened.add(username)
    assert opened == WHO[page]
    assert Client().get(page).headers["Location"].startswith("/login/?next=")


def test_every_address_says_who_may_enter():
    module = "wuai.contexts.identity.web"
    found = list(get_resolver("wuai.contexts.identity.web.urls").url_patterns)
    assert len(found) > 20
    for pattern in found:
        assert pattern.callback.access[0] in {
            "public",
            "signed_in",
            "citizen",
            "staff",
            "agency",
        }, (
            module,
            pattern,
        )


@pytest.mark.parametrize(
    "page", ["sessions", "password", "security", "security/authenticator", "security/key"]
)
@pytest.mark.parametrize("username", ["clerk", "nhi"])
@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_ones_own_pages_open_for_all_in_both_languages(page, username, language):
    answer = _as(username).get(f"/account/{page}/", headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "style=" not in answer.content.decode().replace("svg+xml", "")
