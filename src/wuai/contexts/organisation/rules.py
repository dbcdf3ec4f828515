"""What organisation refuses and checks: codes, routing words, days of duty."""

from typing import ClassVar

from wuai.kernel.refusal import Refusal


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
