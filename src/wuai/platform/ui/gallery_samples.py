"""What the gallery shows: made-up people and amounts, in both languages."""

from datetime import UTC, date, datetime
from typing import Any, Final

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.ui import wording
from wuai.platform.ui.gallery_pictures import CHARTS, FLOW_STEPS, FLOW_SVG
from wuai.platform.ui.pieces import (
    Chip,
    Column,
    Component,
    Counted,
    Crumb,
    Fact,
    File,
    Happening,
    Page,
    Receipt,
    Status,
    Table,
    Task,
)

TODAY: Final = date(2026, 11, 21)
AT: Final = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)
BRANCH: Final = {"name": Bilingual("臺北分署", "Taipei Branch")}
LONG_NAME: Final = (
    "財團法人中華民國海外華僑緊急救援及長期照顧暨急難救助協進基金會籌備處臺北聯絡辦公室"
)


class InstalmentTooSmall(Refusal):
    code = "INSTALMENT_TOO_SMALL"
    zh = "每期 {each} 元太少，照這樣分期會超過最長期數"
    en = "NT$ {each} a month is too little: the plan would be longer than the law allows"
    next_zh = "每期至少 {least} 元就可以申請；如果負擔不了，請來電，我們一起看還有什麼辦法。"
    next_en = "You can apply from NT$ {least} a month. If that is too much, call us and we will look together at what else is possible."
    basis = "行政執行事件核准分期繳納執行金額實施要點第 2 點"


def frame(shell: str) -> dict[str, Any]:
    """Branch, navigation, foot and person, as a portal would give them."""
    staff = shell in {"staff", "case", "agency", "data"}
    return {
        "branch": BRANCH,
        "agency": {"name": Bilingual("勞動部勞工保險局", "Bureau of Labor Insurance")},
        "menu": _staff_menu(shell) if staff else [], "nav": [] if staff else _public_nav(),
        "search_url": "/_gallery/staff/", "search_placeholder": "案號、姓名、統一編號" if wording.page_language() != "en" else "Case number, name, ID",
        "user_name": "林書記官", "user_links": [(Bilingual("我的登入紀錄", "My sessions"), "#sessions")],
        "logout_url": "#out", "session_timeout": SESSION if shell == "staff" else None,
        "trail": [Crumb(Bilingual("首頁", "Home"), "/_gallery/"), Crumb(Bilingual("我的通知", "My notices"), "#notices"),
                  Crumb(Bilingual("這張通知", "This notice"))],
        "service": None if staff else {"name": Bilingual("線上繳款", "Pay online"), "url": "/_gallery/",
                                       "note": Bilingual("不用登入，掃描通知上的條碼即可", "No login: scan the code on your notice")},
        "foot": FOOT, "shortcuts": SHORTCUTS if shell == "staff" else [], "refusal": InstalmentTooSmall(each=500, least=1000),
    }  # fmt: skip


def _public_nav() -> list[tuple[Bilingual, str, bool, int]]:
    return [
        (Bilingual("繳款", "Pay"), "/_gallery/", True, 0), (Bilingual("我的案件", "My cases"), "#cases", False, 2),
        (Bilingual("申請", "Apply"), "#apply", False, 0), (Bilingual("法拍公告", "Auctions"), "#auctions", False, 0),
    ]  # fmt: skip


def _staff_menu(shell: str) -> list[tuple[Any, list[tuple[Bilingual, str, bool, int]]]]:
    cases = [
        (Bilingual("今天", "Today"), "/_gallery/staff/", shell == "staff", 0),
        (Bilingual("案件", "Cases"), "/_gallery/case/", shell == "case", 12480),
        (Bilingual("移送批次", "Referral batches"), "#batches", False, 3),
        (Bilingual("通知與送達", "Notices and service"), "#notices", False, 0),
    ]
    money = [
        (Bilingual("收款", "Payments"), "#payments", False, 0),
        (Bilingual("待認領款項", "Unmatched money"), "#money", False, 7),
        (Bilingual("參考資料", "Reference data"), "#reference", False, 0),
    ]
    return [("", cases), (Bilingual("收付款項", "Money"), money)]


FOOT: Final = [
    {"title": Bilingual("聯絡我們", "Contact"), "lines": [
        Bilingual("電話 02-0000-0000", "Phone 02-0000-0000"), Bilingual("週一至週五 8:30–17:30", "Monday to Friday, 8:30–17:30")]},
    {"title": Bilingual("怎麼繳款", "Ways to pay"), "links": [
        (Bilingual("便利商店", "Convenience stores"), "#stores"), (Bilingual("銀行轉帳", "Bank transfer"), "#bank")]},
    {"title": Bilingual("遇到困難", "If you are in difficulty"), "links": [
        (Bilingual("分期繳納", "Paying by instalments"), "#instalments"), (Bilingual("急難救助", "Emergency help"), "#help")]},
    {"title": Bilingual("關於這個網站", "About this site"), "links": [
        (Bilingual("網站導覽", "Site map"), "#map"), (Bilingual("個人資料怎麼用", "How personal data are used"), "#privacy")]},
]  # fmt: skip

EXPLAINED: Final = [
    Component(Bilingual("本金：綜合所得稅", "Principal: income tax"), 84200, Bilingual("所得稅法第 71 條", "Income Tax Act, art. 71"), "#law-71"),
    Component(Bilingual("滯納金", "Late-payment surcharge"), 8420, Bilingual("稅捐稽徵法第 20 條", "Tax Collection Act, art. 20"), "#law-20", date(2025, 6, 1), date(2025, 7, 1), "10 %"),
    Component(Bilingual("利息", "Interest"), 1913, Bilingual("稅捐稽徵法第 20 條第 4 項", "Tax Collection Act, art. 20 (4)"), "#law-20-4", date(2025, 7, 2), TODAY, "1.6 %"),
    Component(Bilingual("執行費用", "Costs"), 250, Bilingual("行政執行法第 25 條", "Administrative Execution Act, art. 25")),
    Component(Bilingual("已收", "Received"), -20000, Bilingual("收據 000123", "Receipt 000123")),
]  # fmt: skip

COUNTED: Final = [
    Counted(
        date(2026, 11, 20), Bilingual("收到通知的那一天不算", "The day of service does not count")
    ),
    Counted(date(2026, 11, 30), Bilingual("第 10 天", "Day 10")),
    Counted(
        date(2026, 12, 1),
        Bilingual("颱風停班，順延一天", "Offices closed for a typhoon: one day later"),
    ),
]

TIMELINE: Final = [
    Happening(Bilingual("寄出繳款通知", "Notice sent"), date(2026, 11, 12), Bilingual("愛股", "Section Ai")),
    Happening(Bilingual("便利商店收款 NT$ 20,000", "Store received NT$ 20,000"), AT, detail=Bilingual("7-ELEVEN 門市 123456", "7-ELEVEN store 123456"), url="#receipt"),
    Happening(Bilingual("第一次送達", "First attempt at service"), date(2026, 11, 14), state="bad", detail=Bilingual("無人在家，寄存郵局", "Nobody at home; left at the post office")),
    Happening(Bilingual("入帳", "Posted"), state="now"),
    Happening(Bilingual("結案", "Closed"), state="ahead"),
]  # fmt: skip

STEPS: Final = [
    Happening(Bilingual("確認身分", "Who you are"), state="done"), Happening(Bilingual("填寫", "Your answers"), state="now"),
    Happening(Bilingual("檢查", "Check"), state="ahead"), Happening(Bilingual("送出", "Send"), state="ahead"),
]  # fmt: skip

FACTS: Final = [
    Fact(Bilingual("案號", "Case number"), "115年度稅執特字第00012345號"),
    Fact(Bilingual("義務人", "Obligor"), "陳○○", "#name"),
    Fact(Bilingual("應納金額", "Amount due"), "NT$ 74,783"),
    Fact(Bilingual("送達日", "Day of service"), date(2026, 11, 20)),
    Fact(Bilingual("電子郵件", "E-mail"), None, "#mail"),
]

TASKS: Final = [
    Task(Bilingual("確認您的資料", "Confirm your details"), Bilingual("完成", "Done"), "good", "#one"),
    Task(Bilingual("說明您的收入", "Tell us your income"), Bilingual("進行中", "In progress"), "going", "#two", Bilingual("大約 5 分鐘", "About 5 minutes")),
    Task(Bilingual("上傳證明", "Upload proof"), Bilingual("等待中", "Waiting"), "waiting", "#three"),
    Task(Bilingual("簽名", "Sign"), Bilingual("還不能開始", "Cannot start yet")),
]  # fmt: skip

FILES: Final = [
    File("執行命令.pdf", "#file", 182_400, "PDF", Bilingual("中文", "Chinese"), "clean"),
    File("薪資證明.odt", "#odt", 20_480, "ODT", Bilingual("中文", "Chinese"), "scanning"),
    File("帳戶明細.exe", "", 5_240_000, "EXE", "", "refused"),
]

STATUSES: Final = [
    Status(Bilingual("未開始", "Not started")), Status(Bilingual("等待送達", "Awaiting service"), "waiting"),
    Status(Bilingual("執行中", "In enforcement"), "going"), Status(Bilingual("期限將至", "Deadline near"), "press"),
    Status(Bilingual("已繳清", "Paid in full"), "good"), Status(Bilingual("退案", "Returned"), "bad"),
]  # fmt: skip

NUMBERS: Final = [
    {"label": Bilingual("新分案", "New cases"), "count": 14, "url": "#new", "tone": ""},
    {
        "label": Bilingual("七日內到期", "Due within 7 days"),
        "count": 3,
        "url": "#due",
        "tone": "press",
    },
    {"label": Bilingual("待認領款項", "Unmatched money"), "count": 7, "url": "#money", "tone": ""},
    {"label": Bilingual("送達失敗", "Service failed"), "count": 2, "url": "#failed", "tone": ""},
    {"label": Bilingual("等您核可", "Waiting for you"), "count": 0, "url": "#approve", "tone": ""},
]

SHORTCUTS: Final = [
    {"label": Bilingual("案件清單", "List of cases"), "url": "/_gallery/case/", "key": "c"}
]
SESSION: Final = {
    "idle_seconds": 900,
    "warn_seconds": 120,
    "extend_url": "/_gallery/",
    "ended_url": "/_gallery/",
}

_NAMES: Final = [
    "王大明",
    "歐陽菲菲",
    LONG_NAME,
    "李四",
    "Somchai Wongsakul",
    "陳美玲",
    "𠮷田商行",
    "張三",
]


def _rows() -> list[dict[str, Any]]:
    return [
        {
            "url": f"#case-{n}", "no": f"115年度稅執特字第{12345 + n:08d}號", "name": name,
            "state": STATUSES[n % len(STATUSES)], "on": date(2026, 11, 1 + n), "due": 1250 * (n + 1) ** 2,
            "count": n + 1,
        }
        for n, name in enumerate(_NAMES)
    ]  # fmt: skip


COLUMNS: Final = [
    Column("no", Bilingual("案號", "Case number"), "code", sort_url="#sort-no", sorted="ascending"),
    Column("name", Bilingual("義務人", "Obligor")),
    Column("state", Bilingual("狀態", "State"), "status"),
    Column("on", Bilingual("分案日", "Assigned"), "day", sort_url="#sort-on"),
    Column("count", Bilingual("件數", "Claims"), "number"),
    Column("due", Bilingual("餘額", "Balance"), "amount", total=True),
]

RECEIPT: Final = Receipt(
    Bilingual("已經收到您的申請", "We have received your application"), "A-115-00001234", AT, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    [Fact(Bilingual("申請事項", "Application"), Bilingual("分期繳納", "Paying by instalments"))],
    Bilingual("我們會在 10 天內用電子郵件回覆。這段期間請照原來的期限繳款。", "You will hear from us by e-mail within 10 days. Until then please pay by the original date."),
)  # fmt: skip


def pieces() -> dict[str, Any]:
    """Every piece's values, by name."""
    return {
        "today": TODAY, "explained": EXPLAINED, "total": 74783, "counted": COUNTED,
        "due_soon": date(2026, 11, 25), "due_late": date(2026, 11, 18), "due_far": date(2027, 1, 5),
        "timeline_entries": TIMELINE, "step_list": STEPS, "fact_list": FACTS, "task_rows": TASKS,
        "file_rows": FILES, "statuses": STATUSES, "numbers": NUMBERS, "receipt": RECEIPT,
        "table_data": Table(Bilingual("本股案件", "Cases of this section"), COLUMNS, _rows(), tall=True, stack=False),
        "stack_data": Table(Bilingual("我的案件", "My cases"), COLUMNS, _rows()[:3], stack=True),
        "page": Page(8, "#newer", "#older", 1000, True), "first_page": Page(8, "", "#older", 21),
        "chips": [Chip(Bilingual("狀態：執行中", "State: in enforcement"), "#without-state")],
        "bars": CHARTS[0], "lines": CHARTS[1], "flow_svg": FLOW_SVG, "flow_steps": FLOW_STEPS,
        "only_chinese": Bilingual("沒有英文的標題"), "birthday": date(1974, 3, 31), "at": AT,
        "days_text": Bilingual("愛股", "Section Ai"),
    }  # fmt: skip
