"""Many parties at once, from a temporary table of the caller.

The table has ``row_no, party_ref uuid, branch_id, kind, name, name_search text, id_kind, id_number
bytea, id_index bytea, born_on, address, postcode, phone, email, representative, representative_id
bytea, created_at, party_id bigint`` and may have more. Afterwards ``party_id`` is filled: who has
a number is one party of the branch, who has none is a party of its own. What is known already
stays, newer contact data replace older ones; the latest row speaks.
"""

from typing import Any

from django.db import connection

from wuai.contexts.parties.models import REPRESENTATIVE_ID
from wuai.platform import crypto

_CONTACT = ("address", "postcode", "phone", "email")
_NEW = (
    "ref, branch_id, kind, name, name_search, id_kind, id_number, id_index, born_on, address,"
    " postcode, phone, email, representative, representative_id, is_major, created_at"
)
_VALUES = (
    "party_ref, branch_id, kind, name, name_search::tsvector, id_kind, id_number, id_index,"
    " born_on, address, postcode, phone, email, representative, representative_id, false,"
    " created_at"
)


def merge_staged(table: str) -> int:
    """Insert the missing, update the known, fill ``party_id``; the number of new parties."""
    with connection.cursor() as cursor:
        _recognise(cursor, table)
        _update_known(cursor, table)
        new = _insert_numbered(cursor, table)
        cursor.execute(
            f"INSERT INTO parties_party ({_NEW}) SELECT {_VALUES} FROM {table}"
            " WHERE party_id IS NULL AND id_index IS NULL ORDER BY row_no"
        )
        new += int(cursor.rowcount)
        _recognise(cursor, table)
        cursor.execute(
            f"UPDATE {table} t SET party_id = p.id FROM parties_party p"
            " WHERE t.party_id IS NULL AND t.id_index IS NULL AND p.ref = t.party_ref"
        )
    return int(new)


def _insert_numbered(cursor: Any, table: str) -> int:
    # In the order of the number's index: two batches then wait for each other, never in a circle.
    cursor.execute(
        f"INSERT INTO parties_party ({_NEW})"
        f" SELECT DISTINCT ON (branch_id, id_index) {_VALUES} FROM {table}"
        " WHERE party_id IS NULL AND id_index IS NOT NULL"
        " ORDER BY branch_id, id_index, row_no DESC"
        " ON CONFLICT (branch_id, id_index) DO NOTHING"
    )
    return int(cursor.rowcount)


def _recognise(cursor: Any, table: str) -> None:
    cursor.execute(
        f"UPDATE {table} t SET party_id = p.id FROM parties_party p"
        " WHERE t.party_id IS NULL AND t.id_index IS NOT NULL"
        " AND p.branch_id = t.branch_id AND p.id_index = t.id_index"
    )


def _update_known(cursor: Any, table: str) -> None:
    cursor.execute("DROP TABLE IF EXISTS parties_known")
    cursor.execute(
        "CREATE TEMPORARY TABLE parties_known ON COMMIT DROP AS"
        " SELECT DISTINCT ON (party_id) party_id, party_ref, born_on, address, postcode, phone,"
        f" email, representative, representative_id FROM {table} WHERE party_id IS NOT NULL"
        " ORDER BY party_id, row_no DESC"
    )
    if cursor.rowcount == 0:
        return
    differs = " OR ".join(f"(k.{c} <> '' AND k.{c} <> p.{c})" for c in _CONTACT)
    cursor.execute(
        "SELECT p.id FROM parties_party p JOIN parties_known k ON k.party_id = p.id"
        f" WHERE {differs} OR (p.born_on IS NULL AND k.born_on IS NOT NULL)"
        " ORDER BY p.id FOR UPDATE OF p"
    )
    changed = [row[0] for row in cursor.fetchall()]
    sets = ", ".join(f"{c} = CASE WHEN k.{c} <> '' THEN k.{c} ELSE p.{c} END" for c in _CONTACT)
    cursor.execute(
        f"UPDATE parties_party p SET {sets}, born_on = coalesce(p.born_on, k.born_on)"
        " FROM parties_known k WHERE k.party_id = p.id AND p.id = ANY(%s)",
        [changed],
    )
    _replace_representatives(cursor)


def _replace_representatives(cursor: Any) -> None:
    """A sealed number belongs to its row: it is sealed anew for the party that it now describes."""
    cursor.execute(
        "SELECT p.id, p.ref::text, k.party_ref::text, k.representative, k.representative_id"
        " FROM parties_party p JOIN parties_known k ON k.party_id = p.id"
        " WHERE k.representative <> '' AND k.representative <> p.representative"
        " ORDER BY p.id FOR UPDATE OF p"
    )
    for party_id, ref, staged_ref, name, sealed in cursor.fetchall():
        number = None
        if sealed is not None:
            plain = crypto.unseal(REPRESENTATIVE_ID, staged_ref, sealed)
            number = crypto.seal(REPRESENTATIVE_ID, ref, plain)
        cursor.execute(
            "UPDATE parties_party SET representative = %s, representative_id = %s WHERE id = %s",
            [name, number, party_id],
        )
