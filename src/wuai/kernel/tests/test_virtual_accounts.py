"""Virtual accounts, against the vectors that are published for each bank."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.kernel import virtual_accounts as va
from wuai.kernel.virtual_accounts import AmountNeeded, UnknownScheme, VirtualAccountBodyWrong

VECTORS = [
    ("CTBC_14", "4946500000001", None, "5"),
    ("CTBC_14_AMOUNT", "4946500000001", 1_500, "3"),
    ("CTBC_14_AMOUNT", "4946500000001", 20_000, "9"),
    ("CTBC_14_AMOUNT", "4946500000001", 30_000, "6"),
    ("SCSB_14", "4090615000001", None, "8"),
    ("SCSB_14", "4090615123456", None, "1"),
    ("ESUN_SINGLE", "991233939889", None, "3"),
    ("ESUN_SINGLE_AMOUNT", "991233939889", 1_500, "2"),
    ("ESUN_SINGLE_AMOUNT", "991230119001", 1_500, "5"),
    ("ESUN_DOUBLE", "99551000001", None, "86"),
    ("ESUN_DOUBLE_AMOUNT", "99551000001", 1_500, "44"),
    ("ESUN_DOUBLE_AMOUNT", "99551011901", 1_500, "15"),
    ("LAND_M14A", "1234202611211", None, "4"),
    ("LAND_M14B", "1234202611211", 1_500, "2"),
    ("LAND_M14B", "1234202611211", 20_000, "4"),
]


@pytest.mark.parametrize(("scheme", "body", "amount", "check"), VECTORS)
def test_the_check_equals_the_published_one(
    scheme: str, body: str, amount: int | None, check: str
) -> None:
    account = va.compose(scheme, body, amount)
    assert account == body + check
    assert va.verify(scheme, account, amount)


@pytest.mark.parametrize(
    ("scheme", "body", "check"),
    # One digit at each place: the weights, reckoned by hand.
    [
        ("LAND_M16A", "0" * i + "1" + "0" * (14 - i), str((10 - w) % 10))
        for i, w in enumerate([8, 7, 6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
    ]
    + [
        ("LAND_M14A", "0" * i + "1" + "0" * (12 - i), str((10 - w) % 10))
        for i, w in enumerate([8, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2])
    ]
    + [
        ("CTBC_14", "0" * i + "1" + "0" * (12 - i), str((10 - w) % 10))
        for i, w in enumerate([3, 7, 1] * 4 + [3])
    ]
    + [
        ("SCSB_14", "0" * i + "1" + "0" * (12 - i), str((10 - w) % 10))
        for i, w in enumerate([1, 2, 0, 3, 9, 8, 7, 6, 1, 4, 3, 2, 1])
    ]
    + [
        ("ESUN_SINGLE", "0" * i + "1" + "0" * (14 - i), str(w))
        for i, w in enumerate([6, 5, 4, 3, 2, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1])
    ]
    + [
        ("ESUN_DOUBLE", "0" * i + "1" + "0" * (13 - i), w)
        for i, w in enumerate(["37", "13", "79"] * 4 + ["37", "13"])
    ],
)
def test_every_place_has_its_weight(scheme: str, body: str, check: str) -> None:
    assert va.compose(scheme, body) == body + check


@pytest.mark.parametrize(
    ("scheme", "place", "weight"),
    [("ESUN_SINGLE_AMOUNT", i, w) for i, w in enumerate([8, 7, 6, 5, 4, 3, 2, 1])]
    + [("CTBC_14_AMOUNT", i, -w) for i, w in enumerate([3, 7, 1, 3, 7, 1, 3, 7])],
)
def test_every_place_of_the_amount_has_its_weight(scheme: str, place: int, weight: int) -> None:
    body = "0" * va.find(scheme).body_lengths[0]
    assert va.compose(scheme, body, 10 ** (7 - place))[-1] == str(weight % 10)


@pytest.mark.parametrize(("place", "weight"), list(enumerate([6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2])))
def test_land_bank_weighs_eleven_places_of_the_amount(place: int, weight: int) -> None:
    assert va.compose("LAND_M14B", "0" * 13, 10 ** (10 - place))[-1] == str((11 - weight) % 10)


@pytest.mark.parametrize(
    ("place", "checks"), list(enumerate(["37", "13", "79", "37", "13", "79", "37", "13"]))
)
def test_two_checks_weigh_the_amount_each_in_its_way(place: int, checks: str) -> None:
    assert va.compose("ESUN_DOUBLE_AMOUNT", "0" * 11, 10 ** (7 - place))[-2:] == checks


@pytest.mark.parametrize(
    ("code", "bank", "length", "with_amount"),
    [
        ("CTBC_14", "822", 14, False),
        ("CTBC_14_AMOUNT", "822", 14, True),
        ("SCSB_14", "011", 14, False),
        ("ESUN_SINGLE", "808", 13, False),
        ("ESUN_SINGLE_AMOUNT", "808", 13, True),
        ("ESUN_DOUBLE", "808", 13, False),
        ("ESUN_DOUBLE_AMOUNT", "808", 13, True),
        ("LAND_M14A", "005", 14, False),
        ("LAND_M14B", "005", 14, True),
        ("LAND_M16A", "005", 16, False),
    ],
)
def test_the_registry(code: str, bank: str, length: int, with_amount: bool) -> None:
    scheme = va.SCHEMES[code]
    assert (scheme.bank, scheme.length, scheme.with_amount) == (bank, length, with_amount)
    assert scheme.bank_name.zh
    assert scheme.bank_name.en
    assert len(va.SCHEMES) == 10


def test_other_lengths_of_one_bank() -> None:
    assert va.SCHEMES["ESUN_SINGLE"].lengths == (13, 14, 16)
    assert va.SCHEMES["ESUN_DOUBLE"].lengths == (13, 14, 16)


@pytest.mark.parametrize(
    "body",
    ["", "494650000000", "49465000000011", "49465-0000000A", "４９４６５０００００００１"[:12]],
)
def test_a_body_of_another_form_is_refused(body: str) -> None:
    with pytest.raises(VirtualAccountBodyWrong) as caught:
        va.compose("CTBC_14", body)
    assert caught.value.facts["lengths"] == "13"


def test_a_body_may_be_typed_with_hyphens_or_full_width() -> None:
    assert va.compose("CTBC_14", "49465-00000001") == "49465000000015"
    assert va.compose("CTBC_14", "４９４６５０００００００１") == "49465000000015"


@pytest.mark.parametrize("amount", [None, 0, -1, 100_000_000])
def test_a_check_over_the_amount_needs_one(amount: int | None) -> None:
    with pytest.raises(AmountNeeded) as caught:
        va.compose("CTBC_14_AMOUNT", "4946500000001", amount)
    assert caught.value.facts["most"] == 99_999_999


def test_the_largest_amount_fits() -> None:
    assert len(va.compose("CTBC_14_AMOUNT", "4946500000001", 99_999_999)) == 14
    assert len(va.compose("CTBC_14_AMOUNT", "4946500000001", 1)) == 14


def test_an_amount_does_not_matter_where_the_check_does_not_cover_it() -> None:
    assert va.compose("CTBC_14", "4946500000001", 1_500) == va.compose("CTBC_14", "4946500000001")


def test_an_unknown_scheme_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownScheme) as caught:
        va.compose("BOT_14", "1")
    assert "LAND_M16A" in caught.value.next_step("zh")


@given(st.sampled_from(sorted(va.SCHEMES)), st.data())
def test_a_composed_account_verifies_and_a_wrong_check_does_not(
    code: str, data: st.DataObject
) -> None:
    scheme = va.SCHEMES[code]
    length = data.draw(st.sampled_from(scheme.body_lengths))
    body = data.draw(st.text("0123456789", min_size=length, max_size=length))
    amount = data.draw(st.integers(1, 10**scheme.amount_digits - 1)) if scheme.with_amount else None
    account = va.compose(code, body, amount)
    assert len(account) in scheme.lengths
    assert va.verify(code, account, amount)
    wrong = account[:-1] + str((int(account[-1]) + 1) % 10)
    assert not va.verify(code, wrong, amount)


@pytest.mark.parametrize("account", ["", "5", "4946500000001", "494650000000155", "4946500000001X"])
def test_an_account_of_another_form_does_not_verify(account: str) -> None:
    assert va.verify("CTBC_14", account) is False
