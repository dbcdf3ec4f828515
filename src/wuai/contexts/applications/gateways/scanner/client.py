"""ClamAV's daemon, by its INSTREAM command; nothing else answers whether a file is clean."""

import os
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from wuai.platform.gateways import GatewayError, outside_transaction

TIMEOUT_SECONDS = 120
_BLOCK = 128 * 1024
# Debian's own MaxFileSize: beyond its MaxFileSize the daemon answers OK without having looked.
MOST_MIB = 25
# Written in two halves, so that this file is not itself found by scanners.
TEST_FILE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
_LIMITS = "Heuristics.Limits.Exceeded"


class NotLookedAt(GatewayError):
    """The file is longer than what the scanner looks at; asking again changes nothing."""

    def __init__(self, said: str) -> None:
        super().__init__(f"scanner answered: {said[:80]}", temporary=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner said."""

    clean: bool
    text: str


@dataclass(frozen=True, slots=True)
class State:
    """Whether it finds the test file of the trade, and up to what length it looks.

    One without signatures calls everything clean.
    """

    knows: bool
    most: int


def address() -> str:
    """Where the scanner listens: a socket's path or ``host:port``; empty when there is none."""
    return os.environ.get("WUAI_CLAMD", "")


def most_bytes() -> int:
    """How long a file may be of which the scanner says that it looked at it all."""
    return int(os.environ.get("WUAI_CLAMD_MOST_MIB") or MOST_MIB) * 1024 * 1024


def scan(blocks: Iterable[bytes], where: str) -> Verdict:
    """Ask about a stream of bytes; raises GatewayError when no answer can be had."""
    outside_transaction()
    try:
        with _connect(where) as line:
            line.sendall(b"zINSTREAM\0")
            try:
                _send(line, blocks)
            except (BrokenPipeError, ConnectionResetError):
                # The daemon hangs up on what is too long, having said so.
                return verdict_of(_answer(line))
            answer = _answer(line)
    except OSError as error:
        raise GatewayError(f"scanner: {error}", temporary=True) from error
    return verdict_of(answer)


def state() -> State | None:
    """Look at the scanner itself; None where there is none."""
    where = address()
    return State(not scan([TEST_FILE], where).clean, most_bytes()) if where else None


def _send(line: socket.socket, blocks: Iterable[bytes]) -> None:
    sent, most = 0, most_bytes()
    for block in blocks:
        sent += len(block)
        if sent > most:
            raise NotLookedAt("longer than WUAI_CLAMD_MOST_MIB")
        for at in range(0, len(block), _BLOCK):
            piece = block[at : at + _BLOCK]
            line.sendall(struct.pack(">I", len(piece)) + piece)
    line.sendall(struct.pack(">I", 0))


def verdict_of(answer: str) -> Verdict:
    """Read ``stream: OK`` or ``stream: NAME FOUND``; anything else is no answer."""
    text = answer.strip("\0\n ").removeprefix("stream: ")
    if text == "OK":
        return Verdict(True, "OK")
    if "size limit" in text or text.startswith(_LIMITS):
        raise NotLookedAt(text)
    if text.endswith(" FOUND"):
        return Verdict(False, text.removesuffix(" FOUND"))
    raise GatewayError(f"scanner answered: {text[:80]}", temporary=True)


def _connect(where: str) -> socket.socket:
    host, colon, port = where.rpartition(":")
    if colon and port.isdecimal():
        return socket.create_connection((host, int(port)), TIMEOUT_SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(TIMEOUT_SECONDS)
    try:
        line.connect(where)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket) -> str:
    held = bytearray()
    while block := line.recv(4096):
        held += block
        if b"\0" in block:
            break
    return held.decode("utf-8", "replace")
