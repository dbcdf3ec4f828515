"""The door of `notices`."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from wuai.contexts.notices import jobs
from wuai.contexts.notices.actions.issue import NothingToNotify, issue_notices
from wuai.contexts.notices.actions.posting import post as post_publication
from wuai.contexts.notices.actions.publications import decide as decide_publication
from wuai.contexts.notices.actions.publications import prepare as prepare_publication
from wuai.contexts.notices.actions.serving import record_service
from wuai.contexts.notices.gateways.typesetter.codec import bar_width
from wuai.contexts.notices.gateways.typesetter.codec import code39 as draw_code39
from wuai.contexts.notices.gateways.typesetter.codec import qr as draw_qr
from wuai.contexts.notices.queries.notices import (
    BatchRow,
    NoticeRow,
    ServiceRow,
    batch,
    batches_of_request,
    counts,
    failed_service,
    files_of,
    letter_of,
    notice_by_number,
    notices_of_batch_people,
    notices_of_case,
    service_of,
    tasks,
    tasks_of_batch,
)
from wuai.contexts.notices.queries.publications import (
    PublicationRow,
    of_notices,
    told_to_person,
)
from wuai.contexts.notices.reference import load_reference
from wuai.contexts.notices.rules.publications import Draft as PublicationDraft
from wuai.contexts.notices.rules.service import FAILURES, METHODS, Attempt
from wuai.contexts.notices.rules.service import effect as service_effect
from wuai.contexts.notices.web.letters import letter_pdf
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class IssueResult:
    """What became of one batch: printed notices and pages, names of its files, what was set aside."""

    batch_ref: uuid.UUID
    notices: int
    pages: int
    files: list[str]
    set_aside: int


def issue(
    case_ids: Iterable[int], *, by: Actor, at: datetime, on: date, kind: str = "PAYMENT",
    request_key: str = "",
) -> IssueResult:  # fmt: skip
    """Issue notices for these cases and print them at once."""
    ref = issue_notices(
        case_ids=case_ids, kind=kind, request_key=request_key, by=by, at=at, on=on
    )  # fmt: skip
    return render_pending(ref, by=by, at=at)


def render_pending(batch_ref: uuid.UUID, *, by: Actor, at: datetime) -> IssueResult:
    """Print what of a batch is not printed yet; asking again changes nothing."""
    done = jobs.print_batch(batch_ref, by=by, at=at)
    names = [file.name for file in files_of(done.id)]
    return IssueResult(batch_ref, done.notices - done.set_aside, done.pages, names, done.set_aside)


def deliver(batch_ref: uuid.UUID, folder: Path, *, by: Actor, at: datetime) -> list[Path]:
    """Write the files of a printed batch into a folder, whole or not at all."""
    return jobs.hand_over(batch_ref, folder, by=by, at=at)


def publications_of(notice_ids: Iterable[int]) -> list[PublicationRow]:
    """How these notices were published, as far as the person concerned is told."""
    return told_to_person(of_notices(notice_ids))


__all__ = [
    "FAILURES",
    "METHODS",
    "Attempt",
    "BatchRow",
    "IssueResult",
    "NothingToNotify",
    "NoticeRow",
    "PublicationDraft",
    "PublicationRow",
    "ServiceRow",
    "bar_width",
    "batch",
    "batches_of_request",
    "counts",
    "decide_publication",
    "deliver", "draw_code39", "draw_qr",
    "failed_service",
    "files_of",
    "issue",
    "issue_notices",
    "letter_of",
    "letter_pdf",
    "load_reference",
    "notice_by_number",
    "notices_of_batch_people",
    "notices_of_case", "post_publication", "prepare_publication", "publications_of",
    "record_service",
    "render_pending",
    "service_effect",
    "service_of",
    "tasks",
    "tasks_of_batch",
]  # fmt: skip
