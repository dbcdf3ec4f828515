"""Values that change on known days; references nobody can guess."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.kernel import refs
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.dated import Dated, NotYetInForce, Version

FIRST, SECOND = date(2001, 1, 1), date(2020, 9, 16)
LIMIT = Dated.of("上限", [(FIRST, 20_000), (SECOND, 30_000)])


@pytest.mark.parametrize(
    ("day", "value"),
    [
        (FIRST, 20_000),
        (SECOND - timedelta(days=1), 20_000),
        (SECOND, 30_000),
        (SECOND + timedelta(days=1), 30_000),
        (date(2100, 1, 1), 30_000),
    ],
)
def test_a_value_holds_from_its_day_to_the_eve_of_the_next(day: date, value: int) -> None:
    assert LIMIT.on(day) == value


def test_a_day_before_the_first_value_is_refused() -> None:
    with pytest.raises(NotYetInForce) as caught:
        LIMIT.on(FIRST - timedelta(days=1))
    assert caught.value.facts == {"name": "上限", "day": date(2000, 12, 31), "first": FIRST}


def test_versions_know_their_last_day() -> None:
    old, new = LIMIT.versions
    assert LIMIT.last_day_of(old) == date(2020, 9, 15)
    assert LIMIT.last_day_of(new) is None
    assert LIMIT.version_on(SECOND) == Version(SECOND, 30_000)


@pytest.mark.parametrize("days", [[], [SECOND, FIRST], [FIRST, FIRST]])
def test_neither_nothing_nor_an_overlap_can_be_written(days: list[date]) -> None:
    with pytest.raises(ValueError, match=r"^上限: "):
        Dated.of("上限", [(day, 1) for day in days])


@given(st.lists(st.dates(), min_size=1, unique=True), st.dates())
def test_every_day_from_the_first_on_has_exactly_one_value(days: list[date], day: date) -> None:
    dated = Dated.of("x", [(since, since) for since in sorted(days)])
    if day < min(days):
        with pytest.raises(NotYetInForce):
            dated.on(day)
    else:
        assert dated.on(day) == max(since for since in days if since <= day)


def test_a_text_says_which_language_it_gave() -> None:
    assert Bilingual("中", "en").pick("en-US") == ("en", "en")
    assert Bilingual("中", "en").pick("zh-Hant") == ("中", "zh-Hant")
    assert Bilingual("中").pick("en") == ("中", "zh-Hant")


def test_public_ids_are_128_random_bits() -> None:
    ids = {refs.public_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(refs.is_public_id(one) and len(one) == 32 for one in ids)


@pytest.mark.parametrize("text", ["", "0" * 31, "0" * 33, "G" * 32, "A" * 32])
def test_other_text_is_no_public_id(text: str) -> None:
    assert not refs.is_public_id(text)


def test_short_codes_have_no_letters_that_are_confused() -> None:
    codes = [refs.short_code() for _ in range(300)]
    assert len(set(codes)) == 300
    assert all(len(code) == 9 and code[4] == "-" for code in codes)
    assert not set("".join(codes)) & set("0O1IL2Z5S8BUV")
    assert set("".join(codes)) - {"-"} == set(refs.ALPHABET)


@pytest.mark.parametrize(("length", "shape"), [(4, [4]), (6, [4, 2]), (12, [4, 4, 4])])
def test_short_codes_come_in_groups_of_four(length: int, shape: list[int]) -> None:
    assert [len(group) for group in refs.short_code(length).split("-")] == shape


def test_a_code_that_could_be_guessed_is_not_made() -> None:
    with pytest.raises(ValueError, match="guessed"):
        refs.short_code(3)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("k7qm-4xrt", True),
        ("Ｋ７ＱＭ ４ＸＲＴ", True),
        ("K7QM4XRT", True),
        ("K7QM-4XR", False),
        ("K7QM-4XR0", False),
        ("", False),
    ],
)
def test_a_code_is_known_however_it_is_typed(text: str, known: bool) -> None:
    assert refs.is_short_code(text) is known
    if known:
        assert refs.normalise_code(text) == "K7QM4XRT"
