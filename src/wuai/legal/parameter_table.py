"""Reads ``parameters/*.toml`` once, checks every entry, and answers what holds on a day.

An entry without a source, with a misspelt key or with versions out of order stops the program at
the first question: a wrong law is worse than none.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.dated import Dated
from wuai.kernel.refusal import Refusal

FOLDER = Path(__file__).parent / "parameters"
_TEXTS = ("zh", "en", "unit", "event_zh", "event_en")
# A deadline rule may say how it is counted, which rule extends it (from its last day, or from its own
# beginning), and who has to act when it is a time in which requests are handled.
_CHOICES = {
    "counting": (
        "ordinary", "adverse", "working", "not_before", "after_clear", "not_after", "before",
    ),
    "extension_from": ("due", "start"), "handled_by": ("BRANCH", "AGENCY"),
}  # fmt: skip
_VERSION_KEYS = {"since", "value", "source", "source_en", "confirmed"}


class UnknownParameter(Refusal):
    code = "UNKNOWN_LEGAL_PARAMETER"
    zh = "法令參數表沒有「{parameter}」"
    en = "The tables of the law have no entry “{parameter}”"
    next_zh = "請查對代碼"
    next_en = "Check the code"
    status = 404


class ParameterFileWrong(Exception):
    """A file of parameters breaks its own form: a mistake of ours, not of a person at the desk."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What one parameter says on a day, and who says so."""

    code: str
    value: Any
    source: Bilingual
    confirmed: bool
    since: date
    inclusive: bool = True


@dataclass(frozen=True, slots=True)
class Parameter:
    """One entry: its name, its unit, the event whose day governs, its versions."""

    code: str
    name: Bilingual
    unit: str
    event: Bilingual
    settings: Dated[Setting]
    counting: str = "ordinary"
    extension: str = ""
    extension_from: str = ""
    handled_by: str = ""

    def on(self, day: date) -> Setting:
        """What holds on ``day``."""
        return self.settings.on(day)


def parameter(code: str) -> Parameter:
    """The entry of this code."""
    entries = all_parameters()
    if code not in entries:
        raise UnknownParameter(parameter=code)
    return entries[code]


def setting(code: str, *, on: date) -> Setting:
    """What the entry of this code says on a day."""
    return parameter(code).on(on)


def number(code: str, *, on: date) -> int:
    """The whole number that holds on a day."""
    value = setting(code, on=on).value
    if not isinstance(value, int):
        raise ParameterFileWrong(f"{code} is not a whole number")
    return value


@lru_cache(maxsize=1)
def all_parameters() -> Mapping[str, Parameter]:
    """Every entry of every file, by code."""
    return read_files(sorted(FOLDER.glob("*.toml")))


@lru_cache(maxsize=8)
def in_file(stem: str) -> tuple[Parameter, ...]:
    """The entries of one file, in the order in which they are written."""
    return tuple(read_files([FOLDER / f"{stem}.toml"]).values())


def read_files(paths: Iterable[Path]) -> dict[str, Parameter]:
    """Read and check files; a code may be used once."""
    entries: dict[str, Parameter] = {}
    for path in paths:
        with path.open("rb") as file:
            tables = tomllib.load(file)
        for code, table in tables.items():
            if code in entries:
                raise ParameterFileWrong(f"{path.name}: {code} is written twice")
            entries[code] = _entry(code, table)
    return entries


def _entry(code: str, table: Mapping[str, Any]) -> Parameter:
    unknown = set(table) - set(_TEXTS) - set(_CHOICES) - {"versions", "extension"}
    unknown |= {key for key, known in _CHOICES.items() if table.get(key, known[0]) not in known}
    missing = [key for key in _TEXTS if not isinstance(table.get(key), str) or not table[key]]
    if unknown or missing:
        raise ParameterFileWrong(f"{code}: unknown {sorted(unknown)}, missing {missing}")
    versions = table.get("versions")
    if not isinstance(versions, list) or not versions:
        raise ParameterFileWrong(f"{code}: no versions")
    settings = [_setting(code, version) for version in versions]
    try:
        dated = Dated.of(table["zh"], [(one.since, one) for one in settings])
    except ValueError as error:
        raise ParameterFileWrong(f"{code}: {error}") from error
    return Parameter(
        code=code,
        name=Bilingual(table["zh"], table["en"]),
        unit=table["unit"],
        event=Bilingual(table["event_zh"], table["event_en"]),
        settings=dated,
        counting=table.get("counting", "ordinary"),
        extension=table.get("extension", ""),
        extension_from=table.get("extension_from", "due"),
        handled_by=table.get("handled_by", ""),
    )


def _setting(code: str, version: Mapping[str, Any]) -> Setting:
    wrong = set(version) - _VERSION_KEYS - {"inclusive"} | (_VERSION_KEYS - set(version))
    if wrong:
        raise ParameterFileWrong(f"{code}: a version lacks or does not know {sorted(wrong)}")
    if type(version["since"]) is not date or not isinstance(version["confirmed"], bool):
        raise ParameterFileWrong(f"{code}: since must be a day, confirmed true or false")
    if not version["source"] or not version["source_en"]:
        raise ParameterFileWrong(f"{code}: a version without its source")
    return Setting(
        code=code,
        value=version["value"],
        source=Bilingual(version["source"], version["source_en"]),
        confirmed=version["confirmed"],
        since=version["since"],
        inclusive=version.get("inclusive", True),
    )
