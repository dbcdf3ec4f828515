"""Reads a mailbox by IMAP. Nothing there is changed: it is opened to look at, and marked by nobody."""

import imaplib
import logging
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from wuai.contexts.petitions.gateways.mailbox.accounts import Account
from wuai.contexts.petitions.rules.incoming import Fetched
from wuai.platform.gateways import GatewayError, outside_transaction

PATIENCE = 20.0
# A letter is read so far; what lies behind stays in the mailbox and is said to be there.
MOST_BYTES = 40 * 1024 * 1024
AT_ONCE = 50
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_log = logging.getLogger(__name__)


class Opened:
    """A mailbox that is open."""

    def __init__(self, line: imaplib.IMAP4, validity: int) -> None:
        self.line, self.validity = line, validity

    def newest(self) -> int:
        """The number after which the next letter comes."""
        _code, held = self.line.response("UIDNEXT")
        if held and held[0]:
            return int(held[0]) - 1
        # A server need not say it; then it is the number of the last letter that is there.
        return max(self._found("UID *"), default=0)

    def newer(self, last: int, since: date | None = None) -> list[int]:
        """The numbers after ``last`` of what came since a day, the oldest first, not all at once."""
        # The server's day may be another than ours: one more is asked for.
        after = f" SINCE {_as_day(since - timedelta(days=1))}" if since else ""
        numbers = self._found(f"UID {last + 1}:*{after}")
        # "n:*" names the last letter too when nothing is newer.
        return sorted(number for number in numbers if number > last)[:AT_ONCE]

    def _found(self, asked: str) -> list[int]:
        held = _well(self.line.uid("SEARCH", asked))
        found = b" ".join(one for one in held if isinstance(one, bytes))
        return [int(one) for one in found.split() if one.isdigit()]

    def fetch(self, uid: int) -> Fetched | None:
        """One letter with the moment at which the server got it; None when it is gone meanwhile."""
        asked = f"(UID INTERNALDATE RFC822.SIZE BODY.PEEK[]<0.{MOST_BYTES}>)"
        held = _well(self.line.uid("FETCH", str(uid), asked))
        bodies = [one[1] for one in held if isinstance(one, tuple)]
        if not bodies:
            return None
        # What is said about the letter may stand before its text or after it.
        head = b" ".join(one[0] if isinstance(one, tuple) else one for one in held if one)
        size = _SIZE.search(head)
        return Fetched(uid, _came(head), bodies[0], bool(size and int(size[1]) > len(bodies[0])))


@contextmanager
def opened(account: Account) -> Iterator[Opened]:
    """A mailbox, open to look at; raises GatewayError, and nothing else of its own."""
    outside_transaction()
    began = time.monotonic()
    try:
        line = _line(account)
        try:
            _enter(line, account)
            _code, held = line.response("UIDVALIDITY")
            validity = int(held[0]) if held and held[0] else 0
            yield Opened(line, validity)
        finally:
            _close(line)
    except imaplib.IMAP4.abort as error:
        raise GatewayError(f"the line broke: {error}"[:200], temporary=True) from error
    except imaplib.IMAP4.error as error:
        raise GatewayError(f"the server refuses: {error}"[:200], temporary=False) from error
    except OSError as error:
        raise GatewayError(f"{type(error).__name__}: {error}"[:200], temporary=True) from error
    finally:
        _log.info("mailbox %s looked at in %.2f s", account.code, time.monotonic() - began)


def _enter(line: imaplib.IMAP4, account: Account) -> None:
    try:
        line.login(account.user, account.password())
        said, _ = line.select(f'"{account.folder}"', readonly=True)
    except UnicodeError:
        words = "user, password and folder must be ASCII (a folder as the server writes it)"
        raise GatewayError(words, temporary=False) from None
    if said != "OK":
        raise GatewayError(f"no folder {account.folder}", temporary=False)


def _well(answer: tuple[str, list[Any]]) -> list[Any]:
    """What the server answered to a command, if it carried it out."""
    if answer[0] != "OK":
        raise GatewayError(f"the server said {answer[0]}", temporary=True)
    return answer[1] or []


def _line(account: Account) -> imaplib.IMAP4:
    if account.tls:
        return imaplib.IMAP4_SSL(
            account.host, account.port, ssl_context=ssl.create_default_context(), timeout=PATIENCE
        )
    if account.host not in {"127.0.0.1", "localhost"}:
        raise GatewayError("a mailbox is read over TLS only", temporary=False)
    return imaplib.IMAP4(account.host, account.port, timeout=PATIENCE)


def _close(line: imaplib.IMAP4) -> None:
    try:
        line.logout()
    except (imaplib.IMAP4.error, OSError):
        line.shutdown()


def _as_day(day: date) -> str:
    # The names of the months are the protocol's, whatever language this machine speaks.
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"


def _came(head: bytes) -> datetime:
    """When the server got it; the letter's own date is the writer's word."""
    found = imaplib.Internaldate2tuple(head)
    if found is None:
        raise GatewayError("the server does not say when a letter came", temporary=False)
    return datetime.fromtimestamp(time.mktime(found), UTC)
