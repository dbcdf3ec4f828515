"""Files kept encrypted, in chunks, in Django's storage (a folder, or S3 by setting).

Layout: 8-byte magic, then chunks of ``length(4) ‖ nonce(12) ‖ ciphertext+tag``; the additional
data of a chunk is ``ref|number|last``, so chunks cannot be swapped, dropped or cut off unnoticed.
"""

import hashlib
import os
import struct
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files import File
from django.core.files.storage import default_storage

from wuai.platform import keys
from wuai.platform.crypto import SealBroken
from wuai.platform.models import StoredFile

_MAGIC = b"WUAIF\x01\x00\x00"
CHUNK = 256 * 1024


def _slices(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Cut a stream into slices of CHUNK bytes, each with whether it is the last."""
    held = bytearray()
    for block in blocks:
        held += block
        while len(held) > CHUNK:
            yield bytes(held[:CHUNK]), False
            del held[:CHUNK]
    yield bytes(held), True


def kept_name(name: str) -> str:
    """A file name as it can be kept: at most 255 characters, none that is no text."""
    return name.encode("utf-8", "replace").decode().replace("\x00", "")[:255]


def store(
    blocks: Iterable[bytes], *, kind: str, name: str, media_type: str, at: datetime,
    branch_id: int | None = None,
) -> StoredFile:  # fmt: skip
    """Encrypt and keep a stream of bytes; its sha256 is that of the plain content."""
    ref = uuid.uuid4()
    key_id, ring = keys.data_keys()
    cipher = AESGCM(ring[key_id])
    digest, size = hashlib.sha256(), 0
    with tempfile.TemporaryFile() as draft:
        draft.write(_MAGIC)
        for number, (plain, last) in enumerate(_slices(blocks)):
            digest.update(plain)
            size += len(plain)
            nonce = os.urandom(12)
            body = cipher.encrypt(nonce, plain, f"{ref}|{number}|{int(last)}".encode())
            draft.write(struct.pack(">I", len(body)) + nonce + body)
        draft.seek(0)
        path = default_storage.save(f"{kind}/{at:%Y/%m}/{ref}", File(draft))
    return StoredFile.objects.create(
        ref=ref, branch_id=branch_id, kind=kind, name=kept_name(name), media_type=media_type,
        size=size, sha256=digest.hexdigest(), key_id=key_id, path=path, stored_at=at,
    )  # fmt: skip


def discard(stored: StoredFile) -> None:
    """Take away the bytes of a file whose row will not be committed."""
    default_storage.delete(stored.path)


def read(stored: StoredFile) -> Iterator[bytes]:
    """The plain content, chunk by chunk; raises SealBroken when the stored bytes were altered."""
    cipher = AESGCM(keys.data_keys()[1][stored.key_id])
    with default_storage.open(stored.path, "rb") as source:
        if source.read(8) != _MAGIC:
            raise SealBroken(f"file {stored.ref}: not ours")
        number, head = 0, source.read(16)
        while len(head) == 16:
            body = source.read(struct.unpack(">I", head[:4])[0])
            following = source.read(16)
            try:
                yield cipher.decrypt(
                    head[4:], body, f"{stored.ref}|{number}|{int(not following)}".encode()
                )
            except InvalidTag as wrong:
                raise SealBroken(f"file {stored.ref}: chunk {number}") from wrong
            number, head = number + 1, following
        if head:
            raise SealBroken(f"file {stored.ref}: cut off")


def read_all(stored: StoredFile) -> bytes:
    """The whole plain content of a small file."""
    return b"".join(read(stored))
