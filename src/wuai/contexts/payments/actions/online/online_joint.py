"""One card order for several cases, also of several branches that share an account at the platform."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.actions.online.online import AttemptUnknown, new_order_no
from wuai.contexts.payments.actions.online.online_parts import under_way
from wuai.contexts.payments.actions.slips.issue_slips import Wanted, write_slips
from wuai.contexts.payments.models import CardAttempt, CardContract, CardPart, Slip
from wuai.contexts.payments.queries.online.merchants import account_of
from wuai.contexts.payments.rules.online import online as rules
from wuai.contexts.payments.rules.online import online_joint as joint
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@action("card.start_joint")
def open_order(
    *, key: uuid.UUID, case_ids: Sequence[int], contract_ref: uuid.UUID, by: Actor, at: datetime,
    on: date, seen: int | None = None,
) -> uuid.UUID:  # fmt: skip
    """Make one order for all that these cases owe today; the same key gives the same order.

    Who calls sees to it that the payer may pay these cases. ``seen`` is the sum that the payer saw.
    """
    rows = {row.id: row for row in cases.lock_cases(case_ids)}
    first = CardAttempt.objects.filter(key=key).first()
    if first is not None:
        return _replay(first, set(rows))
    contract = CardContract.objects.filter(ref=contract_ref, until=None).first()
    if contract is None:
        raise rules.CardNotOffered
    owed = cases.balances([row.id for row in rows.values() if row.closed_on is None], on)
    shares = joint.divide(
        {case_id: sum(parts.values()) for case_id, parts in owed.items()},
        {row.id: row.branch_id for row in rows.values()}, contract.branch_id,
    )  # fmt: skip
    total = _check(contract, shares, len(rows), seen)
    rules.check_start(under_way([share.case_id for share in shares]))
    slips = _slips(shares, rows, on, at)
    attempt = CardAttempt.objects.create(
        branch_id=contract.branch_id, contract=contract, slip_id=slips[shares[0].case_id], key=key,
        amount=total, made_at=at, order_no=new_order_no(contract.branch_id, on), state=rules.OPEN,
        state_at=at, next_ask_at=rules.next_ask(rules.OPEN, at, at),
    )  # fmt: skip
    CardPart.objects.bulk_create(
        CardPart(
            attempt=attempt, place=place, branch_id=share.branch_id, amount=share.amount,
            slip_id=slips[share.case_id],
        )
        for place, share in enumerate(shares, start=1)
    )  # fmt: skip
    _note(attempt, shares, rows)
    return attempt.ref


def _note(
    attempt: CardAttempt, shares: Sequence[joint.Share], rows: dict[int, cases.CaseRow]
) -> None:
    """One line of history for each case, in its own branch."""
    for share in shares:
        record(
            kind="card", ref=attempt.ref, case=rows[share.case_id].ref, branch_id=share.branch_id,
            data={"order": attempt.order_no, "amount": attempt.amount, "part": share.amount,
                  "platform": attempt.contract.platform},
        )  # fmt: skip


def _replay(first: CardAttempt, case_ids: set[int]) -> uuid.UUID:
    held = CardPart.objects.filter(attempt=first).values_list("slip__case_id", flat=True)
    if not set(held) or not set(held) <= case_ids:
        raise AttemptUnknown
    record(kind="card", ref=first.ref, branch_id=first.branch_id, data={"replayed": True})
    return first.ref


def _check(
    contract: CardContract, shares: Sequence[joint.Share], asked: int, seen: int | None
) -> int:
    total = sum(share.amount for share in shares)
    if not shares:
        raise rules.NothingToPay
    if seen is not None and seen != total:
        raise joint.AmountsChanged(seen=f"{seen:,}", owed=f"{total:,}")
    if shares[0].branch_id != contract.branch_id:
        raise rules.CardNotOffered
    branches = {share.branch_id for share in shares}
    accounts = [account_of(c) for c in CardContract.objects.filter(branch__in=branches, until=None)]
    joint.check_together(account_of(contract), accounts, shares, asked)
    if total > joint.ceiling(account_of(contract), accounts, branches):
        raise rules.CardNotOffered
    return total


def _slips(
    shares: Sequence[joint.Share], rows: dict[int, cases.CaseRow], on: date, at: datetime
) -> dict[int, int]:
    """The slip of each case; a case that has none gets one, the money needs its number."""
    ids = [share.case_id for share in shares]
    live = Slip.objects.filter(superseded_at=None, instalment_ref=None)
    held = dict(live.filter(case_id__in=ids).values_list("case_id", "id"))
    for branch_id in sorted({share.branch_id for share in shares}):
        wanted = [
            Wanted(share.case_id, rows[share.case_id].kind, share.amount)
            for share in shares
            if share.branch_id == branch_id and share.case_id not in held
        ]
        if wanted:
            write_slips(branch_id, wanted, on, at)
    return dict(live.filter(case_id__in=ids).values_list("case_id", "id"))
