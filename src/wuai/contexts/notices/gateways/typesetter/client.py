"""One compile: letters in, one tagged PDF and the pages of each letter out."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from wuai.contexts.notices.gateways.typesetter import codec, fonts

FOLDER = Path(__file__).parent
MAIN = FOLDER / "payment.typ"
LAYOUTS = {"payment-1": MAIN}
STANDARD: Final = "ua-1"
_GENERATIONS = 12


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, its pages, and for each letter (by its reference) its first and last page."""

    pdf: bytes
    pages: int
    spans: dict[str, tuple[int, int]]


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=fonts.font_set().folders,
    )


@lru_cache(maxsize=4)
def compiler(main: Path = MAIN) -> typst.Compiler:
    """A compiler that sees its own folder, the house's fonts and no packages."""
    return typst.Compiler(main, root=main.parent, font_paths=_fonts(), ignore_system_fonts=True)


def inputs(letters: list[dict[str, Any]], batch_title: str = "") -> dict[str, str]:
    """What the template is given."""
    return {
        "letters": codec.source(letters, batch_title),
        "fonts": json.dumps(fonts.font_set().families),
    }


def compile_letters(letters: list[dict[str, Any]], batch_title: str = "") -> Printed:
    """Set these letters, all of one layout, one after the other."""
    tool = compiler(LAYOUTS[letters[0]["layout"]])
    given = inputs(letters, batch_title or letters[0]["title"])
    pdf = tool.compile(sys_inputs=given, pdf_standards=STANDARD)
    if not isinstance(pdf, bytes):
        raise TypeError("a PDF is one document")
    # The compiler still holds the laid-out pages: asking it costs next to nothing.
    spans = {
        mark["ref"]: (mark["at"], end["at"])
        for mark, end in zip(_marks(tool, "<begins>"), _marks(tool, "<ends>"), strict=True)
    }
    return Printed(pdf, max(last for _, last in spans.values()), spans)


def forget() -> None:
    """Let go of what Typst remembers of past letters (it keeps ten compiles, 150 MB each)."""
    empty = typst.Compiler(b"")
    for _ in range(_GENERATIONS):
        empty.compile(b"")


def _marks(tool: typst.Compiler, label: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(tool.query(label, field="value"))
    return found


def fields_of(main: Path, letter: dict[str, Any]) -> frozenset[str]:
    """The mandatory fields that a layout really prints."""
    given = inputs([letter]) | {"probe": "1"}
    found = typst.query(
        main, "<field>", field="value", root=main.parent, font_paths=_fonts(),
        ignore_system_fonts=True, sys_inputs=given,
    )  # fmt: skip
    return frozenset(json.loads(found))
