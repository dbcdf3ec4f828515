"""Who owes so much in all that the branch keeps a list of them (R107)."""

from collections.abc import Iterable

from django.db import connection


def flag_major(reached: Iterable[int], below: Iterable[int] = ()) -> None:
    """Flag the parties whose open total reached the amount of the law; unflag those below it.

    Called inside the actions of higher contexts, which know the totals.
    """
    for ids, is_major in ((list(reached), True), (list(below), False)):
        if ids:
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE parties_party SET is_major = %s WHERE id IN (SELECT id FROM"
                    " parties_party WHERE id = ANY(%s) AND is_major <> %s ORDER BY id FOR UPDATE)",
                    [is_major, ids, is_major],
                )
