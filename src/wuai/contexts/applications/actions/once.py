"""One form sent twice at the same moment: the second waits until the first is done, and then finds it."""

import uuid

from django.db import connection


def one_at_a_time(key: uuid.UUID) -> None:
    """Hold the key of a form until the transaction ends; what the other one made is seen after it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)])
