"""A clerk finds a case by two characters of a name with the keyboard alone, and opens it."""

import os
from pathlib import Path

import pytest
from tests.journeys.browser import axe, focused, overflow, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PICTURES = os.environ.get("WUAI_PICTURES", "")


def _name(house):
    found = house.ask(
        "SELECT p.name, c.number, c.ref::text, p.ref::text FROM parties_party p"
        " JOIN cases_case c ON c.obligor_id = p.id WHERE p.kind = 'PERSON' AND length(p.name) = 3"
        " AND c.closed_on IS NULL ORDER BY c.id"
    )
    return found[0]


def test_two_characters_of_a_name_and_the_keyboard_lead_to_the_case(house, entered):
    name, number, _case, _party = _name(house)
    with entered("clerk") as page:
        page.goto(f"{house.address}/staff/")
        page.keyboard.press("/")
        assert "search-words" in focused(page)
        page.keyboard.type(name[1:])
        page.keyboard.press("Enter")
        page.wait_for_url("**/staff/search**")
        page.keyboard.press("j")
        while number not in focused(page):
            before = focused(page)
            page.keyboard.press("j")
            assert focused(page) != before, f"{number} is not in the table"
        page.keyboard.press("Enter")
        page.wait_for_url("**/staff/cases/*-*/")
        assert number in page.locator("h1").inner_text()
        assert name in page.locator("#obligor").inner_text()
        assert page.wrongs == []


def test_g_and_a_letter_go_to_a_page_and_a_question_mark_lists_the_keys(house, entered):
    with entered("clerk") as page:
        page.goto(f"{house.address}/staff/")
        page.keyboard.press("?")
        assert page.locator("#shortcuts").is_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("g")
        page.keyboard.press("c")
        page.wait_for_url("**/staff/cases/")


def test_a_typed_letter_stays_a_letter(house, entered):
    with entered("clerk") as page:
        page.goto(f"{house.address}/staff/")
        page.keyboard.press("/")
        page.keyboard.type("g/c?j")
        assert page.locator("#search-words").input_value() == "g/c?j"


def _addresses(house):
    name, _number, case, party = _name(house)
    return {
        "today": "/staff/", "list": "/staff/cases/", "nothing": "/staff/cases/?q=查無此人",
        "wrong": "/staff/cases/?limit_before=x", "search": f"/staff/search?q={name[1:]}",
        "search-empty": "/staff/search", "case": f"/staff/cases/{case}/",
        "return": f"/staff/cases/{case}/return/", "party": f"/staff/parties/{party}/",
        "reveal": f"/staff/parties/{party}/reveal/", "case-print": f"/staff/cases/{case}/print/",
        "party-print": f"/staff/parties/{party}/print/",
    }  # fmt: skip


@pytest.mark.parametrize("lang", ["zh-hant", "en"])
@pytest.mark.parametrize("width", [375, 1280])
def test_every_staff_page_is_accessible_and_fits(house, entered, lang, width):
    found = {}
    with entered("clerk", lang=lang, width=width) as page:
        for name, address in _addresses(house).items():
            page.goto(house.address + address)
            if PICTURES:
                screenshot(page, Path(PICTURES) / f"staff-{name}-{width}-{lang}.png")
            found[name] = (axe(page), overflow(page), list(page.wrongs))
            page.wrongs.clear()
    assert {n: f for n, f in found.items() if f != ([], 0, [])} == {}


@pytest.mark.parametrize("lang", ["zh-hant", "en"])
@pytest.mark.parametrize("width", [375, 1280])
def test_every_agency_page_is_accessible_and_fits(house, entered, lang, width):
    (case,) = house.ask(
        "SELECT c.ref::text FROM cases_case c JOIN organisation_agency a ON a.id = c.agency_id"
        " WHERE a.code = 'NHI' ORDER BY c.id"
    )[0]
    found = {}
    with entered("nhi", lang=lang, width=width) as page:
        for name, address in {
            "home": "/agency/", "list": "/agency/cases/", "case": f"/agency/cases/{case}/",
            "nothing": "/agency/cases/?q=查無",
        }.items():  # fmt: skip
            page.goto(house.address + address)
            if PICTURES:
                screenshot(page, Path(PICTURES) / f"agency-{name}-{width}-{lang}.png")
            found[name] = (axe(page), overflow(page), list(page.wrongs))
            page.wrongs.clear()
    assert {n: f for n, f in found.items() if f != ([], 0, [])} == {}


def test_the_pages_work_without_javascript(house, entered):
    name, number, _case, _party = _name(house)
    with entered("clerk", java_script_enabled=False) as page:
        page.goto(f"{house.address}/staff/")
        page.locator("#search-words").fill(name[1:])
        page.locator("#search button").click()
        page.get_by_role("link", name=number).click()
        assert number in page.locator("h1").inner_text()
