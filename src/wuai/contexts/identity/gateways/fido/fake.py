"""Plays the ministry's service for tests and the demonstration: telephones confirm when told to."""

import base64
import hashlib
import json
import secrets
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from wuai.contexts.identity.gateways.fido import codec
from wuai.contexts.identity.gateways.moica.fake import Card

KEY = bytes(range(32))
SERVICE_ID = "DEMO"


class Ministry(ThreadingHTTPServer):
    """The service; ``telephones`` are cards by number, ``confirms`` says whether people say yes."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.telephones: dict[str, Card] = {}
        self.confirms = True
        self.asked: dict[str, dict[str, Any]] = {}

    @property
    def service(self) -> codec.Service:
        """What a client needs to speak with it."""
        return codec.Service(f"http://127.0.0.1:{self.server_port}", SERVICE_ID, KEY)

    def push(self, body: dict[str, Any]) -> dict[str, Any]:
        """Take a question."""
        ours = codec.push(
            self.service, transaction=body["transaction_id"], number=body["id_num"],
            hint=body["hint"], text=base64.b64decode(body["sign_info"]["sign_data"]),
        )  # fmt: skip
        if ours["sp_checksum"] != body["sp_checksum"]:
            return {"error_code": "10002", "error_message": "checksum"}
        if body["id_num"] not in self.telephones:
            return {"error_code": "20001", "error_message": "no device"}
        ticket_id = secrets.token_hex(16)
        self.asked[ticket_id] = body
        inside = json.dumps({"transaction_id": body["transaction_id"], "sp_ticket_id": ticket_id})
        head = base64.urlsafe_b64encode(inside.encode()).decode().rstrip("=")
        ticket = f"{head}.{hashlib.sha256(inside.encode()).hexdigest()}"
        return self._ok({"sp_ticket": ticket}, body["transaction_id"] + "0" + ticket)

    def result(self, body: dict[str, Any]) -> dict[str, Any]:
        """Say what became of it."""
        asked = self.asked.get(body["sp_ticket_id"])
        if asked is None or asked["transaction_id"] != body["transaction_id"]:
            return {"error_code": "20004", "error_message": "no such ticket"}
        if not self.confirms:
            return {"error_code": "20002", "error_message": "pending"}
        number = asked["id_num"]
        text = base64.b64decode(asked["sign_info"]["sign_data"])
        signed = base64.b64encode(self.telephones[number].sign(text)).decode()
        hashed = codec.hashed_number(number)
        held = {"hashed_id_num": hashed, "signed_response": signed}
        return self._ok(held, body["transaction_id"] + "0" + hashed + signed)

    def _ok(self, held: dict[str, str], payload: str) -> dict[str, Any]:
        check = codec.checksum(KEY, payload)
        return {"error_code": "0", "error_message": "", "result": held | {"idp_checksum": check}}


class _Handler(BaseHTTPRequestHandler):
    server: Ministry

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Take a question or say what became of it."""
        size = min(int(self.headers.get("Content-Length", "0")), 1 << 20)
        body = json.loads(self.rfile.read(size))
        is_push = self.path.endswith("requestAthOrSignPush")
        answer = json.dumps(self.server.push(body) if is_push else self.server.result(body))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(answer.encode())
