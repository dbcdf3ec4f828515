"""A cell of a file is a text, and stays one when a spreadsheet opens it."""

import pytest

from wuai.platform.spreadsheets import disarmed


@pytest.mark.parametrize("sign", "=+-@＝＋－＠\t\r\n")
@pytest.mark.parametrize(
    "before",
    ["", " ", "   ", "\0", "\x0b", "\u00a0", "\ufeff", "\u200b", "\u3000", "\u202e", " \0 "],
)
def test_what_begins_like_a_formula_is_marked_as_text(sign: str, before: str) -> None:
    assert disarmed(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


@pytest.mark.parametrize("text", ["", " ", "王小明", "1-2", "a=b", "'=1"])
def test_everything_else_stays_as_it_is(text: str) -> None:
    assert disarmed(text) == text
