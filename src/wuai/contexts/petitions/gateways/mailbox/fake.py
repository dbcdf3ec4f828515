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
    says_next: bool = True
    letters: dict[int, tuple[bytes, datetime]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def post(self, raw: bytes, when: datetime) -> int:
        """Put a letter into the mailbox; its number comes back."""
        uid = max(self.letters, default=0) + 1
        self.letters[uid] = (raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), when)
        return uid


class _Desk(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        """Speak with one client until it leaves, or until the line is to break."""
        if self.server.box.manner == DOWN:
            return
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline():
            tag, _, said = line.decode("ascii").strip().partition(" ")
            self.server.box.asked.append(said)
            if not self._answer(tag, said):
                return

    def _answer(self, tag: str, said: str) -> bool:
        name = " ".join(said.split()[:2] if said.startswith("UID") else said.split()[:1]).upper()
        lines, word = self._lines(name, said)
        if word == "":
            self.wfile.write(lines[: len(lines) // 2])
            return False
        self.wfile.write(lines + f"{tag} {word} done\r\n".encode())
        return name != "LOGOUT"

    def _lines(self, name: str, said: str) -> tuple[bytes, str]:
        box = self.server.box
        if name == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n", "OK"
        if name == "LOGIN":
            wrong = box.manner == REFUSES or f'"{box.password}"' not in said
            return b"", "NO" if wrong else "OK"
        if name == "EXAMINE":
            head = f"* {len(box.letters)} EXISTS\r\n* OK [UIDVALIDITY {box.validity}] it\r\n"
            after = f"* OK [UIDNEXT {max(box.letters, default=0) + 1}] it\r\n"
            return (head + (after if box.says_next else "")).encode(), "OK"
        if name == "UID SEARCH":
            return self._search(said)
        if name == "UID FETCH":
            return self._fetch(int(said.split()[2]), int(re.findall(r"<0\.(\d+)>", said)[0]))
        return (b"* BYE\r\n", "OK") if name == "LOGOUT" else (b"", "BAD")

    def _search(self, said: str) -> tuple[bytes, str]:
        # "n:*" names the last letter even when its number is smaller than n.
        letters = self.server.box.letters
        asked = re.search(r"UID (?:(\d+):)?\*(?: SINCE (\S+))?", said)
        first, since = asked.groups() if asked else (None, None)
        found = {one for one in letters if first and one >= int(first)}
        found |= {max(letters)} if letters else set()
        if since:
            day = datetime.strptime(since, "%d-%b-%Y").date()  # noqa: DTZ007 - a day has no zone
            found = {one for one in found if letters[one][1].date() >= day}
        return f"* SEARCH {' '.join(map(str, sorted(found)))}\r\n".encode(), "OK"

    def _fetch(self, uid: int, most: int) -> tuple[bytes, str]:
        box = self.server.box
        if uid not in box.letters:
            return b"", "OK"
        raw, when = box.letters[uid]
        head = f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)} BODY[]<0> {{{len(raw[:most])}}}\r\n"
        tail = f" INTERNALDATE {Time2Internaldate(when)})\r\n"
        whole = head.encode() + raw[:most] + tail.encode()
        return whole, "" if box.manner == BREAKS else "OK"


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads, allow_reuse_address = True, True

    def __init__(self, box: FakeMailbox) -> None:
        self.box = box
        super().__init__(("127.0.0.1", 0), _Desk)


@contextmanager
def serve(box: FakeMailbox) -> Iterator[FakeMailbox]:
    """Let the mailbox answer on a port of this machine."""
    server = _Server(box)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    box.port = int(server.server_address[1])
    try:
        yield box
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
