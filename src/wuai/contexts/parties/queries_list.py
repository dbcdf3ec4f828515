"""Which people a list of cases is narrowed to; nothing is opened for it."""

from django.db import connection

from wuai.contexts.parties.models import Party
from wuai.kernel import identity_numbers
from wuai.kernel.text import without_spaces
from wuai.platform import bigrams, crypto

CAP = 2000


def is_id_number(text: str) -> bool:
    """Whether a text has the shape of an identity number."""
    return identity_numbers.kind_of(text) != identity_numbers.UNKNOWN


def found_ids(branch_id: int, text: str, *, limit: int = CAP) -> list[int]:
    """The ids of the people of a branch with this identity number or with ``text`` in their name."""
    if is_id_number(text):
        index = crypto.blind_index("party-id", identity_numbers.normalise(text))
        held = Party.objects.filter(branch_id=branch_id, id_index=index)
        return list(held.values_list("id", flat=True))
    if not without_spaces(text):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM parties_party WHERE branch_id = %s AND name_search @@ %s::tsquery"
            " LIMIT %s",
            [branch_id, bigrams.query(text), limit],
        )
        return [row[0] for row in cursor.fetchall()]
