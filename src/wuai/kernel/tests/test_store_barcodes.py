"""The three segments of a convenience-store slip, against published slips."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.kernel import store_barcodes as slips
from wuai.kernel.store_barcodes import BarcodeCheckWrong, BarcodePartWrong

YEAR_END = date(2026, 12, 31)
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("deadline", "item", "account", "amount", "due", "segments"),
    [
        (
            date(2022, 6, 17),
            "6EA",
            "3453010377039404",
            1000,
            date(2022, 6, 16),
            ("1106176EA", "3453010377039404", "061616000001000"),
        ),
        (
            date(2024, 3, 15),
            "6N5",
            "0157699990016505",
            30,
            None,
            ("1303156N5", "0157699990016505", "031559000000030"),
        ),
        (
            date(2013, 10, 30),
            "627",
            "2470200001841540",
            100,
            None,
            ("021030627", "2470200001841540", "103027000000100"),
        ),
        (
            YEAR_END,
            "69A",
            "49465000000013",
            1500,
            None,
            ("15123169A", "0049465000000013", "123126000001500"),
        ),
        (
            YEAR_END,
            "69a",
            "0049465012345678",
            20000,
            None,
            ("15123169A", "0049465012345678", "12313X000020000"),
        ),
        (
            YEAR_END,
            "69A",
            "0049465012345678",
            109,
            None,
            ("15123169A", "0049465012345678", "1231AX000000109"),
        ),
    ],
)
def test_segments_equal_published_slips(
    deadline: date,
    item: str,
    account: str,
    amount: int,
    due: date | None,
    segments: tuple[str, str, str],
) -> None:
    assert slips.compose(deadline, item, account, amount, due) == segments


@pytest.mark.parametrize(
    ("letter", "value"),
    list(
        zip(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ", [*range(1, 10), *range(1, 10), *range(2, 10)], strict=True
        )
    ),
)
def test_every_letter_counts_as_its_digit(letter: str, value: int) -> None:
    # One letter at an odd place of an otherwise empty slip is the whole odd sum.
    assert slips.check_characters(letter, "0", "0")[0] == str(value)
    assert slips.check_characters("0" + letter, "0", "0")[1] == str(value)


@pytest.mark.parametrize(
    ("first", "second", "check"),
    [
        ("0", "0", "AX"),
        ("1", "0", "1X"),
        ("01", "0", "A1"),
        ("901", "0", "BX"),
        ("902", "0", "AX"),
        ("903", "0", "1X"),
        ("0901", "0", "AY"),
        ("0902", "0", "AX"),
        ("0", "01", "A1"),
    ],
)
def test_eleven_and_ten_have_letters(first: str, second: str, check: str) -> None:
    assert slips.check_characters(first, second, "0") == check


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"item": "69"}, "item"),
        ({"item": "69AB"}, "item"),
        ({"item": "6-A"}, "item"),
        ({"account": ""}, "account"),
        ({"account": "12345678901234567"}, "account"),
        ({"account": "12 34*"}, "account"),
        ({"amount": 0}, "amount"),
        ({"amount": -1}, "amount"),
        ({"amount": 1_000_000_000}, "amount"),
        ({"deadline": date(1911, 12, 31)}, "deadline"),
    ],
)
def test_a_part_that_does_not_fit_is_named(change: dict[str, object], field: str) -> None:
    parts: dict[str, object] = {"deadline": YEAR_END, "item": "69A", "account": "1", "amount": 1}
    with pytest.raises(BarcodePartWrong) as caught:
        slips.compose(**{**parts, **change})
    assert caught.value.field == field
    assert str(change[field]) in caught.value.text("zh")
    assert caught.value.text("en").startswith("Store barcode: the ")


@pytest.mark.parametrize("amount", [1, 999_999_999])
def test_the_smallest_and_the_largest_amount(amount: int) -> None:
    assert slips.compose(YEAR_END, "69A", "1", amount)[2].endswith(f"{amount:09d}")


def test_the_first_year_of_the_republic_can_be_printed() -> None:
    assert slips.compose(date(1912, 1, 1), "69A", "1", 1)[0] == "01010169A"


@given(
    st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    st.text("0123456789ABCXYZ", min_size=3, max_size=3),
    st.text("0123456789ABZ", min_size=1, max_size=16),
    st.integers(1, slips.MAX_AMOUNT),
)
def test_what_is_composed_is_read_back(
    deadline: date, item: str, account: str, amount: int
) -> None:
    first, second, third = slips.compose(deadline, item, account, amount)
    assert (len(first), len(second), len(third)) == (9, 16, 15)
    assert all(re.fullmatch(r"[0-9A-Z]+", segment) for segment in (first, second, third))
    read = slips.read(f"*{first}*", second.lower(), f" {third} ", near=deadline)
    assert read == (deadline, item, account.rjust(16, "0"), f"{deadline:%m%d}", amount)


@given(st.integers(0, 8), st.integers(1, 8))
def test_one_wrong_digit_of_the_amount_is_noticed(place: int, step: int) -> None:
    first, second, third = slips.compose(YEAR_END, "69A", "49465000000013", 123_456_789)
    at = 6 + place
    wrong = third[:at] + str((int(third[at]) + step) % 10) + third[at + 1 :]
    with pytest.raises(BarcodeCheckWrong) as caught:
        slips.read(first, second, wrong, near=TODAY)
    assert caught.value.facts["found"] == third[4:6]
    assert caught.value.facts["expected"] != third[4:6]


@pytest.mark.parametrize(
    ("segments", "field"),
    [
        (("15123169", "0049465000000013", "123126000001500"), "segment_1"),
        (("15123169A", "049465000000013", "123126000001500"), "segment_2"),
        (("15123169A", "0049465000000013", "12312600000150"), "segment_3"),
        (("15123169A", "0049465000000013", "1231C6000001500"), "segment_3"),
    ],
)
def test_a_segment_of_another_form_is_named(segments: tuple[str, str, str], field: str) -> None:
    with pytest.raises(BarcodePartWrong) as caught:
        slips.read(*segments, near=TODAY)
    assert caught.value.field == field


def test_a_deadline_that_is_no_day_is_refused() -> None:
    second, third = "0" * 16, "0101" + "000000001"
    check = slips.check_characters("15023069A", second, third)
    with pytest.raises(BarcodePartWrong) as caught:
        slips.read("15023069A", second, third[:4] + check + third[4:], near=TODAY)
    assert caught.value.field == "deadline"


@pytest.mark.parametrize(
    ("near", "year"),
    [
        (date(2026, 1, 1), 2022),
        (date(1950, 1, 1), 1922),
        (date(2070, 1, 1), 2022),
        (date(2080, 1, 1), 2122),
    ],
)
def test_the_century_is_the_nearest_one(near: date, year: int) -> None:
    read = slips.read("1106176EA", "3453010377039404", "061616000001000", near=near)
    assert read.deadline == date(year, 6, 17)
    assert read.head == "0616"


def test_a_slip_of_the_tax_office_is_read() -> None:
    read = slips.read_tax_slip("1509306AE", "E100085120097159011", "3554O0000030000", near=TODAY)
    assert read == (date(2026, 9, 30), "6AE", "E100085120097159011", "355", "4", 30_000)


def test_the_check_of_a_tax_slip_counts_letters_from_ten() -> None:
    assert slips.tax_check_character("1509306AE", "E100085120097159011", "35540000030000") == "O"
    assert slips.tax_check_character("Z", "1", "0") == "0"
    assert slips.tax_check_character("9", "1", "0") == "A"


@pytest.mark.parametrize(
    ("segments", "refusal"),
    [
        (("1509306AE", "E100085120097159011", "3554P0000030000"), BarcodeCheckWrong),
        (("1509306AE", "E100085120097159012", "3554O0000030000"), BarcodeCheckWrong),
        (("1509306AE", "E10008512009715", "3554O0000030000"), BarcodePartWrong),
        (("1509306AE", "E100085120097159011", "3554O000003000"), BarcodePartWrong),
    ],
)
def test_a_wrong_tax_slip_is_refused(
    segments: tuple[str, str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        slips.read_tax_slip(*segments, near=TODAY)
