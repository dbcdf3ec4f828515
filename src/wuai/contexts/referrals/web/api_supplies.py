"""What programs of an agency do with requests to supply; ``portals.api`` checks who they are."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from wuai.contexts.referrals import queries_supplies as queries
from wuai.contexts.referrals.actions import attach, intake, supplying
from wuai.contexts.referrals.queries_supplies import SupplyRow, names
from wuai.kernel.refusal import Refusal
from wuai.platform.actors import Actor


class DocumentNotTaken(Refusal):
    code = "SUPPLY_DOCUMENT_NOT_TAKEN"
    zh = "這不是可收的文件，或超過 50 MB"
    en = "This is no document that is taken, or it is larger than 50 MB"
    next_zh = "請送 PDF、JPEG、PNG 或 TIFF，檔名帶副檔名"
    next_en = "Send a PDF, JPEG, PNG or TIFF file whose name has its ending"
    status = 422


def own(ref: uuid.UUID, agency_id: int) -> SupplyRow:
    """A request to this agency; another's is unknown."""
    return queries.one(ref, agency_id=agency_id)


def listed(
    *, agency_id: int, branch_id: int | None, state: str, before: int | None, limit: int
) -> list[SupplyRow]:  # fmt: skip
    """The agency's requests, of one branch or of all."""
    place = {"branch_id": branch_id} if branch_id else {}
    return queries.listed(agency_id=agency_id, state=state, before=before, limit=limit, **place)


def count_documents(supply_ids: Sequence[int]) -> dict[int, int]:
    """How many documents came to each request."""
    return queries.count_documents(supply_ids)


def add_document(row: SupplyRow, path: Path, name: str, *, by: Actor, at: datetime) -> int:
    """Keep a document that comes before the answer; how many there are."""
    with path.open("rb") as source:
        first = source.read(16)
    media_type = attach.taken(first, name)
    if not media_type or path.stat().st_size > attach.MOST_BYTES:
        raise DocumentNotTaken
    scan = attach.Scan(intake.blocks_of(path), name[:120], media_type)
    return supplying.add_document(
        ref=row.ref, agency_id=row.agency_id, scan=scan, by=by, at=at
    )  # fmt: skip


def answer(row: SupplyRow, said: str, words: str, *, by: Actor, at: datetime, on: date) -> None:
    """Answer a request."""
    supplying.answer(
        ref=row.ref, agency_id=row.agency_id, reply=supplying.Reply(said, words), by=by, at=at, on=on
    )  # fmt: skip


__all__ = ["DocumentNotTaken", "SupplyRow", "add_document", "answer", "count_documents", "listed",
           "names", "own"]  # fmt: skip
