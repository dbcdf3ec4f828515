"""Reading the chain: its head, what is not sealed yet, and the walk of the verifier."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection

from wuai.contexts.audit import rules
from wuai.contexts.audit.models import Checkpoint
from wuai.platform import keys

STEP = 10_000


def utc_text(moment: datetime) -> str:
    """A moment as the chain writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def public_key() -> bytes:
    """The installation's key that checkpoints are checked with."""
    key = Ed25519PrivateKey.from_private_bytes(keys.sign_seed()).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def head() -> tuple[int, bytes]:
    """Number and hash of the last seal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM audit_seal ORDER BY seq DESC LIMIT 1")
        row = cursor.fetchone()
    return (int(row[0]), bytes(row[1])) if row else (0, rules.GENESIS)


def _columns(source: rules.Source) -> list[str]:
    return [*source.plain, *source.personal]


def _select(source: rules.Source) -> str:
    """Every column as text, in the one form that both the database and a dump have."""
    stamp = "to_char(t.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    return ", ".join(stamp if name == "at" else f"t.{name}::text" for name in _columns(source))


def _lines(source: rules.Source, where: str, values: list[Any]) -> list[rules.Line]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_select(source)} FROM {source.table} t WHERE {where}", values)
        names = _columns(source)
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


_NO_SEAL = "NOT EXISTS (SELECT FROM audit_seal s WHERE s.source = %s AND s.row_id = t.id)"


def unsealed(source: rules.Source, window: tuple[int, int] | None, limit: int) -> list[rules.Line]:
    """Lines without a seal, of transactions in ``window`` (None: of all that are visible)."""
    where = _NO_SEAL
    values: list[Any] = [source.code]
    if window:
        where = "t.xid >= %s AND t.xid < %s AND " + where
        values = [*window, *values]
    return _lines(source, f"{where} ORDER BY t.id LIMIT %s", [*values, limit])


def walk(*, until: int = 2**62) -> Iterator[tuple[rules.Seal, rules.Line | None, bytes | None]]:
    """Every seal in order, with the line it seals and its salt, as they lie in the tables now."""
    after = -(2**62)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT s.seq, form, source, row_id, personal_digest, hash, salt FROM audit_seal s"
                " LEFT JOIN audit_salt USING (seq) WHERE s.seq > %s AND s.seq <= %s"
                " ORDER BY s.seq LIMIT %s",
                [after, until, STEP],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        seals = [
            rules.Seal(seq, form, code, row_id, bytes(personal), bytes(digest))
            for seq, form, code, row_id, personal, digest, _ in rows
        ]
        held = _held(seals)
        for seal, row in zip(seals, rows, strict=True):
            salt = bytes(row[6]) if row[6] is not None else None
            yield seal, held.get((seal.source, seal.row_id)), salt
        after = seals[-1].seq


def _held(seals: list[rules.Seal]) -> dict[tuple[str, int], rules.Line]:
    found: dict[tuple[str, int], rules.Line] = {}
    for code, source in rules.SOURCES[rules.FORM].items():
        ids = [seal.row_id for seal in seals if seal.source == code]
        if ids:
            for line in _lines(source, "t.id = ANY(%s)", [ids]):
                found[code, int(str(line["id"]))] = line
    return found


def stored_checkpoints(*, after: int = 0) -> list[rules.Checkpoint]:
    """The checkpoints in the database, oldest first."""
    return [
        rules.Checkpoint(point.number, point.seq, point.hash, utc_text(point.at), point.signature)
        for point in Checkpoint.objects.filter(number__gt=after).order_by("number")
    ]


def left_out() -> list[str]:
    """Lines that the sealer has passed without a seal: put in from outside, or made to look old."""
    found = []
    with connection.cursor() as cursor:
        for source in rules.SOURCES[rules.FORM].values():
            cursor.execute(
                f"SELECT t.id FROM {source.table} t WHERE {_NO_SEAL}"
                " AND t.xid < (SELECT transaction FROM audit_sealermark) ORDER BY t.id LIMIT 20",
                [source.code],
            )
            found += [f"{source.code} {row[0]} has no seal" for row in cursor.fetchall()]
    return found
