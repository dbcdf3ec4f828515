"""Every address with what it demands, and what each role meets there."""

import re
import tomllib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLResolver, get_resolver

MATRIX = Path(__file__).with_name("access_matrix.toml")
UNMARKED_API = "api/v1/"  # its own tokens and tests: tests/api
_CONVERTERS: dict[str, Callable[[], str]] = {
    "uuid": lambda: str(uuid.uuid4()), "int": lambda: "999999999", "slug": lambda: "x",
    "str": lambda: "x", "path": lambda: "x",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its pattern and the mark of its view."""

    pattern: str
    access: str
    parameters: tuple[str, ...]

    def path(self, **values: object) -> str:
        """An address of this pattern; what is not given is made up."""

        def fill(found: re.Match[str]) -> str:
            kind, _, name = found.group(1).rpartition(":")
            return str(values[name]) if name in values else _CONVERTERS[kind or "str"]()

        def fill_regex(found: re.Match[str]) -> str:
            return str(values.get(found.group(1), "x" * 22))

        text = re.sub(
            r"\(\?P<(\w+)>[^)]*\)", fill_regex, re.sub(r"(?<!P)<([^>]+)>", fill, self.pattern)
        )
        return "/" + re.sub(r"[\^$?]", "", text)


def mark_of(view: Any) -> str:
    """What a view demands, in words; "" when it says nothing."""
    kind, needs = getattr(view, "access", ("", ""))
    return f"{kind} {needs}".strip()


def _walk(patterns: list[Any], prefix: str = "") -> Iterator[Route]:
    for entry in patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, pattern)
        else:
            names = re.findall(r"<(?:\w+:)?(\w+)>", re.sub(r"\(\?P", "", pattern))
            yield Route(pattern, mark_of(entry.callback), tuple(names))


def routes(patterns: list[Any] | None = None) -> list[Route]:
    """Every address of the system, or of ``patterns``."""
    return list(_walk(get_resolver().url_patterns if patterns is None else patterns))


def unmarked(found: list[Route]) -> list[str]:
    """Addresses whose view does not say who may enter."""
    return [
        route.pattern
        for route in found
        if not route.access and not route.pattern.startswith(UNMARKED_API)
    ]


def read_matrix() -> dict[str, dict[str, Any]]:
    """The reviewed table: for each pattern what it demands and which roles get in."""
    return tomllib.loads(MATRIX.read_text("utf-8"))


def write_matrix(matrix: dict[str, dict[str, Any]]) -> None:
    """Write the table anew, to be reviewed in the difference."""
    lines = [
        "# Who gets in where. Made by `WRITE_ACCESS_MATRIX=1 pytest checks/test_access.py`, then",
        "# reviewed line by line: a change here is a change of somebody's rights.",
    ]
    for pattern, held in sorted(matrix.items()):
        roles = ", ".join(f'"{role}"' for role in held["enter"])
        lines += ["", f"['{pattern}']", f'access = "{held["access"]}"', f"enter = [{roles}]"]
    MATRIX.write_text("\n".join(lines) + "\n", "utf-8")
