"""Seal every personal number with the newest key, while the branch works.

Small steps, each its own transaction; a row that somebody holds is left for the next round. It may
be stopped at any point: what is done carries the new key's id and is not touched again.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from wuai.contexts.parties.models import ID_NUMBER, REPRESENTATIVE_ID
from wuai.platform import crypto, keys

STEP = 2000
_COLUMNS = (("id_number", ID_NUMBER), ("representative_id", REPRESENTATIVE_ID))


def rotate(*, new_key: bool, told: Callable[[int], None] | None = None) -> int:
    """Make a new key (unless a rotation is being resumed) and seal all anew; how many rows."""
    if new_key:
        keys.add_data_key()
    crypto.forget_keys()
    done = 0
    while True:
        # A round passes the rows that others hold; another round finds them.
        this_round = _round(told, done)
        done += this_round
        if not this_round and not _left():
            return done


def _head() -> bytes:
    key_id = crypto.current_key_id().encode()
    return b"\x01" + bytes([len(key_id)]) + key_id


def _stale() -> str:
    return " OR ".join(
        f"substring({c} FROM 1 FOR octet_length(%(h)s)) <> %(h)s" for c, _ in _COLUMNS
    )


def _left() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT 1 FROM parties_party WHERE {_stale()})", {"h": _head()}
        )
        return bool(cursor.fetchone()[0])


def _round(told: Callable[[int], None] | None, before: int) -> int:
    last, done = 0, 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, ref::text, id_number, representative_id FROM parties_party"
                f" WHERE id > %(last)s AND ({_stale()}) ORDER BY id LIMIT %(step)s"
                " FOR UPDATE SKIP LOCKED",
                {"h": _head(), "last": last, "step": STEP},
            )
            rows = cursor.fetchall()
            if not rows:
                return done
            _seal_anew(cursor, rows)
        last, done = rows[-1][0], done + len(rows)
        if told:
            told(before + done)


def _seal_anew(cursor: Any, rows: list[tuple[Any, ...]]) -> None:
    fresh: list[list[bytes | None]] = [[], []]
    for _, ref, *sealed in rows:
        for held, value, (_, column) in zip(fresh, sealed, _COLUMNS, strict=True):
            held.append(
                None
                if value is None
                else crypto.seal(column, ref, crypto.unseal(column, ref, value))
            )
    cursor.execute("SELECT set_config('wuai.action', 'party.rotate_keys', true)")
    cursor.execute(
        "UPDATE parties_party p SET id_number = n.id_number,"
        " representative_id = n.representative_id FROM unnest(%s::bigint[], %s::bytea[],"
        " %s::bytea[]) AS n(id, id_number, representative_id) WHERE p.id = n.id",
        [[row[0] for row in rows], *fresh],
    )
