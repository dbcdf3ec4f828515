"""The signing component, the authority and the telephones of a demonstration, in this process."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wuai.contexts.identity.gateways.moica.fake import Card

PIN = "123456"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo branch who gets a card: with what its first link is made."""

    name: str
    number: str
    case_number: str
    code: str


class DemoSigning:
    """Plays both means of login; ``environment`` tells a web server where they answer."""

    def __init__(self, folder: Path) -> None:
        # What makes certificates is slow to import, and only a demonstration needs it.
        from wuai.contexts.identity.gateways.fido import fake as telephones
        from wuai.contexts.identity.gateways.moica.component import Component
        from wuai.contexts.identity.gateways.moica.fake import Authority

        self.component, self.ministry = Component(), telephones.Ministry()
        self.folder = folder
        address = f"http://127.0.0.1:{self.component.server_port}"
        self.authority = Authority.kept_in(folder, address)
        self.component.authority = self.authority
        for server in (self.component, self.ministry):
            threading.Thread(target=server.serve_forever, name="demo-signing", daemon=True).start()

    @property
    def environment(self) -> dict[str, str]:
        """What the settings of a web server need."""
        service = self.ministry.service
        return {
            "WUAI_SIGN_COMPONENT": self.component.address, "WUAI_SIGN_DEMO": "1",
            "WUAI_CITIZEN_TRUST": str(self.folder), "WUAI_FIDO_URL": service.url,
            "WUAI_FIDO_SERVICE": service.service_id, "WUAI_FIDO_KEY": service.key.hex(),
        }  # fmt: skip

    def give(self, people: list[Person]) -> None:
        """Give each a card and a telephone; and two more cards, one over and one revoked."""
        for person in people:
            card = self._put(person, person.name)
            self.ministry.telephones[person.number] = card
        if people:
            first = people[0]
            since = datetime(2010, 1, 1, tzinfo=UTC)
            self._put(first, f"{first.name}（已過期 expired）", since=since)
            self.authority.revoke(self._put(first, f"{first.name}（已廢止 revoked）"))

    def _put(self, person: Person, label: str, since: datetime | None = None) -> "Card":
        card = self.authority.card(person.name, person.number[-4:], since=since)
        card.label, card.pin = label, PIN
        self.component.cards.append(card)
        return card

    def stop(self) -> None:
        """End both."""
        servers: tuple[ThreadingHTTPServer, ...] = (self.component, self.ministry)
        for server in servers:
            server.shutdown()
            server.server_close()
