"""JSON read strictly: UTF-8, no name twice, no NaN, no depth that breaks the reader."""

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from wuai.portals.api import refusals

LONGEST = 64 * 1024


class StrictParser(Parser):
    """Reads bodies for every operation that takes JSON."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The value of the body; refuses what two readers could understand differently."""
        if request.content_type != "application/json" or request.headers.get("Content-Encoding"):
            raise refusals.MediaTypeUnknown(taken="application/json")
        if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
            raise refusals.BodyTooLarge(limit=LONGEST)
        try:
            value = json.loads(
                request.body.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_refuse
            )
        except RecursionError:
            raise refusals.NotJson(why_zh="層次過深", why_en="it is nested too deeply") from None
        except ValueError:
            raise refusals.NotJson(why_zh="讀不懂", why_en="it cannot be read") from None
        return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise refusals.NotJson(why_zh="欄名重複", why_en="a name comes twice")
    return found


def _refuse(word: str) -> Any:
    raise refusals.NotJson(why_zh=f"{word} 不是數字", why_en=f"{word} is no number")
