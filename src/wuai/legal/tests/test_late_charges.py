"""The surcharge of each kind of debt: the day before, the day itself, the cap, and who knows none."""

from datetime import date, timedelta

import pytest

from wuai.legal import late_charges
from wuai.legal.late_charges import ABOVE, AGREES, BELOW, NOT_CLAIMED

DUE = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("kind", "is_person", "late", "amount"),
    [
        ("TAX", True, 2, 0), ("TAX", True, 3, 1_000), ("TAX", True, 29, 9_000),
        ("TAX", True, 30, 10_000), ("TAX", False, 400, 10_000),
        ("NHI", True, 15, 0), ("NHI", True, 16, 0), ("NHI", True, 17, 100),
        ("NHI", True, 65, 4_900), ("NHI", True, 66, 5_000), ("NHI", True, 900, 5_000),
        ("NHI", False, 66, 5_000), ("NHI", False, 166, 15_000), ("NHI", False, 900, 15_000),
        ("LABOUR_INSURANCE", False, 17, 100), ("LABOUR_INSURANCE", True, 900, 20_000),
    ],
)  # fmt: skip
def test_each_kind_runs_at_its_rate_up_to_its_cap(
    kind: str, is_person: bool, late: int, amount: int
) -> None:
    found = late_charges.late_charge(
        kind, 100_000, DUE, DUE + timedelta(days=late), is_person=is_person
    )
    assert found is not None
    assert found.amount == amount
    assert found.rate.source.zh


@pytest.mark.parametrize(
    ("kind", "due"), [("FINE", DUE), ("FEE", DUE), ("NHI", date(2012, 12, 31)),
                      ("LABOUR_INSURANCE", date(2008, 5, 15)), ("TAX", date(1999, 1, 1))],
)  # fmt: skip
def test_where_no_table_knows_the_rate_nothing_is_made_up(kind: str, due: date) -> None:
    assert late_charges.late_charge(kind, 100, due, DUE, is_person=True) is None


@pytest.mark.parametrize(
    ("claimed", "says"), [(10_000, AGREES), (10_001, ABOVE), (9_999, BELOW), (0, NOT_CLAIMED)]
)
def test_the_agencys_figure_is_judged_to_the_dollar(claimed: int, says: str) -> None:
    found = late_charges.late_charge("TAX", 100_000, DUE, DUE + timedelta(days=60), is_person=True)
    assert found is not None
    assert found.judge(claimed) == says
    assert found.is_capped


def test_parts_of_a_dollar_are_dropped_and_what_is_unconfirmed_says_so() -> None:
    found = late_charges.late_charge("NHI", 999, DUE, DUE + timedelta(days=17), is_person=True)
    assert found is not None
    assert found.amount == 0
    assert not found.rate.confirmed
