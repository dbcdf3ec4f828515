"""A simulated LINE platform."""

import json

from wuai.contexts.messages.gateways.line import codec
from wuai.contexts.messages.gateways.practice import Manner, Page, Provider

_JSON = "application/json"


class FakeLine(Provider):
    """One official account."""

    def answer(self, headers: dict[str, str], body: bytes) -> Page:
        """Answer one push."""
        if self.manner is Manner.DOWN:
            return 503, _JSON, b"{}"
        if not headers.get("authorization", "").startswith("Bearer "):
            return 401, _JSON, b"{}"
        given = json.loads(body)
        if self.manner is Manner.REFUSES:
            return 400, _JSON, b'{"message": "Failed to send messages"}'
        held, before = self.take(
            headers["x-line-retry-key"], given["to"], given["messages"][0]["text"]
        )
        said = json.dumps({"sentMessages": [{"id": held.number}]}).encode()
        return (409 if before else 200), _JSON, said

    def call(self, secret: str, *events: dict[str, object]) -> tuple[bytes, str]:
        """A signed call about what people did: the body and its signature."""
        body = json.dumps({"destination": "Ufake", "events": list(events)}).encode()
        return body, codec.sign(secret, body)
