"""What a page hands to the pieces: frozen values, so that templates only print.

Texts may be ``str`` or ``Bilingual``. A tone is one of TONES and never speaks alone: each piece
prints a word and an icon beside its colour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from wuai.kernel.bilingual import Bilingual

Text = str | Bilingual
TONES = ("neutral", "waiting", "going", "press", "good", "bad")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a summary list; ``change_url`` where the person may change it."""

    label: Text
    value: Any
    change_url: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of a task list: what to do, where, how far it is."""

    label: Text
    status: Text
    tone: str = "neutral"
    url: str = ""
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class Status:
    """A state in one or two words."""

    label: Text
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class Component:
    """One line of "why this much": what, on what basis, for which days, at what rate."""

    label: Text
    amount: int
    basis: Text = ""
    basis_url: str = ""
    since: date | None = None
    until: date | None = None
    rate: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """One step of "how computed": a day and why it counts or does not."""

    on: date
    why: Text


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of a timeline; ``state`` is done, now, ahead or bad."""

    what: Text
    at: date | datetime | None = None
    who: Text = ""
    detail: Text = ""
    state: str = "done"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One place on the way here; the last one has no address."""

    label: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file that somebody may open; ``scan`` is clean, scanning, refused or empty (not scanned)."""

    name: str
    url: str = ""
    size: int | None = None
    kind: str = ""
    language: Text = ""
    scan: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``kind`` is text, code, amount, number, day, moment, status or html."""

    key: str
    label: Text
    kind: str = "text"
    total: bool = False
    sort_url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A dense table. The first column heads its row and carries the link ``row[url_key]``.

    ``titled`` gives each link a title of its own where the page's menu may read like one of them.
    """

    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Any]
    url_key: str = "url"
    stack: bool = True
    tall: bool = False
    show_caption: bool = True
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one set of bars."""

    label: Text
    values: Sequence[int]


@dataclass(frozen=True, slots=True)
class Chart:
    """``kind`` is bars (one series) or lines (up to three)."""

    title: Text
    labels: Sequence[Text]
    series: Sequence[Series]
    kind: str = "bars"
    unit: Text = ""
    note: Text = ""
    label_head: Text = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Where a keyset page stands; ``total`` may be capped (``capped`` says so)."""

    shown: int
    newer_url: str = ""
    older_url: str = ""
    total: int | None = None
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it."""

    label: Text
    remove_url: str


def value_of(row: Any, key: str) -> Any:
    """Read ``key`` from a mapping or from an object."""
    return row.get(key) if isinstance(row, Mapping) else getattr(row, key, None)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a person takes away after sending: number, moment and hash."""

    title: Text
    no: str
    at: datetime
    sha256: str = ""
    facts: Sequence[Fact] = field(default_factory=tuple)
    next_step: Text = ""
