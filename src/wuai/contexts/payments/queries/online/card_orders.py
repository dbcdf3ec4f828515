"""By which order at a card platform money came."""

from wuai.contexts.payments.models import CardAttempt, CardEvent, CardPart, Receipt
from wuai.contexts.payments.rules.online.online import GIVEN_BACK, REFUNDED


def paid_by_card(receipt: Receipt) -> tuple[CardAttempt, str] | None:
    """The order by which a receipt was paid and its number at the platform; None without either."""
    attempt = _order_of(receipt)
    if attempt is None:
        return None
    heard = CardEvent.objects.filter(attempt=attempt, verdict="PAID").exclude(trade_no="")
    number = heard.order_by("id").values_list("trade_no", flat=True).first()
    return (attempt, number) if number else None


def is_given_back(receipt: Receipt) -> bool:
    """Whether the platform says that the order went back to its card, and not by us alone."""
    attempt = _order_of(receipt)
    return attempt is not None and (attempt.state == REFUNDED or attempt.flag == GIVEN_BACK)


def _order_of(receipt: Receipt) -> CardAttempt | None:
    part = CardPart.objects.filter(receipt=receipt).select_related("attempt").first()
    return part.attempt if part else CardAttempt.objects.filter(receipt=receipt).first()
