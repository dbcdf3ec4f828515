"""Whole dollars: written one way, read many ways, divided without losing one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.kernel import money
from wuai.kernel.money import AmountNotWhole, NothingToDivide


@pytest.mark.parametrize(
    ("dollars", "text"),
    [(0, "NT$ 0"), (999, "NT$ 999"), (1000, "NT$ 1,000"), (12345, "NT$ 12,345"), (-5, "NT$ -5")],
)
def test_an_amount_is_written_one_way(dollars: int, text: str) -> None:
    assert money.format_nt(dollars) == text


@pytest.mark.parametrize(
    ("text", "dollars"),
    [
        ("0", 0),
        ("12345", 12345),
        ("12,345", 12345),
        ("1,234,567", 1234567),
        ("NT$ 12,345", 12345),
        ("nt$5", 5),
        ("$7", 7),
        ("１２，３４５", 12345),
        (" 12 345 ", 12345),
        ("100元", 100),
        ("100.00", 100),
    ],
)
def test_an_amount_is_read_many_ways(text: str, dollars: int) -> None:
    assert money.parse(text) == dollars


@pytest.mark.parametrize(
    "text", ["", "-1", "1.5", "12,34", "1,23", "abc", "1e3", "１２３x", "٣٤", "NT$"]
)
def test_what_is_no_whole_amount_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(AmountNotWhole) as caught:
        money.parse(text)
    assert f"「{text}」" in caught.value.text("zh")
    assert caught.value.next_step("en") == "Write whole dollars, for example 12,345"


def test_an_endless_number_is_refused_and_not_repeated_whole() -> None:
    with pytest.raises(AmountNotWhole) as caught:
        money.parse("9" * 5000)
    assert len(caught.value.text("en")) < 120
    assert money.parse("0" * 5000 + "7") == 7
    assert money.parse("9" * money.MOST_DIGITS) == 10**money.MOST_DIGITS - 1


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (1_000_000, [300_000, 500_000, 700_001], [200_000, 333_333, 466_667]),
        (100, [1, 1, 1], [34, 33, 33]),
        (101, [1, 1, 1], [34, 34, 33]),
        (2, [1, 1, 1], [1, 1, 0]),
        (0, [5, 7], [0, 0]),
        (7, [0, 3], [0, 7]),
        (10, [3], [10]),
        (1, [1, 2], [0, 1]),
        (5, [2, 2, 1], [2, 2, 1]),
    ],
)
def test_parts_follow_the_largest_remainder_and_ties_the_order(
    total: int, weights: list[int], parts: list[int]
) -> None:
    assert money.split_by_ratio(total, weights) == parts


@pytest.mark.parametrize(("total", "weights"), [(-1, [1]), (5, []), (5, [0, 0]), (5, [2, -1])])
def test_what_cannot_be_divided_is_refused(total: int, weights: list[int]) -> None:
    with pytest.raises(NothingToDivide) as caught:
        money.split_by_ratio(total, weights)
    assert caught.value.facts == {"total": total, "weights": weights}


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1).filter(any))
def test_no_dollar_is_lost_and_no_part_is_off_by_more_than_one(
    total: int, weights: list[int]
) -> None:
    parts = money.split_by_ratio(total, weights)
    whole = sum(weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert total * weight // whole <= part <= total * weight // whole + 1
        assert part == 0 or weight > 0


@pytest.mark.parametrize(
    ("total", "count", "last", "parts"),
    [
        (10, 3, False, [4, 3, 3]),
        (10, 3, True, [3, 3, 4]),
        (9, 3, False, [3, 3, 3]),
        (2, 3, False, [2, 0, 0]),
        (7, 1, True, [7]),
        (0, 2, False, [0, 0]),
    ],
)
def test_equal_parts_carry_the_rest_at_one_end(
    total: int, count: int, last: bool, parts: list[int]
) -> None:
    assert money.split_evenly(total, count, remainder_last=last) == parts
    if not last:
        assert money.split_evenly(total, count) == parts


@pytest.mark.parametrize(("total", "count"), [(-1, 2), (5, 0), (5, -1)])
def test_no_equal_parts_of_nothing(total: int, count: int) -> None:
    with pytest.raises(NothingToDivide) as caught:
        money.split_evenly(total, count)
    assert caught.value.facts["total"] == total
