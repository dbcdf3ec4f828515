"""Find parties, and show them masked."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties.models import ID_NUMBER, Party
from wuai.kernel import identity_numbers
from wuai.kernel.text import without_spaces
from wuai.platform import crypto
from wuai.platform.bigrams import query as name_query

FOUND_AT_MOST = 50
_COLUMNS = (
    "id", "ref", "branch_id", "kind", "name", "id_kind", "id_number", "born_on", "address",
    "postcode", "phone", "email", "representative", "is_major", "created_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party as pages show it: the number masked."""

    id: int
    ref: uuid.UUID
    branch_id: int
    kind: str
    name: str
    id_kind: str
    id_masked: str
    born_on: date | None
    address: str
    postcode: str
    phone: str
    email: str
    representative: str
    is_major: bool

    @property
    def name_masked(self) -> str:
        """陳○○, for pages outside the branch."""
        return identity_numbers.mask_name(self.name)


def party_row(party_id: int) -> PartyRow:
    """The party with this id."""
    return party_rows([party_id])[party_id]


def party_rows(party_ids: Iterable[int]) -> dict[int, PartyRow]:
    """Several parties by id, with one query."""
    found = Party.objects.filter(id__in=list(party_ids)).values(*_COLUMNS)
    return {row["id"]: _row(row) for row in found}


def party_by_ref(branch_id: int, ref: Any) -> PartyRow | None:
    """The party of this branch with this public id."""
    row = Party.objects.filter(branch_id=branch_id, ref=ref).values(*_COLUMNS).first()
    return None if row is None else _row(row)


def find(branch_id: int, text: str, *, limit: int = FOUND_AT_MOST) -> list[PartyRow]:
    """Parties of a branch by identity number (exact) or by part of the name (one character up)."""
    number = identity_numbers.normalise(text)
    if identity_numbers.kind_of(number) != identity_numbers.UNKNOWN:
        index = crypto.blind_index("party-id", number)
        found = Party.objects.filter(branch_id=branch_id, id_index=index)
        return [_row(row) for row in found.values(*_COLUMNS)]
    wanted = without_spaces(text)
    if not wanted:
        return []
    ids = _named(branch_id, wanted, limit)
    rows = party_rows(ids)
    # Pairs of characters may lie apart in a long name: the folded name decides.
    return [rows[i] for i in ids if wanted in without_spaces(rows[i].name)]


def _named(branch_id: int, wanted: str, limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM parties_party WHERE branch_id = %s AND name_search @@ %s::tsquery"
            " ORDER BY id LIMIT %s",
            [branch_id, name_query(wanted), limit],
        )
        return [row[0] for row in cursor.fetchall()]


def _row(row: dict[str, Any]) -> PartyRow:
    sealed = row.pop("id_number")
    row.pop("created_at")
    masked = "" if sealed is None else identity_numbers.mask(
        crypto.unseal(ID_NUMBER, str(row["ref"]), sealed)
    )  # fmt: skip
    return PartyRow(id_masked=masked, **row)


def with_number(party_ids: Iterable[int], number: str) -> set[int]:
    """Which of these parties have this identity number."""
    index = crypto.blind_index("party-id", identity_numbers.normalise(number))
    found = Party.objects.filter(id__in=list(party_ids), id_index=index)
    return set(found.values_list("id", flat=True))


def of_person(keys: Iterable[bytes]) -> list[PartyRow]:
    """The parties of one person at all branches, by the blind indexes of his numbers (2 queries)."""
    # The index begins with the branch: named, a look at each; unnamed, the whole table.
    branches = [row.id for row in organisation.branches()]
    found = Party.objects.filter(branch_id__in=branches, id_index__in=list(keys)).order_by("id")
    return [_row(row) for row in found.values(*_COLUMNS)]


def keys_of(party_ids: Iterable[int]) -> dict[int, bytes]:
    """The blind index of the number of each party that has one."""
    found = Party.objects.filter(id__in=list(party_ids), id_index__isnull=False)
    return {party_id: bytes(key or b"") for party_id, key in found.values_list("id", "id_index")}


def likely_same(table: str) -> None:
    """Make the temporary table ``parties_likely`` (row_no, name_differs, likely_same): rows of
    ``table`` whose number the branch knows under another name, or whose name and birthday it knows
    under another number. Called before the rows are merged.
    """
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS parties_likely")
        cursor.execute(
            "CREATE TEMPORARY TABLE parties_likely AS SELECT row_no, bool_or(differs) AS"
            " name_differs, bool_or(same) AS likely_same FROM ("
            f"  SELECT t.row_no, true AS differs, false AS same FROM {table} t JOIN parties_party p"
            "  ON p.branch_id = t.branch_id AND p.id_index = t.id_index"
            "  WHERE normalize(p.name, NFKC) <> normalize(t.name, NFKC)"
            f"  UNION ALL SELECT t.row_no, false, true FROM {table} t JOIN parties_party p"
            "  ON p.branch_id = t.branch_id AND p.name = t.name AND p.born_on = t.born_on"
            "  WHERE p.id_index <> t.id_index"
            ") x GROUP BY row_no"
        )
