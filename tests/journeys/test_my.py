"""A person sees what is owed and what comes next, and pays several cases, by keyboard and without script."""

import json
import os
from pathlib import Path

import pytest
from tests import forked
from tests.journeys.browser import axe, overflow, page_of, reach, screenshot
from tests.journeys.walk import larger

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = os.environ.get("WUAI_PICTURES", "")
MOST_BYTES, MOST_SCREENS = 100_000, 6
# The person of the demo branch with the most open cases, who proved who he is; told one thing.
LET_IN = """
import json
from wuai.config import boot
boot.setup()
from django.conf import settings
from django.db.models import Count
from django.test import Client
from django.utils import timezone
from tests import factories
from wuai.contexts.cases.models import Case
from wuai.contexts.messages import api as messages
from wuai.contexts.parties.models import ID_NUMBER, Party
from wuai.platform.actors import system
from wuai.platform.crypto import unseal
held = Case.objects.filter(branch__is_demo=True, closed_on=None, obligor__id_number__isnull=False,
                           obligor__kind="PERSON").values("obligor_id")
party = Party.objects.get(id=held.annotate(n=Count("id")).order_by("-n", "obligor_id")[0]["obligor_id"])
who = factories.citizen(party.name, unseal(ID_NUMBER, str(party.ref), party.id_number))
case = Case.objects.filter(obligor=party, closed_on=None).order_by("id")[0]
messages.tell(party_id=party.id, kind="CASE_NEWS", event="journey", reference=case.number,
              link=f"/my/cases/{case.ref}/", by=system("t"), at=timezone.now())
client = factories.let_in(Client(), who)
print(json.dumps({"cookie": client.cookies[settings.SESSION_COOKIE_NAME].value,
                  "name": settings.SESSION_COOKIE_NAME, "case": str(case.ref)}))
"""


@pytest.fixture(scope="module")
def me(house):
    """Somebody's session after the proof; the proof itself has its own journey."""
    done = forked.run(["-c", LET_IN], house.environment)
    done.check_returncode()
    return json.loads(done.stdout)


def _enter(page, house, me, lang="zh-hant"):
    cookies = {me["name"]: me["cookie"], "django_language": lang}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": house.address} for name, value in cookies.items()]
    )


def _look(page, name):
    if PICTURES:
        screenshot(page, Path(PICTURES) / f"my-{name}.png")
    assert axe(page) == []
    assert overflow(page) == 0


def test_a_case_is_looked_up_and_paid_in_six_screens_without_script(house, chromium):
    mine, screens, heavy = house.wuai("demo", "cards")[1], [], []
    with page_of(chromium, width=375, height=812, java_script_enabled=False) as page:
        page.on("framenavigated", lambda frame: screens.append(frame.url))
        page.on("response", lambda answer: heavy.append(answer))
        page.goto(f"{house.address}/lookup/")
        for field in ("case_number", "number", "code"):
            page.locator(f"[name={field}]").fill(mine[field])
        page.locator("main form button").click()
        page.locator("#card form button").first.click()
        page.locator("main form button").click()  # leaves for the platform
        page.locator("button[value=PAY]").click()
        page.locator("button", has_text="Back").click()
        assert "已付款並入帳" in page.locator("main").inner_text()
        assert len(screens) <= MOST_SCREENS, screens
        documents = [a for a in heavy if a.request.resource_type == "document" and a.status == 200]
        weights = [a.request.sizes()["responseBodySize"] for a in documents]
        assert 0 < min(weights) <= max(weights) < MOST_BYTES


def test_several_cases_are_paid_by_keyboard_only(house, chromium, me):
    with page_of(chromium, width=375, height=812) as page:
        _enter(page, house, me)
        page.goto(f"{house.address}/my/")
        _look(page, "home")
        reach(page, "好幾件一起")
        page.keyboard.press("Enter")
        page.wait_for_url("**/my/pay/")
        before = page.locator(".amount__figure").inner_text()
        _look(page, "pay")
        reach(page, "input#c1")
        page.keyboard.press("Space")
        reach(page, "重新計算合計")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator(".amount__figure").inner_text() != before
        reach(page, "給我這些案件的繳款單")
        page.keyboard.press("Enter")
        page.wait_for_url("**/my/pay/slips/")
        assert page.locator("main .screen-code img").count()
        _look(page, "slips")
        page.goto(f"{house.address}/my/messages/")
        reach(page, "打開")
        page.keyboard.press("Enter")
        page.wait_for_url("**/my/messages/*-*/")
        _look(page, "message")
        reach(page, "看這件事")
        page.keyboard.press("Enter")
        page.wait_for_url("**/my/cases/*/")
        reach(page, "為什麼是這個金額")
        page.keyboard.press("Enter")
        assert page.locator("details[open] table").is_visible()
        _look(page, "case")
        assert page.wrongs == []
    with page_of(chromium, width=1280) as page:
        _enter(page, house, me, "en")
        for name, path in (("home", "/my/"), ("pay", "/my/pay/"), ("case", f"/my/cases/{me['case']}/"),
                           ("messages", "/my/messages/")):  # fmt: skip
            page.goto(house.address + path)
            _look(page, f"{name}-en")
        page.goto(f"{house.address}/my/cases/{me['case']}/")
        assert larger(page) == []
        assert page.wrongs == []
