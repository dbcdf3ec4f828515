"""Through the door: password, second factor, locks, sessions; and no way around any of them."""

import re
import statistics
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from wuai.contexts.identity import actions, api, queries
from wuai.contexts.identity.actions import factors
from wuai.contexts.identity.models import Account, AddressFailure
from wuai.contexts.organisation import api as organisation
from wuai.platform.actors import system
from wuai.platform.models import HistoryLine

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
WORD = "correct-horse-staple"
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(AT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def demo(clock):
    api.create_demo_accounts(branch="SCY", by=system(), at=AT)


@pytest.fixture
def newcomer(clock):
    new = actions.NewAccount(
        username="mei", name="陳示範", branch_id=organisation.branch("SCY").id, roles=("IT",)
    )
    return actions.create_account(new=new, by=system(), at=AT)


def _password(client, username="clerk", password=api.DEMO_PASSWORD, **more):
    return client.post("/login/", {"username": username, "password": password, **more})


def _code(client, username="clerk"):
    return client.post("/login/code/", {"code": api.current_code(username, at=timezone.now())})


def _come_in(client, username="clerk", **more):
    assert _password(client, username, **more).headers["Location"] == "/login/code/"
    return _code(client, username)


def _is_in(client):
    return client.get("/account/extend").status_code == 204


class TestComingIn:
    def test_password_then_code_leads_to_the_work(self, client, demo):
        assert client.get("/login/").status_code == 200
        assert _come_in(client).headers["Location"] == "/staff/"
        assert _is_in(client)
        line = HistoryLine.objects.get(action="account.log_in")
        assert (line.by_name, line.data) == (
            Account.objects.get(username="clerk").name,
            {"factor": "totp"},
        )

    def test_an_agency_user_comes_to_the_agency_pages(self, client, demo):
        assert _come_in(client, "nhi").headers["Location"] == "/agency/"

    @pytest.mark.parametrize("name", ["CLERK", " clerk ", "ｃｌｅｒｋ"])
    def test_the_name_may_be_typed_in_any_letters(self, client, demo, name):
        assert _password(client, name).headers["Location"] == "/login/code/"

    @pytest.mark.parametrize(
        ("wanted", "goes"),
        [
            ("/staff/cases/?q=1", "/staff/cases/?q=1"),
            ("https://evil.example/", "/staff/"),
            ("//evil.example/", "/staff/"),
            ("/\\evil.example/", "/staff/"),
            ("javascript:alert(1)", "/staff/"),
        ],
    )
    def test_it_leads_on_only_within_this_site(self, client, demo, wanted, goes):
        assert _come_in(client, next=wanted).headers["Location"] == goes

    def test_a_recovery_code_works_once(self, client, demo):
        account = Account.objects.get(username="clerk")
        codes = actions.new_recovery_codes(ref=str(account.ref), by=system(), at=AT)
        _password(client)
        assert client.post("/login/code/", {"code": codes[3]}).status_code == 302
        other = Client()
        _password(other)
        assert other.post("/login/code/", {"code": codes[3]}).status_code == 401

    def test_a_code_works_once(self, client, demo):
        code = api.current_code("clerk", at=AT)
        for visitor, status in ((client, 302), (Client(), 401)):
            _password(visitor)
            assert visitor.post("/login/code/", {"code": code}).status_code == status

    @pytest.mark.parametrize("late", [timedelta(seconds=60), timedelta(seconds=-60)])
    def test_a_code_of_another_minute_does_not(self, client, demo, clock, late):
        account = Account.objects.get(username="clerk")
        sealed = Authenticator.objects.get(user_id=account.id).data["secret"]
        secret = factors.open_secret(str(account.ref), sealed)
        counter = int((AT + late).timestamp()) // 30
        _password(client)
        assert (
            client.post("/login/code/", {"code": factors.code_at(secret, counter)}).status_code
            == 401
        )

    def test_the_secret_is_not_in_the_database(self, demo):
        account = Account.objects.get(username="clerk")
        held = Authenticator.objects.get(user_id=account.id).data["secret"]
        secret = factors.open_secret(str(account.ref), held)
        assert secret not in str(Authenticator.objects.values_list("data", flat=True))
        other = Account.objects.get(username="chief")
        with pytest.raises(Exception, match=r"mfa\.totp"):
            factors.open_secret(str(other.ref), held)

    def test_the_page_speaks_english_too(self, client, demo):
        page = client.get("/login/", headers={"Accept-Language": "en"}).content.decode()
        assert "Account" in page
        assert not re.search(
            r"[\u4e00-\u9fff]",
            re.sub(r"<(title|header|footer).*?</\1>", "", page, flags=re.S)
            .split("<h1>")[1]
            .split("</main>")[0],
        )


class TestFirstTime:
    def test_password_changed_then_a_factor_enrolled_then_in(self, client, newcomer):
        assert (
            _password(client, "mei", newcomer.first_password).headers["Location"]
            == "/login/password/"
        )
        weak = client.post("/login/password/", {"new": "short", "again": "short"})
        assert weak.status_code == 422
        again = client.post(
            "/login/password/", {"new": newcomer.first_password, "again": newcomer.first_password}
        )
        assert again.status_code == 422
        done = client.post("/login/password/", {"new": WORD, "again": WORD})
        assert done.headers["Location"] == "/login/enrol/"
        page = client.get("/login/enrol/").content.decode()
        secret = "".join(re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page)[0].split())
        assert client.post("/login/enrol/", {"code": "000000"}).status_code == 422
        assert not _is_in(client)
        shown = client.post(
            "/login/enrol/", {"code": factors.code_at(secret, int(AT.timestamp()) // 30)}
        )
        assert len(set(re.findall(r"<code>(\d{8})</code>", shown.content.decode()))) == 10
        assert _is_in(client)
        assert queries.account_row(newcomer.ref).has_second_factor

    def test_after_a_reset_everything_begins_anew_and_old_sessions_are_gone(self, client, newcomer):
        self.test_password_changed_then_a_factor_enrolled_then_in(client, newcomer)
        made = actions.reset_account(
            ref=newcomer.ref, second_factor=True, reason="手機遺失", by=system(), at=AT
        )
        assert not _is_in(client)
        assert _password(client, "mei", WORD).status_code == 401
        assert (
            _password(client, "mei", made.first_password).headers["Location"] == "/login/password/"
        )


class TestNoWayAround:
    PAGES = ("/staff/", "/staff/accounts/", "/account/sessions/", "/account/security/",
             "/account/password/", "/account/extend", "/agency/tokens/")  # fmt: skip

    def test_half_way_nothing_else_opens(self, client, demo):
        _password(client)
        for page in self.PAGES:
            assert client.get(page).headers.get("Location", "").startswith("/login/"), page
        assert client.get("/login/enrol/").headers["Location"] == "/login/code/"
        assert client.get("/login/password/").headers["Location"] == "/login/code/"

    def test_a_one_time_password_opens_nothing_but_its_change(self, client, newcomer):
        _password(client, "mei", newcomer.first_password)
        for page in self.PAGES:
            assert client.get(page).headers.get("Location", "").startswith("/login/"), page
        assert client.get("/login/enrol/").headers["Location"] == "/login/password/"

    @pytest.mark.parametrize("page", ["/login/code/", "/login/password/", "/login/enrol/"])
    def test_without_a_password_no_step_opens(self, client, demo, page):
        assert client.get(page).headers["Location"] == "/login/"
        assert (
            client.post(page, {"code": api.current_code("clerk", at=AT)}).headers["Location"]
            == "/login/"
        )

    def test_half_way_ends_after_ten_minutes(self, client, demo, clock):
        _password(client)
        clock.shift(601)
        assert _code(client).headers["Location"] == "/login/"

    def test_an_account_ended_half_way_does_not_come_in(self, client, demo):
        _password(client)
        actions.end_account(
            ref=str(Account.objects.get(username="clerk").ref), reason="", by=system(), at=AT
        )
        assert _code_of_ended(client).headers["Location"] == "/login/"

    @pytest.mark.parametrize(
        "page",
        ["/accounts/login/", "/accounts/signup/", "/signup/", "/accounts/2fa/", "/admin/",
         "/accounts/password/reset/", "/accounts/email/", "/accounts/reauthenticate/"],
    )  # fmt: skip
    def test_the_library_has_no_door_of_its_own(self, client, demo, page):
        assert client.get(page).status_code == 404


def _code_of_ended(client):
    return client.post("/login/code/", {"code": "123456"})


class TestLock:
    def test_the_fifth_failure_locks_and_a_quarter_of_an_hour_later_it_is_open(
        self, client, demo, clock
    ):
        answers = [_password(client, password="wrong") for _ in range(5)]
        assert [a.status_code for a in answers] == [401, 401, 401, 401, 429]
        assert answers[-1].headers["Retry-After"] == "900"
        assert _password(client).status_code == 429
        clock.shift(timedelta(minutes=14, seconds=59))
        assert _password(client).status_code == 429
        clock.shift(2)
        assert _come_in(client).status_code == 302

    def test_trying_while_locked_does_not_make_it_longer(self, client, demo, clock):
        for _ in range(5):
            _password(client, password="wrong")
        for _ in range(14):
            clock.shift(60)
            assert _password(client, password="wrong").status_code == 429
        clock.shift(61)
        assert _password(client).status_code == 302

    def test_wrong_codes_lock_like_wrong_passwords(self, client, demo):
        _password(client)
        answers = [client.post("/login/code/", {"code": "000000"}).status_code for _ in range(5)]
        assert answers == [401, 401, 401, 401, 429]
        assert _code(client).status_code == 429
        assert _password(Client()).status_code == 429

    def test_other_letters_or_another_address_count_together(self, demo):
        names = ["clerk", "CLERK", "ｃｌｅｒｋ", "Clerk ", "cLERK"]
        for number, name in enumerate(names):
            Client(REMOTE_ADDR=f"10.0.0.{number}").post(
                "/login/", {"username": name, "password": "x"}
            )
        assert _password(Client()).status_code == 429

    def test_others_are_not_locked_with_it(self, client, demo):
        for _ in range(5):
            _password(client, password="wrong")
        assert _password(Client(), "chief").status_code == 302

    def test_coming_in_forgets_the_failures(self, demo):
        for _ in range(2):
            for _ in range(4):
                _password(Client(), password="wrong")
            assert _come_in(Client()).status_code == 302

    def test_nobody_learns_whether_an_account_exists(self, demo):
        there, not_there = Client(), Client()
        for _ in range(6):
            answers = [
                _password(c, name, "wrong") for c, name in ((there, "clerk"), (not_there, "nobody"))
            ]
            bodies = [_without_secrets(a.content.decode()) for a in answers]
            assert bodies[0].replace("clerk", "X") == bodies[1].replace("nobody", "X")
            assert answers[0].status_code == answers[1].status_code
        assert {
            line.data["step"] for line in HistoryLine.objects.filter(action="account.login_failed")
        } == {"password"}

    @pytest.mark.slow
    def test_the_time_it_takes_does_not_tell_either(self):
        api.create_demo_accounts(branch="SCY", by=system(), at=timezone.now())
        taken = {"clerk": [], "nobody": []}
        for number in range(40):
            for name, times in taken.items():
                client = Client(REMOTE_ADDR=f"10.1.0.{number}")
                began = time.perf_counter()
                client.post(
                    "/login/", {"username": name if number % 4 else name + " ", "password": "x"}
                )
                times.append(time.perf_counter() - began)
        first, second = (statistics.median(times[:4]) for times in taken.values())
        assert abs(first - second) < 0.6 * max(first, second)


class TestAddress:
    def test_spraying_from_one_address_is_slowed_and_others_come_in(self, demo, clock):
        for number in range(50):
            _password(Client(REMOTE_ADDR="203.0.113.9"), f"user{number}", "Spring2026!")
        refused = _password(Client(REMOTE_ADDR="203.0.113.9"))
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 900
        assert _password(Client(REMOTE_ADDR="203.0.113.10")).status_code == 302
        clock.shift(901)
        assert _password(Client(REMOTE_ADDR="203.0.113.9")).status_code == 302

    def test_a_forged_header_is_not_another_address(self, demo):
        for number in range(50):
            Client(REMOTE_ADDR="203.0.113.9").post(
                "/login/", {"username": f"user{number}", "password": "x"},
                headers={"X-Forwarded-For": f"198.51.100.{number}"},
            )  # fmt: skip
        assert _password(Client(REMOTE_ADDR="203.0.113.9")).status_code == 429
        assert AddressFailure.objects.count() == 1


def _without_secrets(page):
    page = re.sub(r'nonce="[^"]+"', "", page)
    return re.sub(r'(csrfmiddlewaretoken" value|X-CSRFToken)[^>]+>', "", page)


class TestSessions:
    def test_the_session_gets_a_new_key_at_each_step(self, client, demo):
        client.get("/login/")
        session = client.session
        session["planted"] = "1"
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        keys = [session.session_key]
        _password(client)
        keys.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
        _code(client)
        keys.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
        assert len(set(keys)) == 3
        assert "planted" not in client.session
        assert not Session.objects.filter(session_key__in=keys[:2]).exists()

    def test_idle_for_a_quarter_of_an_hour_it_ends_and_extending_keeps_it(
        self, client, demo, clock
    ):
        _come_in(client)
        for _ in range(3):
            clock.shift(timedelta(minutes=14))
            assert _is_in(client)
        clock.shift(timedelta(minutes=15, seconds=1))
        assert not _is_in(client)

    def test_after_eight_hours_it_ends_however_busy(self, client, demo, clock):
        _come_in(client)
        for _ in range(48):
            clock.shift(timedelta(minutes=10))
            assert _is_in(client)
        clock.shift(60)
        assert not _is_in(client)

    def test_a_session_is_seen_and_ended_from_elsewhere(self, demo):
        here, there = Client(), Client(HTTP_USER_AGENT="Kiosk/1.0")
        _come_in(there)
        _come_in(here)
        page = here.get("/account/sessions/").content.decode()
        assert "Kiosk/1.0" in page
        number = re.search(r'name="session" value="(\d+)"', page)[1]
        assert here.post("/account/sessions/", {"session": number}).status_code == 302
        assert not _is_in(there)
        assert _is_in(here)

    def test_nobody_ends_a_session_of_somebody_else(self, demo):
        clerk, chief = Client(), Client()
        _come_in(clerk)
        _come_in(chief, "chief")
        from allauth.usersessions.models import UserSession

        number = UserSession.objects.get(user__username="chief").id
        assert clerk.post("/account/sessions/", {"session": number}).status_code == 404
        assert _is_in(chief)

    def test_all_others_end_at_once(self, demo, clock):
        clients = []
        for _ in range(3):
            clients.append(Client())
            _come_in(clients[-1])
            clock.shift(31)
        clients[0].post("/account/sessions/", {})
        assert [_is_in(c) for c in clients] == [True, False, False]

    def test_logging_out_ends_it_and_only_by_post(self, client, demo):
        _come_in(client)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        assert client.get("/logout/").status_code == 405
        assert client.post("/logout/").headers["Location"] == "/login/"
        assert not Session.objects.filter(session_key=key).exists()
        client.cookies[settings.SESSION_COOKIE_NAME] = key
        assert not _is_in(client)

    def test_a_form_from_another_site_does_nothing(self, demo):
        client = Client(enforce_csrf_checks=True)
        assert _password(client).status_code == 403
        assert client.post("/logout/").status_code == 403

    def test_an_ended_account_is_dead_at_once(self, client, demo):
        _come_in(client)
        ref = str(Account.objects.get(username="clerk").ref)
        actions.end_account(ref=ref, reason="離職", by=system(), at=AT)
        assert not _is_in(client)
        assert _password(Client()).status_code == 401

    def test_a_role_taken_away_is_gone_in_the_same_session(self, client, demo):
        _come_in(client, "it")
        assert client.get("/staff/accounts/").status_code == 200
        row = queries.account_row(str(Account.objects.get(username="it").ref))
        actions.end_role(ref=row.ref, held_id=row.roles[0].id, by=system(), at=AT)
        assert client.get("/staff/accounts/").status_code == 403

    def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(self, demo):
        here, there = Client(), Client()
        _come_in(here)
        _come_in(there)
        wrong = here.post("/account/password/", {"present": "wrong", "new": WORD, "again": WORD})
        assert wrong.status_code == 422
        done = here.post(
            "/account/password/", {"present": api.DEMO_PASSWORD, "new": WORD, "again": WORD}
        )
        assert done.status_code == 302
        assert _is_in(here)
        assert not _is_in(there)
        assert len(queries.sessions(Account.objects.get(username="clerk").id, current_key="")) == 1
        assert _password(Client(), password=WORD).status_code == 302

    def test_the_queries_of_a_signed_in_request_are_few(
        self, client, demo, django_assert_num_queries
    ):
        _come_in(client)
        _is_in(client)
        # session, account with its place, roles; savepoint, update, release of the session
        with django_assert_num_queries(6):
            assert _is_in(client)
