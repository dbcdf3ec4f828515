"""A clerk finds a case by two characters of a name with the keyboard alone, and opens it."""

import pytest
from tests.journeys.browser import focused

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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


def test_the_pages_work_without_javascript(house, entered):
    name, number, _case, _party = _name(house)
    with entered("clerk", java_script_enabled=False) as page:
        page.goto(f"{house.address}/staff/")
        page.locator("#search-words").fill(name[1:])
        page.locator("#search button").click()
        page.get_by_role("link", name=number).click()
        assert number in page.locator("h1").inner_text()
