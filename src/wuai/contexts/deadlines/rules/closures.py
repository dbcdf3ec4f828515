"""What may be declared about a day, and what is refused."""

from datetime import date, time

from wuai.kernel.refusal import Refusal

HALVES = ("", "AM", "PM")
OPENS, NOON, CLOSES = time(8, 30), time(12), time(17, 30)
COUNTIES = (
    "臺北市", "新北市", "桃園市", "臺中市", "臺南市", "高雄市", "基隆市", "新竹市", "嘉義市",
    "新竹縣", "苗栗縣", "彰化縣", "南投縣", "雲林縣", "嘉義縣", "屏東縣", "宜蘭縣", "花蓮縣",
    "臺東縣", "澎湖縣", "金門縣", "連江縣",
)  # fmt: skip


class ClosureDeclaredBefore(Refusal):
    code = "CLOSURE_DECLARED_BEFORE"
    zh = "{on} 這一天在同一地區已有宣告"
    en = "Something is already declared for {on} in the same area"
    next_zh = "請先撤回原宣告，再重新宣告"
    next_en = "Withdraw the earlier declaration first, then declare anew"


class ClosureUnknown(Refusal):
    code = "CLOSURE_UNKNOWN"
    zh = "查無這筆宣告，或已撤回"
    en = "There is no such declaration, or it was withdrawn"
    next_zh = "請重新整理宣告清單"
    next_en = "Reload the list of declarations"
    status = 404


class CountyUnknown(Refusal):
    code = "COUNTY_UNKNOWN"
    zh = "沒有「{county}」這個直轄市或縣市"
    en = "There is no county or city called “{county}”"
    next_zh = "請由清單選擇；空白表示全國"
    next_en = "Choose it from the list; empty means the whole country"
    status = 422


class ClosureTooFar(Refusal):
    code = "CLOSURE_TOO_FAR"
    zh = "{on} 距今超過兩年"
    en = "{on} is more than two years away"
    next_zh = "請查對日期"
    next_en = "Check the date"
    status = 422


class ClosureTooShort(Refusal):
    code = "CLOSURE_TOO_SHORT"
    zh = "{opens} 以前就恢復上班，當天上午或下午的末段仍可辦事，期限不因此順延"
    en = "Offices were open again before the half-day ended ({opens}): no deadline moves"
    next_zh = "不需宣告；時間填錯請改正"
    next_en = "Nothing needs to be declared; correct the times if they are wrong"
    status = 422


class TimesWrong(Refusal):
    code = "CLOSURE_TIMES_WRONG"
    zh = "停止上班的結束時間須晚於開始時間"
    en = "A closure ends later than it begins"
    next_zh = "請查對時間；到下班為止的，結束時間可留空"
    next_en = "Check the times; leave the end empty when it lasts until the evening"
    status = 422


class PreviewOutdated(Refusal):
    code = "CLOSURE_PREVIEW_OUTDATED"
    zh = "預覽之後期限又有變動：預覽時會移動 {shown} 件，現在是 {now} 件"
    en = "Deadlines changed since the preview: {shown} would have moved, now it is {now}"
    next_zh = "請看過新的預覽再確認"
    next_en = "Look at the new preview, then confirm"


def half_of(from_time: time | None, to_time: time | None) -> str:
    """Which half of the day a closure by the clock closes for deadlines: all of it, AM or PM.

    What counts is the last moment at which something could be handed in: the afternoon is closed
    when offices stay shut until they would have closed, the morning when they are shut at noon.
    """
    begins, ends = from_time or OPENS, to_time or CLOSES
    if ends <= begins:
        raise TimesWrong(field="to_time")
    if ends >= CLOSES:
        return "" if begins <= OPENS else "PM"
    if begins < NOON <= ends:
        return "AM"
    raise ClosureTooShort(field="to_time", opens=ends.strftime("%H:%M"))


def check(*, on: date, county: str, half: str, today: date) -> None:
    """Refuse a declaration that cannot be meant."""
    if county and county not in COUNTIES:
        raise CountyUnknown(field="county", county=county)
    if half not in HALVES:
        raise ValueError(half)
    if abs((on - today).days) > 731:
        raise ClosureTooFar(field="on", on=on.isoformat())
