"""Every page, in both languages, on a phone and a desk, by day and by night: fit to be used by all.

In short form each language opens a quarter of them, in the look whose turn it is; ``DEEP_S`` opens
all of them in every look.
"""

import json
import os
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tests import forked
from tests.journeys import walk
from tests.journeys.browser import page_of, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.deep]
os.environ["A11Y_ALLOW_PRIVATE_HOSTS"] = "1"  # or the scanner never sees our style sheets
PICTURES = os.environ.get("WUAI_PICTURES", "")
ONLY = os.environ.get("WUAI_WALK", "")  # addresses to look at, all of them in every look
LET_IN = """
import json
import uuid
from wuai.config import boot
boot.setup()
from django.conf import settings
from django.test import Client
from django.utils import timezone
from wuai.config import demo_cards
from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.identity.actions import link_holder
from wuai.contexts.identity.rules import citizens
from wuai.platform.actors import system
from wuai.contexts.identity.models import Account
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments import api as payments
held = {}
for account in Account.objects.filter(is_demo=True):
    client = Client()
    client.force_login(account)
    held[account.username] = client.cookies[settings.SESSION_COOKIE_NAME].value
branch = organisation.resolve_branch()
me, other = demo_cards.people(at=timezone.now())
new = identity.NewAttorney(
    key=uuid.uuid4(), principal_name=other.name, principal_number=other.number, agent_name=me.name,
    agent_number=me.number, scopes=("VIEW",), document="1", since=timezone.localdate(),
    until=timezone.localdate())
identity.accept_attorney(branch_id=branch.id, new=new, by=system("t"), at=timezone.now())
card = citizens.Holder("CARD", me.name, me.number[-4:], "walk", "walk", timezone.now().timestamp() + 9e6)
who = link_holder(holder=card, number=me.number, name=me.name, proven_by="CASE", by=system("t"), at=timezone.now())
client, now = Client(), timezone.now().timestamp()
session = client.session
session["citizen"] = {"ref": str(who.ref), "began": now, "proved": now, "way": "CARD"}
session.save()
held["citizen"] = session.session_key
rows = payments.slip_rows(case_ids=cases.open_case_ids(branch.id))
token = sorted(rows.values(), key=lambda slip: slip.id)[0].payment_link_token
print(json.dumps({"sessions": held, "token": token, "cookie": settings.SESSION_COOKIE_NAME}))
"""


@pytest.fixture(scope="module")
def let_in(house):
    """The sessions of all demo accounts; logging in by hand has its own journeys."""
    done = forked.run(["-c", LET_IN], house.environment)
    done.check_returncode()
    held = json.loads(done.stdout)
    house.states["token"] = held["token"]
    return {user: (held["cookie"], value) for user, value in held["sessions"].items()}


def _cookies(house, let_in, eyes, lang):
    held = [("django_language", lang)] + ([let_in[eyes]] if eyes else [])
    return [{"name": name, "value": value, "url": house.address} for name, value in held]


def _name(stop, width, theme, lang):
    words = stop.pattern.strip("/^").replace("/", "-").replace("<", "").replace(">", "") or "home"
    return f"{words[:60]}-{abs(hash(stop.address)) % 1000}-{width}-{theme}-{lang}.png"


def _look(page, house, stop, lang, place, whole):
    """What is wrong with one page in one language; nothing when it is no page."""
    asked = page.request.get(house.address + stop.address)
    if asked.status == 405 or "html" not in asked.headers.get("content-type", ""):
        return []  # only sent to, or a file: opening it would end in the browser's own page of errors
    answer = page.goto(house.address + stop.address)
    found = [] if answer.status == 200 else [f"answers {answer.status}"]
    for width, theme in walk.looks(place, whole):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        found += [f"{width} {theme} {wrong}" for wrong in walk.complaints(page, lang)]
        if PICTURES:
            screenshot(page, Path(PICTURES) / _name(stop, width, theme, lang))
    if stop.pattern.startswith(walk.PAPER) and (whole or place % 2 == 0):
        found += walk.larger(page)
    found += walk.codes(answer.text(), house.address + stop.address)
    return found


# The whole walk opens some three hundred pages in four looks.
@pytest.mark.timeout(2400 if "DEEP_S" in os.environ else 300)
@pytest.mark.parametrize("lang", ["zh-hant", "en"])
def test_every_page_is_fit_for_all(house, chromium, let_in, deep_seconds, lang):
    wrong, whole = {}, deep_seconds is not None or bool(ONLY)
    ways = [stop for stop in walk.stops(house, whole) if re.search(ONLY, stop.address)]
    ways = ways if whole else ways[2 * (lang == "en") :: 4]
    for eyes in {stop.eyes for stop in ways}:
        with page_of(chromium, reduced_motion="reduce") as page:
            page.context.add_cookies(_cookies(house, let_in, eyes, lang))
            for place, stop in enumerate(ways):
                if stop.eyes == eyes and (found := _look(page, house, stop, lang, place, whole)):
                    wrong[f"{stop.address} as {eyes or 'anybody'}"] = found
    assert wrong == {}, json.dumps(wrong, ensure_ascii=False, indent=1)


def _refuses_to_show(house, let_in, route):
    """Whether an address is one that is only sent to."""
    eyes = walk.eyes(route.pattern)
    headers = {"Cookie": "=".join(let_in[eyes])} if eyes else {}
    asked = urllib.request.Request(house.address + route.path(), headers=headers)
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status == 405
    except urllib.error.HTTPError as answer:
        return answer.code == 405


def test_every_address_with_a_parameter_has_a_thing_to_be_opened_with(house, let_in):
    open_ = [r.pattern for r in walk.unnamed() if not _refuses_to_show(house, let_in, r)]
    assert open_ == [], "name a thing in tests/journeys/walk.py"
