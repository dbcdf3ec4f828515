"""Logs as one JSON object a line; what looks like a personal number or a payment link is masked."""

import json
import logging
import re
from datetime import UTC, datetime

_NUMBERS = re.compile(r"(?<![A-Za-z0-9])([A-Z][A-D1289]\d{3})\d{5}(?!\d)", re.ASCII)
_LINKS = re.compile(r"(/(?:p|pay)/)[A-Za-z0-9_-]{16,}")


def masked(text: str) -> str:
    """``text`` without national numbers and without the token of a payment link."""
    return _LINKS.sub(r"\1***", _NUMBERS.sub(r"\1*****", text))


class JsonLines(logging.Formatter):
    """Format a record as one line of JSON; control characters are escaped by JSON itself."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, masked."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return masked(json.dumps(line, ensure_ascii=True))
