"""Personal numbers at rest: AES-256-GCM bound to column and row, and a keyed blind index.

A sealed value is ``version(1) ‖ len(key id)(1) ‖ key id ‖ nonce(12) ‖ ciphertext+tag``; the
additional data is ``column|row``, so that a value moved to another row or column does not open.
"""

import hashlib
import hmac
import os
from collections.abc import Callable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wuai.kernel.text import fold

_VERSION = b"\x01"


class SealBroken(RuntimeError):
    """A sealed value does not open: altered, moved to another row, or its key is missing."""


@lru_cache(maxsize=1)
def _keyring() -> tuple[str, dict[str, AESGCM]]:
    from wuai.platform import keys

    current, held = keys.data_keys()
    return current, {key_id: AESGCM(key) for key_id, key in held.items()}


@lru_cache(maxsize=1)
def _index_key() -> bytes:
    from wuai.platform import keys

    return keys.index_key()


def forget_keys() -> None:
    """Read the key files again at the next use (after a rotation)."""
    _keyring.cache_clear()
    _index_key.cache_clear()


def current_key_id() -> str:
    """The id of the key that seals now."""
    return _keyring()[0]


def sealer(column: str, random: Callable[[int], bytes] = os.urandom) -> Callable[[str, str], bytes]:
    """A fast function ``(row, text) -> sealed`` for one column, for bulk work.

    ``random`` gives fresh random bytes; :func:`drawn` draws them in one go for many rows.
    """
    key_id, ring = _keyring()
    head = _VERSION + bytes([len(key_id)]) + key_id.encode()
    encrypt, prefix = ring[key_id].encrypt, column.encode() + b"|"

    def run(row: str, text: str) -> bytes:
        nonce = random(12)
        return head + nonce + encrypt(nonce, text.encode(), prefix + row.encode())

    return run


def drawn(size: int) -> Callable[[int], bytes]:
    """Random bytes drawn at once and handed out piece by piece, each once; more when they end.

    For one loop within one process: a copy of the process would hand out the same bytes.
    """
    held, at = os.urandom(size), 0

    def run(count: int) -> bytes:
        nonlocal held, at
        if at + count > len(held):
            held, at = os.urandom(max(size, count)), 0
        at += count
        return held[at - count : at]

    return run


def seal(column: str, row: str, text: str) -> bytes:
    """Encrypt ``text`` for ``column`` of ``row`` (its public id)."""
    return sealer(column)(row, text)


def unseal(column: str, row: str, sealed: bytes | memoryview) -> str:
    """Decrypt; raises :class:`SealBroken` when it was altered or belongs elsewhere."""
    raw = bytes(sealed)
    size = raw[1]
    key_id = raw[2 : 2 + size].decode()
    cipher = _keyring()[1].get(key_id)
    nonce, body = raw[2 + size : 14 + size], raw[14 + size :]
    if raw[:1] != _VERSION or cipher is None:
        raise SealBroken(f"{column}: unknown key {key_id!r}")
    try:
        return cipher.decrypt(nonce, body, f"{column}|{row}".encode()).decode()
    except InvalidTag as wrong:
        raise SealBroken(column) from wrong


def key_id_of(sealed: bytes | memoryview) -> str:
    """Which key sealed a value."""
    raw = bytes(sealed)
    return raw[2 : 2 + raw[1]].decode()


def blind_index(purpose: str, text: str) -> bytes:
    """16 bytes by which equal texts are found without being stored; one key per purpose."""
    return indexer(purpose)(text)


def indexer(purpose: str) -> Callable[[str], bytes]:
    """A fast function ``text -> blind index`` for one purpose, for bulk work."""
    key = hashlib.sha256(_index_key() + b"|" + purpose.encode()).digest()

    def run(text: str) -> bytes:
        return hmac.digest(key, fold(text).upper().encode(), "sha256")[:16]

    return run
