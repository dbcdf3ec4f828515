"""What every second person leaves on what the first one asked for."""

from datetime import datetime
from typing import Any

from wuai.platform.actors import Actor


def write_decision(asked: Any, decision: str, by: Actor, at: datetime, *also: str) -> None:
    """Keep who decided what, and when, and the columns named beside it that follow from it."""
    asked.decision, asked.decided_at = decision, at
    asked.decided_by, asked.decided_name = by.ref, by.name
    asked.save(update_fields=["decision", "decided_at", "decided_by", "decided_name", *also])
