"""A simulated text message provider."""

from urllib.parse import parse_qs

from wuai.contexts.messages.gateways.practice import Manner, Page, Provider

_PLAIN = "text/plain; charset=utf-8"


class FakeSms(Provider):
    """One account at a provider of text messages."""

    def answer(self, _headers: dict[str, str], body: bytes) -> Page:
        """Answer one request of SmSend."""
        given = {key: values[0] for key, values in parse_qs(body.decode()).items()}
        if self.manner is Manner.DOWN:
            return 503, _PLAIN, b""
        if self.manner is Manner.REFUSES or not given["dstaddr"].startswith("09"):
            return 200, _PLAIN, b"[1]\r\nstatuscode=v\r\n"
        held, before = self.take(given["clientid"], given["dstaddr"], given["smbody"])
        said = f"[1]\r\nmsgid={held.number}\r\nstatuscode=1\r\nAccountPoint=126\r\n"
        return 200, _PLAIN, (said + ("Duplicate=Y\r\n" if before else "")).encode()

    def report(self, key: str, code: str) -> dict[str, str]:
        """What it calls us with later about the message under ``key``."""
        held = self.taken[key]
        return {"msgid": held.number, "dstaddr": held.recipient, "statuscode": code,
                "statusstr": "DELIVRD" if code == "4" else "UNDELIV"}  # fmt: skip
