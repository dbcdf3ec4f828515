"""The ledger's side of a match: money on its way has arrived, less what the channel kept."""

from datetime import datetime

from django.db import connection

from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments.models import BankMatch
from wuai.platform.actors import Actor

BANKED, UNBANKED = "BANKED", "UNBANKED"


def post_matches(branch_id: int, *, by: Actor, at: datetime) -> None:
    """Post all matches staged in ``bank_made``, by two statements."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.code FROM bank_made m JOIN payments_channel c ON c.id = m.channel_id"
        )
        codes = [row[0] for row in cursor.fetchall()]
        wanted = [(name, code) for code in codes for name in ("CLEARING", "BANK_FEES")]
        accounts = ledger.accounts(branch_id, [("BANK", ""), *wanted])
        stage = ledger.open_stage("bank")
        cursor.execute(
            f"INSERT INTO {stage.heads} (reference, occurred_on, subject_id)"
            ' SELECT m.ref::text, k."on", m.id FROM bank_made m'
            " JOIN payments_bankmatch k ON k.id = m.id"
        )
        for name, amount in (
            ("CLEARING", "-m.lines_total"),
            ("BANK_FEES", "m.lines_total - m.bank_total"),
        ):
            cursor.execute(
                f"INSERT INTO {stage.entries} (posting, account_id, amount)"
                f" SELECT h.posting, a.id, {amount} FROM {stage.heads} h"
                " JOIN bank_made m ON m.id = h.subject_id"
                " JOIN payments_channel c ON c.id = m.channel_id"
                " JOIN unnest(%s::text[], %s::bigint[]) AS a(code, id) ON a.code = c.code",
                [codes, [accounts[name, code] for code in codes]],
            )
        cursor.execute(
            f"INSERT INTO {stage.entries} (posting, account_id, amount) SELECT h.posting, %s,"
            f" m.bank_total FROM {stage.heads} h JOIN bank_made m ON m.id = h.subject_id",
            [accounts["BANK", ""]],
        )
        ledger.post_staged(stage, branch_id=branch_id, kind=BANKED, by=by, at=at)
        cursor.execute(f"DROP TABLE {stage.heads}, {stage.entries}")


def take_back(match: BankMatch, *, by: Actor, at: datetime) -> None:
    """Mirror the posting of a match that was taken apart."""
    lines = ledger.entries_for(match.branch_id, BANKED, str(match.ref))
    accounts = ledger.accounts(
        match.branch_id, [(line.code, line.account_reference) for line in lines]
    )
    ledger.post(
        branch_id=match.branch_id, kind=UNBANKED, reference=str(match.ref), occurred_on=match.on,
        entries=[
            ledger.Entry(accounts[x.code, x.account_reference], x.subject_id, x.component, -x.amount)
            for x in lines
        ],
        by=by, at=at, reverses=lines[0].transaction_id,
    )  # fmt: skip
