"""Until when a person may change or cancel by themselves, and how much one person may hold."""

from datetime import date, datetime, timedelta

from wuai.kernel.refusal import Refusal
from wuai.kernel.taipei import day_of

MOST_AHEAD = 3


class TooLateToChange(Refusal):
    code = "APPOINTMENT_TOO_LATE_TO_CHANGE"
    zh = "改期或取消要在預約日的 {days} 日以前，現在已經來不及"
    en = "Changing or cancelling is possible until {days} days before; it is too late now"
    next_zh = "請打電話給分署，我們一起想辦法"
    next_en = "Please call the branch; we will find a way together"


class OverAlready(Refusal):
    code = "APPOINTMENT_OVER"
    zh = "預約的時間已經開始或過了，不能改期或取消"
    en = "The appointment has begun or is over; it cannot be changed or cancelled"
    next_zh = "請重新預約，或打電話給分署"
    next_en = "Please book anew, or call the branch"


class NotByYourself(Refusal):
    code = "APPOINTMENT_SET_BY_BRANCH"
    zh = "這是分署通知的到場日期，不能在這裡自行改期或取消"
    en = "This day was set by the branch and cannot be changed or cancelled here"
    next_zh = "有困難請至遲於到場日一日前申請改期（線上申辦、電話、書面都可以）"
    next_en = "If you cannot come, ask for another day at least one day before: online, by phone or in writing"


class TooManyAhead(Refusal):
    code = "APPOINTMENT_TOO_MANY"
    zh = "同一支電話最多同時預約 {most} 次"
    en = "One telephone number may hold {most} appointments at a time"
    next_zh = "請先取消用不到的預約，或打電話給分署"
    next_en = "Cancel one that you do not need, or call the branch"


class TooEarlyToJudge(Refusal):
    code = "APPOINTMENT_NOT_BEGUN"
    zh = "預約的時間還沒到，不能記未到場"
    en = "The time has not come yet; nobody can have missed it"
    next_zh = "請在預約時間過後再記"
    next_en = "Record it after the time"


def own_change(starts_at: datetime, *, at: datetime, change_days: int, self_service: bool) -> None:
    """Refuse a change by the person that comes too late, or where only the branch may change."""
    if not self_service:
        raise NotByYourself
    if at >= starts_at:
        raise OverAlready
    if day_of(at) > last_day(day_of(starts_at), change_days):
        raise TooLateToChange(days=change_days)


def last_day(on: date, change_days: int) -> date:
    """The last day on which a person may change an appointment of ``on``."""
    return on - timedelta(days=change_days)


def may_hold_another(ahead: int) -> None:
    """Refuse more than a person needs, so that the places serve many."""
    if ahead >= MOST_AHEAD:
        raise TooManyAhead(most=MOST_AHEAD)


def missed(starts_at: datetime, at: datetime) -> None:
    """Refuse to say that somebody did not come before the time has come."""
    if at < starts_at:
        raise TooEarlyToJudge
