"""Shapes of referral files, batches and rows, as programs send and get them."""

import uuid
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

Result = Literal["ACCEPTED", "REJECTED", "DUPLICATE"]


class Notice(Schema):
    """An error or a warning about a column."""

    code: str
    column: str
    zh: str
    en: str


class Warned(Notice):
    """A warning of a whole file; ``rows`` is how many rows it concerns, null for the file."""

    rows: int | None


class BatchShown(Schema):
    """A file that came in. The counts are null until it is done."""

    ref: uuid.UUID
    branch: str
    agency: str
    origin: Literal["FILE", "RETRY", "CORRECTION"]
    attempt: int
    sha256: str
    file_name: str
    size: int
    on: date
    status: Literal["RECEIVED", "REHEARSED", "DONE"]
    rows: int | None
    accepted: int | None
    rejected: int | None
    duplicates: int | None
    total: int | None
    warnings: list[Warned]
    assignment_seed_sha256: str
    received_at: datetime
    completed_at: datetime | None


class BatchTaken(BatchShown):
    """The batch of a file that was sent; ``replayed``: its bytes had been received before."""

    replayed: bool


class BatchPage(Schema):
    """Batches, newest first; ``next`` is the cursor of the following page."""

    items: list[BatchShown]
    next: str | None


class RowShown(Schema):
    """What became of a row; ``row`` 1 is the first one behind the header."""

    row: int
    agency_ref: str
    result: Result
    case: uuid.UUID | None
    number: str | None
    section: str | None
    errors: list[Notice]
    warnings: list[Notice]


class RowPage(Schema):
    """Rows in the order of the file; ``next`` is the cursor of the following page."""

    items: list[RowShown]
    next: str | None


class RehearsedRowShown(Schema):
    """A row that would not go in, or only with a warning."""

    row: int
    agency_ref: str
    result: Result
    errors: list[Notice]
    warnings: list[Notice]


class RehearsalShown(Schema):
    """What would become of a file. At most 200 rows are shown; ``more`` says that there are others."""

    sha256: str
    rows: int
    accepted: int
    rejected: int
    duplicates: int
    warnings: list[Warned]
    items: list[RehearsedRowShown]
    more: bool


class ReceiptShown(Schema):
    """A receipt: the document, and the Ed25519 signature over its canonical JSON, base64."""

    document: dict[str, Any]
    signature: str
    public_key: str


class AttachmentsTaken(Schema):
    """How many documents were taken in."""

    documents: int


class Paging(Schema):
    """A page of a list."""

    cursor: Annotated[str, Field(pattern=r"^[0-9]{1,18}$")] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    @property
    def place(self) -> int | None:
        """The cursor as a number."""
        return int(self.cursor) if self.cursor else None


class RowPaging(Paging):
    """A page of rows, of one result when asked for."""

    result: Result | None = None
