"""Somebody opens the payment link of a notice on a phone: no login, what is owed, how to pay."""

import hashlib
import os
from pathlib import Path

import pytest
from tests import forked
from tests.journeys.browser import axe, overflow, page_of, screenshot

from wuai.contexts.payments.gateways.settlement import codec

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = os.environ.get("WUAI_PICTURES", "")
ASK = """
from wuai.config import boot
boot.setup()
from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments import api as payments
branch = organisation.resolve_branch()
rows = payments.slip_rows(case_ids=cases.open_case_ids(branch.id))
row = sorted(rows.values(), key=lambda slip: slip.id)[0]
print(row.payment_link_token, row.amount)
"""


def _link(house):
    done = forked.run(["-c", ASK], house.environment)
    done.check_returncode()
    return done.stdout.split()


@pytest.mark.parametrize("lang", ["zh-hant", "en"])
def test_the_link_of_a_notice_says_what_is_owed_and_how_to_pay(house, chromium, lang):
    token, _amount = _link(house)
    with page_of(chromium, width=375, height=812) as page:
        page.context.add_cookies([{"name": "django_language", "value": lang, "url": house.address}])
        answer = page.goto(f"{house.address}/p/{token}")
        assert answer is not None
        assert answer.status == 200
        assert "NT$" in page.locator("main").inner_text()
        if PICTURES:
            screenshot(page, Path(PICTURES) / f"debtor-{lang}.png")
        assert axe(page) == []
        assert overflow(page) == 0
        assert page.wrongs == []


def test_a_guessed_link_opens_nothing(house, chromium):
    with page_of(chromium, width=375) as page:
        answer = page.goto(f"{house.address}/p/{'A' * 26}")
        assert answer is not None
        assert answer.status == 404


def test_who_pays_by_card_and_twice_at_a_store_sees_all_of_it(house, chromium, tmp_path):
    token, _amount = _link(house)
    number, amount = house.ask(
        "SELECT number, amount FROM payments_slip WHERE token_sha256 = %s",
        hashlib.sha256(token.encode()).digest(),
    )[0]
    with page_of(chromium, width=375, height=812, java_script_enabled=False) as page:
        page.goto(f"{house.address}/p/{token}")
        page.locator("#card button").first.click()
        page.locator("main form button").click()
        page.locator("button[value=PAY]").click()
        page.locator("button", has_text="Back").click()
        assert "已付款並入帳" in page.locator("main").inner_text()
    day = house.ask("SELECT (now() AT TIME ZONE 'Asia/Taipei')::date")[0][0].isoformat()
    file = tmp_path / "store.csv"
    file.write_bytes(
        codec.write(
            [(number, day, day, amount, "CVS_711", "光明門市", f"{token[:8]}-{n}") for n in (1, 2)]
        )
    )
    told = house.wuai("payments", "import", "--channel", "CVS_711", str(file))
    assert (told["lines"], told["posted"]) == (2, 2)
    for lang, words in (("zh-hant", "為您保留著"), ("en", "is kept for you")):
        for width in (375, 1280):
            with page_of(chromium, width=width, height=812) as page:
                cookie = {"name": "django_language", "value": lang, "url": house.address}
                page.context.add_cookies([cookie])
                page.goto(f"{house.address}/p/{token}")
                text = page.locator("main").inner_text()
                assert words in text
                assert f"NT$ {2 * amount:,}" in text
                if PICTURES:
                    screenshot(page, Path(PICTURES) / f"paid-thrice-{lang}-{width}.png")
                assert axe(page) == []
                assert overflow(page) == 0
                assert page.wrongs == []
    assert all(check["holds"] for check in house.wuai("ledger", "verify"))
