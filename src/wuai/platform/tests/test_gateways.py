"""One way to ask outside: safe addresses only, short patience, no more bytes than may come."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from wuai.platform import gateways
from wuai.platform.gateways import Answer, GatewayError, Line, UnsafeAddress

LINE = Line(seconds=5, most=10)


class _Other(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, body = {"/large": (200, b"x" * 11), "/no": (503, b"later")}.get(
            self.path, (200, b"0123456789")
        )
        self.send_response(302 if self.path == "/away" else status)
        if self.path == "/away":
            self.send_header("Location", "/there")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def other(monkeypatch) -> Iterator[str]:
    monkeypatch.setattr(gateways, "outside_transaction", lambda: None)
    with HTTPServer(("127.0.0.1", 0), _Other) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _asked(line, url):
    return line.ask(url, None, {}, note="test")


def test_no_more_is_read_than_may_come_and_a_refusal_is_an_answer(other):
    assert _asked(LINE, f"{other}/") == Answer(200, b"0123456789", is_whole=True)
    assert _asked(LINE, f"{other}/large") == Answer(200, b"x" * 10, is_whole=False)
    assert _asked(LINE, f"{other}/no") == Answer(503, b"later", is_whole=True)


def test_who_sends_a_question_elsewhere_is_followed_only_for_what_proves_itself(other):
    assert _asked(LINE, f"{other}/away").status == 302
    assert _asked(Line(5, 10, open_text=True), f"{other}/away").status == 200


@pytest.mark.parametrize(
    "url",
    ["http://bank.example/x", "ftp://127.0.0.1/x", "file:///etc/passwd", "http://[", "", "bank",
     "http://127.0.0.1.bank.example/", "http://localhost@bank.example/"],
)  # fmt: skip
def test_nothing_is_sent_to_an_address_that_is_not_safe(url, monkeypatch):
    monkeypatch.setattr(gateways, "outside_transaction", lambda: None)
    with pytest.raises(UnsafeAddress):
        _asked(LINE, url)


def test_a_line_that_is_down_is_an_error_that_may_pass(other):
    with pytest.raises(GatewayError) as down:
        _asked(LINE, "http://127.0.0.1:1/")
    assert down.value.temporary


@pytest.mark.django_db
def test_nobody_is_asked_inside_a_transaction():
    with pytest.raises(RuntimeError, match="inside a transaction"):
        _asked(LINE, "https://bank.example/")
