"""Handing out a file that somebody else made; handing a draft to a browser; who writes in it."""

import uuid
from collections.abc import Iterable

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header

from wuai.contexts.applications.declarations import declaration
from wuai.platform.access import actor_of
from wuai.platform.actors import PUBLIC, Actor

DRAFTS = "application_drafts"


def handed_out(blocks: Iterable[bytes], name: str, size: int) -> StreamingHttpResponse:
    """A file for saving, never for opening inside a page."""
    answer = StreamingHttpResponse(blocks, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Length"], answer["Cache-Control"] = str(size), "no-store"
    return answer


def hold(request: HttpRequest, ref: uuid.UUID, code: str) -> None:
    """From now on this browser holds the draft; the code is shown to it."""
    request.session[DRAFTS] = {**request.session.get(DRAFTS, {}), str(ref): code}


def writer_of(request: HttpRequest, kind: str) -> Actor:
    """Who fills in, sends or completes: what may be unnamed or is confidential leaves no account.

    Somebody of the house who is signed in is nobody here too.
    """
    return PUBLIC if declaration(kind).leaves_no_name else actor_of(request)
