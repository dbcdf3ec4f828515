"""Numbers that an address or a form brings: whatever is none, or too long for a row, is nothing."""

from django.http import HttpRequest

# So many digits certainly fit into a bigint; Python itself refuses to read some thousand.
_LONGEST = 18


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
