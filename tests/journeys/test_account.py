"""Coming in for the first time with a security key in a real browser; every page of accounts is fit for all."""

import os
from datetime import datetime
from pathlib import Path

import pytest
from django.utils import timezone
from tests.journeys.browser import axe, overflow, page_of, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("WUAI_PICTURES", "")
WORD = "correct-horse-staple"


def _now() -> datetime:
    return timezone.now()


@pytest.fixture
def place(live_server):
    from wuai.contexts.identity import api
    from wuai.platform.actors import system

    api.create_demo_accounts(branch="SCY", by=system(), at=_now())
    return live_server.url.replace("127.0.0.1", "localhost")


def _log_in(page, place, username):
    from wuai.contexts.identity import api

    page.goto(f"{place}/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", api.DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/code/")
    page.fill("input[name=code]", api.current_code(username, at=_now()))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def _fit(page, name):
    if PICTURES:
        screenshot(page, Path(PICTURES) / f"{name}.png")
    assert axe(page) == [], name
    assert overflow(page) == 0, name
    assert page.wrongs == [], name


def _virtual_key(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_newcomer_sets_a_password_and_a_key_and_comes_back_with_it(place, chromium):
    from wuai.contexts.identity import api
    from wuai.contexts.organisation import api as organisation
    from wuai.platform.actors import system

    new = api.NewAccount(
        username="mei", name="陳示範", branch_id=organisation.branch("SCY").id, roles=("CLERK",)
    )
    made = api.create_account(new=new, by=system(), at=_now())
    with page_of(chromium) as page:
        _virtual_key(page)
        page.goto(f"{place}/login/")
        _fit(page, "login")
        page.fill("input[name=username]", "mei")
        page.fill("input[name=password]", made.first_password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/login/password/")
        _fit(page, "first-password")
        page.fill("input[name=new]", WORD)
        page.fill("input[name=again]", WORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/login/enrol/")
        assert page.evaluate("() => document.querySelector('main img').naturalWidth") > 100
        _fit(page, "enrol")
        page.fill("input[name=name]", "家裡的金鑰")
        page.click("form[data-key] button[type=submit]")
        page.wait_for_selector("ul code")
        _fit(page, "recovery-codes")
        assert page.locator("ul code").count() == 10
        page.click("a.button")
        page.wait_for_url("**/staff/**")
        page.context.clear_cookies()
        page.goto(f"{place}/login/")
        page.fill("input[name=username]", "mei")
        page.fill("input[name=password]", WORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/login/code/")
        _fit(page, "code")
        page.click("form[data-key] button[type=submit]")
        page.wait_for_url("**/staff/")


def test_without_scripts_the_door_opens_too(place, chromium):
    with page_of(chromium, java_script_enabled=False) as page:
        _log_in(page, place, "clerk")
        page.goto(f"{place}/account/sessions/")
        assert page.locator("h1").inner_text() == "我的登入"


def test_a_session_that_idles_is_warned_and_can_be_kept(place, chromium):
    with page_of(chromium) as page:
        page.clock.install()
        _log_in(page, place, "clerk")
        page.goto(f"{place}/account/sessions/")
        page.clock.fast_forward(13 * 60 * 1000 + 30_000)
        page.wait_for_selector("#session-warning[open]")
        _fit_dialog = axe(page)
        assert _fit_dialog == []
        page.click("[data-continue]")
        page.wait_for_selector("#session-warning:not([open])", state="attached")
