"""Sealing. Not an ``@action``: a person does nothing here, and a history line about sealing
would itself wait to be sealed, for ever.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from wuai.contexts.audit import queries, rules
from wuai.contexts.audit.gateways.auditor import checkpoints
from wuai.contexts.audit.models import Checkpoint, SealerMark
from wuai.platform import keys

CHUNK = 20_000
_ONE_WRITER = 0x5EA1


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one run sealed, and where the chain ends now."""

    count: int
    seq: int
    hash: str


def seal(*, at: datetime) -> Sealed:
    """Chain every line older than the oldest running transaction; sign and export the new head."""
    total = 0
    while True:
        with transaction.atomic():
            count = _seal_chunk()
        total += count
        if count < CHUNK:
            break
    with transaction.atomic():
        one_writer()
        seq, head = queries.head()
        _checkpoint(seq, head, at)
    for point in queries.stored_checkpoints(after=checkpoints.last_written()):
        checkpoints.write(point)
    return Sealed(total, seq, head.hex())


def _seal_chunk() -> int:
    one_writer()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,"
            " system_identifier::text FROM pg_control_system()"
        )
        oldest, server = cursor.fetchone()
    mark = SealerMark.objects.filter(server=server).first()
    window = (mark.transaction, oldest) if mark else None
    count = 0
    seq, head = queries.head()
    for source in rules.SOURCES[rules.FORM].values():
        lines = queries.unsealed(source, window, CHUNK - count)
        head = _append(source, lines, seq + count, head)
        count += len(lines)
    if count < CHUNK:
        SealerMark.objects.update_or_create(
            id=1, defaults={"transaction": oldest, "server": server}
        )
    return count


def _append(source: rules.Source, lines: list[rules.Line], seq: int, head: bytes) -> bytes:
    if not lines:
        return head
    seals: list[tuple[Any, ...]] = []
    salts: list[tuple[int, bytes]] = []
    noise = os.urandom(rules.SALT_BYTES * len(lines))
    for number, line in enumerate(lines):
        seq += 1
        salt = noise[rules.SALT_BYTES * number : rules.SALT_BYTES * (number + 1)]
        row_id = int(str(line["id"]))
        personal = rules.personal_digest(source, line, salt)
        head = rules.link((seq, rules.FORM, source.code, row_id), line, personal, head)
        seals.append((seq, rules.FORM, source.code, row_id, personal, head))
        salts.append((seq, salt))
    with connection.cursor() as cursor:
        _copy(cursor, "audit_seal (seq, form, source, row_id, personal_digest, hash)", seals)
        _copy(cursor, "audit_salt (seq, salt)", salts)
    return head


def _copy(cursor: Any, target: str, rows: list[Any]) -> None:
    with cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def one_writer() -> None:
    """Nobody else seals or erases until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_WRITER])


def _checkpoint(seq: int, head: bytes, at: datetime) -> None:
    last = Checkpoint.objects.order_by("-number").first()
    if seq == (last.seq if last else 0):
        return
    number = last.number + 1 if last else 1
    point = rules.Checkpoint(number, seq, head.hex(), queries.utc_text(at))
    key = Ed25519PrivateKey.from_private_bytes(keys.sign_seed())
    signature = key.sign(point.message()).hex()
    Checkpoint.objects.create(number=number, seq=seq, hash=point.hash, at=at, signature=signature)
