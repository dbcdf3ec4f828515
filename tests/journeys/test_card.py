"""Somebody pays a notice by card on a phone without script, and sees it paid within five seconds."""

import os
import time
from pathlib import Path

import pytest
from tests.journeys.browser import axe, overflow, page_of, screenshot
from tests.journeys.test_debtor import _link

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = os.environ.get("WUAI_PICTURES", "")
MOST_BYTES, MOST_SCREENS = 100_000, 6


def _look(page, name, lang):
    if PICTURES:
        screenshot(page, Path(PICTURES) / f"card-{name}-{lang}.png")
    assert axe(page) == []
    assert overflow(page) == 0


def test_a_notice_is_paid_by_card_in_six_screens_without_script(house, chromium):
    token, _amount = _link(house)
    screens, heavy = [], []
    with page_of(chromium, width=375, height=812, java_script_enabled=False) as page:
        page.on("framenavigated", lambda frame: screens.append(frame.url))
        page.on("response", lambda answer: heavy.append(answer))
        page.goto(f"{house.address}/p/{token}")
        page.locator("#card button").first.click()
        page.locator("main form button").click()  # leaves for the platform
        page.locator("button[value=PAY]").click()
        page.locator("button", has_text="Back").click()
        assert "已付款並入帳" in page.locator("main").inner_text()
        assert "平台通知我們：已付款" in page.locator("#trail").inner_text()
        ours = [url for url in screens if url.startswith(house.address)]
        assert len(screens) <= MOST_SCREENS, screens
        assert len(ours) == 3, ours
        documents = [a for a in heavy if a.request.resource_type == "document" and a.status == 200]
        # A body is gone once the browser has left its page; what it weighed is still known.
        weights = [a.request.sizes()["responseBodySize"] for a in documents]
        assert 0 < min(weights) <= max(weights) < MOST_BYTES
        attempt = page.url
    with page_of(chromium, width=375, height=812) as page:
        for lang in ("zh-hant", "en"):
            cookie = {"name": "django_language", "value": lang, "url": house.address}
            page.context.add_cookies([cookie])
            page.goto(attempt)
            _look(page, "paid", lang)
        assert page.wrongs == []


def test_the_page_shows_paid_within_five_seconds_of_the_platforms_call(house, chromium):
    token, _amount = _link(house)
    with page_of(chromium, width=1280) as page:
        page.goto(f"{house.address}/p/{token}")
        _look(page, "offer", "zh-hant")
        page.locator("#card button").first.click()
        _look(page, "go", "zh-hant")
        attempt = page.url.removesuffix("go/")
        with page.context.expect_page() as opened:
            page.evaluate("document.querySelector('main form').target = '_blank'")
            page.locator("main form button").click()
        platform = opened.value
        page.goto(attempt)
        assert "還在等平台的消息" in page.locator("main").inner_text()
        platform.locator("button[value=PAY]").click()
        platform.wait_for_load_state()
        told = time.monotonic()
        page.locator("text=已付款並入帳，謝謝您").wait_for(timeout=5000)
        assert time.monotonic() - told < 5
