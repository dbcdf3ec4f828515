"""Compile every ``.po`` under ``src/wuai`` to its ``.mo``: ``python -m wuai.platform.ui.messages``.

Written here because machines that run Wuai need not have gettext's own tools. ``--check`` changes
nothing and exits 1 when a message has no translation or a ``.mo`` is older than its ``.po``.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
MAGIC: Final = 0x950412DE
_LINE: Final = re.compile(
    r'(?P<key>msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+(?P<text>".*")'
)


@dataclass(slots=True)
class Message:
    """One entry of a catalogue, as it stands in the file."""

    parts: dict[str, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def source(self) -> str:
        """The key in the compiled file: context, message and plural, joined as gettext does."""
        source = self.parts.get("msgid", "")
        if "msgctxt" in self.parts:
            source = f"{self.parts['msgctxt']}\x04{source}"
        plural = self.parts.get("msgid_plural")
        return source if plural is None else f"{source}\x00{plural}"

    @property
    def target(self) -> str:
        """The translation, plural forms joined; empty when one of them is missing."""
        forms = [text for key, text in sorted(self.parts.items()) if key.startswith("msgstr")]
        return "\x00".join(forms) if all(forms) and not self.fuzzy else ""


def read(po: Path) -> list[Message]:
    """The entries of a catalogue, its header first."""
    return [message for message in _entries(po.read_text("utf-8")) if "msgid" in message.parts]


def _entries(text: str) -> Iterator[Message]:
    message, key = Message(), ""
    for line in [*text.splitlines(), ""]:
        stripped = line.strip()
        if not stripped:
            yield message
            message, key = Message(), ""
        elif stripped.startswith("#"):
            message.fuzzy |= stripped.startswith("#,") and "fuzzy" in stripped
        elif stripped.startswith('"'):
            message.parts[key] += ast.literal_eval(stripped)
        elif (found := _LINE.fullmatch(stripped)) is not None:
            key = found["key"]
            message.parts[key] = ast.literal_eval(found["text"])


def compiled(messages: list[Message]) -> bytes:
    """The bytes of the ``.mo``: two sorted tables of lengths and offsets, then the texts."""
    pairs = sorted((m.source.encode(), m.target.encode()) for m in messages if m.target)
    start = 28 + 16 * len(pairs)
    tables: list[bytes] = []
    texts = b""
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), start + len(texts)))
            texts += pair[column] + b"\x00"
    head = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 28)
    return head + b"".join(tables) + texts


def catalogues(root: Path = ROOT) -> list[Path]:
    """Every catalogue of the house."""
    return sorted(root.rglob("locale/*/LC_MESSAGES/*.po"))


def untranslated(po: Path) -> list[str]:
    """The messages that still lack their translation."""
    return [message.source for message in read(po) if message.source and not message.target]


def main(arguments: list[str]) -> int:
    """Compile, or only check."""
    wrong = 0
    for po in catalogues():
        mo, octets = po.with_suffix(".mo"), compiled(read(po))
        missing = untranslated(po)
        for source in missing:
            print(f"{po}: no translation: {source!r}", file=sys.stderr)
        stale = not mo.exists() or mo.read_bytes() != octets
        if "--check" in arguments:
            wrong += len(missing) + stale
            if stale:
                print(f"{mo}: not compiled from {po.name}", file=sys.stderr)
        elif stale:
            mo.write_bytes(octets)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
