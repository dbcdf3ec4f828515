"""A file on its way in: streamed to disk block by block, never held in memory, gone afterwards."""

import base64
import functools
import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse

from wuai.portals.api import refusals

LARGEST = 1024 * 1024 * 1024
_BLOCK = 256 * 1024
SIGNATURE_HEADER = "Wuai-Signature"
_FORM = "multipart/form-data"
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Spooled:
    """Bytes that came in, where they lie, and their fingerprint. The sender's name is only shown."""

    path: Path
    name: str
    sha256: str


def with_file(*media_types: str, name: str) -> Callable[[View], View]:
    """Give an operation the uploaded file as ``request.spooled``; plain bytes are called ``name``."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            _check_head(request, media_types)
            with tempfile.NamedTemporaryFile(prefix="wuai-api-") as draft:
                told, blocks = _content(request, name)
                digest, size = hashlib.sha256(), 0
                for block in blocks:
                    size += len(block)
                    if size > LARGEST:
                        raise refusals.BodyTooLarge(limit=LARGEST)
                    digest.update(block)
                    draft.write(block)
                draft.flush()
                request.spooled = Spooled(  # type: ignore[attr-defined]  # carried by the request
                    Path(draft.name), told, digest.hexdigest()
                )
                return view(request, *args, **kwargs)

        return run

    return wrap


def spooled_of(request: HttpRequest) -> Spooled:
    """The file that came with the request."""
    held: Spooled = request.spooled  # type: ignore[attr-defined]  # carried by the request
    return held


def signature_of(request: HttpRequest) -> bytes:
    """The detached signature that came beside the file, base64 in its header; empty without one."""
    text = request.headers.get(SIGNATURE_HEADER, "")
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return text.encode()  # what it is not is said where signatures are read


def _check_head(request: HttpRequest, media_types: tuple[str, ...]) -> None:
    taken = (*media_types, _FORM)
    if request.content_type not in taken or request.headers.get("Content-Encoding"):
        raise refusals.MediaTypeUnknown(taken=", ".join(taken))
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal():
        raise refusals.LengthMissing(field="Content-Length")
    if int(length) > LARGEST:
        raise refusals.BodyTooLarge(limit=LARGEST)


def _content(request: HttpRequest, name: str) -> tuple[str, Iterator[bytes]]:
    if request.content_type != _FORM:
        return name, iter(functools.partial(request.read, _BLOCK), b"")
    request.upload_handlers = [TemporaryFileUploadHandler(request)]
    found = [one for held in request.FILES.lists() for one in held[1]]
    if len(found) != 1 or "file" not in request.FILES:
        raise refusals.FileMissing(field="file")
    sent = found[0]
    told = "".join(c for c in sent.name or "" if c.isprintable())[:255]
    return told or name, iter(sent.chunks(_BLOCK))
