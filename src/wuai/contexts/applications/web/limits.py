"""How often one address may try codes."""

from django.http import HttpRequest

from wuai.platform import limits

TRIES, WINDOW_SECONDS = 10, 300


def too_often(request: HttpRequest, what: str, most: int = TRIES) -> bool:
    """Whether this address has tried too often in the last minutes."""
    return limits.too_often(request, f"applications-{what}", most, WINDOW_SECONDS)
