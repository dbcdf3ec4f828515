"""Numbers on paper: from one counter row per branch, year and kind, never given twice."""

from django.db import connection


def take(*, branch_id: int, year: int, kind: str, count: int = 1) -> int:
    """Reserve ``count`` numbers and return the first (they start at 1).

    The counter row stays locked until the surrounding transaction ends, so bulk work reserves its
    block in a short transaction of its own. ``year`` is a year of the Republic.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO platform_numbercounter (branch_id, year, kind, last)"
            " VALUES (%(branch)s, %(year)s, %(kind)s, %(count)s)"
            " ON CONFLICT (branch_id, year, kind)"
            " DO UPDATE SET last = platform_numbercounter.last + %(count)s RETURNING last",
            {"branch": branch_id, "year": year, "kind": kind, "count": count},
        )
        return int(cursor.fetchone()[0]) - count + 1


def years_with(number: int, *, branch_id: int, kind: str) -> list[int]:
    """The years of the Republic in which this number was given out, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT year FROM platform_numbercounter"
            " WHERE branch_id = %s AND kind = %s AND last >= %s ORDER BY year DESC",
            [branch_id, kind, number],
        )
        return [int(row[0]) for row in cursor.fetchall()]
