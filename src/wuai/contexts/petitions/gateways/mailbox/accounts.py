"""Which mailboxes are fetched: a file outside the database, because it names where passwords are."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from wuai.platform.gateways import GatewayError

# Where the first reading of a mailbox begins.
NOW, BEGINNING = "now", "beginning"


@dataclass(frozen=True, slots=True)
class Account:
    """One mailbox at a server. ``mailbox`` is the mailbox of ours that its letters come into;
    ``trusts`` the name under which the branch's own server says what it found out about a sender;
    ``is_whole``: what lay there before the first reading is taken too.
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
    is_whole: bool = False

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
        found = [_account(one) for one in held.get("mailbox", [])]
    except (OSError, ValueError, TypeError) as error:
        raise GatewayError(f"{settings.MAILBOXES_FILE}: {error}"[:200], temporary=False) from error
    if len({one.code for one in found}) != len(found):
        raise GatewayError(f"{settings.MAILBOXES_FILE}: a code stands twice", temporary=False)
    return found


def _account(given: dict[str, Any]) -> Account:
    begins = given.pop("from", NOW)
    if begins not in (NOW, BEGINNING):
        raise ValueError(f'from is "{NOW}" or "{BEGINNING}"')
    others = tuple(given.pop("others", ()))
    return Account(**given, others=others, is_whole=begins == BEGINNING)
