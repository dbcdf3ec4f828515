"""What the API itself refuses, before any subject of the trade is asked."""

from wuai.contexts.organisation import api as organisation
from wuai.kernel.refusal import Refusal


class TokenMissing(Refusal):
    code = "TOKEN_INVALID"
    zh = "沒有權杖，或權杖無效、已停用、已到期"
    en = "There is no token, or it is not valid, was ended, or has run out"
    next_zh = "請以標頭 Authorization: Bearer 送出權杖；新權杖由機關管理人員建立"
    next_en = (
        "Send the token in the header Authorization: Bearer; your agency's administrator makes "
        "new ones"
    )
    status = 401


class ScopeMissing(Refusal):
    code = "SCOPE_MISSING"
    zh = "這個權杖沒有「{scope}」範圍"
    en = "This token does not hold the scope “{scope}”"
    next_zh = "請由機關管理人員建立具此範圍的權杖"
    next_en = "Let your agency's administrator make a token that holds it"
    status = 403


class TooManyRequests(Refusal):
    code = "TOO_MANY_REQUESTS"
    zh = "請求過於頻繁，每分鐘以 {limit} 次為限"
    en = "Too many requests; {limit} a minute are taken"
    next_zh = "請於 {seconds} 秒後再送"
    next_en = "Send it again after {seconds} seconds"
    status = 429


class KeyMissing(Refusal):
    code = "IDEMPOTENCY_KEY_MISSING"
    zh = "缺少標頭 Idempotency-Key，或格式不符（8 至 128 個英數字或 - _ . :）"
    en = "The header Idempotency-Key is missing or malformed (8 to 128 letters, digits or - _ . :)"
    next_zh = "請為每一筆新的請求產生一個新的 UUID，重送時沿用同一個"
    next_en = "Make a new UUID for each new request, and use it again when you repeat that request"
    status = 400


class KeyInUse(Refusal):
    code = "IDEMPOTENCY_KEY_IN_USE"
    zh = "同一個 Idempotency-Key 的請求正在處理"
    en = "A request with this Idempotency-Key is being worked on"
    next_zh = "請於數秒後以同一個 Idempotency-Key 重送，即得其結果"
    next_en = "Repeat it with the same Idempotency-Key in a few seconds to get its answer"


class KeyOfAnother(Refusal):
    code = "IDEMPOTENCY_KEY_OF_ANOTHER"
    zh = "這個 Idempotency-Key 先前用於內容不同的請求"
    en = "This Idempotency-Key was used before for a request with other content"
    next_zh = "新的請求請用新的 Idempotency-Key；重送則內容須完全相同"
    next_en = "Use a new key for a new request; a repeated request must be the same in every part"
    status = 422


class ConditionMissing(Refusal):
    code = "IF_MATCH_MISSING"
    zh = "缺少標頭 If-Match"
    en = "The header If-Match is missing"
    next_zh = "請先讀取資料，再將其 ETag 放入 If-Match 送出"
    next_en = "Read it first, then send its ETag in If-Match"
    status = 428


class Changed(Refusal):
    code = "CHANGED_SINCE_READ"
    zh = "資料在您讀取之後已有變更"
    en = "It has changed since you read it"
    next_zh = "請重新讀取，確認後以新的 ETag 及新的 Idempotency-Key 再送"
    next_en = "Read it again, check, and send with the new ETag and a new Idempotency-Key"
    status = 412


class BranchMissing(organisation.BranchUnclear):
    """The command line's refusal, with what a client of the API does next."""

    next_zh = (
        "請以標頭 Wuai-Branch 或參數 branch 指明分署代碼，見 /api/v1/branches；兩者並存時須相同"
    )
    next_en = (
        "Name the branch in the header Wuai-Branch or the parameter branch, see /api/v1/branches; "
        "when both are there they must agree"
    )


class BranchUnknown(Refusal):
    code = "BRANCH_UNKNOWN"
    zh = "沒有這個分署代碼"
    en = "There is no branch with this code"
    next_zh = "分署代碼見 /api/v1/branches"
    next_en = "The codes are listed at /api/v1/branches"
    status = 404


class NotFound(Refusal):
    code = "NOT_FOUND"
    zh = "查無資料，或不屬於貴機關"
    en = "There is no such thing, or it is not your agency's"
    next_zh = "請查對網址；本介面的位址見 /api/v1/openapi.json"
    next_en = "Check the address; all addresses are listed in /api/v1/openapi.json"
    status = 404


class MethodNotAllowed(Refusal):
    code = "METHOD_NOT_ALLOWED"
    zh = "這個位址不支援此方法，可用：{allowed}"
    en = "This address does not take this method; it takes: {allowed}"
    next_zh = "請改用標頭 Allow 所列的方法"
    next_en = "Use a method listed in the header Allow"
    status = 405


class NotJson(Refusal):
    code = "NOT_JSON"
    zh = "內容不是正確的 JSON：{why_zh}"
    en = "The body is not correct JSON: {why_en}"
    next_zh = "請以 UTF-8 編碼的 JSON 送出，欄名不得重複"
    next_en = "Send JSON in UTF-8, with no name twice"
    status = 400


class MediaTypeUnknown(Refusal):
    code = "MEDIA_TYPE_UNSUPPORTED"
    zh = "不收這種內容類型"
    en = "This content type is not taken"
    next_zh = "請改用：{taken}；內容不得壓縮"
    next_en = "Use one of: {taken}; without compression"
    status = 415


class BodyTooLarge(Refusal):
    code = "BODY_TOO_LARGE"
    zh = "內容超過上限 {limit} 位元組"
    en = "The body is larger than {limit} bytes"
    next_zh = "請分批送出"
    next_en = "Send it in several parts"
    status = 413


class LengthMissing(Refusal):
    code = "LENGTH_MISSING"
    zh = "缺少標頭 Content-Length"
    en = "The header Content-Length is missing"
    next_zh = "請註明內容長度，不用分塊傳送"
    next_en = "Say how long the body is; chunked sending is not taken"
    status = 411


class FileMissing(Refusal):
    code = "FILE_MISSING"
    zh = "表單須有且僅有一個名為 file 的檔案"
    en = "The form must hold exactly one file, named “file”"
    next_zh = "請以 multipart/form-data 的 file 欄送出，或以 text/csv 直接送出檔案內容"
    next_en = "Send it as the part “file” of multipart/form-data, or the plain bytes as text/csv"
    status = 422


class Invalid(Refusal):
    code = "INVALID"
    zh = "內容有 {count} 處不符"
    en = "The request does not fit in {count} places"
    next_zh = "請依 errors 所列逐項更正"
    next_en = "Correct each place listed under errors"
    status = 422


class CursorUnfit(Refusal):
    code = "CURSOR_UNFIT"
    zh = "這個游標不屬於這份清單"
    en = "This cursor does not belong to this list"
    next_zh = "請由第一頁重新讀取，條件不變，只加上一頁所給的 next"
    next_en = "Begin at the first page; keep the filters and add the “next” of the page before"
    status = 422


class DayTooFar(Refusal):
    code = "DAY_TOO_FAR"
    zh = "日期距收案日過遠"
    en = "The day is too far from the day of registration"
    next_zh = "請改問較近的日期"
    next_en = "Ask about a nearer day"
    status = 422


class CaseNotFound(Refusal):
    code = "CASE_UNKNOWN"
    zh = "查無此案件，或不屬於貴機關"
    en = "There is no such case, or it is not your agency's"
    next_zh = "請查對執行案號、移送案號或案件識別碼，及分署"
    next_en = "Check the case number, your own number or the reference, and the branch"
    status = 404
