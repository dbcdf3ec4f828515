"""How often a client may ask: one row of the database cache counts the requests of a minute.

Django's ``cache.incr`` reads, then writes, and loses counts between two workers; the one statement
here does not. The rows carry their own prefix and are never read through Django's cache.
"""

import hashlib
from dataclasses import dataclass

from django.db import connection

from wuai.portals.api.refusals import TooManyRequests

WINDOW_SECONDS = 60

_COUNT = """
INSERT INTO wuai_cache AS c (cache_key, value, expires)
VALUES (%(key)s, '1', now() + make_interval(secs => %(window)s))
ON CONFLICT (cache_key) DO UPDATE SET
  value = CASE WHEN c.expires <= now() THEN '1' ELSE (c.value::bigint + 1)::text END,
  expires = CASE WHEN c.expires <= now() THEN excluded.expires ELSE c.expires END
RETURNING value::bigint, ceil(extract(epoch FROM expires - now()))::int
"""


@dataclass(frozen=True, slots=True)
class Count:
    """How many requests came in this minute, and in how many seconds the next one begins."""

    number: int
    seconds: int


def check(kind: str, who: str, limit: int) -> None:
    """Count one request of somebody, and refuse the ones too many."""
    counted = count(kind, who)
    if counted.number > limit:
        raise TooManyRequests(limit=limit, seconds=counted.seconds)


def count(kind: str, who: str) -> Count:
    """Count one request of somebody."""
    key = f"api-{kind}:{hashlib.sha256(who.encode()).hexdigest()[:40]}"
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "window": WINDOW_SECONDS})
        number, seconds = cursor.fetchone()
    return Count(number, max(1, seconds))
