"""Handing out a file that somebody else made."""

from collections.abc import Iterable

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header


def handed_out(blocks: Iterable[bytes], name: str, size: int) -> StreamingHttpResponse:
    """A file for saving, never for opening inside a page."""
    answer = StreamingHttpResponse(blocks, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Length"], answer["Cache-Control"] = str(size), "no-store"
    return answer
