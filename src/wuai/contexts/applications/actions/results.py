"""Documents that answer a request: given with a move, kept encrypted, known by their hash."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from wuai.contexts.applications.models import ApplicationStep, ResultDocument
from wuai.contexts.applications.rules import files as rules
from wuai.platform import files
from wuai.platform.actors import Actor

MOST_BYTES, MOST_DOCUMENTS = 20 * rules.MiB, 10


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it is handed in: its name, its size, its bytes."""

    name: str
    size: int
    blocks: Iterable[bytes]


def attach(
    step: ApplicationStep, branch_id: int, papers: Sequence[Paper], by: Actor, at: datetime
) -> list[str]:
    """Keep the documents of a move; their hashes come back, for the history line."""
    if len(papers) > MOST_DOCUMENTS:
        raise rules.TooManyFiles(count=MOST_DOCUMENTS, most=MOST_DOCUMENTS * 20)
    kept = []
    for paper in papers:
        media_type = rules.media_type_of(paper.name)
        rules.check_room(paper.size, MOST_BYTES, [])
        begun = rules.beginning_as(media_type, paper.size, paper.blocks)
        stored = files.store(
            rules.bounded(begun, paper.size), kind="result", name=paper.name,
            media_type=media_type, at=at, branch_id=branch_id,
        )  # fmt: skip
        ResultDocument.objects.create(
            application_id=step.application_id, step=step, name=files.kept_name(paper.name),
            stored=stored, added_at=at, by_ref=by.ref, by_name=by.name,
        )  # fmt: skip
        kept.append(stored.sha256)
    return kept


def content(document: ResultDocument) -> Iterator[bytes]:
    """The plain bytes of a document."""
    return files.read(document.stored)
