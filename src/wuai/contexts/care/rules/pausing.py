"""A pause of hard measures: decided by an officer, until a day, with a reason."""

from datetime import date

from wuai.kernel.refusal import Refusal
from wuai.legal import number
from wuai.legal.counting import add_months


class PauseTooLong(Refusal):
    code = "CARE_PAUSE_TOO_LONG"
    zh = "暫緩至多到 {last}"
    en = "A pause may last until {last} at most"
    next_zh = "請縮短期間；期滿前可再決定一次"
    next_en = "Choose an earlier day; it can be decided again before it ends"
    status = 422


class PauseEnded(Refusal):
    code = "CARE_PAUSE_ENDED"
    zh = "暫緩的末日不能早於今天"
    en = "The last day of a pause cannot lie before today"
    next_zh = "請選今天或以後的日期"
    next_en = "Choose today or a later day"
    status = 422


class PauseHeld(Refusal):
    code = "CARE_PAUSE_HELD"
    zh = "本案已暫緩至 {until}"
    en = "The case is paused until {until} already"
    next_zh = "要變更期間，請先結束原暫緩"
    next_en = "End the present pause first to change its day"


class PauseUnknown(Refusal):
    code = "CARE_PAUSE_UNKNOWN"
    zh = "本案目前沒有暫緩"
    en = "The case is not paused"
    next_zh = "請重新整理頁面"
    next_en = "Load the page again"
    status = 404


class MayNotPause(Refusal):
    code = "CARE_MAY_NOT_PAUSE"
    zh = "暫緩強制措施由行政執行官決定"
    en = "An enforcement officer decides on a pause"
    next_zh = "請將訊號登錄後，交由執行官決定"
    next_en = "Record the signals and let an officer decide"
    status = 403


def check_until(until: date, *, on: date) -> None:
    """Refuse a day that has passed or lies too far away."""
    if until < on:
        raise PauseEnded(field="until")
    last = add_months(on, number("CARE_PAUSE_MONTHS", on=on))
    if until > last:
        raise PauseTooLong(field="until", last=last.isoformat())
