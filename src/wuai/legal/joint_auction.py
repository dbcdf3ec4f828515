"""The days of the joint auction (123 聯合拍賣): the first Tuesday of each month at 15:00."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.legal.calendar import Calendar
from wuai.legal.parameter_table import parameter

TUESDAY = 1


class NoJointAuctionYet(Refusal):
    code = "NO_JOINT_AUCTION_YET"
    zh = "{year} 年尚無 123 聯合拍賣"
    en = "There was no joint auction in {year} yet"
    next_zh = "請查 {first} 以後的年度"
    next_en = "Ask for a year from {first} on"
    status = 422


@dataclass(frozen=True, slots=True)
class JointAuctionDay:
    """One day: what the rule gives, what it became, and why."""

    month: int
    rule_day: date
    on: date
    hour: int
    moved: bool
    why: Bilingual


def days(
    year: int, calendar: Calendar | None = None, moved_to: Mapping[date, date] | None = None
) -> tuple[JointAuctionDay, ...]:
    """The days of a year. A holiday moves to the next working day; ``moved_to`` prevails over both."""
    week, hour = parameter("JOINT_AUCTION_WEEK"), parameter("JOINT_AUCTION_HOUR")
    first = week.settings.versions[0].since
    months = [m for m in range(1, 13) if date(year, m, 1) >= first]
    if not months:
        raise NoJointAuctionYet(field="year", year=year, first=first.year)
    found = []
    for month in months:
        begin = date(year, month, 1)
        rule_day = _nth_tuesday(begin, week.on(begin).value)
        on, why = _placed(rule_day, calendar or Calendar(), moved_to or {})
        found.append(
            JointAuctionDay(month, rule_day, on, hour.on(begin).value, on != rule_day, why)
        )
    return tuple(found)


def _nth_tuesday(begin: date, nth: int) -> date:
    return begin + timedelta(days=(TUESDAY - begin.weekday()) % 7 + 7 * (nth - 1))


def _placed(
    rule_day: date, calendar: Calendar, moved_to: Mapping[date, date]
) -> tuple[date, Bilingual]:
    if rule_day in moved_to:
        return moved_to[rule_day], Bilingual("分署另定", "set by the branch")
    closed = calendar.why_closed(rule_day)
    if closed is None:
        return rule_day, Bilingual("每月第一個星期二", "first Tuesday of the month")
    words = Bilingual(f"{closed.zh}，改至次一上班日", f"{closed.en}: moved to the next working day")
    return calendar.next_working_day(rule_day), words
