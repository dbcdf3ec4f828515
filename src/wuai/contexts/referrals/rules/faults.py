"""What can be wrong with a row, in two languages. The texts carry no value of the row."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from wuai.kernel import identity_numbers


class Fault(NamedTuple):
    """One thing that is wrong: in which column, which code, and what fills the text."""

    column: str
    code: str
    fact: str = ""


TEXTS = {
    "REQUIRED": ("必填欄位沒有內容", "a required field is empty"),
    "SAMPLE_ROW": ("這是範本裡的範例列，請刪去", "a sample row of the template: delete it"),
    "TOO_LONG": ("內容超過 {0} 字", "longer than {0} characters"),
    "UNDECODABLE": (
        "第 {0} 位元組無法依檔案編碼解讀", "byte {0} cannot be read in the encoding of the file"),
    "RECORD_TOO_LONG": ("單列超過 64 kB", "the record is longer than 64 kB"),
    "QUOTE_UNCLOSED": ("雙引號沒有成對", "a double quote is not closed"),
    "FIELD_COUNT": ("欄數與欄名列不符（{0} 欄）", "the row has {0} fields, unlike the header"),
    "CONTROL_CHARACTER": (
        "含有控制字元 {0}", "contains the control character {0}"),
    "BIDI_CHARACTER": (
        "含有改變書寫方向的隱藏字元 {0}", "contains a hidden character that turns the direction: {0}"),
    "HIDDEN_CHARACTER": (
        "含有看不見的字元 {0}", "contains a character that nobody sees: {0}"),
    "CATEGORY_UNKNOWN": (
        "本分署沒有這個案件類別", "this branch has no such category"),
    "PARTY_KIND_UNKNOWN": (
        "義務人類別須為自然人、法人或其他", "must be 自然人, 法人 or 其他"),
    "ID_SHAPE": (
        "不是國民身分證、統一證號或統一編號", "not a national ID, residence permit or business number"),
    "ID_ZERO_LOST": (
        "統一編號少了開頭的 0，可能被試算表刪去；請以文字格式重存",
        "its leading zero is missing, taken away by a spreadsheet perhaps; save the column as text"),
    "ID_CHECK_DIGIT": ("檢查碼不符", "the check digit is wrong"),
    "DATE_UNREADABLE": (
        "不是看得懂的日期，可寫 1040331、104/03/31 或 2015-03-31",
        "not a date that can be read; write 1040331, 104/03/31 or 2015-03-31"),
    "DATE_IMPOSSIBLE": ("沒有這一天", "there is no such day"),
    "DATE_IN_FUTURE": ("日期在今天之後", "the day lies after today"),
    "PERIOD_NOT_ENDED": (
        "繳納期間尚未屆滿，不得移送（行政執行法第 11 條）",
        "the payment period has not ended (Administrative Execution Act, art. 11)"),
    "LIMIT_OVER": (
        "執行期間已於 {0} 屆滿（行政執行法第 7 條）",
        "the period of enforcement ended on {0} (Administrative Execution Act, art. 7)"),
    "AMOUNT_NEGATIVE": ("金額不得為負", "an amount cannot be negative"),
    "AMOUNT_UNREADABLE": ("不是整數金額", "not an amount in whole dollars"),
    "AMOUNT_TOO_LARGE": ("金額超過可處理的範圍", "the amount is too large"),
    "TOTAL_ZERO": ("各項金額合計須大於零", "the components must add up to more than zero"),
    "DAYS_UNREADABLE": ("不是日數", "not a number of days"),
    "RATE_UNREADABLE": (
        "不是年利率（百分比，0 至 100）", "not a yearly rate in percent, 0 to 100"),
    "ACCRUAL_INCOMPLETE": (
        "計息本金、計息起日、年利率須同時填寫或同時空白",
        "base, first day and rate of interest go together"),
    "EXCEL_NUMBER": (
        "號碼已被試算表改成科學記號，請以文字格式重存",
        "a spreadsheet turned the number into scientific notation; save it as text"),
    "DUPLICATE_IN_FILE": (
        "同一移送案號已在本檔第 {0} 列", "row {0} of this file has the same number"),
    "DUPLICATE_HELD": (
        "同一移送案號已收案：{0}", "this number was accepted before: {0}"),
    "PRIVATE_USE": (
        "含有造字（私用區字元），通知書可能無法列印",
        "contains a private-use character, which a notice may be unable to print"),
    "FORMULA": (
        "以 = 開頭，是試算表的公式，不是姓名或地址；請填原來的文字",
        "begins with = like a spreadsheet's formula, which is no name or address; write the text itself"),
    "FORMULA_LIKE": (
        "以 = + - @ 開頭，像試算表的公式；照原樣當文字收下，請查對",
        "begins with = + - or @ like a spreadsheet's formula; taken as plain text, please check"),
    "ID_KIND_UNUSUAL": (
        "義務人類別與號碼種類不一致", "the kind of person and the kind of number differ"),
    "NAME_DIFFERS": (
        "同一號碼的義務人在本分署登記為另一姓名", "the branch knows this number under another name"),
    "LIKELY_SAME": (
        "同名同生日的義務人在本分署以另一號碼登記",
        "a person with this name and birthday is known under another number"),
    "SURCHARGE_ABOVE_LAW": (
        "滯納金高於依法試算之數（可能因部分繳納），以貴機關數字受理，請查對",
        "the surcharge is above what the law gives (perhaps after a part payment); taken as it is, please check"),
    "SURCHARGE_ABOVE_UNCONFIRMED": (
        "滯納金高於試算之數（試算之費率或始日尚未查證），以貴機關數字受理，請查對",
        "the surcharge is above our own figure (whose rate or first day is not yet confirmed); taken as it is, please check"),
    "UNKNOWN_COLUMN": ("不認得的欄位，內容保留：{0}", "unknown column, its content is kept: {0}"),
}  # fmt: skip


def text(code: str, fact: str = "") -> tuple[str, str]:
    """A fault in 中文 and English."""
    zh, en = TEXTS[code]
    return zh.format(fact), en.format(fact)


def as_json(faults: Iterable[Fault]) -> str:
    """Faults as they are kept with the row."""
    return json.dumps([as_dict(fault) for fault in faults], ensure_ascii=False)


def as_dict(fault: Fault) -> dict[str, str]:
    """One fault with its texts."""
    zh, en = text(fault.code, fault.fact)
    return {"column": fault.column, "code": fault.code, "zh": zh, "en": en}


def number_fault(number: str, kind: str) -> str:
    """The code of what is wrong with a number of identity; a spreadsheet may have eaten its zero."""
    if kind != identity_numbers.UNKNOWN:
        return "ID_CHECK_DIGIT"
    whole = number.strip().zfill(8)
    lost = number.strip().isdecimal() and identity_numbers.explain(whole).valid
    return "ID_ZERO_LOST" if lost else "ID_SHAPE"
