"""Counts and amounts by channel and month, and of cards at the counter by month and brand."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from wuai.contexts.payments.models import CardRate
from wuai.contexts.payments.queries.receiving.counted import COUNTED


@dataclass(frozen=True, slots=True)
class ChannelMonth:
    """What came in through one channel in one month; ``month`` is its first day."""

    month: date
    channel: str
    channel_zh: str
    channel_en: str
    count: int
    amount: int


_CHANNELS = f"""
SELECT date_trunc('month', x.day)::date AS month, c.code, c.name_zh, c.name_en,
       sum(x.times), sum(x.amount)::bigint
FROM ({COUNTED}) x JOIN payments_channel c ON c.id = x.channel_id
GROUP BY 1, c.code, c.name_zh, c.name_en, c.place
HAVING sum(x.times) <> 0 OR sum(x.amount) <> 0 ORDER BY 1, c.place, c.code
"""


def channel_months(branch_id: int, since: date, until: date) -> list[ChannelMonth]:
    """Receipts by channel and the month in which they count; what was voided is off when it was."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANNELS, {"branch": branch_id, "since": since, "until": until})
        return [ChannelMonth(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class CardMonth:
    """Cards of one brand at the counter in one month; ``unsettled`` waits for the acquirer.

    ``backs`` were given back on the terminal in that month, ``back`` dollars in all; ``taken_backs``
    the acquirer took back itself.
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
    taken_backs: int
    taken_back: int


_VOIDED = (
    "EXISTS (SELECT 1 FROM payments_voidrequest v WHERE v.receipt_id = c.id"
    " AND v.decision = 'APPROVED')"
)
_CARDS = f"""
SELECT date_trunc('month', x.on_day)::date AS month, x.brand, x.is_foreign,
       coalesce(sum(sign(x.taken)), 0)::bigint,
       coalesce(sum(x.taken), 0)::bigint, coalesce(sum(x.fee), 0)::bigint,
       count(*) FILTER (WHERE x.is_unsettled), count(x.back), coalesce(sum(x.back), 0)::bigint,
       count(x.taken_back), coalesce(sum(x.taken_back), 0)::bigint
FROM (
    SELECT c.day AS on_day, s.brand, s.is_foreign, c.amount AS taken, s.fee * c.times AS fee,
        t.id IS NULL AND c.times = 1 AND NOT {_VOIDED} AS is_unsettled, NULL::bigint AS back,
        NULL::bigint AS taken_back
    FROM ({COUNTED}) c JOIN payments_cardslip s ON s.receipt_id = c.id
    LEFT JOIN payments_cardsettlement t ON t.slip_id = s.id
    UNION ALL
    SELECT l.occurred_on, s.brand, s.is_foreign, NULL, NULL, FALSE, g.amount, NULL
    FROM payments_terminalrefund b JOIN payments_cardslip s ON s.id = b.slip_id
    JOIN payments_refund g ON g.id = b.refund_id
    JOIN ledger_ledgertransaction l ON l.branch_id = b.branch_id AND l.kind = 'REFUND_PAID'
        AND l.reference = g.ref::text || coalesce(':' || nullif(b.round, 0), '')
        AND l.occurred_on BETWEEN %(since)s AND %(until)s
    WHERE b.branch_id = %(branch)s AND NOT b.undone
    UNION ALL
    SELECT l.occurred_on, s.brand, s.is_foreign, NULL, NULL, FALSE, NULL, h.amount
    FROM payments_chargeback h JOIN payments_cardslip s ON s.id = h.slip_id
    JOIN payments_refund g ON g.id = h.refund_id
    JOIN ledger_ledgertransaction l ON l.branch_id = h.branch_id AND l.kind = 'CHARGEBACK'
        AND l.reference = g.ref::text AND l.occurred_on BETWEEN %(since)s AND %(until)s
    WHERE h.branch_id = %(branch)s
) x GROUP BY 1, 2, 3
HAVING sum(x.taken) <> 0 OR count(x.back) + count(x.taken_back) > 0 OR sum(sign(x.taken)) <> 0 ORDER BY 1, 2, 3
"""


def card_months(branch_id: int, since: date, until: date) -> list[CardMonth]:
    """Cards at the counter by month, brand and origin; each payment, refund and chargeback in its month."""
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
