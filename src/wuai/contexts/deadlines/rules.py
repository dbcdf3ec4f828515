"""What may be declared about a day, and what is refused."""

from datetime import date

from wuai.kernel.refusal import Refusal

HALVES = ("", "AM", "PM")
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


def check(*, on: date, county: str, half: str, today: date) -> None:
    """Refuse a declaration that cannot be meant."""
    if county and county not in COUNTIES:
        raise CountyUnknown(field="county", county=county)
    if half not in HALVES:
        raise ValueError(half)
    if abs((on - today).days) > 731:
        raise ClosureTooFar(field="on", on=on.isoformat())
