"""Counts and amounts by channel and month, and of cards at the counter by month and brand."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from wuai.contexts.payments.models import CardRate


@dataclass(frozen=True, slots=True)
class ChannelMonth:
    """What came in through one channel in one month; ``month`` is its first day."""

    month: date
    channel: str
    channel_zh: str
    channel_en: str
    count: int
    amount: int


_VOIDED = (
    "EXISTS (SELECT 1 FROM payments_voidrequest v WHERE v.receipt_id = r.id"
    " AND v.decision = 'APPROVED')"
)
_CHANNELS = f"""
SELECT date_trunc('month', r.posted_on)::date AS month, c.code, c.name_zh, c.name_en,
       count(*), sum(r.amount)::bigint
FROM payments_receipt r JOIN payments_channel c ON c.id = r.channel_id
WHERE r.branch_id = %(branch)s AND r.posted_on BETWEEN %(since)s AND %(until)s AND NOT {_VOIDED}
GROUP BY 1, c.code, c.name_zh, c.name_en, c.place ORDER BY 1, c.place, c.code
"""


def channel_months(branch_id: int, since: date, until: date) -> list[ChannelMonth]:
    """Receipts that stand, by the month of posting and the channel."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANNELS, {"branch": branch_id, "since": since, "until": until})
        return [ChannelMonth(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class CardMonth:
    """Cards of one brand at the counter in one month; ``unsettled`` waits for the acquirer.

    ``backs`` were given back on the terminal in that month, ``back`` dollars in all.
    """

    month: date
    brand: str
    is_foreign: bool
    count: int
    amount: int
    fee: int
    unsettled: int
    backs: int
    back: int


_CARDS = f"""
SELECT date_trunc('month', x.on_day)::date AS month, x.brand, x.is_foreign, count(x.taken),
       coalesce(sum(x.taken), 0)::bigint, coalesce(sum(x.fee), 0)::bigint,
       count(*) FILTER (WHERE x.is_unsettled), count(x.back), coalesce(sum(x.back), 0)::bigint
FROM (
    SELECT s.paid_on AS on_day, s.brand, s.is_foreign, r.amount AS taken, s.fee,
        t.id IS NULL AS is_unsettled, NULL::bigint AS back
    FROM payments_cardslip s JOIN payments_receipt r ON r.id = s.receipt_id
    LEFT JOIN payments_cardsettlement t ON t.slip_id = s.id
    WHERE s.branch_id = %(branch)s AND s.paid_on BETWEEN %(since)s AND %(until)s AND NOT {_VOIDED}
    UNION ALL
    SELECT b.refunded_on, s.brand, s.is_foreign, NULL, NULL, FALSE, g.amount
    FROM payments_terminalrefund b JOIN payments_cardslip s ON s.id = b.slip_id
    JOIN payments_refund g ON g.id = b.refund_id
    WHERE b.branch_id = %(branch)s AND b.refunded_on BETWEEN %(since)s AND %(until)s
) x GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def card_months(branch_id: int, since: date, until: date) -> list[CardMonth]:
    """Cards at the counter by month, brand and origin; each payment and each refund in its month."""
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, {"branch": branch_id, "since": since, "until": until})
        return [CardMonth(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Brand:
    """A brand of cards."""

    code: str
    zh: str
    en: str


def brands() -> list[Brand]:
    """The brands that a terminal takes."""
    found = CardRate.objects.order_by("place", "brand", "-since")
    rows = found.values_list("brand", "name_zh", "name_en")
    return list({row[0]: Brand(*row) for row in rows}.values())
