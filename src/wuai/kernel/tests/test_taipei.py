"""A moment belongs to the day that Taipei has at that moment."""

from datetime import UTC, date, datetime

import pytest

from wuai.kernel.taipei import day_of, moment_zh


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 11, 21, 15, 59, tzinfo=UTC), date(2026, 11, 21)),
    ],
)
def test_the_day_begins_at_midnight_in_taipei(moment, day):
    assert day_of(moment) == day


def test_a_letter_tells_the_moment_on_taipeis_clock():
    assert moment_zh(datetime(2026, 11, 20, 16, 5, tzinfo=UTC)).endswith("星期六） 00:05")
