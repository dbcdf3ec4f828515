"""The referral file, version 1: its columns, and which of them must be there."""

from typing import NamedTuple

from wuai.kernel.refusal import Refusal

VERSION = 1
TEXT, NAME, DATE, MONEY, OTHER = "text", "name", "date", "money", "other"


class Column(NamedTuple):
    """A column: what its words are, how it is read, whether it may be empty, how long it may be."""

    zh: str
    name: str
    form: str
    required: bool = False
    longest: int = 200


COLUMNS = (
    Column("移送案號", "agency_ref", TEXT, True, 40),
    Column("案件類別", "category_code", TEXT, True, 12),
    Column("義務人類別", "party_kind", TEXT, True, 10),
    Column("義務人姓名", "name", NAME, True, 100),
    Column("統一編號", "id_number", OTHER, False, 20),
    Column("出生日期", "born_on", DATE),
    Column("地址", "address", TEXT, True, 200),
    Column("郵遞區號", "postcode", TEXT, False, 6),
    Column("電話", "phone", TEXT, False, 60),
    Column("電子郵件", "email", TEXT, False, 120),
    Column("法定代理人", "representative", NAME, False, 100),
    Column("法定代理人統一編號", "representative_id", OTHER, False, 20),
    Column("應納金額", "principal", MONEY, True),
    Column("滯納金", "surcharge", MONEY),
    Column("利息", "interest", MONEY),
    Column("罰鍰", "fine", MONEY),
    Column("費用", "cost", MONEY),
    Column("所屬年度期別", "period", TEXT, False, 40),
    Column("繳納期間屆滿日", "due_on", DATE, True),
    Column("處分確定日", "final_on", DATE),
    Column("徵收期間屆滿日", "collection_end_on", DATE),
    Column("原開始執行日", "started_on", DATE),
    Column("停止執行期間", "suspended_days", OTHER, False, 6),
    Column("計息本金", "accrual_base", MONEY),
    Column("計息起日", "accrual_from", DATE),
    Column("年利率", "accrual_rate", OTHER, False, 12),
    Column("執行名義", "title", TEXT, True, 200),
    Column("送達日", "served_on", DATE, True),
    Column("執行憑證編號", "certificate_no", TEXT, False, 60),
    Column("保全措施", "measures", TEXT, False, 200),
    Column("備註", "remark", TEXT, False, 2000),
)
# What a template carries in place of a case: refused, so that nobody sends it in by mistake.
SAMPLE = "範例"
# The manifest of a ZIP of attachments: its columns, and which of them must be there.
MANIFEST_COLUMNS = {"移送案號": True, "檔名": True, "名稱": False}
BY_NAME = {column.name: column for column in COLUMNS}
NAME_OF = {column.zh: column.name for column in COLUMNS}
REQUIRED_IN_HEADER = (*tuple(c.zh for c in COLUMNS if c.required), "統一編號")
MAY_LIE_AHEAD = {"collection_end_on"}
SEPARATED = (
    "欄位不是以逗號分隔（可能是分號或定位字元）",
    "its columns are not separated by commas (semicolons or tabs, perhaps)",
)
KINDS = {"自然人": "PERSON", "法人": "COMPANY", "其他": "OTHER"}


class NotAReferralFile(Refusal):
    code = "NOT_A_REFERRAL_FILE"
    zh = "這不是移送檔：{why_zh}"
    en = "This is not a referral file: {why_en}"
    next_zh = "請以 CSV（UTF-8 或 Big5）另存，並依移送檔格式第 1 版保留欄名列"
    next_en = "Save it as CSV (UTF-8 or Big5) with the header row of the referral format, version 1"
    status = 422


class NoRows(Refusal):
    code = "NO_ROWS"
    zh = "移送檔只有欄名列，沒有任何案件"
    en = "The referral file has its header and no row of a case"
    next_zh = "請確認匯出時選到了案件，再重新送檔"
    next_en = "Check that cases were chosen when it was exported, then send it again"
    status = 422


class ColumnsMissing(Refusal):
    code = "COLUMNS_MISSING"
    zh = "移送檔缺少欄位：{columns}"
    en = "The referral file lacks these columns: {columns}"
    next_zh = "請補上欄位後重新送檔；欄序不拘"
    next_en = "Add the columns and send the file again; their order does not matter"
    status = 422


class ColumnTwice(Refusal):
    code = "COLUMN_TWICE"
    zh = "移送檔有重複的欄名：{columns}"
    en = "The referral file has a column twice: {columns}"
    next_zh = "請刪去重複的欄位後重新送檔"
    next_en = "Remove the second one and send the file again"
    status = 422


class Header(NamedTuple):
    """The columns of one file: names of ours by place, and those that nobody knows."""

    titles: tuple[str, ...]
    unknown: tuple[str, ...]


def read_header(titles: list[str]) -> Header:
    """Recognise the columns; refuses a file without the required ones."""
    clean = [title.strip().strip("\ufeff").replace("\u3000", "").strip() for title in titles]
    missing = [title for title in REQUIRED_IN_HEADER if title not in clean]
    if len(clean) == 1 and any(sign in clean[0] for sign in ";\t；，"):
        raise NotAReferralFile(why_zh=SEPARATED[0], why_en=SEPARATED[1])
    if len(missing) == len(REQUIRED_IN_HEADER):
        raise NotAReferralFile(
            why_zh="第一列沒有任何移送檔欄名", why_en="its first row has none of the column names"
        )
    twice = sorted({t for t in clean if t and clean.count(t) > 1})
    if twice:
        raise ColumnTwice(columns="、".join(twice))
    if missing:
        raise ColumnsMissing(columns="、".join(dict.fromkeys(missing)))
    unknown = tuple(t for t in clean if t and t not in NAME_OF)
    return Header(tuple(clean), unknown)
