"""What an address brings instead of a number is nothing, never an error."""

import pytest
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
