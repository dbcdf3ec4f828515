"""Reads the mailboxes that are fetched; each night forgets what was begun and never sent."""

import logging
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import procrastinate
from django.db import OperationalError
from django.utils import timezone

from wuai.contexts.organisation import api as organisation
from wuai.contexts.petitions.actions import reading
from wuai.contexts.petitions.actions.filing import KEPT_DAYS, forget_openings
from wuai.contexts.petitions.actions.incoming import Came, clerk, take
from wuai.contexts.petitions.gateways.mailbox import codec, marks
from wuai.contexts.petitions.gateways.mailbox.accounts import Account, accounts
from wuai.contexts.petitions.gateways.mailbox.client import Opened, opened
from wuai.contexts.petitions.queries.incoming import unread
from wuai.contexts.petitions.rules import incoming as rules
from wuai.contexts.petitions.rules.incoming import Box, Fetched
from wuai.kernel.refusal import Refusal
from wuai.platform.actors import Actor, system
from wuai.platform.gateways import GatewayError
from wuai.platform.jobs import procrastinate_app

# So long one mailbox is read at a time; what is left is read in five minutes.
MOST_SECONDS = 240
_log = logging.getLogger(__name__)


@procrastinate_app.periodic(cron="25 18 * * *")
@procrastinate_app.task(name="petitions.forget", queueing_lock="petitions.forget")
def forget(timestamp: int) -> None:
    """Forget openings that are over, 02:25 in Taipei."""
    now = timezone.now()
    forget_openings(before=now - timedelta(days=KEPT_DAYS), by=system("petitions"), at=now)


@procrastinate_app.periodic(cron="*/5 * * * *")
@procrastinate_app.task(name="petitions.look_into_mailboxes", queueing_lock="petitions.look")
def look_into_mailboxes(timestamp: int) -> None:
    """Every five minutes: read each mailbox in a job of its own, never the same one twice at once."""
    for account in accounts():
        how = read_mailbox.configure(
            lock=f"petitions.mailbox:{account.code}",
            queueing_lock=f"petitions.mailbox:{account.code}",
        )
        # One that still waits to be read need not wait twice.
        with suppress(procrastinate.exceptions.AlreadyEnqueued):
            how.defer(code=account.code)


@procrastinate_app.task(name="petitions.read_mailbox")
def read_mailbox(code: str) -> None:
    """Read what is new in one mailbox; what is not read this time is read in five minutes."""
    account = next((one for one in accounts() if one.code == code), None)
    if account is None:
        return
    branch_id = organisation.branch(account.branch).id
    try:
        read(account)
    except Exception as error:
        _log.exception("mailbox %s cannot be read", code)
        said = f"{error.zh} {error.en}" if isinstance(error, Refusal) else type(error).__name__
        spot = reading.Spot(branch_id, account.code, account.address)
        reading.note_failing(spot=spot, why=said, by=clerk(branch_id), at=timezone.now())


def read(account: Account) -> int:
    """Take in what came since last time; a line that breaks is noted, and what was taken stays."""
    branch_id = organisation.branch(account.branch).id
    by, count = clerk(branch_id), 0
    spot = reading.Spot(branch_id, account.code, account.address)
    try:
        with opened(account) as line:
            count = _read(line, account, spot, by)
    except GatewayError as error:
        reading.note_failing(spot=spot, why=str(error), by=by, at=timezone.now())
    return count


def mailboxes_unread(*, at: datetime) -> list[str]:
    """The mailboxes of the settings whose letters are not here, each with why."""
    held = [
        (one.code, unread(organisation.branch(one.branch).id, one.code, at)) for one in accounts()
    ]
    return [f"{code}: {why}" for code, why in held if why]


def _read(line: Opened, account: Account, spot: reading.Spot, by: Actor) -> int:
    held = reading.mark_of(spot) or _first(line, account, spot, by)
    count, began, since = 0, time.monotonic(), held.begun_at
    mark = held if line.validity == held.validity else reading.Mark(line.validity, 0, since)
    for uid in line.newer(mark.last_uid, timezone.localdate(since) if since else None):
        fetched = line.fetch(uid)
        if fetched is not None and rules.is_ours_to_take(fetched, since):
            count += bool(_take(account, spot.branch_id, fetched))
        # Whatever happens to the next letter, this one need not be read again.
        mark = replace(mark, last_uid=uid)
        reading.note_read(spot=spot, mark=mark, by=by, at=timezone.now())
        if time.monotonic() - began > MOST_SECONDS:
            return count
    reading.note_read(spot=spot, mark=mark, by=by, at=timezone.now())
    return count


def _first(line: Opened, account: Account, spot: reading.Spot, by: Actor) -> reading.Mark:
    """Begin behind what lies there: it is answered already, or nobody asked us to answer it."""
    if account.is_whole:
        return reading.Mark(line.validity)
    now = timezone.now()
    mark = reading.Mark(line.validity, line.newest(), now)
    # Noted before anything can break: the next try begins here too, not behind what came meanwhile.
    reading.note_read(spot=spot, mark=mark, by=by, at=now)
    return mark


def _take(account: Account, branch_id: int, fetched: Fetched) -> str:
    """Take one letter in; one that nothing can be done with waits, and stops none behind it."""
    box = Box(account.code, account.mailbox, account.own)
    doubted = marks.is_doubted(fetched.raw, account.trusts)
    came = Came(branch_id, box, fetched, codec.read(fetched.raw), doubted)
    try:
        return _took(came)
    except OperationalError:
        raise
    except Exception:
        _log.exception("letter %d of mailbox %s waits unread", fetched.uid, account.code)
        return _took(replace(came, letter=None))


def _took(came: Came) -> str:
    by = clerk(came.branch_id)
    return take(came=came, by=by, at=timezone.now(), on=timezone.localdate())
