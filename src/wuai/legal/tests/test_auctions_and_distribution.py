"""Rounds of an auction, the day it is held, and who gets what it brought."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.legal import auction_ladder, joint_auction, surcharges
from wuai.legal.auction_ladder import CutTooLarge, DepositShareWrong, ReserveTooSmall
from wuai.legal.calendar import Calendar
from wuai.legal.distribution import (
    AmountNegative,
    Claim,
    UnknownClaimKind,
    distribute,
    kind_of_rank,
)
from wuai.legal.joint_auction import NoJointAuctionYet
from wuai.legal.surcharges import SurchargeAmountNegative

ON = date(2026, 11, 21)


def test_the_ladder_of_ten_million() -> None:
    found = auction_ladder.ladder(10_000_000, ON)
    assert [(one.no, one.code, one.reserve, one.deposit) for one in found.rounds] == [
        (1, "FIRST", 10_000_000, 2_000_000),
        (2, "SECOND", 8_000_000, 1_600_000),
        (3, "THIRD", 6_400_000, 1_280_000),
        (4, "SPECIAL_SALE", 6_400_000, 1_280_000),
        (5, "SPECIAL_REDUCTION", 5_120_000, 1_024_000),
    ]
    assert [one.basis for one in found.rounds] == [
        "強制執行法第 80 條",
        "強制執行法第 91 條",
        "強制執行法第 92 條",
        "強制執行法第 95 條第 1 項",
        "強制執行法第 95 條第 2 項",
    ]
    assert (found.cut_percent, found.deposit_percent, found.confirmed) == (20, 20, False)
    assert len(found.sources) == 2


def test_a_price_that_does_not_divide_is_rounded_up() -> None:
    found = auction_ladder.ladder(9_999, ON)
    assert [one.reserve for one in found.rounds] == [9_999, 8_000, 6_400, 6_400, 5_120]
    assert found.rounds[0].deposit == 2_000
    assert [one.reserve for one in auction_ladder.ladder(1, ON).rounds] == [1] * 5


def test_a_branch_may_cut_less_and_set_its_deposit() -> None:
    found = auction_ladder.ladder(1_000, ON, cut_percent=10, deposit_percent=30)
    assert [one.reserve for one in found.rounds] == [1_000, 900, 810, 810, 729]
    assert [one.deposit for one in found.rounds] == [300, 270, 243, 243, 219]
    assert auction_ladder.ladder(100, ON, cut_percent=0).rounds[-1].reserve == 100


def test_impossible_ladders_are_refused() -> None:
    with pytest.raises(ReserveTooSmall) as small:
        auction_ladder.ladder(0, ON)
    assert (small.value.field, small.value.facts) == ("reserve", {"reserve": 0})
    for cut in (21, -1):
        with pytest.raises(CutTooLarge) as large:
            auction_ladder.ladder(100, ON, cut_percent=cut)
        assert large.value.facts == {"cut": cut, "most": 20}
        assert large.value.field == "cut_percent"
    for share in (0, 101):
        with pytest.raises(DepositShareWrong) as wrong:
            auction_ladder.ladder(100, ON, deposit_percent=share)
        assert wrong.value.facts == {"share": share}
        assert wrong.value.field == "deposit_percent"
    assert auction_ladder.ladder(100, ON, deposit_percent=100).rounds[0].deposit == 100
    assert auction_ladder.ladder(100, ON, deposit_percent=1).rounds[0].deposit == 1


@given(st.integers(1, 10**12), st.integers(0, 20))
def test_no_cut_is_larger_than_the_law_allows(reserve: int, cut: int) -> None:
    prices = [one.reserve for one in auction_ladder.ladder(reserve, ON, cut_percent=cut).rounds]
    for before, after in pairwise(prices):
        assert before * 80 <= after * 100 <= before * 100


def test_the_joint_auction_is_on_the_first_tuesday() -> None:
    days = joint_auction.days(2026)
    assert [day.month for day in days] == list(range(1, 13))
    assert days[-1].on == date(2026, 12, 1)
    assert joint_auction.days(2027)[0].on == date(2027, 1, 5)
    assert {day.hour for day in days} == {15}
    assert not any(day.moved for day in days)
    assert days[0].why.zh == "每月第一個星期二"


def test_the_first_joint_auction_was_on_6_december_2016() -> None:
    days = joint_auction.days(2016)
    assert [day.on for day in days] == [date(2016, 12, 6)]
    with pytest.raises(NoJointAuctionYet) as caught:
        joint_auction.days(2015)
    assert caught.value.facts == {"year": 2015, "first": 2016}


def test_a_joint_auction_on_a_holiday_moves_to_the_next_working_day() -> None:
    # 2022-02-01 was the first day of the lunar year.
    february = joint_auction.days(2022)[1]
    assert (february.rule_day, february.on, february.moved) == (
        date(2022, 2, 1),
        date(2022, 2, 7),
        True,
    )
    assert february.why.en.endswith(": moved to the next working day")
    closed = joint_auction.days(2026, Calendar([(date(2026, 12, 1), None, None)]))[-1]
    assert (closed.rule_day, closed.on) == (date(2026, 12, 1), date(2026, 12, 2))


def test_a_branch_may_set_another_day() -> None:
    days = joint_auction.days(2026, moved_to={date(2026, 12, 1): date(2026, 12, 8)})
    assert (days[-1].on, days[-1].moved, days[-1].why.en) == (
        date(2026, 12, 8),
        True,
        "set by the branch",
    )
    assert not days[0].moved


@given(st.integers(2017, 2090))
def test_every_joint_auction_starts_from_a_first_tuesday(year: int) -> None:
    for day in joint_auction.days(year):
        assert day.rule_day.weekday() == 1
        assert day.rule_day.day <= 7
        assert day.on >= day.rule_day


def _claims(*rows: tuple[str, str, int]) -> list[Claim]:
    return [Claim(no, f"creditor {no}", kind, amount) for no, kind, amount in rows]


def _paid(pool: int, claims: list[Claim]) -> dict[str, int]:
    return {line.no: line.paid for line in distribute(pool, claims, ON).lines}


def test_ordinary_claims_share_by_largest_remainder() -> None:
    claims = _claims(
        ("1", "ORDINARY", 300_000), ("2", "ORDINARY", 500_000), ("3", "ORDINARY", 700_001)
    )
    assert _paid(1_000_000, claims) == {"1": 200_000, "2": 333_333, "3": 466_667}


def test_a_line_says_everything() -> None:
    table = distribute(999, [Claim("7", "財政部", "TAX", 1_500)], ON)
    line = table.lines[0]
    assert (line.no, line.creditor, line.kind, line.rank) == ("7", "財政部", "TAX", 5)
    assert line.basis == "稅捐稽徵法第 6 條第 1 項"
    assert (line.amount, line.paid, line.shortfall, line.ratio) == (1_500, 999, 501, "66.60%")
    assert (table.pool, table.paid, table.surplus, table.confirmed) == (999, 999, 0, False)
    assert "稅捐稽徵法第 6 條" in table.sources[0].zh


@pytest.mark.parametrize(
    ("pool", "amount", "ratio"),
    [
        (2, 3, "66.67%"),
        (1, 3, "33.33%"),
        (3, 3, "100.00%"),
        (9_999_999, 10_000_000, "99.99%"),
        (0, 3, "0.00%"),
        (1, 8, "12.50%"),
        (0, 0, "100.00%"),
    ],
)
def test_the_share_of_a_claim(pool: int, amount: int, ratio: str) -> None:
    assert distribute(pool, [Claim("1", "", "FINE", amount)], ON).lines[0].ratio == ratio


def test_ranks_are_served_one_after_the_other() -> None:
    claims = _claims(
        ("g", "FINE", 50),
        ("f", "NHI", 50),
        ("e", "TAX", 50),
        ("d", "MORTGAGE", 50),
        ("c", "SPECIAL", 50),
        ("b", "PROPERTY_TAX", 50),
        ("a", "COST", 50),
    )
    assert _paid(260, claims) == {"a": 50, "b": 50, "c": 50, "d": 50, "e": 30, "f": 30, "g": 0}
    assert _paid(125, claims) == {"a": 50, "b": 50, "c": 25, "d": 0, "e": 0, "f": 0, "g": 0}
    assert [line.rank for line in distribute(260, claims, ON).lines] == [1, 2, 3, 4, 5, 6, 7]
    full = distribute(400, claims, ON)
    assert (full.paid, full.surplus) == (350, 50)


def test_taxes_and_insurance_share_one_band_and_fines_another() -> None:
    claims = _claims(
        ("1", "TAX", 100),
        ("2", "NHI", 100),
        ("3", "LABOUR_INSURANCE", 100),
        ("4", "FEE", 100),
        ("5", "ORDINARY", 100),
        ("6", "FINE", 100),
    )
    assert _paid(150, claims) == {"1": 50, "2": 50, "3": 50, "4": 0, "5": 0, "6": 0}
    assert _paid(360, claims) == {"1": 100, "2": 100, "3": 100, "4": 20, "5": 20, "6": 20}


def test_mortgages_are_served_in_order_of_registration_and_equals_share() -> None:
    claims = [
        Claim("2", "", "MORTGAGE", 100, order=2),
        Claim("1", "", "MORTGAGE", 100, order=1),
        Claim("3", "", "MORTGAGE", 100, order=2),
    ]
    assert _paid(150, claims) == {"1": 100, "2": 25, "3": 25}
    # The order of registration means nothing where the law shares.
    taxes = [Claim("1", "", "TAX", 100, order=1), Claim("2", "", "TAX", 100, order=2)]
    assert _paid(100, taxes) == {"1": 50, "2": 50}


def test_a_tie_goes_to_the_earlier_case_number() -> None:
    claims = _claims(
        ("115年度房稅執字第00000010號", "FINE", 1),
        ("99年度房稅執字第00000011號", "FINE", 1),
        ("115年度房稅執字第9號", "FINE", 1),
    )
    assert _paid(1, claims) == {
        "99年度房稅執字第00000011號": 1,
        "115年度房稅執字第9號": 0,
        "115年度房稅執字第00000010號": 0,
    }
    assert [line.no for line in distribute(1, claims, ON).lines] == [
        "99年度房稅執字第00000011號",
        "115年度房稅執字第9號",
        "115年度房稅執字第00000010號",
    ]
    assert _paid(1, _claims(("b", "FINE", 1), ("a", "FINE", 1))) == {"a": 1, "b": 0}
    mixed = _claims(("1年度罰執字第1號", "FINE", 1), ("甲", "FINE", 1))
    assert _paid(1, mixed) == {"甲": 1, "1年度罰執字第1號": 0}


def test_negative_amounts_and_unknown_kinds_are_refused() -> None:
    with pytest.raises(AmountNegative) as pool:
        distribute(-1, [], ON)
    assert (pool.value.field, pool.value.facts) == ("pool", {"what": "pool", "amount": -1})
    with pytest.raises(AmountNegative) as claim:
        distribute(1, [Claim("9", "", "TAX", -1)], ON)
    assert (claim.value.field, claim.value.facts) == ("amount", {"what": "9", "amount": -1})
    with pytest.raises(UnknownClaimKind) as kind:
        distribute(1, [Claim("9", "", "GIFT", 1)], ON)
    assert kind.value.field == "kind"
    assert kind.value.text("en") == "The kind “GIFT” of “9” has no rank"
    assert "COST, PROPERTY_TAX" in kind.value.next_step("zh")


@pytest.mark.parametrize(
    ("rank", "kind"), [(1, "COST"), (4, "MORTGAGE"), (6, "NHI"), (7, "ORDINARY"), (8, None)]
)
def test_a_rank_has_its_first_kind(rank: int, kind: str | None) -> None:
    assert kind_of_rank(rank, ON) == kind


KINDS = ["COST", "PROPERTY_TAX", "MORTGAGE", "TAX", "NHI", "ORDINARY", "FINE"]


@given(
    st.integers(0, 10**9),
    st.lists(
        st.tuples(st.sampled_from(KINDS), st.integers(0, 10**8), st.integers(0, 3)), max_size=12
    ),
)
def test_what_is_paid_and_left_is_the_pool_and_nobody_gets_too_much(
    pool: int, rows: list[tuple[str, int, int]]
) -> None:
    claims = [
        Claim(str(i), "", kind, amount, order) for i, (kind, amount, order) in enumerate(rows)
    ]
    table = distribute(pool, claims, ON)
    assert sum(line.paid for line in table.lines) + table.surplus == pool
    assert all(0 <= line.paid <= line.amount for line in table.lines)
    assert len(table.lines) == len(claims)
    if any(line.shortfall for line in table.lines):
        assert table.surplus == 0


@pytest.mark.parametrize(
    ("late", "percent"),
    [
        (-5, 0),
        (0, 0),
        (2, 0),
        (3, 1),
        (5, 1),
        (6, 2),
        (10, 3),
        (29, 9),
        (30, 10),
        (31, 10),
        (400, 10),
    ],
)
def test_a_surcharge_grows_by_one_per_cent_each_three_days(late: int, percent: int) -> None:
    end = date(2026, 3, 31)
    found = surcharges.tax_surcharge(100_000, end, end + timedelta(days=late))
    assert (found.percent, found.amount) == (percent, percent * 1_000)
    assert (found.principal, found.late_days) == (100_000, max(late, 0))
    assert len(found.steps) == percent
    assert "第 20 條" in found.source.zh


def test_a_surcharge_tells_its_days_and_drops_parts_of_a_dollar() -> None:
    end = date(2026, 3, 31)
    found = surcharges.tax_surcharge(199, end, date(2026, 4, 6))
    assert found.amount == 3
    assert [(step.on, step.why.en) for step in found.steps] == [
        (date(2026, 4, 3), "3 days late: 1 %"),
        (date(2026, 4, 6), "6 days late: 2 %"),
    ]
    assert found.steps[1].why.zh == "逾 6 日，加徵 2%"


def test_no_surcharge_on_a_negative_tax() -> None:
    with pytest.raises(SurchargeAmountNegative) as caught:
        surcharges.tax_surcharge(-1, ON, ON)
    assert (caught.value.field, caught.value.facts) == ("principal", {"principal": -1})
    assert surcharges.tax_surcharge(0, ON, ON).amount == 0
