"""Files that came with a request, for a context that carries the matter on."""

import uuid
from dataclasses import dataclass

from wuai.contexts.applications.actions import uploads
from wuai.contexts.applications.models import RECEIVING, Upload


@dataclass(frozen=True, slots=True)
class Handed:
    """One file as it came; ``scan`` says whether a scanner passed it."""

    ref: uuid.UUID
    name: str
    media_type: str
    size: int
    sha256: str
    scan: str


def handed_in(application_ref: uuid.UUID) -> list[Handed]:
    """The files of a request that arrived whole, in their order (1 query)."""
    found = Upload.objects.filter(application__ref=application_ref, removed_at__isnull=True)
    names = tuple(Handed.__dataclass_fields__)
    return [
        Handed(*row)
        for row in found.exclude(scan=RECEIVING).order_by("id").values_list(*names)
    ]  # fmt: skip


def handed_content(ref: uuid.UUID) -> bytes:
    """The plain bytes of one of them."""
    return b"".join(uploads.content(Upload.objects.get(ref=ref)))
