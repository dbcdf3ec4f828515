"""What django-ninja's document lacks: media types of failures, headers, files, keys and conditions."""

from typing import Any

PREFIX = "api/v1/"
DESCRIPTION = (
    "For the programs of referring agencies; see docs/api.md. 供移送機關的程式使用。 "
    "Identifiers are strings, money is whole NT dollars, days are ISO dates of Asia/Taipei. "
    "Every failure is application/problem+json in both languages."
)
_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_TEXT = {"type": "string"}
FAILURES = {
    400: "The request cannot be read, or a header is missing or malformed",
    401: "No valid token",
    403: "The token does not hold the scope",
    404: "There is no such thing, or it is another agency's",
    405: "This address does not take this method",
    409: "The state of things does not allow it, or the same key is being worked on",
    411: "Content-Length is missing",
    412: "It changed since it was read",
    413: "The body is too large",
    415: "This content type is not taken",
    422: "The content does not fit, or the key belongs to another request",
    428: "If-Match is missing",
    429: "Too many requests",
}
_READ = (400, 401, 403, 404, 405, 422, 429)
_WRITE = (*_READ, 409, 411, 412, 413, 415, 428)

BRANCH_PARAMETERS = [
    {
        "in": where, "name": name, "required": False,
        "description": "分署代碼 / code of the branch",
        "schema": {"type": "string", "pattern": "^[A-Z]{3}$"},
    }
    for where, name in (("header", "Wuai-Branch"), ("query", "branch"))
]  # fmt: skip
KEY_PARAMETER = {
    "in": "header", "name": "Idempotency-Key", "required": True,
    "description": "每筆新請求一個新的 UUID，重送時沿用 / a new UUID for each new request, "
    "the same one when it is repeated; kept 180 days",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_.:-]{8,128}$"},
}  # fmt: skip
MATCH_PARAMETER = {
    "in": "header", "name": "If-Match", "required": True,
    "description": "讀取時所得的 ETag / the ETag of what you read",
    "schema": {"type": "string", "pattern": '^(\\*|"[0-9a-f]{32}")$'},
}  # fmt: skip
MATCH_IF_LIKED = {**MATCH_PARAMETER, "required": False}
SIGNATURE_PARAMETER = {
    "in": "header", "name": "Wuai-Signature", "required": False,
    "description": "不含原檔的 CMS 簽章（DER），base64 / a detached CMS signature (DER), base64",
    "schema": {"type": "string", "maxLength": 7000, "pattern": "^[A-Za-z0-9+/]*={0,2}$"},
}  # fmt: skip


def csv_content(description: str) -> dict[str, Any]:
    """A 200 that is a CSV file."""
    return {"description": description, "content": {"text/csv": {"schema": _TEXT}}}


def extra(
    *, branch: bool = False, key: bool = False, match: bool | None = None,
    signature: bool = False, **more: Any,
) -> Any:  # fmt: skip
    """The ``openapi_extra`` of an operation: the headers that it reads, and anything else."""
    parameters = [
        *(BRANCH_PARAMETERS if branch else []),
        *([KEY_PARAMETER] if key else []),
        *([SIGNATURE_PARAMETER] if signature else []),
        *([] if match is None else [MATCH_PARAMETER if match else MATCH_IF_LIKED]),
    ]
    return {"parameters": [dict(one) for one in parameters], **more}


def complete(schema: dict[str, Any]) -> None:
    """Add the failures to every operation, and to the components what they refer to."""
    for path in schema["paths"].values():
        for method, operation in path.items():
            _say_failures(operation, _READ if method == "get" else _WRITE)
            if method == "get":
                _say_unchanged(operation)
    components = schema["components"]
    components.setdefault("schemas", {})["Problem"] = _problem()
    components["responses"] = {
        f"Failure{status}": {
            "description": text,
            "content": {"application/problem+json": {"schema": _PROBLEM}},
            **_headers_of(status),
        }
        for status, text in FAILURES.items()
    }
    schema["paths"][f"/{PREFIX}openapi.json"] = {"get": _itself()}


def _say_failures(operation: dict[str, Any], statuses: tuple[int, ...]) -> None:
    for status in statuses:
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/Failure{status}"}
    operation["responses"] = {str(status): said for status, said in operation["responses"].items()}


def _say_unchanged(operation: dict[str, Any]) -> None:
    operation["responses"]["304"] = {"description": "Unchanged since the ETag of If-None-Match"}


def _headers_of(status: int) -> dict[str, Any]:
    name = {401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After"}.get(status)
    if name is None:
        return {}
    return {"headers": {name: {"required": True, "schema": _TEXT}}}


def _problem() -> dict[str, Any]:
    texts = ("type", "title", "title_zh", "code", "detail", "detail_zh", "next", "next_zh", "basis",
             "field")  # fmt: skip
    return {
        "title": "Problem", "type": "object",
        "required": ["type", "title", "title_zh", "status", "code", "detail", "detail_zh"],
        "properties": {
            **dict.fromkeys(texts, _TEXT),
            "status": {"type": "integer"},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": dict.fromkeys(("in", "field", "zh", "en"), _TEXT),
                },
            },
        },
    }  # fmt: skip


def _itself() -> dict[str, Any]:
    said: dict[str, Any] = {
        "operationId": "openapi", "summary": "這份文件 / This document", "tags": ["reference"],
        "responses": {"200": {"description": "OpenAPI 3.1",
                              "content": {"application/json": {"schema": {"type": "object"}}}}},
    }  # fmt: skip
    _say_failures(said, (405, 429))
    return said


def file_body(description: str, media_type: str) -> dict[str, Any]:
    """The body of an upload: the plain bytes, or a form with the part ``file``."""
    binary = {"type": "string", "format": "binary"}
    form = {"type": "object", "required": ["file"], "properties": {"file": binary}}
    return {
        "description": description, "required": True,
        "content": {media_type: {"schema": binary}, "multipart/form-data": {"schema": form}},
    }  # fmt: skip
