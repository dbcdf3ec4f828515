"""Cut a stream of bytes into records, so that one bad record never takes another with it.

Lines end with LF or CRLF. A quote opens only at the start of a field. A record that grows past
64 kB is an error of its own: when a quote was left open, only its first line is; a line without
end is passed over without being held. In UTF-8 and in Big5 no byte of a character looks like a
comma, a quote or a line end, so all of this is done before decoding.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

LONGEST = 64 * 1024
_SHOWN = 1000
_CLOSED, _OPEN, _BAD = 0, 1, 2


class Broken(NamedTuple):
    """A record that cannot be read: why, and its beginning."""

    code: str
    start: bytes


Record = bytes | Broken


def records(blocks: Iterable[bytes]) -> Iterator[Record]:
    """The records of a stream, without line ends; empty lines are no records."""
    lines, held, size = deque[bytes | Broken](), list[bytes](), 0
    source = _lines(blocks)
    while True:
        line = lines.popleft() if lines else next(source, None)
        if line is None:
            if not held:
                return
            yield Broken("QUOTE_UNCLOSED", held[0][:_SHOWN])
            lines.extend(held[1:])
            held, size = [], 0
            continue
        if not held and isinstance(line, bytes) and b'"' not in line:
            if line:
                yield line
            continue
        if isinstance(line, Broken):
            state = _BAD
        else:
            state = _scan(line, bool(held))
            size += len(line) + 1
        if held and (state == _BAD or size > LONGEST):
            # The quote of the first line was never meant to stay open: start again after it.
            yield Broken("QUOTE_UNCLOSED", held[0][:_SHOWN])
            lines.extendleft(reversed([*held[1:], line]))
            held, size = [], 0
        elif isinstance(line, Broken):
            yield line
            size = 0
        elif state == _BAD:
            yield Broken("QUOTE_UNCLOSED", line[:_SHOWN])
            size = 0
        elif state == _OPEN:
            held.append(line)
        else:
            yield b"\n".join([*held, line])
            held, size = [], 0


def _scan(line: bytes, inside: bool) -> int:
    """How a line ends, given whether it begins inside quotes."""
    at, quote = 0, inside
    while True:
        if not quote:
            if line[at : at + 1] == b'"':
                quote, at = True, at + 1
            else:
                comma = line.find(b",", at)
                if comma < 0 or line.find(b'"', comma) < 0:
                    return _CLOSED
                at = comma + 1
                continue
        end = line.find(b'"', at)
        if end < 0:
            return _OPEN
        following = line[end + 1 : end + 2]
        if following == b'"':
            at = end + 2
        elif following in (b"", b","):
            if not following:
                return _CLOSED
            quote, at = False, end + 2
        else:
            return _BAD


def _lines(blocks: Iterable[bytes]) -> Iterator[bytes | Broken]:
    rest, skipping = b"", False
    for block in blocks:
        if skipping:
            _, found, block = block.partition(b"\n")
            if not found:
                continue
            skipping = False
        whole = (rest + block).split(b"\n")
        rest = whole.pop()
        for line in whole:
            if line[-1:] == b"\r":
                line = line[:-1]
            yield line if len(line) <= LONGEST else Broken("RECORD_TOO_LONG", line[:_SHOWN])
        if len(rest) > LONGEST + 1:
            yield Broken("RECORD_TOO_LONG", rest[:_SHOWN])
            rest, skipping = b"", True
    if rest:
        yield (
            rest.removesuffix(b"\r")
            if len(rest) <= LONGEST + 1
            else Broken("RECORD_TOO_LONG", rest[:_SHOWN])
        )
