"""The referral file explained, column by column: made from the columns that the checks read.

A column that is added there and not explained here stops the program at the first question.
"""

from datetime import date, timedelta
from typing import NamedTuple

from wuai.contexts.referrals.rules.columns import (
    COLUMNS,
    DATE,
    MANIFEST_COLUMNS,
    MONEY,
    NAME,
    OTHER,
    REQUIRED_IN_HEADER,
    SAMPLE,
    TEXT,
    Column,
)
from wuai.kernel import roc_dates
from wuai.kernel.bilingual import Bilingual

_FORMS = {
    TEXT: Bilingual("文字，至多 {0} 字", "text, at most {0} characters"),
    NAME: Bilingual("姓名，至多 {0} 字，原樣保存", "a name, at most {0} characters, kept as it is"),
    DATE: Bilingual("日期，如 1140331、114/03/31 或 2025-03-31", "a day, such as 1140331, 114/03/31 or 2025-03-31"),
    MONEY: Bilingual("整數元，0 以上，可有千分位", "whole dollars, 0 or more, commas allowed"),
    OTHER: Bilingual("見說明", "see the note"),
}  # fmt: skip
# What each column means in English, and what else is to be said about it.
_SAID = {
    "agency_ref": ("Your own number", "同一機關只能有一件未退案、未撤回的案件使用", "held by one case that was not returned or withdrawn"),
    "category_code": ("Category of the debt", "分署案件類別代碼，列於下方", "a code of the branch, listed below"),
    "party_kind": ("Who owes", "自然人、法人或其他", "自然人 (person), 法人 (company) or 其他 (other)"),
    "name": ("Name", "", ""),
    "id_number": ("Identity or business number", "欄位必須有；義務人類別為其他時可空白。驗檢查碼", "the column must be there; it may be empty for 其他. The check digit is verified"),
    "born_on": ("Date of birth", "", ""),
    "address": ("Address", "", ""),
    "postcode": ("Postcode", "", ""),
    "phone": ("Telephone", "", ""),
    "email": ("E-mail", "", ""),
    "representative": ("Representative by law", "", ""),
    "representative_id": ("Number of the representative", "驗檢查碼", "the check digit is verified"),
    "principal": ("Principal", "各項金額合計須大於 0", "the components must add up to more than 0"),
    "surcharge": ("Surcharge", "空白為 0", "empty means 0"),
    "interest": ("Interest", "空白為 0", "empty means 0"),
    "fine": ("Fine", "空白為 0", "empty means 0"),
    "cost": ("Costs", "空白為 0", "empty means 0"),
    "period": ("Period of the debt", "", ""),
    "due_on": ("End of the payment period", "須早於送檔日", "before the day of sending"),
    "final_on": ("Day the act became final", "罰鍰必填；其他空白時，執行期間由繳納期間屆滿日起算", "required for fines; otherwise, if empty, the limit runs from the end of the payment period"),
    "collection_end_on": ("End of the collection period (tax)", "可在將來", "may lie ahead"),
    "started_on": ("Execution already begun on", "曾開始執行、再移送時填", "when the case was executed before"),
    "suspended_days": ("Days suspended before", "日數", "a number of days"),
    "accrual_base": ("Interest is reckoned on", "與計息起日、年利率同時填或同時空白", "together with the next two, or none of them"),
    "accrual_from": ("Interest runs from", "", ""),
    "accrual_rate": ("Rate a year", "百分比，0 至 100，至多四位小數", "percent, 0 to 100, four decimals at most"),
    "title": ("Title of enforcement", "文書名稱與字號", "document and number"),
    "served_on": ("Day the title was served", "", ""),
    "certificate_no": ("Earlier enforcement certificate", "憑證再移送時填", "when a certificate is referred again"),
    "measures": ("Measures that secure the claim", "", ""),
    "remark": ("Remarks", "", ""),
}  # fmt: skip
_MANIFEST = {
    "移送案號": ("Number of the referral", "檔案屬於哪一件", "which case the file belongs to"),
    "檔名": ("Name of the file", "ZIP 內的檔名，大小寫與副檔名都要相同", "as it is in the ZIP, letter for letter"),
    "名稱": ("What it is", "如「送達證書」", "the certificate of service, for example"),
}  # fmt: skip


class Field(NamedTuple):
    """One column as an agency reads about it."""

    zh: str
    en: str
    form: Bilingual
    required: bool
    note: Bilingual


def _form(column: Column) -> Bilingual:
    said = _FORMS[column.form]
    longest = str(column.longest)
    return Bilingual(said.zh.replace("{0}", longest), said.en.replace("{0}", longest))


def fields() -> list[Field]:
    """Every column of the referral file."""
    return [
        Field(column.zh, _SAID[column.name][0], _form(column), column.zh in REQUIRED_IN_HEADER,
              Bilingual(*_SAID[column.name][1:]))
        for column in COLUMNS
    ]  # fmt: skip


def manifest_fields() -> list[Field]:
    """Every column of the manifest."""
    text = Bilingual("文字", "text")
    return [
        Field(zh, _MANIFEST[zh][0], text, required, Bilingual(*_MANIFEST[zh][1:]))
        for zh, required in MANIFEST_COLUMNS.items()
    ]  # fmt: skip


def titles() -> list[str]:
    """The header row."""
    return [column.zh for column in COLUMNS]


def sample(on: date, category: str) -> list[list[str]]:
    """Two rows as they could be, as long as nobody forgets to delete them: the checks refuse them."""

    def day(back: int) -> str:
        return roc_dates.compact(on - timedelta(days=back))

    person = {
        "agency_ref": f"{SAMPLE}-1", "category_code": category, "party_kind": "自然人", "name": "範例甲",
        "id_number": "A123456789", "born_on": "0680101", "address": "範例市範例路 1 號", "postcode": "300",
        "principal": "12,000", "surcharge": "1200", "period": "11401", "due_on": day(120),
        "title": "繳款單第 0001 號", "served_on": day(150), "final_on": day(90),
    }  # fmt: skip
    company = person | {
        "agency_ref": f"{SAMPLE}-2", "party_kind": "法人", "name": "範例有限公司", "id_number": "12345675",
        "born_on": "", "representative": "範例乙", "representative_id": "A123456789",
    }  # fmt: skip
    return [[row.get(column.name, "") for column in COLUMNS] for row in (person, company)]


def manifest_sample() -> list[list[str]]:
    """One line of the manifest."""
    return [[f"{SAMPLE}-1", "0001.pdf", "送達證書"]]
