"""One compile: letters in, one tagged PDF and the pages of each letter out."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from wuai.contexts.notices.gateways.typesetter import codec
from wuai.contexts.notices.rules.letter import MANDATORY_FIELDS, LayoutLacksFields
from wuai.contexts.notices.rules.probe import probe_letter
from wuai.platform import typesetting

FOLDER = Path(__file__).parent
MAIN = FOLDER / "payment.typ"
LAYOUTS = {"payment-1": MAIN}
_GENERATIONS = 12
_WHERE = (
    "query(<begins>).zip(query(<ends>))"
    ".map(((b, e)) => (b.value, b.location().page(), e.location().page()))"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, its pages, and for each letter (by its reference) its first and last page."""

    pdf: bytes
    pages: int
    spans: dict[str, tuple[int, int]]


def inputs(letters: list[dict[str, Any]], batch_title: str = "") -> dict[str, str]:
    """What the template is given."""
    return typesetting.inputs(letters=codec.source(letters, batch_title))


def compile_letters(letters: list[dict[str, Any]], batch_title: str = "") -> Printed:
    """Set these letters, all of one layout, one after the other."""
    tool = typesetting.compiler(LAYOUTS[letters[0]["layout"]])
    given = inputs(letters, batch_title or letters[0]["title"])
    pdf, spans = _set(tool, given)
    if any(last - first != 1 for letter, (first, last) in zip(letters, spans.values(), strict=True)
           if len(letter["cases"]) == 1):  # fmt: skip
        pdf, spans = _set(tool, given | {"counted": "1"})
    return Printed(pdf, max(last for _, last in spans.values()), spans)


def _set(tool: typst.Compiler, given: dict[str, str]) -> tuple[bytes, dict[str, tuple[int, int]]]:
    made = tool.compile(sys_inputs=given, pdf_standards=typesetting.STANDARD)
    pdf = typesetting.one_document(made)
    # The compiler still holds the laid-out pages: asking it costs next to nothing.
    marks = json.loads(tool.eval(_WHERE))
    return pdf, {ref: (first, last) for ref, first, last in marks}


def forget() -> None:
    """Let go of what Typst remembers of past letters (it keeps ten compiles, 150 MB each)."""
    empty = typst.Compiler(b"")
    for _ in range(_GENERATIONS):
        empty.compile(b"")


def fields_of(main: Path, letter: dict[str, Any]) -> frozenset[str]:
    """The mandatory fields that a layout really prints."""
    given = inputs([letter]) | {"probe": "1"}
    found = typst.query(
        main, "<field>", field="value", root=main.parent, font_paths=typesetting.house_fonts(),
        ignore_system_fonts=True, sys_inputs=given,
    )  # fmt: skip
    return frozenset(json.loads(found))


@lru_cache(maxsize=4)
def require_fields(layout: str) -> None:
    """Refuse a layout that does not print every mandatory field; asked once a process."""
    check_layout(LAYOUTS[layout])


def check_layout(main: Path) -> None:
    """Refuse a layout that does not print every mandatory field (R183)."""
    missing = MANDATORY_FIELDS - fields_of(main, probe_letter())
    if missing:
        raise LayoutLacksFields(missing="、".join(sorted(missing)))
