"""Files over a dying line: tus 1.0 on the files of a draft, for whoever holds the draft."""

import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods

from wuai.contexts.applications.actions import uploads
from wuai.contexts.applications.models import Draft, Upload
from wuai.contexts.applications.rules import files as rules
from wuai.contexts.applications.rules import tus
from wuai.contexts.applications.web.handing import writer_of
from wuai.contexts.applications.web.public import held_draft
from wuai.kernel.refusal import Refusal
from wuai.platform.access import private, public
from wuai.platform.problems import problem_response

_BLOCK = 64 * 1024


def _speaks_tus(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != tus.VERSION:
            response = HttpResponse(status=412)
        else:
            try:
                response = view(request, *args, **kwargs)
            except Refusal as refused:
                response = problem_response(refused)
        response["Tus-Resumable"] = response["Tus-Version"] = tus.VERSION
        return private(response)

    return answered


@public
@require_http_methods(["POST", "OPTIONS"])
@_speaks_tus
def create(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Announce a file; where its pieces go comes back."""
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Tus-Extension"] = tus.EXTENSIONS
        response["Tus-Max-Size"] = str(rules.MOST_TOGETHER)
        response["Tus-Checksum-Algorithm"] = tus.ALGORITHMS
        return response
    held = held_draft(request, ref)
    said = tus.announced(
        request.headers.get("Upload-Length"), request.headers.get("Upload-Metadata")
    )
    made = uploads.begin(
        draft=ref, evidence=said.evidence, name=said.name, size=said.size,
        by=writer_of(request, held.kind), at=timezone.now(),
    )  # fmt: skip
    response = HttpResponse(status=201)
    response["Location"] = f"/apply/draft/{ref}/uploads/{made}/"
    response["Upload-Expires"] = _expires(held)
    return response


@public
@require_http_methods(["HEAD", "PATCH", "DELETE"])
@_speaks_tus
def pieces(request: HttpRequest, ref: uuid.UUID, upload: uuid.UUID) -> HttpResponse:
    """How far a file is, its next piece, or its end."""
    held = held_draft(request, ref)
    row = Upload.objects.filter(ref=upload, draft=held, removed_at__isnull=True).first()
    if row is None:
        raise Http404
    response, received = HttpResponse(status=204), row.received
    if request.method == "DELETE":
        uploads.remove(ref=upload, by=writer_of(request, held.kind), at=timezone.now())
        return response
    if request.method == "PATCH":
        received = _take(request, held, row)
    else:
        response = HttpResponse(status=200)
        response["Upload-Length"] = str(row.size)
    response["Upload-Offset"], response["Upload-Expires"] = str(received), _expires(held)
    return response


def _take(request: HttpRequest, held: Draft, row: Upload) -> int:
    if request.content_type != tus.PIECE_TYPE:
        raise tus.UploadHeaderWrong(name="Content-Type")
    offset = tus.whole("Upload-Offset", request.headers.get("Upload-Offset"))
    rules.check_place(row.received, offset)  # before the piece travels; the action looks again
    piece, came_whole = _read(request)
    checksum = request.headers.get("Upload-Checksum")
    if came_whole:
        tus.check_piece(checksum, piece)
    elif checksum is not None:
        raise tus.PieceDamaged
    if not piece and row.received < row.size:
        return row.received
    by, at = writer_of(request, held.kind), timezone.now()
    try:
        return uploads.append(ref=row.ref, offset=offset, blocks=[piece], by=by, at=at)
    except rules.FileNotWhatItSays:
        uploads.remove(ref=row.ref, by=by, at=at)
        raise


def _read(request: HttpRequest) -> tuple[bytes, bool]:
    """What came of the piece before the line died, and whether that is all of it.

    Read before the action begins, so that a slow line holds no lock.
    """
    if tus.whole("Content-Length", request.headers.get("Content-Length")) > tus.MOST_PIECE:
        raise tus.PieceTooLarge(most=tus.MOST_PIECE // rules.MiB)
    held = bytearray()
    try:
        while block := request.read(_BLOCK):
            held += block
    except UnreadablePostError:
        return bytes(held), False
    return bytes(held), len(held) == int(request.headers["Content-Length"])


def _expires(held: Draft) -> str:
    end = timezone.make_aware(datetime.combine(held.expires_on + timedelta(days=1), time()))
    return http_date(end.timestamp())
