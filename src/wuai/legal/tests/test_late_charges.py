"""The surcharge of each kind of debt: the day before, the day itself, the cap, and who knows none."""

from datetime import date, timedelta

import pytest

from wuai.legal import late_charges
from wuai.legal.late_charges import ABOVE, AGREES, BELOW, BETWEEN, NOT_CLAIMED, LateCharge

DUE = date(2026, 3, 31)
BEFORE, SINCE = date(2021, 11, 18), date(2021, 11, 19)


def charged(
    kind: str, late: int, *, due: date = DUE, is_person: bool = True, principal: int = 100_000,
    category: str = "",
) -> tuple[LateCharge, ...]:  # fmt: skip
    """The readings so many days after the payment period."""
    return late_charges.late_charges(
        kind, principal, due, due + timedelta(days=late), is_person=is_person, category=category
    )


@pytest.mark.parametrize(
    ("kind", "is_person", "late", "amounts"),
    [
        ("TAX", True, -1, [0]), ("TAX", True, 2, [0]), ("TAX", True, 3, [1_000]),
        ("TAX", True, 29, [9_000]), ("TAX", True, 30, [10_000]), ("TAX", False, 400, [10_000]),
        ("NHI", True, 15, [0, 0]), ("NHI", True, 16, [0, 0]), ("NHI", True, 17, [100, 100]),
        ("NHI", True, 65, [4_900, 4_900]), ("NHI", True, 66, [5_000, 5_000]),
        ("NHI", True, 67, [5_000, 5_100]), ("NHI", True, 900, [5_000, 15_000]),
        ("NHI", False, 66, [5_000]), ("NHI", False, 165, [14_900]),
        ("NHI", False, 166, [15_000]), ("NHI", False, 900, [15_000]),
        ("LABOUR_INSURANCE", False, 16, [0]), ("LABOUR_INSURANCE", False, 17, [100]),
        ("LABOUR_INSURANCE", False, 215, [19_900]), ("LABOUR_INSURANCE", False, 216, [20_000]),
        ("LABOUR_INSURANCE", True, 900, [20_000]),
        ("FEE", True, 1, [0]), ("FEE", True, 2, [1_000]), ("FEE", True, 29, [14_000]),
        ("FEE", True, 30, [15_000]), ("FEE", False, 900, [15_000]),
    ],
)  # fmt: skip
def test_each_kind_runs_at_its_rate_up_to_its_cap(
    kind: str, is_person: bool, late: int, amounts: list[int]
) -> None:
    found = charged(kind, late, is_person=is_person)
    assert [one.amount for one in found] == amounts
    assert all(one.rate.source.zh and one.rate.source.en for one in found)


@pytest.mark.parametrize(
    ("due", "late", "amount", "confirmed"),
    [(BEFORE, 2, 1_000, False), (BEFORE, 30, 15_000, False), (BEFORE, 400, 15_000, False),
     (SINCE, 2, 0, True), (SINCE, 3, 1_000, True), (SINCE, 400, 10_000, True)],
)  # fmt: skip
def test_tax_still_in_its_thirty_days_when_the_law_changed_runs_at_the_new_rate(
    due: date, late: int, amount: int, confirmed: bool
) -> None:
    (found,) = charged("TAX", late, due=due)
    assert (found.amount, found.rate.confirmed) == (amount, confirmed)


@pytest.mark.parametrize(
    ("kind", "due", "category"),
    [("FINE", DUE, ""), ("NHI", date(2012, 12, 31), ""), ("LABOUR_INSURANCE", date(2008, 5, 15), ""),
     ("TAX", date(1999, 1, 1), ""), ("FEE", date(2002, 12, 12), ""), ("FEE", DUE, "PENSION"),
     ("FEE", DUE, "ROAD_FEE"), ("FEE", DUE, "TOLL")],
)  # fmt: skip
def test_where_no_table_knows_the_rate_nothing_is_made_up(
    kind: str, due: date, category: str
) -> None:
    assert charged(kind, 40, due=due, category=category) == ()


def test_without_principal_there_is_nothing_to_hold_a_surcharge_against() -> None:
    assert charged("TAX", 40, principal=0) == ()
    assert charged("TAX", 40, principal=-1) == ()


@pytest.mark.parametrize(
    ("kind", "claimed", "says"),
    [("TAX", 10_000, AGREES), ("TAX", 10_001, ABOVE), ("TAX", 9_999, BELOW), ("TAX", 0, NOT_CLAIMED),
     ("NHI", 5_000, AGREES), ("NHI", 15_000, AGREES), ("NHI", 4_999, BELOW), ("NHI", 5_001, BETWEEN),
     ("NHI", 14_999, BETWEEN), ("NHI", 15_001, ABOVE)],
)  # fmt: skip
def test_the_agencys_figure_is_judged_to_the_dollar_beside_each_reading(
    kind: str, claimed: int, says: str
) -> None:
    assert late_charges.judge(charged(kind, 900), claimed) == says


@pytest.mark.parametrize(
    ("claimed", "says"), [(4, AGREES), (5, AGREES), (3, BELOW), (6, ABOVE)]
)  # fmt: skip
def test_parts_of_a_dollar_may_be_rounded_either_way(claimed: int, says: str) -> None:
    """4.995 dollars: no text says how it is rounded."""
    found = charged("NHI", 21, is_person=False, principal=999)
    assert (found[0].amount, found[0].rounded_up) == (4, 5)
    assert late_charges.judge(found, claimed) == says


def test_a_reading_tells_since_when_for_whom_and_whether_it_is_confirmed() -> None:
    insured, unit = charged("NHI", 900)
    assert (insured.since, insured.days, insured.permille) == (date(2026, 4, 16), 884, 50)
    assert (insured.rate.who.zh, unit.rate.who.zh) == ("保險對象", "投保單位或扣費義務人")
    assert insured.is_capped
    assert not insured.rate.confirmed
    assert charged("LABOUR_INSURANCE", 20)[0].rate.confirmed
    assert not charged("TAX", 29)[0].is_capped
