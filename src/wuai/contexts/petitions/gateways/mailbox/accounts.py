"""Which mailboxes are fetched: a file outside the database, because it names where passwords are."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from wuai.platform.gateways import GatewayError


@dataclass(frozen=True, slots=True)
class Account:
    """One mailbox at a server. ``mailbox`` is the mailbox of ours that its letters come into;
    ``trusts`` the name under which the branch's own server says what it found out about a sender.
    """

    code: str
    branch: str
    address: str
    host: str
    port: int
    user: str
    password_file: str
    folder: str = "INBOX"
    mailbox: str = "PUBLIC"
    tls: bool = True
    others: tuple[str, ...] = ()
    trusts: str = ""

    @property
    def own(self) -> frozenset[str]:
        """Every address under which letters of ours could come back to us."""
        return frozenset(one.strip().lower() for one in (self.address, *self.others))

    def password(self) -> str:
        """The password, read when it is needed."""
        try:
            return Path(self.password_file).read_text("utf-8").strip()
        except (OSError, ValueError) as error:
            raise GatewayError("the password file cannot be read", temporary=True) from error


def accounts() -> list[Account]:
    """What ``WUAI_MAILBOXES`` names; none when it names nothing. Raises GatewayError."""
    if not settings.MAILBOXES_FILE:
        return []
    try:
        held = tomllib.loads(Path(settings.MAILBOXES_FILE).read_text("utf-8"))
        found = [
            Account(**{**one, "others": tuple(one.get("others", ()))})
            for one in held.get("mailbox", [])
        ]
    except (OSError, ValueError, TypeError) as error:
        raise GatewayError(f"{settings.MAILBOXES_FILE}: {error}"[:200], temporary=False) from error
    if len({one.code for one in found}) != len(found):
        raise GatewayError(f"{settings.MAILBOXES_FILE}: a code stands twice", temporary=False)
    return found
