"""What people are looked for by stays out of addresses: out of logs, histories and referers.

A form that may carry a name or a number of identity posts to its own page; the page leads on to an
address with the words sealed for this session (``find``), so that paging, filters, the back button
and a reload work as with any address. Numbers of cases stay readable. Nothing is stored.
"""

import base64
import binascii
import functools
import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict

from wuai.kernel import case_numbers
from wuai.platform import crypto

KEY = "find"
_COLUMN = "searches.words"
_LONGEST = 200
_OURS = {"csrfmiddlewaretoken", KEY, "after", "before"}
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def kept_out(*names: str) -> Callable[[View], View]:
    """Keep these fields of a view's search out of its address; stands below the access decorator.

    The view asks :func:`given` for what was searched, and makes further addresses of ``request.GET``.
    """

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def searched(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
            if request.method == "POST":
                return _lead_on(request, request.POST, names)
            if any(not may_stand(request.GET.get(name, "")) for name in names):
                # An old bookmark, or an address typed by hand: it is not kept a second time.
                return _lead_on(request, request.GET, names)
            return view(request, *args, **more)

        searched.kept_out = names  # type: ignore[attr-defined]  # a check reads it
        return searched  # type: ignore[return-value]  # the same call

    return wrap


def may_stand(words: str) -> bool:
    """Whether words may stand in an address: nothing, or the whole number of a case."""
    plain = words.strip()
    return not plain or ("執" in plain and case_numbers.parse(plain) is not None)


def given(request: HttpRequest) -> QueryDict:
    """What was asked for: the address with the sealed words among it; empty when nothing was."""
    asked = request.GET.copy()
    sealed = asked.pop(KEY, [""])[-1]
    if isinstance(sealed, str) and sealed:
        for name, words in _open(request, sealed).items():
            asked[name] = words
    return asked


def _lead_on(request: HttpRequest, said: QueryDict, names: tuple[str, ...]) -> HttpResponseRedirect:
    query, hidden = QueryDict(mutable=True), {}
    for name, values in said.lists():
        words = [str(one).replace("\0", "").strip() for one in values]
        if name in names and not may_stand(words[-1]):
            hidden[name] = words[-1][:_LONGEST]
        elif name not in _OURS and any(words):
            query.setlist(name, words)
    if hidden:
        query[KEY] = sealed(request, hidden)
    text = query.urlencode()
    return HttpResponseRedirect(f"{request.path}?{text}" if text else request.path)


def sealed(request: HttpRequest, words: Mapping[str, str]) -> str:
    """Words as they stand in an address; only this session can open them again."""
    body = crypto.seal(_COLUMN, _session(request), json.dumps(words, ensure_ascii=False))
    return base64.urlsafe_b64encode(body).rstrip(b"=").decode()


def _open(request: HttpRequest, text: str) -> dict[str, str]:
    """The words, or nothing when they are not of this session: then they are typed again."""
    try:
        body = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
        found: dict[str, str] = json.loads(crypto.unseal(_COLUMN, _session(request), body))
    except (crypto.SealBroken, binascii.Error, ValueError, IndexError):
        return {}
    return found


def _session(request: HttpRequest) -> str:
    return getattr(getattr(request, "session", None), "session_key", None) or ""
