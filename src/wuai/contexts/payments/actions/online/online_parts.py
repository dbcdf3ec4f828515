"""The money of an order over several cases: each part into the books of its own branch, once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.actions.receiving.receive import Arrival, identity_of, take
from wuai.contexts.payments.gateways.settlement.codec import Line
from wuai.contexts.payments.models import CardAttempt, CardPart
from wuai.contexts.payments.rules.online import online as rules
from wuai.platform.actors import Actor

CARD = "CARD"


def identity_of_part(order_no: str, place: int) -> bytes:
    """By what the money of a part is known, whoever tells of it first."""
    return identity_of("CARD-ORDER", order_no, place)


def parts_of(attempts: Iterable[CardAttempt]) -> Mapping[int, list[CardPart]]:
    """The parts of orders over several cases, by order; orders for one case have none."""
    found = CardPart.objects.filter(attempt__in=list(attempts)).select_related("slip")
    parts: dict[int, list[CardPart]] = {}
    for part in found.order_by("attempt_id", "place"):
        parts.setdefault(part.attempt_id, []).append(part)
    return parts


def under_way(case_ids: Sequence[int]) -> list[tuple[str, str]]:
    """Orders (number, state) that concern any of these cases and may still become money."""
    parts = CardPart.objects.filter(slip__case_id__in=case_ids)
    found = CardAttempt.objects.filter(
        Q(slip__case_id__in=case_ids) | Q(id__in=parts.values("attempt_id")),
        state__in=rules.UNDER_WAY,
    )
    return list(found.order_by("-id").values_list("order_no", "state"))


def post_parts(
    attempt: CardAttempt, parts: list[CardPart], days: tuple[date, date], kept: str, *, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Post what is not posted yet of a locked order; ``days`` are when it was paid and posted.

    All cases are locked first, in one order everywhere. What a case can take no more is held, with
    the reason, as if it had been paid by itself.
    """
    open_parts = [part for part in parts if part.receipt_id is None]
    cases.lock_cases([part.slip.case_id for part in open_parts])
    paid_on, posted_on = days
    for part in open_parts:
        line = Line(
            0, part.slip.number, paid_on, posted_on, part.amount, CARD, attempt.contract.platform,
            attempt.order_no, kept, "",
        )  # fmt: skip
        arrival = Arrival(line, identity_of_part(attempt.order_no, part.place))
        received = take(
            branch_id=part.branch_id, arrival=arrival, by=by, at=at, on=posted_on
        )  # fmt: skip
        part.receipt_id = received.receipt_id
        part.save(update_fields=["receipt"])
    attempt.receipt_id = parts[0].receipt_id
