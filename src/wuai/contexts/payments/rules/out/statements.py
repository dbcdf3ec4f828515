"""Decide which period a statement covers."""

from datetime import date, timedelta

from wuai.kernel.refusal import Refusal

DAY, MONTH = "DAY", "MONTH"
CATCH_UP = 7  # days for which a job that did not run is made good


class PeriodNotOver(Refusal):
    code = "STATEMENT_PERIOD_NOT_OVER"
    zh = "{since} 起的期間還沒有結束，不能出對帳單"
    en = "The period from {since} is not over yet: it has no statement"
    next_zh = "請選已結束的日或月"
    next_en = "Choose a day or a month that is over"
    status = 422


class PeriodUnknown(Refusal):
    code = "STATEMENT_PERIOD_UNKNOWN"
    zh = "對帳單以一日，或自 1 日起的一個月為期"
    en = "A statement covers one day, or one month from its first day"
    next_zh = "請重新選擇期間"
    next_en = "Choose the period again"
    status = 422


def check_period(kind: str, since: date, on: date) -> date:
    """The last day of the period; refused while it is not over."""
    if kind not in (DAY, MONTH) or (kind == MONTH and since.day != 1):
        raise PeriodUnknown(field="since")
    until = since if kind == DAY else _month_end(since)
    if until >= on:
        raise PeriodNotOver(since=since.isoformat(), field="since")
    return until


def _month_end(first: date) -> date:
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return following - timedelta(days=1)


def periods_to_make(on: date, days: int = CATCH_UP) -> list[tuple[str, date]]:
    """What should stand by a day, also when nobody worked for some days before; the oldest first."""
    found = [
        period
        for back in reversed(range(days))
        for period in due_periods(on - timedelta(days=back))
    ]
    return list(dict.fromkeys(found))


def due_periods(on: date) -> list[tuple[str, date]]:
    """What is made on a day: yesterday's statements, and on the first those of the month before."""
    yesterday = on - timedelta(days=1)
    found = [(DAY, yesterday)]
    if on.day == 1:
        found.append((MONTH, yesterday.replace(day=1)))
    return found
