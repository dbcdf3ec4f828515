"""What a batch of new cases brings with it, and the words that its statements need."""

from dataclasses import dataclass
from typing import Any

from wuai.contexts.organisation import api as organisation


@dataclass(frozen=True, slots=True)
class Intake:
    """Whose rows these are, and the numbers and the seed reserved for them."""

    branch_id: int
    agency_id: int
    agency_code: str
    batch_id: int
    batch_ref: str
    year: int
    first_serial: int
    seed: str


def words_table(cursor: Any, branch_id: int) -> None:
    """Give SQL the words of the branch's categories: the temporary table ``cases_words``."""
    rows = organisation.categories(branch_id)
    cursor.execute("DROP TABLE IF EXISTS cases_words")
    cursor.execute(
        "CREATE TEMPORARY TABLE cases_words ON COMMIT DROP AS"
        " SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[])"
        " AS w(id, code, word, track)",
        [[r.id for r in rows], [r.code for r in rows], [r.word for r in rows],
         [r.track for r in rows]],
    )  # fmt: skip
