"""Who came in, who did not, who left, and whose session somebody ended."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import connection

from wuai.contexts.identity import rules
from wuai.contexts.identity.models import Account
from wuai.contexts.identity.queries import QUARTER_SECONDS
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.crypto import blind_index


def drop_all(account: Account, *, but: str = "") -> int:
    """End the sessions of an account (``but`` the one with this key); their count comes back."""
    found = list(UserSession.objects.filter(user_id=account.id).exclude(session_key=but))
    for session in found:
        session.end()
    return len(found)


@action("account.log_in")
def note_login(*, ref: str, factor: str, by: Actor, at: datetime) -> None:
    """Somebody came in, with which second factor."""
    record(kind="account", ref=ref, data={"factor": factor})


@action("account.log_out")
def note_logout(*, ref: str, by: Actor, at: datetime) -> None:
    """Somebody left."""
    record(kind="account", ref=ref)


@action("account.login_failed")
def note_failure(*, ref: str, address: str, step: str, by: Actor, at: datetime) -> int:
    """A login failed; how often it failed from that address in this quarter of an hour comes back.

    ``ref`` is empty where no such account exists: the line, and the time it takes, are the same.
    """
    record(kind="account", ref=ref, data={"step": step})
    return _count(address, at)


def _count(address: str, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO identity_addressfailure (address_index, quarter, failures)"
            " VALUES (%s, %s, 1) ON CONFLICT (address_index, quarter)"
            " DO UPDATE SET failures = identity_addressfailure.failures + 1 RETURNING failures",
            [blind_index("address", address), int(at.timestamp()) // QUARTER_SECONDS],
        )
        return int(cursor.fetchone()[0])


@action("account.end_session")
def end_session(*, ref: str, session_id: int, by: Actor, at: datetime) -> None:
    """End one of one's own sessions."""
    session = UserSession.objects.filter(id=session_id, user__ref=ref).first()
    if session is None:
        raise rules.AccountUnknown
    session.end()
    record(kind="account", ref=ref, data={"session": session_id})


@action("account.end_sessions")
def end_sessions(*, ref: str, but: str, by: Actor, at: datetime) -> int:
    """End all of one's own sessions but the one with the key ``but``."""
    count = drop_all(Account.objects.get(ref=ref), but=but)
    record(kind="account", ref=ref, data={"sessions": count})
    return count
