"""Postal giro slips and transfer codes."""

from datetime import date

import pytest

from wuai.kernel import postal_giro, twqr
from wuai.kernel.postal_giro import GiroPartWrong
from wuai.kernel.twqr import Acquirer, TwqrPartWrong

YEAR_END = date(2026, 12, 31)


@pytest.mark.parametrize(
    "reference", ["049465000000013", "49465000000013", "４９４６５０００００００１３"]
)
def test_a_giro_slip_equals_the_reckoned_one(reference: str) -> None:
    assert postal_giro.compose("50013985", YEAR_END, reference, 1_500) == (
        "50013985",
        "115123110494650000000133",
        "00000001500",
    )


@pytest.mark.parametrize(
    ("place", "weight"),
    list(enumerate([3, 7, 1] * 10 + [3])),
)
def test_the_text_of_a_giro_slip_is_weighed_by_three_seven_one(place: int, weight: int) -> None:
    digits = "0" * place + "1" + "0" * (30 - place)
    assert postal_giro.check_digit(digits[:8], digits[8:], 0) == str(-weight % 10)


@pytest.mark.parametrize(("place", "weight"), list(enumerate([8, 7, 6, 5, 4, 3, 2, 1])))
def test_the_last_eight_digits_of_the_amount_are_weighed_from_eight_down(
    place: int, weight: int
) -> None:
    assert postal_giro.check_digit("0" * 8, "0" * 23, 10 ** (7 - place)) == str(-weight % 10)


def test_products_count_by_their_last_digit_and_the_first_three_of_the_amount_not_at_all() -> None:
    assert postal_giro.check_digit("9" + "0" * 7, "0" * 23, 0) == "3"
    assert postal_giro.check_digit("0" * 8, "0" * 23, 90_000_000) == "8"
    assert postal_giro.check_digit("0" * 8, "0" * 23, 99_900_000_000) == "0"


@pytest.mark.parametrize(
    ("account", "reference", "amount", "field"),
    [
        ("5001398", "1", 1, "account"),
        ("500139855", "1", 1, "account"),
        ("5001398X", "1", 1, "account"),
        ("50013985", "", 1, "reference"),
        ("50013985", "1234567890123456", 1, "reference"),
        ("50013985", "12A", 1, "reference"),
        ("50013985", "1", 0, "amount"),
        ("50013985", "1", 100_000_000_000, "amount"),
    ],
)
def test_a_giro_part_that_does_not_fit_is_named(
    account: str, reference: str, amount: int, field: str
) -> None:
    with pytest.raises(GiroPartWrong) as caught:
        postal_giro.compose(account, YEAR_END, reference, amount)
    assert caught.value.field == field
    assert caught.value.text("zh").startswith("郵政劃撥條碼：")
    assert str(caught.value.facts["value"]) in caught.value.text("en")


def test_the_largest_giro_amount_fits() -> None:
    assert postal_giro.compose("50013985", YEAR_END, "1", 99_999_999_999)[2] == "99999999999"


def test_an_old_deadline_keeps_three_digits() -> None:
    assert postal_giro.compose("50013985", date(2010, 1, 2), "1", 1)[1].startswith("09901021")


def test_a_transfer_code_equals_the_published_one() -> None:
    assert twqr.transfer("個人轉帳", "812", "28881001234567", 600) == (
        "TWQRP://%E5%80%8B%E4%BA%BA%E8%BD%89%E5%B8%B3/158/02/V1"
        "?D1=60000&D5=812&D6=0028881001234567&D10=901"
    )


def test_a_transfer_code_may_carry_a_note() -> None:
    code = twqr.transfer("a/b", "822", "49465-00000001 3", 1, note="115 房&稅")
    assert code == (
        "TWQRP://a%2Fb/158/02/V1"
        "?D1=100&D5=822&D6=0049465000000013&D9=115%20%E6%88%BF%26%E7%A8%85&D10=901"
    )


def test_a_payment_code_carries_what_the_bank_issued() -> None:
    acquirer = Acquirer("AVnVbcN9xxRv", "00,0060061112223334440000000112345678")
    assert twqr.payment("x", acquirer, 899, date(2017, 4, 1), "123") == (
        "TWQRP://x/158/03/V1?D1=89900&D3=AVnVbcN9xxRv&D4=20170401&D7=123&D10=901"
        "&D11=00,0060061112223334440000000112345678"
    )


@pytest.mark.parametrize(
    ("bank", "account", "amount", "note", "field"),
    [
        ("12", "1", 1, "", "bank"),
        ("1234", "1", 1, "", "bank"),
        ("abc", "1", 1, "", "bank"),
        ("812", "", 1, "", "account"),
        ("812", "12345678901234567", 1, "", "account"),
        ("812", "12A", 1, "", "account"),
        ("812", "1", 0, "", "amount"),
        ("812", "1", 10_000_000_000, "", "amount"),
        ("812", "1", 1, "一" * 20, "note"),
    ],
)
def test_a_transfer_part_that_does_not_fit_is_named(
    bank: str, account: str, amount: int, note: str, field: str
) -> None:
    with pytest.raises(TwqrPartWrong) as caught:
        twqr.transfer("x", bank, account, amount, note)
    assert caught.value.field == field
    assert caught.value.text("zh").startswith("TWQR：")
    assert str(caught.value.facts["value"]) in caught.value.text("en")


def test_edges_of_a_transfer_fit() -> None:
    assert "D9=" in twqr.transfer("x", "812", "1" * 16, 1, "一" * 19)
    assert "D1=999999999900&" in twqr.transfer("x", "812", "1", 9_999_999_999)


@pytest.mark.parametrize(
    ("amount", "reference", "field"),
    [(0, "1", "amount"), (1, "", "reference"), (1, "1" * 17, "reference")],
)
def test_a_payment_part_that_does_not_fit_is_named(amount: int, reference: str, field: str) -> None:
    with pytest.raises(TwqrPartWrong) as caught:
        twqr.payment("x", Acquirer("s", "t"), amount, YEAR_END, reference)
    assert caught.value.field == field
