"""What every page needs around it: branch, navigation, language. The portals fill ``nav``."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from wuai.platform.actors import PUBLIC


def context(request: HttpRequest) -> dict[str, Any]:
    """Template variables of the frame around a page."""
    return {"actor": getattr(request, "actor", PUBLIC), "lang": get_language() or "zh-hant"}
