"""The ledger's side of money that leaves: payable → in transit → bank, and back when it returns."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection

from wuai.contexts.ledger import api as ledger
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.models import Payout
from wuai.contexts.payments.rules.out.payout_postings import BACK, PAID, SENT
from wuai.platform.actors import Actor

REFUND = "REFUND"
_Place = tuple[str, str, int | None]
_Move = tuple[Payout, _Place, _Place]


def post_sent(payouts: Iterable[Payout], *, on: date, by: Actor, at: datetime) -> None:
    """What was owed to the payees is on its way."""
    _post(SENT, [(p, _owed(p), ("IN_TRANSIT", "", p.id)) for p in payouts], on, by, at)


def post_paid(payouts: Iterable[Payout], *, on: date, by: Actor, at: datetime) -> None:
    """The bank has paid it out."""
    rows: list[_Move] = [(p, ("IN_TRANSIT", "", p.id), ("BANK", "", None)) for p in payouts]
    _post(PAID, rows, on, by, at)


def post_back(payouts: Iterable[tuple[Payout, bool]], *, on: date, by: Actor, at: datetime) -> None:
    """It came back and is owed again; the flag says whether the bank had paid it before."""
    rows: list[_Move] = [
        (p, ("BANK", "", None) if was_paid else ("IN_TRANSIT", "", p.id), _owed(p))
        for p, was_paid in payouts
    ]
    _post(BACK, rows, on, by, at)


def _owed(payout: Payout) -> _Place:
    if payout.agency_id is not None:
        return ("PAYABLE", organisation.agency_by_id(payout.agency_id).code, None)
    return (REFUND, "", payout.refund_id)


def _post(kind: str, moves: list[_Move], on: date, by: Actor, at: datetime) -> None:
    """Debit the first place, credit the second, one transaction a payment; all by two statements."""
    if not moves:
        return
    branch_id = moves[0][0].branch_id
    places = {(code, ref) for _, *pair in moves for code, ref, _ in pair}
    accounts = ledger.accounts(branch_id, places)
    postings = ledger.posting_ids(len(moves))
    stage = ledger.open_stage("payouts")
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {stage.heads} (posting, reference, occurred_on) VALUES (%s, %s, %s)",
            [(no, str(payout.ref), on) for no, (payout, *_) in zip(postings, moves, strict=True)],
        )
        cursor.executemany(
            f"INSERT INTO {stage.entries} (posting, account_id, subject_id, amount)"
            " VALUES (%s, %s, %s, %s)",
            [
                (no, accounts[code, ref], subject, sign * payout.amount)
                for no, (payout, debit, credit) in zip(postings, moves, strict=True)
                for (code, ref, subject), sign in ((debit, 1), (credit, -1))
            ],
        )
    ledger.post_staged(stage, branch_id=branch_id, kind=kind, by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {stage.heads}, {stage.entries}")
