"""ETags: the fingerprint of a representation. ``If-None-Match`` saves sending, ``If-Match`` saves work."""

import hashlib
import re

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from wuai.portals.api import refusals

_QUOTED = re.compile(r'(?:W/)?"([^"]*)"')


def tag_of(shown: Schema) -> str:
    """The ETag of what is shown."""
    return f'"{hashlib.sha256(shown.model_dump_json().encode()).hexdigest()[:32]}"'


def reply(
    shown: Schema, *, status: int = 200, of: Schema | None = None, **headers: str
) -> HttpResponse:
    """An answer in JSON, with its ETag, or with that ``of`` the thing which it is about."""
    answer = HttpResponse(
        shown.model_dump_json(), status=status, content_type="application/json; charset=utf-8"
    )
    answer.headers["ETag"] = tag_of(of or shown)
    for name, value in headers.items():
        answer.headers[name.replace("_", "-")] = value
    return answer


def is_known(request: HttpRequest, answer: HttpResponse) -> bool:
    """Whether the client holds exactly this already."""
    held = request.headers.get("If-None-Match", "")
    if request.method != "GET" or not held or "ETag" not in answer.headers:
        return False
    return held.strip() == "*" or answer.headers["ETag"].strip('"') in _QUOTED.findall(held)


def check_match(request: HttpRequest, shown: Schema, *, required: bool = True) -> None:
    """Refuse when the client's ``If-Match`` is not the state that is shown now."""
    held = request.headers.get("If-Match", "")
    if not held:
        if required:
            raise refusals.ConditionMissing(field="If-Match")
        return
    # A weak tag never matches here (RFC 9110 13.1.1).
    strong = [found for found in re.findall(r'(W/)?"([^"]*)"', held) if not found[0]]
    if held.strip() != "*" and tag_of(shown).strip('"') not in [tag for _, tag in strong]:
        raise refusals.Changed
