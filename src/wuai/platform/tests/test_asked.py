"""What an address brings instead of a number is nothing, never an error."""

from datetime import date

import pytest
import time_machine
from django.http import Http404
from django.test import RequestFactory

from wuai.platform import asked


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("7", 7), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 5000, None), ("", None),
     (None, None), ("-1", None), ("1.5", None), ("７", None), ("²", None), (" 7", None)],
)  # fmt: skip
def test_only_a_plain_number_that_fits_a_row_is_one(text, number):
    assert asked.whole(text) == number


def test_a_page_without_a_place_is_the_first():
    request = RequestFactory().get("/?before=9&after=x")
    assert asked.before(request) == 9
    assert asked.after(request) == 0


@pytest.mark.parametrize(
    ("text", "last", "number"),
    [("", 5, 1), ("x", 5, 1), ("0", 5, 1), ("-2", 5, 1), ("3", 5, 3), ("6", 5, 5), ("9" * 30, 5, 1),
     ("2", 0, 1)],
)  # fmt: skip
def test_a_page_that_is_not_there_is_the_nearest_one(text, last, number):
    assert asked.page(RequestFactory().get("/", {"page": text}), last) == number


@time_machine.travel("2026-11-21T04:00:00Z", tick=False)
def test_the_days_looked_at_are_this_year_unless_others_are_asked_for():
    def found(**given):
        return asked.period(RequestFactory().get("/", given))

    today = date(2026, 11, 21)
    assert found() == (date(2026, 1, 1), today)
    assert found(since="115-11-01") == (date(2026, 11, 1), today)
    assert found(since="", until="2026-03-31") == (date(2026, 1, 1), date(2026, 3, 31))
    early = date(2025, 11, 1)
    assert asked.period(RequestFactory().get("/"), first=early) == (early, today)


@pytest.mark.parametrize(
    "given",
    [{"since": "x"}, {"until": "115-02-30"}, {"since": "115-12-02", "until": "115-12-01"},
     {"since": "100-01-01", "until": "115-01-01"}],
)  # fmt: skip
def test_days_that_cannot_be_read_or_are_too_many_are_not_there(given):
    with pytest.raises(Http404):
        asked.period(RequestFactory().get("/", given))
