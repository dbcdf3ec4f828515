"""A cashier takes cash from the case page and hands over a receipt; the case shows it at once."""

import os
import re
from pathlib import Path

import pytest
from tests.journeys.browser import axe, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = os.environ.get("WUAI_PICTURES", "")


def test_cash_is_taken_and_the_case_shows_it(house, entered):
    ref, number = house.ask(
        "SELECT ref::text, number FROM cases_case WHERE closed_on IS NULL AND referred > 3000"
        " ORDER BY id DESC"
    )[0]
    with entered("cashier") as page:
        page.goto(f"{house.address}/staff/payments/till/")
        page.locator("input[name=opening_float]").fill("3,000")
        assert axe(page) == []
        page.locator("input[name=opening_float]").press("Enter")
        page.wait_for_url("**/staff/counter/")
        page.goto(f"{house.address}/staff/cases/{ref}/")
        before = page.locator("#money .amount__figure").inner_text()
        page.locator("#acts").get_by_role("link", name="櫃檯收款").click()
        assert number in page.locator("main").inner_text()
        assert axe(page) == []
        page.locator("input[name=amount]").fill("1,000")
        page.locator("input[name=payer]").fill("王小明")
        if PICTURES:
            screenshot(page, Path(PICTURES) / "cashier-counter.png")
        page.locator("input[name=payer]").press("Enter")
        page.wait_for_url("**/print/")
        paper = page.locator("main, article").first.inner_text()
        assert re.search(r"\d+收字第\d{8}號", paper)
        assert "1,000" in paper
        assert axe(page) == []
        if PICTURES:
            screenshot(page, Path(PICTURES) / "cashier-receipt.png")
        page.goto(f"{house.address}/staff/cases/{ref}/")
        after = page.locator("#money .amount__figure").inner_text()
        assert _dollars(before) - _dollars(after) == 1000
        assert "收款 NT$ 1,000" in page.locator("#timeline").inner_text()
        assert page.wrongs == []


def _dollars(text: str) -> int:
    return int(re.sub(r"\D", "", text))
