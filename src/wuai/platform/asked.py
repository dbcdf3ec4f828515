"""Numbers and days that an address or a form brings.

Whatever is no number, or too long for a row, is nothing; days that cannot be read are not there.
"""

from datetime import date
from typing import NamedTuple

from django.http import Http404, HttpRequest
from django.utils import timezone

from wuai.kernel import roc_dates
from wuai.kernel.refusal import Refusal

# So many digits certainly fit into a bigint; Python itself refuses to read some thousand.
_LONGEST = 18
# Ten years and a little: what is counted by month stays one page.
_LONGEST_PERIOD = 3700


class Period(NamedTuple):
    """The days that are looked at, both included."""

    since: date
    until: date


def whole(text: str | None) -> int | None:
    """Read a whole number that may name a row or a place in a list."""
    fits = text is not None and text.isascii() and text.isdecimal() and len(text) <= _LONGEST
    return int(text) if fits and text else None


def before(request: HttpRequest) -> int | None:
    """The row before which a page of a list begins; None is the newest."""
    return whole(request.GET.get("before"))


def after(request: HttpRequest) -> int:
    """The place after which a page of a list begins; 0 is the start."""
    return whole(request.GET.get("after")) or 0


def page(request: HttpRequest, last: int) -> int:
    """The page of a list that has pages 1 to ``last``: the nearest one to what was asked for."""
    return min(max(whole(request.GET.get("page")) or 1, 1), max(last, 1))


def typed_reason(request: HttpRequest) -> str:
    """The reason that a form sent, as a line of the reading log holds it; an address never brings one."""
    return (request.POST.get("reason") or "").replace("\0", "").strip()[:200]


def period(request: HttpRequest, *, first: date | None = None) -> Period:
    """The days asked for (``since``, ``until``); otherwise this year, or from ``first``, until today."""
    today = timezone.localdate()
    held = {"since": first or date(today.year, 1, 1), "until": today}
    try:
        held |= {name: roc_dates.parse(text) for name in held if (text := request.GET.get(name))}
    except Refusal as error:
        raise Http404 from error
    found = Period(**held)
    if found.until < found.since or (found.until - found.since).days > _LONGEST_PERIOD:
        raise Http404
    return found
