"""Errors of the API as ``application/problem+json`` (RFC 9457), with both languages."""

from typing import Any

from django.http import JsonResponse

from wuai.kernel.refusal import Refusal

_TITLES = {
    400: ("請求格式有誤", "Bad request"),
    401: ("需要有效的權杖", "A valid token is required"),
    403: ("權限不足", "Not permitted"),
    404: ("查無資料", "Not found"),
    405: ("不支援此方法", "Method not allowed"),
    409: ("與現況不符", "Conflict"),
    411: ("缺少內容長度", "Length required"),
    412: ("資料已被他人更新", "Changed since you read it"),
    413: ("內容過大", "Too large"),
    415: ("不支援的內容類型", "Unsupported media type"),
    422: ("內容有誤", "Invalid content"),
    428: ("缺少必要的標頭", "A required header is missing"),
    429: ("請求過於頻繁", "Too many requests"),
    500: ("系統發生錯誤", "Internal error"),
    503: ("暫停服務", "Unavailable"),
}


def problem(status: int, *, code: str = "", refusal: Refusal | None = None) -> dict[str, Any]:
    """The document: type, title, status, code, detail and next steps in both languages."""
    zh, en = _TITLES.get(status, _TITLES[500])
    document: dict[str, Any] = {
        "type": "about:blank", "title": en, "title_zh": zh, "status": status,
        "code": code or f"HTTP_{status}",
    }  # fmt: skip
    if refusal:
        held = refusal.as_dict()
        document |= {
            "code": held["code"], "detail": held["en"], "detail_zh": held["zh"],
            "next": held["next_en"], "next_zh": held["next_zh"], "basis": held["basis"],
            "field": held["field"],
        }  # fmt: skip
    return document


def problem_response(refusal: Refusal | None, *, status: int = 0, code: str = "") -> JsonResponse:
    """The document as an answer."""
    number = status or (refusal.status if refusal else 500)
    return JsonResponse(
        problem(number, code=code, refusal=refusal), status=number,
        content_type="application/problem+json; charset=utf-8",
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip
