"""Plays the local signing component and the authority behind its cards, for tests and the demo.

It speaks as the real one does: a window that asks its opener what to sign (``getTbs``), signs, and
posts the answer back. Every card in it is worth nothing.
"""

import base64
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.serialization import Encoding

from wuai.contexts.identity.gateways.moica.fake import Authority, Card

NO_CARD, CARD_FAILED = 0x76000006, 0x76000998
PIN_WRONG, PIN_LOCKED = 0xA0, 0xA4
_WINDOW = """<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8"><title>示範簽章元件 Demo signing component</title></head>
<body><h1>示範元件 Demo</h1><p>這是示範用的簽章元件，卡片沒有任何效力。<br>A demonstration: these cards are worth nothing.</p><p id="state">…</p>
<script>
const post = (text) => window.opener && window.opener.postMessage(text, "*");
addEventListener("message", async (event) => {
  if (event.source !== window.opener) return;
  const asked = JSON.parse(event.data);
  document.getElementById("state").textContent = asked.func;
  const answer = asked.func === "GetUserCert"
    ? await fetch("/pkcs11info?withcert=true")
    : await fetch("/sign", {method: "POST", headers: {"Content-Type": "application/x-www-form-urlencoded"}, body: "tbsPackage=" + event.data});
  post(await answer.text());
});
post(JSON.stringify({func: "getTbs"}));
</script></body></html>"""
_PIXEL = base64.b64decode("R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs=")


class Component(ThreadingHTTPServer):
    """The component with its cards."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.cards: list[Card] = []
        self.authority: Authority | None = None
        self.silent = False

    @property
    def address(self) -> str:
        """Where it answers, as pages name it."""
        return f"http://localhost:{self.server_port}"

    def info(self) -> dict[str, Any]:
        """What is in the readers."""
        slots = [
            {"slotDescription": card.label, "token": {
                "label": card.label, "serialNumber": f"TP{i:014d}",
                "certs": [{"usage": "digitalSignature", "certb64": _b64(card)}]}}
            for i, card in enumerate(self.cards)
        ]  # fmt: skip
        code = 0 if slots else NO_CARD
        return {"func": "pkcs11info", "ret_code": code, "last_error": 0, "slots": slots}

    def sign(self, package: dict[str, Any]) -> dict[str, Any]:
        """Sign as asked, or say with a code why not."""
        card = next((c for c in self.cards if c.label == package.get("slotDescription")), None)
        if card is None:
            return _no(NO_CARD)
        if card.wrong_pins >= 3:
            return _no(CARD_FAILED, PIN_LOCKED)
        if package.get("pin") != card.pin:
            card.wrong_pins += 1
            return _no(CARD_FAILED, PIN_LOCKED if card.wrong_pins >= 3 else PIN_WRONG)
        card.wrong_pins = 0
        text = str(package["tbs"]).encode()
        if package.get("tbsEncoding") == "base64":
            text = base64.b64decode(text)
        digest = {"SHA256": "sha256", "SHA1": "sha1"}[package.get("hashAlgorithm", "SHA256")]
        signature = card.sign(text, package.get("nonce", ""), digest=digest)
        encoded = base64.b64encode(signature).decode()
        return {"func": "sign", "ret_code": 0, "last_error": 0, "signature": encoded}


def _no(code: int, minor: int = 0) -> dict[str, Any]:
    return {"func": "sign", "ret_code": code, "last_error": minor, "signature": ""}


def _b64(card: Card) -> str:
    return base64.b64encode(card.certificate.public_bytes(Encoding.DER)).decode()


class _Handler(BaseHTTPRequestHandler):
    server: Component

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        """The window, the readers, the lists of revocations."""
        path = urlsplit(self.path).path
        if path in {"/popupForm", "/ChtPopupForm"} and not self.server.silent:
            self._send(_WINDOW.encode(), "text/html; charset=utf-8")
        elif path == "/pkcs11info":
            self._send(json.dumps(self.server.info()).encode(), "application/json")
        elif path.endswith(".crl") and self.server.authority:
            self._send(self.server.authority.answer(path, None), "application/pkix-crl")
        elif path in {"/p11Image.bmp", "/waiting.gif"}:
            self._send(_PIXEL, "image/gif")
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        """Sign, or answer as the responder."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), 1 << 20))
        if self.path == "/ocsp" and self.server.authority:
            self._send(self.server.authority.answer(self.path, body), "application/ocsp-response")
        elif self.path == "/sign":
            package = json.loads(parse_qs(body.decode())["tbsPackage"][0])
            answer = self.server.sign(package)
            self._send(json.dumps(answer).encode(), "application/json")
        else:
            self.send_error(404)
