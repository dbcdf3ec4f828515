"""Somebody opens the payment link of a notice on a phone: no login, what is owed, how to pay."""

import os
from pathlib import Path

import pytest
from tests.journeys.browser import axe, overflow, page_of, screenshot

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
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env=house.environment,
        capture_output=True,
        text=True,
        check=True,
    )
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
