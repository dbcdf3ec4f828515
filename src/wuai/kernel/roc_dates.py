"""Years of the Republic (民國) are a way to write a date, never a way to keep one."""

import re
import unicodedata
from datetime import date

from wuai.kernel.refusal import Refusal

FIRST_YEAR = 1912
# Nothing that this house reads is older than the people it is about, or further than they plan.
EARLIEST_YEAR, LATEST_YEAR = 1850, 2200
_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

_ISO = re.compile(r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})", re.ASCII)
_ROC = re.compile(r"(?P<y>\d{1,3})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})", re.ASCII)
_DENSE_ISO = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})", re.ASCII)
_DENSE_ROC = re.compile(r"(?P<y>\d{2,3})(?P<m>\d{2})(?P<d>\d{2})", re.ASCII)
_WRITTEN_ISO = re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日", re.ASCII)
_WRITTEN_ROC = re.compile(
    r"(?:(?:中華)?民國)?(?P<y>\d{1,3})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日", re.ASCII
)


class DateUnreadable(Refusal):
    code = "DATE_UNREADABLE"
    zh = "「{text}」不是看得懂的日期"
    en = "“{text}” is not a date that can be read"
    next_zh = "請寫成 2026-11-21 或 115-11-21、1151121、115年11月21日"
    next_en = "Write it as 2026-11-21 or in years of the Republic: 115-11-21, 1151121"
    status = 422


class DateImpossible(DateUnreadable):
    code = "DATE_IMPOSSIBLE"
    zh = "「{text}」：{year} 年沒有 {month} 月 {day} 日"
    en = "“{text}”: there is no day {day} in month {month} of the year {year}"
    next_zh = "請查對年、月、日"
    next_en = "Check the year, the month and the day"


class DateOutOfRange(DateUnreadable):
    zh = "「{text}」不在民國元年（西元 1850 年）至西元 2200 年之間"
    en = "“{text}” does not lie between year 1 of the Republic (or 1850) and 2200"
    next_zh = "請查對年份：民國年至多三位，西元年四位"
    next_en = "Check the year: three digits of the Republic at most, or four common ones"


def parse(text: str) -> date:
    """Read a day written as ISO or in years of the Republic, full-width or not."""
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    for form, republic in (
        (_ISO, False),
        (_ROC, True),
        (_DENSE_ISO, False),
        (_DENSE_ROC, True),
        (_WRITTEN_ISO, False),
        (_WRITTEN_ROC, True),
    ):
        match = form.fullmatch(folded)
        if match is not None:
            return _day(text, match, republic)
    raise DateUnreadable(text=text)


def _day(text: str, match: re.Match[str], republic: bool) -> date:
    year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    if republic:
        year += FIRST_YEAR - 1
    # 民國 0 never existed, and 「0104-03-31」 is a year of the Republic with a zero too many.
    if not (FIRST_YEAR if republic else EARLIEST_YEAR) <= year <= LATEST_YEAR:
        raise DateOutOfRange(text=text)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DateImpossible(text=text, year=year, month=month, day=day) from error


def roc_year(day: date) -> int:
    """The year of the Republic in which ``day`` lies."""
    return day.year - FIRST_YEAR + 1


def from_roc_year(year: int) -> int:
    """The common year of a year given either way: 115 and 2026 are the same year."""
    return year if year >= FIRST_YEAR else year + FIRST_YEAR - 1


def dense(day: date) -> str:
    """For dense tables: ``115-11-21``."""
    return f"{roc_year(day)}-{day:%m-%d}"


def compact(day: date) -> str:
    """For files of fixed width: ``1151121``, the year always with three digits."""
    return f"{roc_year(day):03d}{day:%m%d}"


def spoken_zh(day: date) -> str:
    """For documents: ``115 年 11 月 21 日``."""
    return f"{roc_year(day)} 年 {day.month} 月 {day.day} 日"


def long_zh(day: date) -> str:
    """For citizens: ``2026-11-21（115 年 11 月 21 日，星期六）``."""
    return f"{day.isoformat()}（{spoken_zh(day)}，星期{_WEEKDAYS_ZH[day.weekday()]}）"


def long_en(day: date) -> str:
    """For citizens who read English: ``Saturday, 21 November 2026``."""
    weekday = _WEEKDAYS_EN[day.weekday()]
    return f"{weekday}, {day.day} {_MONTHS_EN[day.month - 1]} {day.year}"
