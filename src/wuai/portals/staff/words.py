"""What a person did, in the words of the trade, for each action's name."""

from collections.abc import Mapping
from typing import Any

ACTS: Mapping[str, Any] = {}


def act_name(code: str) -> Any:
    """The words for an action; one that has none shows its code."""
    return ACTS.get(code, code)
