"""Receipts by channel, agency and month; the ages of money that waits: sums by one statement each."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from wuai.contexts.payments.queries.receiving.counted import COUNTED, REACHED


@dataclass(frozen=True, slots=True)
class Sum:
    """One heading with how many and how much."""

    code: str
    name_zh: str
    name_en: str
    count: int
    amount: int


BY_CHANNEL = f"""
SELECT c.code, c.name_zh, c.name_en, sum(x.times), sum(x.amount)::bigint
FROM ({COUNTED}) x JOIN payments_channel c ON c.id = x.channel_id
GROUP BY c.id HAVING sum(x.times) <> 0 OR sum(x.amount) <> 0 ORDER BY c.place, c.id
"""
# What reached cases, not what arrived: money that waits belongs to no agency yet. A receipt that left
# them counts as one less, and as none where it came and left within these days.
BY_AGENCY = f"""
SELECT g.code, g.name_zh, g.name_en, sum(sign(a.amount))::bigint, sum(a.amount)::bigint
FROM (SELECT k.agency_id, sum(x.amount) AS amount FROM ({REACHED}) x
    JOIN cases_case k ON k.id = x.case_id GROUP BY k.agency_id, x.receipt_id) a
JOIN organisation_agency g ON g.id = a.agency_id
GROUP BY g.id HAVING sum(a.amount) <> 0 OR sum(sign(a.amount)) <> 0
ORDER BY sum(a.amount) DESC, g.code
"""
BY_MONTH = f"""
SELECT to_char(m, 'YYYY-MM'), to_char(m, 'YYYY-MM'), to_char(m, 'YYYY-MM'),
    coalesce(sum(x.times), 0), coalesce(sum(x.amount), 0)::bigint
FROM generate_series(date_trunc('month', %(since)s::date), %(until)s::date, interval '1 month') m
LEFT JOIN ({COUNTED}) x ON x.day >= m AND x.day < m + interval '1 month'
GROUP BY m ORDER BY m
"""
# What is still held, not what once came: a part may stand on a case, or be on its way back. A line
# that was set aside holds nothing of ours; its own amount says how large the question is.
AGES = """
WITH ages (place, code, zh, en, least, most) AS (VALUES
    (1, '0-7', '7 天以內', 'up to 7 days', 0, 7), (2, '8-30', '8 至 30 天', '8 to 30 days', 8, 30),
    (3, '31-90', '31 至 90 天', '31 to 90 days', 31, 90),
    (4, '91-', '超過 90 天', 'over 90 days', 91, 1000000))
SELECT g.code, g.zh, g.en, count(i.id), coalesce(sum(CASE WHEN i.receipt_id IS NULL THEN e.amount
    ELSE (SELECT sum(a.amount) FROM payments_allocation a WHERE a.receipt_id = i.receipt_id
        AND a.target NOT IN ('CASE', 'REFUND')) END), 0)::bigint FROM ages g
LEFT JOIN payments_openitem i ON i.branch_id = %(branch)s AND i.settled_at IS NULL
    AND i.since <= %(until)s AND greatest(%(until)s::date - i.since, 0) BETWEEN g.least AND g.most
LEFT JOIN payments_rawevent e ON e.id = i.event_id
GROUP BY g.place, g.code, g.zh, g.en ORDER BY g.place
"""
SETS = {"channels": BY_CHANNEL, "agencies": BY_AGENCY, "months": BY_MONTH, "ages": AGES}


def sums(what: str, branch_id: int, since: date, until: date) -> list[Sum]:
    """One of the four sets, for the days from ``since`` to ``until``."""
    with connection.cursor() as cursor:
        cursor.execute(SETS[what], {"branch": branch_id, "since": since, "until": until})
        return [Sum(*row) for row in cursor.fetchall()]
