"""Around every address of the API: nobody is known yet, and every failure is answered in one form."""

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.views.decorators.csrf import csrf_exempt

from wuai.kernel.refusal import Refusal
from wuai.platform.actors import PUBLIC
from wuai.portals.api import problems, refusals
from wuai.portals.api.clients import count_address, count_stranger
from wuai.portals.api.strict_json import LONGEST
from wuai.portals.api.tags import is_known

View = Callable[..., HttpResponseBase]


def guard(pattern: URLPattern) -> URLPattern:
    """Put the gate around the view of an address."""
    pattern.callback = gate(pattern.callback)
    return pattern


def gate(view: View) -> View:
    """Forget the session, count the address, and give failures their form."""

    @csrf_exempt
    @functools.wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.actor = PUBLIC  # type: ignore[attr-defined]  # carried by the request
        try:
            count_address(request)
            answer = _said(request, view(request, *args, **kwargs))
        except Refusal as refusal:
            answer = problems.of_refusal(refusal)
        except Http404:
            answer = problems.of_refusal(refusals.NotFound())
        except RequestDataTooBig:
            answer = problems.of_refusal(refusals.BodyTooLarge(limit=LONGEST))
        except (MultiPartParserError, TooManyFilesSent):
            answer = problems.of_refusal(refusals.FileMissing(field="file"))
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    entered.access = ("api", "")  # type: ignore[attr-defined]  # the mark that a check reads
    return entered


def _said(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    if answer.status_code == 405:
        allowed = answer.headers["Allow"]
        said = problems.of_refusal(refusals.MethodNotAllowed(allowed=allowed))
        said.headers["Allow"] = allowed
        return said
    if answer.status_code == 401:
        count_stranger(request)
    if isinstance(answer, HttpResponse) and is_known(request, answer):
        return HttpResponse(status=304, headers={"ETag": answer.headers["ETag"]})
    return answer


@gate
def nowhere(request: HttpRequest, **_: Any) -> HttpResponse:
    """An address that does not exist."""
    return problems.of_refusal(refusals.NotFound())
