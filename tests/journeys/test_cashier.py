"""A cashier takes cash from the case page and hands over a receipt; the case shows it at once."""

import os
import re
from pathlib import Path

import pytest
from tests.journeys.browser import axe, overflow, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = os.environ.get("WUAI_PICTURES", "")


def test_cash_is_taken_and_the_case_shows_it(house, entered):
    ref, number = house.ask(
        "SELECT ref::text, number FROM cases_case WHERE closed_on IS NULL AND referred > 3000"
        " ORDER BY id DESC"
    )[0]
    with entered("cashier") as page:
        _open_till(page, house)
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


def _open_till(page, house):
    page.goto(f"{house.address}/staff/payments/till/")
    assert axe(page) == []
    if page.locator("input[name=opening_float]").count():
        page.locator("input[name=opening_float]").fill("3,000")
        page.locator("input[name=opening_float]").press("Enter")
        page.wait_for_url("**/staff/counter/")


def _look(page, name):
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        if PICTURES:
            screenshot(page, Path(PICTURES) / f"till-{name}-{width}.png")
        assert overflow(page) == 0
    assert axe(page) == []


def test_a_wrong_count_is_seen_explained_and_approved_by_somebody_else(house, entered):
    with entered("cashier") as page:
        _open_till(page, house)
        page.goto(f"{house.address}/staff/payments/till/")
        page.get_by_role("link", name="點算、存入與關櫃").click()
        till = page.url.split("#")[0]
        # Who counts does not see first what should be there.
        assert "應有" not in page.locator("main dl").first.inner_text()
        page.locator("input[name=pieces_1000]").fill("1")
        page.locator("input[name=pieces_1000]").press("Enter")
        assert "點算與應有金額不符" in page.locator("#close").inner_text()
        short = page.locator("#close .amount__figure").inner_text()
        _look(page, "wrong-zh")
        page.locator("#close button").click()
        assert "差額原因" in page.locator("main").inner_text()
        assert page.locator(".notice--bad, .refusal, [role=alert]").count()
        page.locator("input[name=why], textarea[name=why]").fill("已逐張核對收據存根，未發現誤鍵")
        page.locator("#close button").click()
        assert "差額待另一位" in page.locator("body").inner_text()
        assert not page.locator("#decide").count()
        assert page.wrongs == [] or all("422" in wrong for wrong in page.wrongs)
    with entered("chief", lang="en") as page:
        page.goto(till)
        assert short.replace("−", "-").replace(" ", "") in page.locator(
            "#decide"
        ).inner_text().replace("−", "-").replace(" ", "")
        _look(page, "decide-en")
        page.locator("#decide button").first.click()
        assert not page.locator("#decide").count()
    assert house.ask(
        "SELECT count(*) FROM ledger_ledgeraccount a JOIN ledger_ledgerentry e ON e.account_id = a.id"
        " WHERE a.code = 'OVER_SHORT'"
    )[0][0]  # fmt: skip
    assert all(check["holds"] for check in house.wuai("ledger", "verify"))


def _dollars(text: str) -> int:
    return int(re.sub(r"\D", "", text))
