"""What belongs to another branch, or to another agency, is not found: at every address that names a thing."""

import json

import pytest
from tests import forked
from tests.journeys import strangers
from tests.journeys.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAID = [
    {"get": 404, "post": 404}, {"get": 404, "post": 405}, {"get": 405, "post": 404},
]  # fmt: skip


@pytest.fixture(scope="module")
def tried(house):
    """What the strangers were answered, everywhere."""
    environment = house.environment | {"WUAI_TESTING": "1"}
    done = forked.run(["-m", "tests.journeys.strangers"], environment)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_no_address_shows_or_changes_a_thing_of_another_branch_or_agency(tried):
    met = {}
    for pattern, method, status in tried["answers"]:
        met.setdefault(pattern, {})[method] = status
    # What is only sent to says so to GET, or leads back to its list.
    wrong = {
        pattern: said
        for pattern, said in met.items()
        if said not in SAID and said != {"get": 302, "post": 404}
    }
    assert wrong == {}


def test_the_strangers_leave_no_line_of_having_done_or_read_something(tried):
    assert tried["left"] == [0, 0]


def test_every_address_that_names_a_thing_was_tried_or_says_why_not(tried):
    there = {pattern for pattern, _method, _status in tried["answers"]}
    untried = [
        route.pattern
        for route in strangers.naming()
        if route.pattern not in there and not strangers.exception(route.pattern)
    ]
    assert untried == [], "give it a thing in tests/journeys/strangers.py, or a reason"


def test_what_is_tried_elsewhere_is_tried_there():
    for file in strangers.ELSEWHERE.values():
        assert "== 404" in (ROOT / file).read_text("utf-8"), file
