"""The documents that came with a referral, opened by the branch or by the agency that sent them."""

import uuid
from collections.abc import Iterable

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header

from wuai.contexts.referrals import queries_papers
from wuai.contexts.referrals.queries_papers import Paper
from wuai.contexts.referrals.web.desk import IntakeDesk, agency_desk, staff_desk
from wuai.platform import files
from wuai.platform.access import agency, log_read, staff
from wuai.platform.ui.pieces import File


@staff("case.view", "referral.intake")
def for_staff(request: HttpRequest, ref: uuid.UUID) -> StreamingHttpResponse:
    """A document of the branch's files."""
    return _sent(request, staff_desk(request), ref)


@agency("agency.refer")
def for_agency(request: HttpRequest, ref: uuid.UUID) -> StreamingHttpResponse:
    """A document of the agency's own files."""
    return _sent(request, agency_desk(request), ref)


def _sent(request: HttpRequest, desk: IntakeDesk, ref: uuid.UUID) -> StreamingHttpResponse:
    """As a download: nothing inside it can run on our pages."""
    found = queries_papers.kept(ref, **desk.scope())
    if found is None:
        raise Http404
    log_read(request, *found.subjects, reason="attachment")
    name = _named(found.file.name, found.file.media_type)
    return StreamingHttpResponse(
        files.read(found.file), content_type=found.file.media_type,
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment",
                 "Content-Length": str(found.file.size)},
    )  # fmt: skip


ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
}


def _named(title: str, media_type: str) -> str:
    """A title becomes a name that opens."""
    ending = ENDINGS.get(media_type, "")
    return title if title.lower().endswith((ending, ".jpeg", ".tiff")) else f"{title}{ending}"


def listed(papers: Iterable[Paper], root: str) -> list[File]:
    """Documents as the file list prints them."""
    return [
        File(f"{one.agency_ref} {one.title}".strip(), f"{root}attachments/{one.ref}/", one.size)
        for one in papers
    ]
