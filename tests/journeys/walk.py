"""Every page that can be opened, with things of the demo branch in its address, and what is wrong with it.

An address with a parameter needs a line in ``THINGS``; one that is only sent to (405) needs none.
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

# In this order: who walks a page, if the table lets them in.
EYES = {
    "it": "IT", "clerk": "CLERK", "cashier": "CASHIER", "allocation": "ALLOCATION",
    "officer": "OFFICER", "chief": "CHIEF", "secretariat": "SECRETARIAT", "auditor": "AUDITOR",
    "statistics": "STATISTICS", "ethics": "ETHICS", "assistant": "ASSISTANT", "nhi": "AGENCY_USER",
}  # fmt: skip
_NHI = "(SELECT id FROM organisation_agency WHERE code = 'NHI')"
_HERE = "branch_id = (SELECT id FROM organisation_branch WHERE is_demo)"
_BATCH = f"SELECT DISTINCT ON (status) ref::text FROM referrals_batch WHERE {_HERE}"
_CASES = f"SELECT DISTINCT ON (status) ref::text FROM cases_case WHERE {_HERE}"
_OPEN = f"SELECT ref::text FROM cases_case WHERE {_HERE} AND closed_on IS NULL"
# The beginning of a pattern, the longest one wins: its parameters, in their order.
THINGS = {
    "^p/": f"SELECT token FROM payments_slip WHERE {_HERE} ORDER BY id LIMIT 1",
    "_gallery/<": "SELECT 'staff' LIMIT 0",  # its own tests look at each shell
    "agency/accounts/<uuid:ref>/<": "SELECT '' LIMIT 0",  # sent to only
    "staff/accounts/<uuid:ref>/<": "SELECT '' LIMIT 0",
    "agency/accounts/<": "SELECT ref::text FROM identity_account WHERE username = 'nhi'",
    "agency/cases/<": f"{_CASES} AND agency_id = {_NHI}",
    "agency/feedback/<": "SELECT 'SCY', 2026, 1, 1 LIMIT 0",  # a file, no page
    "agency/referrals/<": f"{_BATCH} AND agency_id = {_NHI}",
    "agency/referrals/cases/<": f"{_OPEN} AND agency_id = {_NHI} LIMIT 1",
    "staff/accounts/<": "SELECT ref::text FROM identity_account WHERE username IN ('clerk', 'it')",
    "staff/cases/<": _CASES,
    "staff/cases/<uuid:ref>/re": f"{_OPEN} LIMIT 1",
    "staff/intake/<": _BATCH,
    "staff/notices/<": f"SELECT DISTINCT ON (status) ref::text FROM notices_notice WHERE {_HERE}",
    "staff/notices/batches/<": f"SELECT ref::text FROM notices_noticebatch WHERE {_HERE} LIMIT 1",
    "staff/notices/evidence/<": "SELECT '' LIMIT 0",  # a file
    "staff/notices/files/<": "SELECT 1 LIMIT 0",
    "staff/notices/tasks/<": "SELECT '' LIMIT 0",  # sent to only
    "staff/notices/texts/<": "SELECT DISTINCT block FROM notices_textblockversion LIMIT 1",
    "staff/notices/texts/versions/<": "SELECT 1 LIMIT 0",
    "staff/parties/<": f"SELECT DISTINCT ON (kind) ref::text FROM parties_party WHERE {_HERE}",
    "staff/payments/<":
        f"SELECT DISTINCT ON (channel_id) ref::text FROM payments_receipt WHERE {_HERE}",
    "staff/payments/<uuid:ref>/print":
        "SELECT r.ref::text FROM payments_receipt r JOIN payments_counterreceipt c"
        " ON c.receipt_id = r.id LIMIT 1",
    "staff/payments/files/<": f"SELECT ref::text FROM payments_settlementfile WHERE {_HERE} LIMIT 1",
    "staff/reference/<slug:table>/": "VALUES ('sections'), ('agencies'), ('categories')",
    "staff/reference/<slug:table>/<": "SELECT 'agencies', min(id) FROM organisation_agency",
    "staff/suspense/<": f"SELECT DISTINCT ON (reason) ref::text FROM payments_openitem WHERE {_HERE}",
}  # fmt: skip
# What people add to an address: found, not found, wrong.
ASKED = {
    "staff/search": ["?q={number}", "?q=%E6%9F%A5%E7%84%A1%E6%AD%A4%E4%BA%BA"],
    "staff/counter/": ["?q={number}"],
    "staff/cases/": ["?q=nobody", "?limit_before=x"],
    "agency/cases/": ["?q=nobody"],
    "agency/payments/": ["?case={number}"],
}
PAPER = ("^p/", "staff/cases/<", "staff/payments/<", "staff/notices/<", "staff/intake/<",
         "staff/accounts/<", "agency/cases/<", "agency/referrals/<")  # fmt: skip
SKIP = {"livez", "readyz", "logout/", "_language/", "account/extend"}  # no pages
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
    if pattern.startswith("agency/"):
        return "nhi"
    return next(user for user, role in EYES.items() if role in entering)


def _addresses(route: Route, house: Any) -> list[str]:
    if not route.parameters:
        return [route.path()]
    sql = _ask_for(route.pattern)
    rows = house.ask(sql) if sql else []
    if route.pattern.startswith("^p/"):
        return [f"/p/{_token(house)}"]
    return [route.path(**dict(zip(route.parameters, row, strict=False))) for row in rows]


def _token(house: Any) -> str:
    return str(house.states["token"])


def stops(house: Any, whole: bool = True) -> list[Stop]:
    """Every address that may be looked at, with things that exist: one of each state, or the first."""
    ((number,),) = house.ask(f"SELECT min(number) FROM cases_case WHERE agency_id = {_NHI}")
    found = []
    for route in routes():
        if route.pattern not in _matrix() or route.pattern in SKIP:
            continue
        who = eyes(route.pattern)
        plain = _addresses(route, house)
        plain = plain if whole else plain[:1]
        asked = [plain[0] + words.format(number=number) for words in ASKED.get(route.pattern, [])]
        found += [Stop(route.pattern, address, who) for address in plain + asked]
    return found


def unnamed() -> list[Route]:
    """Addresses with a parameter that nobody put a thing to."""
    return [
        route
        for route in routes()
        if route.parameters and route.pattern in _matrix() and _ask_for(route.pattern) is None
    ]


def complaints(page: Page, lang: str) -> list[str]:
    """What is wrong with the page as it stands, in words."""
    found = [f"axe {wrong['rule']}: {wrong['where'][:2]}" for wrong in axe(page)]
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
    found += page.wrongs  # type: ignore[attr-defined]
    page.wrongs.clear()  # type: ignore[attr-defined]
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
