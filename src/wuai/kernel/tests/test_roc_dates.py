"""Every way in which a day arrives, and the three ways in which it is printed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wuai.kernel import roc_dates
from wuai.kernel.roc_dates import DateImpossible, DateOutOfRange, DateUnreadable

DAY = date(2015, 3, 31)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1040331", DAY),
        ("104/03/31", DAY),
        ("104-3-31", DAY),
        ("104.3.31", DAY),
        ("104年3月31日", DAY),
        ("中華民國104年3月31日", DAY),
        ("民國104年03月31日", DAY),
        ("中華民國 104 年 3 月 31 日", DAY),
        ("2015-03-31", DAY),
        ("2015/3/31", DAY),
        ("20150331", DAY),
        ("2015年3月31日", DAY),
        ("１０４０３３１", DAY),
        ("１０４／０３／３１", DAY),
        ("　104-03-31 ", DAY),
        ("0990331", date(2010, 3, 31)),
        ("990331", date(2010, 3, 31)),
        ("99-3-31", date(2010, 3, 31)),
        ("99年3月31日", date(2010, 3, 31)),
        ("100-1-1", date(2011, 1, 1)),
        ("1-1-1", date(1912, 1, 1)),
        ("1050229", date(2016, 2, 29)),
        ("1850-01-01", date(1850, 1, 1)),
        ("2200-12-31", date(2200, 12, 31)),
        ("289-12-31", date(2200, 12, 31)),
    ],
)
def test_a_day_is_read_in_every_form(text: str, day: date) -> None:
    assert roc_dates.parse(text) == day


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", DateUnreadable),
        ("今天", DateUnreadable),
        ("115-11", DateUnreadable),
        ("104/03-31", DateUnreadable),
        ("10403311", DateOutOfRange),
        ("10403", DateUnreadable),
        ("中華民國2015年3月31日", DateUnreadable),
        ("民國前1年1月1日", DateUnreadable),
        ("104-13-01", DateImpossible),
        ("104-00-01", DateImpossible),
        ("104-02-29", DateImpossible),
        ("1000229", DateImpossible),
        ("2026-02-30", DateImpossible),
        ("0-1-1", DateOutOfRange),
        ("000101", DateOutOfRange),
        ("0104-03-31", DateOutOfRange),
        ("1849-12-31", DateOutOfRange),
        ("2201-01-01", DateOutOfRange),
        ("290-1-1", DateOutOfRange),
        ("9999-12-31", DateOutOfRange),
        ("2026-11-21T00:00", DateUnreadable),
        ("٢٠٢٦-١١-٢١", DateUnreadable),
    ],
)
def test_what_is_no_day_is_refused_by_name(text: str, refusal: type[DateUnreadable]) -> None:
    with pytest.raises(DateUnreadable) as caught:
        roc_dates.parse(text)
    assert type(caught.value) is refusal
    assert f"「{text}」" in caught.value.text("zh")


def test_an_impossible_day_is_told_part_by_part() -> None:
    with pytest.raises(DateImpossible) as caught:
        roc_dates.parse("104-02-29")
    assert caught.value.facts == {"text": "104-02-29", "year": 2015, "month": 2, "day": 29}


def test_a_day_out_of_range_keeps_the_code_of_an_unreadable_one() -> None:
    with pytest.raises(DateOutOfRange) as caught:
        roc_dates.parse("0104-03-31")
    assert caught.value.code == "DATE_UNREADABLE"
    assert caught.value.facts == {"text": "0104-03-31"}


def test_the_two_forms_for_people() -> None:
    day = date(2026, 11, 21)
    assert roc_dates.dense(day) == "115-11-21"
    assert roc_dates.compact(day) == "1151121"
    assert roc_dates.spoken_zh(day) == "115 年 11 月 21 日"
    assert roc_dates.long_zh(day) == "2026-11-21（115 年 11 月 21 日，星期六）"
    assert roc_dates.long_en(day) == "Saturday, 21 November 2026"


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2026, 1, 4), "2026-01-04（115 年 1 月 4 日，星期日）", "Sunday, 4 January 2026"),
        (date(2026, 2, 2), "2026-02-02（115 年 2 月 2 日，星期一）", "Monday, 2 February 2026"),
        (date(2010, 12, 31), "2010-12-31（99 年 12 月 31 日，星期五）", "Friday, 31 December 2010"),
    ],
)
def test_weekdays_and_months_have_their_own_names(day: date, zh: str, en: str) -> None:
    assert (roc_dates.long_zh(day), roc_dates.long_en(day)) == (zh, en)


def test_an_old_year_keeps_three_digits_in_files_only() -> None:
    assert roc_dates.compact(date(2010, 3, 1)) == "0990301"
    assert roc_dates.dense(date(2010, 3, 1)) == "99-03-01"


@pytest.mark.parametrize(
    ("given_year", "year"), [(115, 2026), (2026, 2026), (1, 1912), (1912, 1912), (1911, 3822)]
)
def test_a_year_may_be_given_either_way(given_year: int, year: int) -> None:
    assert roc_dates.from_roc_year(given_year) == year


@given(st.dates(date(1912, 1, 1), date(2200, 12, 31)))
def test_what_is_printed_can_be_read_again(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        roc_dates.dense(day),
        roc_dates.compact(day),
        roc_dates.spoken_zh(day),
        f"中華民國{roc_dates.spoken_zh(day)}",
    ):
        assert roc_dates.parse(text) == day
    assert roc_dates.from_roc_year(roc_dates.roc_year(day)) == day.year
