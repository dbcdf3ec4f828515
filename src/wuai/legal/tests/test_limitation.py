"""The last days of enforcement: never moved, each with its basis."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.legal import limitation
from wuai.legal.limitation import LegacyTax, NoStartOfLimitation, SuspensionImpossible

FINAL = date(2016, 3, 10)


@pytest.mark.parametrize(
    ("final", "limit_1", "limit_2"),
    [
        (FINAL, date(2021, 3, 10), date(2026, 3, 10)),
        (date(2020, 2, 29), date(2025, 2, 28), date(2030, 2, 28)),
        (date(2019, 2, 28), date(2024, 2, 28), date(2029, 2, 28)),
        (date(2021, 11, 21), date(2026, 11, 21), date(2031, 11, 21)),
        (date(2020, 12, 25), date(2025, 12, 25), date(2030, 12, 25)),
        (date(2001, 1, 1), date(2006, 1, 1), date(2011, 1, 1)),
        (date(2000, 12, 31), date(2005, 12, 31), date(2010, 12, 31)),
        (date(1990, 5, 1), date(2005, 12, 31), date(2010, 12, 31)),
    ],
)
def test_five_years_and_five_more_on_the_same_date(
    final: date, limit_1: date, limit_2: date
) -> None:
    found = limitation.limits(final=final)
    assert (found.exec_limit_1, found.exec_limit_2) == (limit_1, limit_2)
    assert found.last_day == limit_1
    assert found.collection_end is None
    assert [source.zh for source in found.sources] == ["行政執行法第 7 條第 1 項"]


@pytest.mark.parametrize(
    ("started", "last"),
    [
        (None, date(2021, 3, 10)),
        (date(2016, 3, 11), date(2026, 3, 10)),
        (date(2021, 3, 9), date(2026, 3, 10)),
        (date(2021, 3, 10), date(2026, 3, 10)),
        (date(2021, 3, 11), date(2021, 3, 10)),
    ],
)
def test_only_what_started_in_time_goes_on(started: date | None, last: date) -> None:
    found = limitation.limits(final=FINAL, started=started)
    assert found.last_day == last
    assert found.started_on == started
    assert found.counted_from == FINAL
    assert not found.is_over(last)
    assert found.is_over(last + timedelta(days=1))


def test_the_steps_say_what_happens_when() -> None:
    spoken = limitation.limits(final=FINAL, started=date(2018, 1, 1)).steps
    assert [step.why.zh for step in spoken] == [
        "處分確定（期間屆滿），始日不計",
        "已開始執行",
        "滿 5 年；未開始執行者，此日後不再執行",
        "最後執行日",
    ]
    assert limitation.limits(final=FINAL).steps[-1].why.zh == "此前已開始執行者，最遲至此日"
    late = limitation.limits(final=FINAL, started=date(2022, 1, 1))
    assert late.steps[-1].why.zh == "開始執行已逾期間，不生延續效力"

    def steps(started: date | None) -> list[tuple[date, str]]:
        found = limitation.limits(final=FINAL, started=started)
        return [(step.on, step.why.en) for step in found.steps]

    first = (FINAL, "final; this day is not counted")
    ends = (date(2021, 3, 10), "5 years: not enforced after this day unless it has started")
    assert steps(None) == [
        first,
        ends,
        (date(2026, 3, 10), "if it has started by then, this is the last day at all"),
    ]
    assert steps(date(2018, 1, 1)) == [
        first,
        (date(2018, 1, 1), "execution has started"),
        ends,
        (date(2026, 3, 10), "the last day at all"),
    ]
    assert steps(date(2021, 3, 11)) == [
        first,
        ends,
        (date(2021, 3, 11), "execution began too late to continue"),
    ]


def test_an_old_matter_counts_from_the_day_the_act_came_into_force() -> None:
    found = limitation.limits(final=date(1990, 5, 1))
    assert found.counted_from == date(2000, 12, 31)
    assert found.steps[0].on == date(2001, 1, 1)
    assert found.steps[0].why.zh == "舊案：執行期間自本法施行日起算"
    assert found.steps[0].why.en == "old matter: counted from the day the act came into force"


def test_a_tax_runs_from_the_end_of_its_collection_period() -> None:
    found = limitation.limits(final=FINAL, collection_end=date(2020, 2, 29))
    assert found.collection_end == date(2020, 2, 29)
    assert found.counted_from == date(2020, 2, 29)
    assert (found.exec_limit_1, found.exec_limit_2) == (date(2025, 2, 28), date(2030, 2, 28))
    assert [source.zh for source in found.sources] == ["稅捐稽徵法第 23 條第 4 項"]
    assert found.last_day == date(2025, 2, 28)
    started = limitation.limits(collection_end=date(2020, 2, 29), started=date(2024, 1, 1))
    assert started.last_day == date(2030, 2, 28)


def test_a_collection_period_is_reckoned_from_the_payment_period() -> None:
    found = limitation.limits(payment_end=FINAL)
    assert found.collection_end == date(2021, 3, 10)
    assert (found.exec_limit_1, found.exec_limit_2) == (date(2026, 3, 10), date(2031, 3, 10))
    assert [(step.on, step.why.zh) for step in found.steps[:2]] == [
        (FINAL, "繳納期間屆滿"),
        (date(2021, 3, 10), "徵收期間屆滿"),
    ]
    assert [source.zh for source in found.sources] == [
        "稅捐稽徵法第 23 條第 1 項",
        "稅捐稽徵法第 23 條第 4 項",
    ]


def test_suspended_days_lengthen_the_collection_period_of_a_tax_only() -> None:
    tax = limitation.limits(payment_end=FINAL, suspended_days=10)
    assert tax.collection_end == date(2021, 3, 20)
    assert tax.exec_limit_1 == date(2026, 3, 20)
    assert tax.steps[1].why.en == "10 suspended days are not counted in the collection period"
    assert "稅捐稽徵法第 23 條第 3 項" in [source.zh for source in tax.sources]
    given_end = limitation.limits(collection_end=date(2021, 3, 10), suspended_days=10)
    assert given_end.exec_limit_1 == date(2026, 3, 10)
    fine = limitation.limits(final=FINAL, suspended_days=10)
    assert fine.exec_limit_1 == date(2021, 3, 10)
    assert fine.steps[0].on == FINAL
    assert fine.steps[0].why.zh == "停止執行 10 日：行政執行法第 7 條無扣除規定，不予扣除"


def test_every_day_that_can_be_read_has_its_limits() -> None:
    first, last = date(1850, 1, 1), date(2200, 12, 31)
    assert limitation.limits(payment_end=first).exec_limit_1 == date(1860, 1, 1)
    assert limitation.limits(collection_end=last).exec_limit_2 == date(2210, 12, 31)
    assert limitation.limits(final=last).exec_limit_2 == date(2210, 12, 31)
    assert limitation.limits(payment_end=last, suspended_days=99_999).exec_limit_2 > last


def test_a_given_collection_period_prevails_over_a_reckoned_one() -> None:
    found = limitation.limits(payment_end=FINAL, collection_end=date(2022, 1, 1))
    assert found.collection_end == date(2022, 1, 1)


@pytest.mark.parametrize(
    ("legacy", "last"),
    [
        (LegacyTax(date(2007, 3, 4), 9_999_999), date(2012, 3, 4)),
        (LegacyTax(date(2007, 3, 4), 10_000_000), date(2032, 3, 4)),
        (LegacyTax(date(2007, 3, 4), 0, grave_measure=True), date(2032, 3, 4)),
        (LegacyTax(date(2007, 3, 5), 10_000_000), date(2010, 6, 1)),
    ],
)
def test_old_tax_matters_have_an_absolute_end(legacy: LegacyTax, last: date) -> None:
    found = limitation.limits(collection_end=date(2005, 6, 1), legacy=legacy)
    assert found.last_day == last
    assert found.collection_end == found.counted_from == date(2005, 6, 1)
    if legacy.referred_on < date(2007, 3, 5):
        assert found.exec_limit_1 == found.exec_limit_2 == last
        assert [source.zh for source in found.sources] == ["稅捐稽徵法第 23 條第 5 項"]
        assert found.steps[-1].on == last
        assert ("一千萬元" in found.steps[-1].why.zh) is (last.year == 2032)


def test_an_old_tax_matter_keeps_the_day_on_which_it_started() -> None:
    legacy = LegacyTax(date(2006, 1, 1), 0)
    found = limitation.limits(payment_end=date(2000, 6, 1), legacy=legacy, started=date(2006, 2, 1))
    assert found.started_on == date(2006, 2, 1)
    assert [step.on for step in found.steps] == [
        date(2000, 6, 1),
        date(2005, 6, 1),
        date(2012, 3, 4),
    ]


def test_what_has_no_beginning_is_refused() -> None:
    with pytest.raises(NoStartOfLimitation):
        limitation.limits(started=FINAL)
    for days in (-1, 100_000):
        with pytest.raises(SuspensionImpossible) as caught:
            limitation.limits(final=FINAL, suspended_days=days)
        assert caught.value.field == "suspended_days"
        assert caught.value.facts == {"days": days, "most": 99_999}
    assert limitation.limits(payment_end=FINAL, suspended_days=99_999).collection_end


@given(st.dates(date(2001, 1, 1), date(2080, 12, 31)))
def test_limits_never_move_because_of_a_weekend(final: date) -> None:
    found = limitation.limits(final=final)
    for years, limit in ((5, found.exec_limit_1), (10, found.exec_limit_2)):
        assert limit.year == final.year + years
        assert (limit.month, limit.day) in {(final.month, final.day), (2, 28)}
