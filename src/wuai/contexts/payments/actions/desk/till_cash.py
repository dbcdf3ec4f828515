"""Cash in and out of the open till of a person, as part of the action that moves the money.

The till is locked before any case, so that a payment and a voiding never wait for each other.
"""

from collections.abc import Sequence
from datetime import datetime

from wuai.contexts.payments.models import Receipt, Till, TillCash
from wuai.contexts.payments.rules.desk.till import OPEN, TillNotOpen, change_due
from wuai.platform.actors import Actor


def lock_open_till(by: Actor) -> Till | None:
    """The till at which a person works; None when none is open."""
    return _lock([by.ref], by.branch_id)


def put_in(
    till: Till | None, receipt_id: int, amount: int, tendered: int | None, by: Actor, at: datetime
) -> None:
    """Lay cash into the till. People need one; the system account, which has no hands, does not."""
    if till is None:
        if by.kind == "staff":
            raise TillNotOpen
        return
    change_due(amount, tendered)
    TillCash.objects.create(
        till=till, receipt_id=receipt_id, amount=amount, tendered=tendered, at=at
    )


def lock_till_to_give_back(receipt: Receipt, people: Sequence[str]) -> Till | None:
    """The till that a voided receipt's cash leaves: where it was laid, else one of these people's.

    None for a receipt whose money never lay in a till.
    """
    taken = TillCash.objects.filter(receipt=receipt, amount__gt=0).select_related("till").first()
    if taken is None:
        return None
    same = Till.objects.select_for_update().filter(id=taken.till_id, state=OPEN).first()
    till = same or _lock(people, receipt.branch_id)
    if till is None:
        raise TillNotOpen
    return till


def lock_till_of(people: Sequence[str], branch_id: int) -> Till:
    """The open till of one of these people, from which money is paid out."""
    till = _lock(people, branch_id)
    if till is None:
        raise TillNotOpen
    return till


def give_back(till: Till | None, receipt: Receipt, at: datetime) -> None:
    """Take the cash of a voided receipt out of a till."""
    if till is not None:
        TillCash.objects.create(till=till, receipt=receipt, amount=-receipt.amount, at=at)


def _lock(people: Sequence[str], branch_id: int | None) -> Till | None:
    open_ones = Till.objects.select_for_update().filter(by_ref__in=people, state=OPEN)
    return open_ones.filter(branch_id=branch_id or 0).order_by("id").first()
