"""Reads the mailboxes that are fetched; each night forgets what was begun and never sent."""

from contextlib import suppress
from datetime import timedelta

import procrastinate
from django.utils import timezone

from wuai.contexts.organisation import api as organisation
from wuai.contexts.petitions.actions import reading
from wuai.contexts.petitions.actions.filing import KEPT_DAYS, forget_openings
from wuai.contexts.petitions.actions.incoming import Came, clerk, take
from wuai.contexts.petitions.gateways.mailbox import codec, marks
from wuai.contexts.petitions.gateways.mailbox.accounts import Account, accounts
from wuai.contexts.petitions.gateways.mailbox.client import opened
from wuai.contexts.petitions.rules.incoming import Box, Fetched
from wuai.platform.actors import system
from wuai.platform.gateways import GatewayError
from wuai.platform.jobs import procrastinate_app


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
    if account is not None:
        read(account)


def read(account: Account) -> int:
    """Take in what came since last time; a line that breaks is noted, and what was taken stays."""
    branch_id = organisation.branch(account.branch).id
    by = clerk(branch_id)
    spot = reading.Spot(branch_id, account.code, account.address)
    held, count = reading.mark_of(spot), 0
    try:
        with opened(account) as line:
            done = held.last_uid if line.validity == held.validity else 0
            for uid in line.newer(done):
                fetched = line.fetch(uid)
                if fetched is not None:
                    count += bool(_take(account, branch_id, fetched))
                done = uid
            mark = reading.Mark(line.validity, done)
            reading.note_read(spot=spot, mark=mark, by=by, at=timezone.now())
    except GatewayError as error:
        reading.note_failing(spot=spot, why=str(error), by=by, at=timezone.now())
    return count


def _take(account: Account, branch_id: int, fetched: Fetched) -> str:
    box = Box(account.code, account.mailbox, account.own)
    doubted = marks.is_doubted(fetched.raw, account.trusts)
    came = Came(branch_id, box, fetched, codec.read(fetched.raw), doubted)
    return take(came=came, by=clerk(branch_id), at=timezone.now(), on=timezone.localdate())
