"""A small mail server to practise with: as much of IMAP4rev1 as reading a mailbox needs."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from imaplib import Time2Internaldate

GOOD, DOWN, REFUSES, BREAKS = "GOOD", "DOWN", "REFUSES", "BREAKS"


@dataclass(slots=True)
class FakeMailbox:
    """One mailbox with its letters; BREAKS hangs up in the middle of a letter."""

    manner: str = GOOD
    password: str = "secret"  # noqa: S105 - of a mailbox that exists in tests only
    validity: int = 7
    letters: dict[int, tuple[bytes, datetime]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def post(self, raw: bytes, when: datetime) -> int:
        """Put a letter into the mailbox; its number comes back."""
        uid = max(self.letters, default=0) + 1
        self.letters[uid] = (raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), when)
        return uid


@contextmanager
def serve(box: FakeMailbox) -> Iterator[FakeMailbox]:
    """Let the mailbox answer on a port of this machine."""

    class Desk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            if box.manner == DOWN:
                return
            self.wfile.write(b"* OK ready\r\n")
            while line := self.rfile.readline():
                tag, _, said = line.decode("ascii").strip().partition(" ")
                box.asked.append(said)
                if not self.answer(tag, said):
                    return

        def answer(self, tag: str, said: str) -> bool:
            name = " ".join(said.split()[:2] if said.startswith("UID") else said.split()[:1])
            lines, word = self.lines(name.upper(), said)
            if word == "":
                self.wfile.write(lines[: len(lines) // 2])
                return False
            self.wfile.write(lines + f"{tag} {word} done\r\n".encode())
            return name.upper() != "LOGOUT"

        def lines(self, name: str, said: str) -> tuple[bytes, str]:
            if name == "CAPABILITY":
                return b"* CAPABILITY IMAP4rev1\r\n", "OK"
            if name == "LOGIN":
                wrong = box.manner == REFUSES or f'"{box.password}"' not in said
                return b"", "NO" if wrong else "OK"
            if name == "EXAMINE":
                head = f"* {len(box.letters)} EXISTS\r\n* OK [UIDVALIDITY {box.validity}] it\r\n"
                return head.encode(), "OK"
            if name == "UID SEARCH":
                return self.search(int(re.findall(r"UID (\d+):", said)[0]))
            if name == "UID FETCH":
                return self.fetch(int(said.split()[2]), int(re.findall(r"<0\.(\d+)>", said)[0]))
            return (b"* BYE\r\n", "OK") if name == "LOGOUT" else (b"", "BAD")

        def search(self, first: int) -> tuple[bytes, str]:
            # "n:*" names the last letter even when its number is smaller than n.
            last = max(box.letters, default=0)
            found = sorted(
                {one for one in box.letters if one >= first} | ({last} if last else set())
            )
            return f"* SEARCH {' '.join(map(str, found))}\r\n".encode(), "OK"

        def fetch(self, uid: int, most: int) -> tuple[bytes, str]:
            if uid not in box.letters:
                return b"", "OK"
            raw, when = box.letters[uid]
            head = (
                f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)} BODY[]<0> {{{len(raw[:most])}}}\r\n"
            )
            tail = f" INTERNALDATE {Time2Internaldate(when)})\r\n"
            whole = head.encode() + raw[:most] + tail.encode()
            return whole, "" if box.manner == BREAKS else "OK"

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads, allow_reuse_address = True, True

    server = Server(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    box.port = int(server.server_address[1])
    try:
        yield box
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
