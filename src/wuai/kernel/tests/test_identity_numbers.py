"""Who a number can belong to, and why it cannot be right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.kernel import identity_numbers as numbers


@pytest.mark.parametrize(
    ("number", "kind", "valid"),
    [
        ("A123456789", "NATIONAL_ID", True),
        ("A123456788", "NATIONAL_ID", False),
        ("F200000008", "NATIONAL_ID", True),
        ("a123456789", "NATIONAL_ID", True),
        ("Ａ１２３４５６７８９", "NATIONAL_ID", True),
        (" A123 456 789 ", "NATIONAL_ID", True),
        ("A800000014", "ARC", True),
        ("A800000015", "ARC", False),
        ("A900000016", "ARC", True),
        ("AA00000009", "ARC_OLD", True),
        ("AA00000008", "ARC_OLD", False),
        ("22099131", "UBN", True),
        ("47217677", "UBN", True),
        ("22822281", "UBN", True),
        ("04595252", "UBN", True),
        ("04595257", "UBN", True),
        ("22822280", "UBN", False),
        ("47217977", "UBN", False),
        ("11099131", "UBN", False),
        # A seven at the seventh place counts as ten or as eleven, and only there.
        ("00000079", "UBN", True),
        ("00000074", "UBN", True),
        ("00000073", "UBN", False),
        ("00000057", "UBN", False),
        ("A323456789", "UNKNOWN", False),
        ("A023456789", "UNKNOWN", False),
        ("A12345678", "UNKNOWN", False),
        ("A1234567890", "UNKNOWN", False),
        ("AE00000009", "UNKNOWN", False),
        ("1234567", "UNKNOWN", False),
        ("123456789", "UNKNOWN", False),
        ("", "UNKNOWN", False),
        ("٢٢٠٩٩١٣١", "UNKNOWN", False),
    ],
)
def test_kind_and_check_of_a_number(number: str, kind: str, valid: bool) -> None:
    found = numbers.explain(number)
    assert (found.kind, found.valid) == (kind, valid)
    assert numbers.is_valid(number) is valid
    assert numbers.kind_of(number) == kind
    assert found.reason.zh
    assert found.reason.en


# Reckoned by hand: the last digit that follows each letter and 10000000.
LETTER_CHECKS = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", "12345678900123456789901234", strict=True))


@pytest.mark.parametrize(("letter", "check"), LETTER_CHECKS.items())
def test_every_letter_has_its_value(letter: str, check: str) -> None:
    right = [d for d in "0123456789" if numbers.is_valid(f"{letter}10000000{d}")]
    assert right == [check]


def test_a_wrong_digit_is_answered_with_the_right_one() -> None:
    reason = numbers.explain("A123456780").reason
    assert reason.zh == "國民身分證統一編號，檢查碼不符：末碼應為 9"
    assert reason.en.endswith("the last digit should be 9")


def test_the_rule_of_april_2023_is_named() -> None:
    assert "112 年 4 月" in numbers.explain("04595252").reason.zh
    assert "April 2023" in numbers.explain("04595252").reason.en
    assert "112" not in numbers.explain("22099131").reason.zh
    assert numbers.explain("22099131").reason.zh == "營利事業統一編號，檢查碼相符"
    assert numbers.explain("11099131").reason.zh.startswith("營利事業統一編號，檢查碼不符：加權和 ")


def test_an_unknown_form_is_told_by_its_length() -> None:
    assert "長度 3" in numbers.explain("A12").reason.zh
    assert "(3)" in numbers.explain("A12").reason.en
    assert numbers.explain("").reason.zh == "未填號碼"


@given(
    st.sampled_from("ABCDEFGHJKLMNPQRSTUVXYWZIO"),
    st.sampled_from("1289ABCD"),
    st.text("0123456789", min_size=7, max_size=7),
)
def test_exactly_one_last_digit_is_right(letter: str, second: str, middle: str) -> None:
    right = [d for d in "0123456789" if numbers.is_valid(letter + second + middle + d)]
    assert len(right) == 1


@given(st.text("0123456789", min_size=8, max_size=8))
def test_the_old_rule_of_ten_is_part_of_the_new_rule_of_five(number: str) -> None:
    from stdnum.tw import ubn

    if ubn.is_valid(number):
        assert numbers.is_valid(number)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("A123456789", "A1234*****"),
        ("ａ123456789", "A1234*****"),
        ("22099131", "2209****"),
        ("AB", "A*"),
        ("A", "*"),
        ("", ""),
    ],
)
def test_one_mask_everywhere(number: str, masked: str) -> None:
    assert numbers.mask(number) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("陳大文", "陳○○"),
        ("陳文", "陳○"),
        ("歐陽小明", "歐○○○"),
        ("𠮷田", "𠮷○"),
        ("陳", "陳"),
        ("", ""),
        (" 陳大文 ", "陳○○"),
        ("John Smith", "J○○○ S○○○○"),
        ("John  A", "J○○○ A"),
    ],
)
def test_a_name_shows_its_first_character(name: str, masked: str) -> None:
    assert numbers.mask_name(name) == masked
