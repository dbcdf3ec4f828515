"""Every failure as problem+json, in both languages."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from wuai.kernel.refusal import Refusal
from wuai.platform.access import Forbidden
from wuai.platform.problems import problem
from wuai.portals.api import refusals

MEDIA_TYPE = "application/problem+json"
# The kinds of pydantic, in our words; the first prefix that fits is taken.
_WORDS = (
    ("missing", "必填", "is required"),
    ("extra_forbidden", "沒有這個欄位", "is not a known field"),
    ("string_too_long", "過長", "is too long"),
    ("string_too_short", "過短", "is too short"),
    ("string", "格式不符", "does not have the right form"),
    ("int", "須為整數", "must be a whole number"),
    ("greater_than", "過小", "is too small"),
    ("less_than", "過大", "is too large"),
    ("date", "須為 ISO 日期，例如 2026-11-21", "must be an ISO date such as 2026-11-21"),
    ("uuid", "須為 UUID", "must be a UUID"),
    ("literal_error", "不在可用的值之內", "is not one of the known values"),
    ("enum", "不在可用的值之內", "is not one of the known values"),
    ("bool", "須為 true 或 false", "must be true or false"),
    ("", "不符", "does not fit"),
)


def of_refusal(refusal: Refusal, **more: Any) -> HttpResponse:
    """The answer to a refusal, with the headers that its status asks for."""
    answer = JsonResponse(
        problem(refusal.status, refusal=refusal) | more, status=refusal.status,
        content_type=f"{MEDIA_TYPE}; charset=utf-8", json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip
    if refusal.status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="wuai"'
    if refusal.status == 429:
        answer.headers["Retry-After"] = str(refusal.facts["seconds"])
    if isinstance(refusal, refusals.KeyInUse):
        answer.headers["Retry-After"] = "2"
    return answer


def of_validation(errors: list[dict[str, Any]]) -> HttpResponse:
    """The answer to a request whose fields do not fit, place by place."""
    places = [_place(error) for error in errors]
    return of_refusal(
        refusals.Invalid(field=places[0]["field"] if places else "", count=len(places)),
        errors=places,
    )


def _place(error: Mapping[str, Any]) -> dict[str, str]:
    kind = str(error.get("type", ""))
    # ("body", "payment", "amount"): where, the name of the parameter, the field
    place = [str(part) for part in error.get("loc", ())]
    named = place[2:] if len(place) > 2 else place[1:] or place
    _, zh, en = next(words for words in _WORDS if kind.startswith(words[0]))
    return {"in": place[0] if place else "", "field": ".".join(named), "zh": zh, "en": en}


def of_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The answer to what we can answer; None for anything else, which rises."""
    refusal = error.__cause__ if isinstance(error, HttpError) else error
    if isinstance(refusal, Refusal):  # the framework wraps what the parser says
        return of_refusal(refusal)
    if isinstance(error, ValidationError):
        return of_validation(error.errors)
    if isinstance(error, AuthenticationError):
        return of_refusal(refusals.TokenMissing())
    if isinstance(error, Http404):
        return of_refusal(refusals.NotFound())
    if isinstance(error, Forbidden):
        return of_refusal(refusals.ScopeMissing(scope=str(error)))
    return None
