"""A file on its way into the staging table: what its pieces share, a piece, a piece as COPY takes it."""

from dataclasses import dataclass
from datetime import date

from wuai.contexts.referrals.rules.split import Record

STAGED = (
    "batch_id", "chunk_no", "row_no", "agency_ref", "category_id", "party_kind", "name",
    "name_search", "id_kind", "id_number", "id_index", "born_on", "address", "postcode", "phone",
    "email", "representative", "representative_id", "party_ref", "principal", "surcharge",
    "interest", "fine", "cost", "period", "due_on", "final_on", "collection_end_on", "started_on",
    "suspended_days", "accrual_base", "accrual_from", "accrual_rate", "title", "served_on",
    "certificate_no", "measures", "remark", "limit_1_on", "limit_2_on", "errors", "warnings", "raw",
)  # fmt: skip
NULL = "\\N"


@dataclass(frozen=True, slots=True)
class Plan:
    """What all pieces of a file have in common."""

    batch_id: int
    batch_ref: str
    titles: tuple[str, ...]
    encoding: str
    on: date
    categories: dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some records of a file, by number, with the place of the first one."""

    number: int
    first_row: int
    records: list[Record]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A piece as COPY takes it."""

    number: int
    first_row: int
    rows: int
    faulty: int
    data: bytes
