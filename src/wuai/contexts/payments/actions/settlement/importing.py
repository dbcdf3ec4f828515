"""Take in one settlement file, exactly once by its content, whole or not at all."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.actions.receiving.receive import ChannelUnknown
from wuai.contexts.payments.actions.settlement.batch import Batch
from wuai.contexts.payments.actions.settlement.events import keep_events
from wuai.contexts.payments.actions.settlement.placing import place_lines
from wuai.contexts.payments.events import PaymentPosted
from wuai.contexts.payments.gateways import reading
from wuai.contexts.payments.models import Channel, SettlementFile
from wuai.platform import files
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish

_LOCK = 0x5345
MEDIA_TYPE = "text/csv"


@dataclass(frozen=True, slots=True)
class Imported:
    """The outcome of a file; posted + suspense + duplicates + rejected = lines."""

    ref: uuid.UUID
    sha256: str
    lines: int
    posted: int
    suspense: int
    duplicates: int
    rejected: int
    total: int
    replayed: bool


def import_settlement(
    *, branch_id: int, channel_code: str, name: str, content: bytes, by: Actor, at: datetime,
    on: date,
) -> Imported:  # fmt: skip
    """Take in a file; the same bytes again give the first outcome. Refused whole, nothing is kept."""
    sha256 = hashlib.sha256(content).hexdigest()
    channel = Channel.objects.filter(code=channel_code).first()
    if channel is None or not channel.settles_by_file:
        raise ChannelUnknown(channel=channel_code, field="channel")
    first = _first_outcome(branch_id, channel, sha256)
    if first is not None:
        return first
    settlement = reading.read(content, channel_code).settlement
    batch = Batch(branch_id, channel.id, channel_code, settlement)
    return _import(
        batch=batch, channel=channel, name=name, content=content, sha256=sha256, by=by, at=at, on=on
    )


def _first_outcome(branch_id: int, channel: Channel, sha256: str) -> Imported | None:
    held = SettlementFile.objects.filter(
        branch_id=branch_id, channel=channel, sha256=sha256
    ).first()
    return None if held is None else outcome_of(held, replayed=True)


def outcome_of(held: SettlementFile, *, replayed: bool = False) -> Imported:
    """The outcome that a file keeps."""
    return Imported(
        held.ref, held.sha256, held.lines, held.posted, held.suspense, held.duplicates,
        held.rejected, held.total, replayed,
    )  # fmt: skip


@action("payment.import")
def _import(
    *, batch: Batch, channel: Channel, name: str, content: bytes, sha256: str, by: Actor,
    at: datetime, on: date,
) -> Imported:  # fmt: skip
    # One file of a branch after the other: two uploads of the same file at the same instant
    # become one import and one replay.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, batch.branch_id])
    first = _first_outcome(batch.branch_id, channel, sha256)
    if first is not None:
        record(kind="settlement", ref=first.ref, branch_id=batch.branch_id, data={"replayed": True})
        return first
    stored = files.store(
        [content], kind="settlement", name=name, media_type=MEDIA_TYPE, at=at,
        branch_id=batch.branch_id,
    )  # fmt: skip
    closing = _take_lines(batch, by, at)
    held = SettlementFile.objects.create(
        id=batch.file_id, branch_id=batch.branch_id, channel=channel, stored=stored, sha256=sha256,
        total=batch.settlement.total, imported_at=at, by_ref=by.ref, by_name=by.name,
        **batch.counts(),
    )  # fmt: skip
    _check_keys_now()
    if closing:
        cases.close_if_paid(closing, by=by, at=at, on=on)
    record(
        kind="settlement", ref=held.ref, branch_id=batch.branch_id,
        data={"channel": batch.channel_code, "total": held.total, **batch.counts()},
    )  # fmt: skip
    publish(
        PaymentPosted(
            branch_id=batch.branch_id,
            channel_code=batch.channel_code,
            receipt_ref="",
            file_ref=str(held.ref),
            on=on.isoformat(),
        )
    )
    return outcome_of(held)


def _take_lines(batch: Batch, by: Actor, at: datetime) -> list[int]:
    known = keep_events(batch, at)
    closing = place_lines(batch, by=by, at=at)
    known.note_settled(batch, by=by, at=at)
    return closing


def _check_keys_now() -> None:
    # Hundreds of thousands of foreign keys wait for the commit; while they wait, each row image
    # of a closed case costs time in proportion to them (measured: 90 % of the whole import).
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
