"""Every page that can be opened, with things of the demo branch in its address, and what is wrong with it.

An address with a parameter needs a line in ``things.THINGS``; one that is only sent to (405) needs none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tinycss2
from a11y_moda.cli import _filter_by_spec
from a11y_moda.models import Level, PageReport
from a11y_moda.rules import all_rules
from a11y_moda.rules.base import RuleContext
from a11y_moda.scanner import _run_rules
from bs4 import BeautifulSoup
from checks.access import Route, read_matrix, routes
from playwright.sync_api import Page
from tests.journeys.browser import axe, overflow
from tests.journeys.things import ASKED, FACTS, MAY_STAND, THINGS

# In this order: who walks a page, if the table lets them in; first whoever works there.
AT_WORK = {"staff/": "clerk", "staff/payments/": "cashier", "staff/counter/": "cashier", "staff/suspense/": "cashier",
           "staff/instalments/": "officer", "staff/payments/payouts/<": "chief",
           "staff/payments/refunds/<": "chief"}  # fmt: skip
EYES = {
    "it": "IT", "clerk": "CLERK", "cashier": "CASHIER", "allocation": "ALLOCATION",
    "officer": "OFFICER", "chief": "CHIEF", "secretariat": "SECRETARIAT", "auditor": "AUDITOR",
    "statistics": "STATISTICS", "ethics": "ETHICS", "assistant": "ASSISTANT", "nhi": "AGENCY_USER",
}  # fmt: skip
PAPER = ("^p/", "staff/cases/<", "staff/payments/<", "staff/notices/<", "staff/intake/<",
         "staff/accounts/<", "staff/instalments/<", "agency/cases/<", "agency/referrals/<",
         "agency/statements/<", "agency/instalments/<", "card/<", "^receipts/")  # fmt: skip
# No pages.
SKIP = {"livez", "readyz", "logout/", "_language/", "account/extend", "my/identity/extend/",
        "staff/deadlines/calendar.ics"}  # fmt: skip
OF_A_CASE = {
    "staff/instalments/new/",
    "staff/objections/oral/",
    "staff/preemption/new/",
    "staff/preemption/letters/new/",
    "staff/transfers/new/",
    "staff/rewards/new/",
}  # a page only with what is asked of it
LOOKS = [(width, theme) for width in (1280, 375) for theme in ("light", "dark")]

# The scanner reads the same style sheets thirteen times a page.
tinycss2.parse_stylesheet = lru_cache(maxsize=64)(tinycss2.parse_stylesheet)

_HEAD = """() => ({
  h1: document.querySelectorAll('h1').length, title: document.title.trim(),
  lang: document.documentElement.lang,
  unsaid: [...document.querySelectorAll('[id]')].map((e) => e.id)
    .filter((id, place, all) => all.indexOf(id) !== place)})"""
_FOCUS = """() => {
  const kinds = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const found = [];
  for (const e of document.querySelectorAll(kinds)) {
    if (e.disabled || !e.checkVisibility()) continue;
    e.focus({focusVisible: true, preventScroll: true});
    if (document.activeElement !== e) continue;
    const s = getComputedStyle(e);
    if (s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2) found.push(e.outerHTML.slice(0, 90));
  }
  document.activeElement.blur();
  return found;
}"""


@dataclass(frozen=True, slots=True)
class Stop:
    """One page to open: its pattern, its address, and as whom ("" is anybody)."""

    pattern: str
    address: str
    eyes: str


@lru_cache(maxsize=1)
def _matrix() -> dict[str, dict[str, Any]]:
    return read_matrix()


def _ask_for(pattern: str) -> str | None:
    fitting = [beginning for beginning in THINGS if pattern.startswith(beginning)]
    return THINGS[max(fitting, key=len)] if fitting else None


def eyes(pattern: str) -> str:
    """Who walks a page: the first that the reviewed table lets in."""
    held = _matrix()[pattern]
    entering = held["enter"]
    if held["access"] == "public":
        return ""
    if held["access"].startswith("citizen"):
        return "citizen"
    if pattern.startswith("agency/"):
        return "nhi"
    fitting = sorted((at for at in AT_WORK if pattern.startswith(at)), key=len, reverse=True)
    order = [AT_WORK[at] for at in fitting] + list(EYES)
    return next(user for user in order if EYES[user] in entering)


def _addresses(route: Route, house: Any) -> list[str]:
    if not route.parameters:
        return [route.path()]
    sql = _ask_for(route.pattern)
    rows = house.ask(sql) if sql else []
    if route.pattern.startswith("^p/"):
        rows = [(house.states["token"],)]
    return [route.path(**dict(zip(route.parameters, row, strict=False))) for row in rows]


def stops(house: Any, whole: bool = True) -> list[Stop]:
    """Every address that may be looked at, with things that exist: one of each state, or the first."""
    facts = {name: house.ask(sql)[0][0] for name, sql in FACTS.items()}
    found = []
    for route in routes():
        if route.pattern not in _matrix() or route.pattern in SKIP:
            continue
        who = eyes(route.pattern)
        plain = _addresses(route, house)
        plain = plain if whole else plain[:1]
        asked = [plain[0] + words.format(**facts) for words in ASKED.get(route.pattern, [])]
        plain = [] if route.pattern in OF_A_CASE else plain
        found += [Stop(route.pattern, address, who) for address in plain + asked]
    return found


def unnamed() -> list[Route]:
    """Addresses with a parameter that nobody put a thing to."""
    return [
        route
        for route in routes()
        if route.parameters and route.pattern in _matrix() and _ask_for(route.pattern) is None
    ]


_TYPED = """() => [...document.querySelectorAll("form")].filter(form => form.method === "get")
  .flatMap(form => [...form.elements]).filter(one => ["text", "search"].includes(one.type))
  .map(one => one.name)"""


def complaints(page: Page, lang: str) -> list[str]:
    """What is wrong with the page as it stands, in words."""
    found = [f"axe {wrong['rule']}: {wrong['where'][:2]}" for wrong in axe(page)]
    typed = set(page.evaluate(_TYPED)) - MAY_STAND
    found += [f"{name!r} is typed into an address: see platform.searches" for name in typed]
    if wide := overflow(page):
        found.append(f"{wide} px wider than the window")
    head = page.evaluate(_HEAD)
    if head["h1"] != 1:
        found.append(f"{head['h1']} h1")
    if not head["title"] or not head["lang"].lower().startswith(lang[:2]):
        found.append(f"title {head['title']!r}, lang {head['lang']!r}")
    if head["unsaid"]:
        found.append(f"id twice: {head['unsaid'][:3]}")
    page.keyboard.press("Tab")
    found += [f"focus not seen: {what}" for what in page.evaluate(_FOCUS)]
    found += page.wrongs
    page.wrongs.clear()
    return found


def larger(page: Page) -> list[str]:
    """Zoom of 200 % (half the window), text of 200 %, and paper."""
    found = []
    page.set_viewport_size({"width": 640, "height": 450})
    if wide := overflow(page):
        found.append(f"zoomed: {wide} px too wide")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    if wide := overflow(page):
        found.append(f"large text: {wide} px too wide")
    page.evaluate("() => { document.documentElement.style.fontSize = '' }")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 less its margins
    page.emulate_media(media="print")
    if wide := overflow(page):
        found.append(f"on paper: {wide} px too wide")
    if page.locator(".side:visible, .tools:visible, .skip-link:visible").count():
        found.append("on paper: the menus are printed")
    page.emulate_media(media="screen")
    return found


def codes(html: str, address: str) -> list[str]:
    """What the codes of 網站無障礙規範 115.11 at AA fail in the page."""
    report = PageReport(url=address)
    rules = list(all_rules(level=Level.AA))
    _run_rules(
        rules, BeautifulSoup(html, "lxml"), report, html=html, url=address, ctx=RuleContext()
    )
    _filter_by_spec([report], "115.11")
    return [f"{i.rule_id} {i.message}"[:200] for i in report.issues if i.status == "fail"]


def looks(place: int, whole: bool) -> Iterator[tuple[int, str]]:
    """All of width and theme, or the one whose turn it is."""
    yield from LOOKS if whole else [LOOKS[place % len(LOOKS)]]
