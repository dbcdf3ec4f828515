"""What a command prints: one JSON document or prose, and a refusal in both languages.

Standard output carries the result and nothing else; prose about a refusal goes to standard
error. Exit codes: 0 done, 1 refused or found wrong, 2 wrong usage.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

import typer

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

REFUSED = 1


def plain(value: Any) -> Any:
    """Turn a result into values that JSON has: dates as ISO, dataclasses as objects."""
    if isinstance(value, Bilingual):
        return {"zh": value.zh, "en": value.en}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def dump(document: Any) -> str:
    """Write one JSON document as text, Chinese readable."""
    return json.dumps(plain(document), ensure_ascii=False, indent=2)


def emit(document: Any, json_flag: bool, render: Callable[[Any], str] | None = None) -> None:
    """Print the result: as JSON, or as prose made by ``render`` from the same document."""
    if json_flag or render is None:
        _write(dump(document))
    else:
        _write(render(document))


@contextmanager
def run_refusable(json_flag: bool) -> Iterator[None]:
    """Run the body; a Refusal is told in both languages and ends the command with exit code 1."""
    try:
        yield
    except Refusal as refusal:
        if json_flag:
            _write(dump({"refused": refusal.as_dict()}))
        else:
            typer.echo(describe(refusal), err=True)
        # A command that does not know its branch is used wrongly (2), not refused (1).
        raise typer.Exit(getattr(refusal, "exit_code", REFUSED)) from refusal


def describe(refusal: Refusal) -> str:
    """Say a refusal in 中文 and English, each with what to do next, and its legal basis."""
    lines = [
        f"{refusal.text('zh')}　{refusal.next_step('zh')}".rstrip("　"),
        f"{refusal.text('en')} {refusal.next_step('en')}".rstrip(),
    ]
    if refusal.basis:
        lines.append(f"({refusal.basis})")
    return "\n".join(lines)


def _write(text: str) -> None:
    # A terminal with another encoding must not lose a rare character or stop the command.
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8")
    typer.echo(text)
