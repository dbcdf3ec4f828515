"""What organisation refuses and checks: codes, routing words, days of duty."""

from typing import ClassVar

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

# Where a matter lies that was given to no section.
WHOLE_BRANCH = Bilingual("全分署", "Whole branch")


class Unknown(Refusal):
    code = "REFERENCE_UNKNOWN"
    zh = "查無此代碼：{code}"
    en = "There is no {kind} with the code {code}"
    next_zh = "可用 wuai reference list 或「基本資料」頁查詢現有代碼"
    next_en = "See the codes with `wuai reference list` or on the reference data page"
    status = 404


class BranchUnclear(Refusal):
    code = "BRANCH_UNCLEAR"
    zh = "未指明分署，候選：{candidates}"
    en = "It is not clear which branch is meant; candidates: {candidates}"
    next_zh = "請加上 --branch 代碼，或設定 WUAI_BRANCH"
    next_en = "Add --branch CODE, or set WUAI_BRANCH"
    status = 400
    exit_code: ClassVar[int] = 2


class RowUnknown(Refusal):
    code = "REFERENCE_ROW_UNKNOWN"
    zh = "查無這筆資料，或屬於其他分署"
    en = "There is no such row, or it belongs to another branch"
    next_zh = "請回到清單"
    next_en = "Go back to the list"
    status = 404


class NotYours(Refusal):
    code = "REFERENCE_NOT_YOURS"
    zh = "只能維護本分署的資料"
    en = "You can keep the data of your own branch only"
    next_zh = "請洽該分署"
    next_en = "Ask that branch"
    status = 403


class NothingChanged(Refusal):
    code = "NOTHING_CHANGED"
    zh = "沒有任何變更"
    en = "Nothing was changed"
    next_zh = "請修改後再儲存"
    next_en = "Change something, then save"
    status = 422


class CodeTaken(Refusal):
    code = "CODE_TAKEN"
    zh = "這個代碼已經有人使用"
    en = "This code is taken"
    next_zh = "請改用另一個代碼"
    next_en = "Choose another one"


class AccountNumberUnfit(Refusal):
    code = "ACCOUNT_NUMBER_UNFIT"
    zh = "帳號應為 5 至 16 位數字"
    en = "An account number has 5 to 16 digits"
    next_zh = "請查對存摺"
    next_en = "Check the passbook"
    status = 422


def account_number(text: str) -> str:
    """A bank account as it is kept: digits only."""
    digits = "".join(c for c in text if c not in " -")
    if not (digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 16):
        raise AccountNumberUnfit(field="payee_account")
    return digits
