"""Providers to practise with: they take messages well or badly, on request, on a port of this machine."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Manner(StrEnum):
    """What a provider does: LOSES takes a message and hangs up without a word."""

    GOOD = "GOOD"
    DOWN = "DOWN"
    SLOW = "SLOW"
    LOSES = "LOSES"
    REFUSES = "REFUSES"


@dataclass(slots=True)
class Taken:
    """A message as the provider holds it."""

    number: str
    recipient: str
    text: str


@dataclass(slots=True)
class Provider:
    """What every provider has: its manner, and the messages it took under our keys."""

    manner: Manner = Manner.GOOD
    taken: dict[str, Taken] = field(default_factory=dict)
    calls: int = 0
    url: str = ""
    released: threading.Event = field(default_factory=threading.Event)

    def take(self, key: str, recipient: str, text: str) -> tuple[Taken, bool]:
        """Take a message under a key once; whether it was taken before comes back."""
        before = key in self.taken
        held = self.taken.setdefault(key, Taken(f"P{len(self.taken) + 1:08d}", recipient, text))
        return held, before


Page = tuple[int, str, bytes]


@contextmanager
def serve(provider: Provider, answer: Callable[[dict[str, str], bytes], Page]) -> Iterator[str]:
    """Let a provider answer at an address of this machine."""

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            provider.calls += 1
            if provider.manner is Manner.SLOW:
                provider.released.wait(30)
            status, kind, said = answer({k.lower(): v for k, v in self.headers.items()}, body)
            if provider.manner is Manner.LOSES:
                self.connection.close()
                return
            if provider.manner is Manner.DOWN:
                status, said = 503, b""
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield provider.url
    finally:
        provider.released.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
