"""ClamAV's daemon, by its INSTREAM command; nothing else answers whether a file is clean."""

import os
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from wuai.platform.gateways import GatewayError, outside_transaction

TIMEOUT_SECONDS = 120
_BLOCK = 128 * 1024


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner said."""

    clean: bool
    text: str


def address() -> str:
    """Where the scanner listens: a socket's path or ``host:port``; empty when there is none."""
    return os.environ.get("WUAI_CLAMD", "")


def scan(blocks: Iterable[bytes], where: str) -> Verdict:
    """Ask about a stream of bytes; raises GatewayError when no answer can be had."""
    outside_transaction()
    try:
        with _connect(where) as line:
            line.sendall(b"zINSTREAM\0")
            for block in blocks:
                for at in range(0, len(block), _BLOCK):
                    piece = block[at : at + _BLOCK]
                    line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
            answer = _answer(line)
    except OSError as error:
        raise GatewayError(f"scanner: {error}", temporary=True) from error
    return verdict_of(answer)


def verdict_of(answer: str) -> Verdict:
    """Read ``stream: OK`` or ``stream: NAME FOUND``; anything else is no answer."""
    text = answer.strip("\0\n ").removeprefix("stream: ")
    if text == "OK":
        return Verdict(True, "OK")
    if text.endswith(" FOUND"):
        return Verdict(False, text.removesuffix(" FOUND"))
    raise GatewayError(f"scanner answered: {text[:80]}", temporary="size limit" not in text)


def _connect(where: str) -> socket.socket:
    host, colon, port = where.rpartition(":")
    if colon and port.isdecimal():
        return socket.create_connection((host, int(port)), TIMEOUT_SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(TIMEOUT_SECONDS)
    line.connect(where)
    return line


def _answer(line: socket.socket) -> str:
    held = bytearray()
    while block := line.recv(4096):
        held += block
        if b"\0" in block:
            break
    return held.decode("utf-8", "replace")
