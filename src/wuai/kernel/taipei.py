"""A day is a day in Taipei, on whichever clock the machine runs."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from wuai.kernel.roc_dates import long_zh

TAIPEI = ZoneInfo("Asia/Taipei")


def day_of(moment: datetime) -> date:
    """The day in Taipei on which a moment lies."""
    return moment.astimezone(TAIPEI).date()


def moment_zh(moment: datetime) -> str:
    """A moment on a letter: ``2026-11-21（115 年 11 月 21 日，星期六） 14:05``."""
    local = moment.astimezone(TAIPEI)
    return f"{long_zh(local.date())} {local:%H:%M}"
