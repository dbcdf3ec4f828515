"""How often somebody may ask: one row of the database cache counts, whichever process is asked.

Django's ``cache.incr`` reads, then writes, and loses counts between two workers; the one statement
here does not. Such rows are never read through Django's cache.
"""

import hashlib
from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from wuai.platform.addresses import client_address, network_of

_COUNT = """
INSERT INTO wuai_cache AS c (cache_key, value, expires)
VALUES (%(key)s, '1', now() + make_interval(secs => %(window)s))
ON CONFLICT (cache_key) DO UPDATE SET
  value = CASE WHEN c.expires <= now() THEN '1' ELSE (c.value::bigint + 1)::text END,
  expires = CASE WHEN c.expires <= now() THEN excluded.expires ELSE c.expires END
RETURNING value::bigint, ceil(extract(epoch FROM expires - now()))::int
"""


_FORGET = "DELETE FROM wuai_cache WHERE expires < now()"


@dataclass(frozen=True, slots=True)
class Count:
    """How many times it was, and in how many seconds counting begins anew."""

    number: int
    seconds: int


def count(kind: str, who: str, seconds: int) -> Count:
    """Count one time of somebody, within ``seconds`` of the first (1 query)."""
    key = f"{kind}:{hashlib.sha256(who.encode()).hexdigest()[:40]}"
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "window": seconds})
        number, left = cursor.fetchone()
    return Count(number, max(1, left))


def forget() -> int:
    """Delete what is counted no longer, and all else that expired in the cache; how many rows.

    Django itself throws away only once the table is full, and then also what still counts.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FORGET)
        return int(cursor.rowcount)


def too_often(request: HttpRequest, what: str, most: int, seconds: int = 60) -> bool:
    """Whether the network of this request did ``what`` more than ``most`` times in this window."""
    window = int(timezone.now().timestamp()) // seconds
    who = f"{network_of(client_address(request))}:{window}"
    return count(what, who, seconds * 2).number > most


def tried_too_often(request: HttpRequest, what: str, most: int = 10) -> bool:
    """The same for codes and places that somebody tries: counted over five minutes."""
    return too_often(request, what, most, 300)
