"""By which order at a card platform money came."""

from wuai.contexts.payments.models import CardAttempt, CardEvent, CardPart, Receipt


def paid_by_card(receipt: Receipt) -> tuple[CardAttempt, str] | None:
    """The order by which a receipt was paid and its number at the platform; None without either."""
    part = CardPart.objects.filter(receipt=receipt).select_related("attempt").first()
    attempt = part.attempt if part else CardAttempt.objects.filter(receipt=receipt).first()
    if attempt is None:
        return None
    heard = CardEvent.objects.filter(attempt=attempt, verdict="PAID").exclude(trade_no="")
    number = heard.order_by("id").values_list("trade_no", flat=True).first()
    return (attempt, number) if number else None
