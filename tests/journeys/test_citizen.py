"""Somebody logs in with a citizen card through the component's own window, and sees who read the file."""

import os
from pathlib import Path

import pytest
from tests.journeys.browser import axe, overflow, page_of, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PIN = "70419382"
PICTURES = os.environ.get("WUAI_PICTURES", "")


def _look(page, name):
    if PICTURES:
        screenshot(page, Path(PICTURES) / f"citizen-{name}.png")
    assert axe(page) == []
    assert overflow(page) == 0


def _lang(page, house, lang):
    page.context.add_cookies([{"name": "django_language", "value": lang, "url": house.address}])


def test_a_card_is_linked_once_and_is_enough_from_then_on(house, chromium):
    from wuai.contexts.identity import api as identity

    me = identity.Person(**house.wuai("demo", "cards")[0])
    house.signing.give([me])
    for card in house.signing.component.cards:
        card.pin = PIN
    with page_of(chromium, width=375, height=812) as page:
        sent = []
        page.context.on("request", lambda asked: sent.append(asked))
        page.goto(f"{house.address}/my/access/")
        assert page.url.startswith(f"{house.address}/login/citizen/")
        _look(page, "ways")
        page.locator("#card a").click()
        _look(page, "card")
        # A message that does not come from the component's window counts for nothing.
        page.evaluate('postMessage(\'{"func":"sign","ret_code":0,"signature":"AAAA"}\', \'*\')')
        page.locator("[data-part=read]").click()
        page.locator("#card-pin").wait_for()
        page.locator("#card-slot").select_option(me.name)
        page.locator("#card-pin").fill("999999")
        page.locator("[data-part=sign] button").click()
        page.locator("[data-code='0xA0']").wait_for()
        _look(page, "pin-wrong")
        page.locator("#card-pin").fill(PIN)
        page.locator("[data-part=sign] button").click()
        page.wait_for_url("**/login/card/link/")
        _look(page, "link")
        page.locator("[name=case_number]").fill(me.case_number)
        page.locator("[name=number]").fill(me.number)
        page.locator("[name=code]").fill(me.code)
        page.keyboard.press("Enter")
        page.wait_for_url("**/my/access/")
        assert "系統" in page.locator("main").inner_text()
        for lang in ("zh-hant", "en"):
            _lang(page, house, lang)
            page.goto(f"{house.address}/my/access/")
            _look(page, f"access-{lang}")
            page.goto(f"{house.address}/my/identity/")
            _look(page, f"identity-{lang}")
        ours = [asked for asked in sent if asked.url.startswith(house.address)]
        assert not any(PIN in (asked.post_data or "") + asked.url for asked in ours)
        assert not any(me.number in asked.url for asked in ours)
        page.locator("#leave button").first.click()
        page.wait_for_url("**/login/citizen/")
        assert page.wrongs == []
    with page_of(chromium, width=1280) as page:
        _lang(page, house, "en")
        page.goto(f"{house.address}/login/card/?next=/my/identity/")
        for label, code in (("（已廢止", "revoked"), ("", "")):
            page.locator("[data-part=read]").click()
            page.locator("#card-pin").fill(PIN)
            slots = page.locator("#card-slot option").all_inner_texts()
            wanted = next(one for one in slots if label in one and (label or one == me.name))
            page.locator("#card-slot").select_option(wanted)
            page.locator("[data-part=sign] button").click()
            if code:
                page.locator(".error-summary").wait_for()
                assert code in page.locator(".error-summary").inner_text()
                _look(page, "revoked-en")
        page.wait_for_url("**/my/identity/")
    with page_of(chromium, width=375) as page:
        house.signing.component.silent = True
        try:
            page.goto(f"{house.address}/login/card/")
            page.locator("[data-part=read]").click()
            page.locator("[data-code=MISSING]").wait_for(timeout=8000)
        finally:
            house.signing.component.silent = False


def test_a_case_is_looked_up_without_script(house, chromium):
    me = house.wuai("demo", "cards")[0]
    for lang, width in (("zh-hant", 375), ("en", 1280)):
        with page_of(chromium, width=width) as page:
            _lang(page, house, lang)
            page.goto(f"{house.address}/lookup/")
            _look(page, f"lookup-{lang}")
    with page_of(chromium, width=375, java_script_enabled=False) as page:
        page.goto(f"{house.address}/lookup/")
        page.locator("[name=case_number]").fill(me["case_number"])
        page.locator("[name=number]").fill(me["number"])
        page.locator("[name=code]").fill(me["code"])
        page.locator("main form button").click()
        assert page.url == f"{house.address}/lookup/case/"
        assert me["case_number"] in page.locator("main").inner_text()
