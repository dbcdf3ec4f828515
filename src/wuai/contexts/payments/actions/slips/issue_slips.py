"""Give each of many cases a new slip; the slip before it is superseded, and still pays."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from wuai.contexts.cases import api as cases
from wuai.contexts.payments.models import TOKEN, CollectionContract
from wuai.contexts.payments.queries.slips.slips import SlipRow, slip_rows
from wuai.contexts.payments.rules.slips.slips import Contract, SlipFace, compose_slip
from wuai.kernel.refusal import Refusal
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.crypto import sealer

_COLUMNS = (
    "ref", "branch_id", "case_id", "number", "notice_ref", "amount", "debt_kind", "issued_on",
    "due_on", "va_scheme", "segment_1", "segment_2", "segment_3", "store_refused", "token",
    "token_sha256", "issued_at", "instalment_ref", "payer_id",
)  # fmt: skip
SERIALS_NEVER_RESTART = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one slip is for; without ``due_on`` it may be paid for as long as the contract says."""

    case_id: int
    kind: str
    amount: int
    due_on: date | None = None
    instalment_ref: uuid.UUID | None = None
    payer_id: int | None = None


class NoContract(Refusal):
    code = "NO_COLLECTION_CONTRACT"
    zh = "本分署於 {on} 無有效之代收契約，無法開立繳款單"
    en = "This branch has no collection contract in force on {on}: no slip can be issued"
    next_zh = "請於「基本資料」登錄代收契約"
    next_en = "Enter the contract on the reference data page"


def issue_slips(
    case_ids: Iterable[int], *, by: Actor, at: datetime, on: date,
    notice_ref: uuid.UUID | None = None,
) -> dict[int, SlipRow]:  # fmt: skip
    """Issue one slip for each case that owes something on the day; cases that owe nothing are left out."""
    return _issue(case_ids=list(case_ids), by=by, at=at, on=on, notice_ref=notice_ref)


@action("slip.issue")
def _issue(
    *, case_ids: list[int], by: Actor, at: datetime, on: date, notice_ref: uuid.UUID | None
) -> dict[int, SlipRow]:
    locked = cases.lock_cases(case_ids)
    owed = {i: sum(b.values()) for i, b in cases.balances(case_ids, on).items()}
    rows = [row for row in locked if row.closed_on is None and owed[row.id] > 0]
    supersede([row.id for row in rows], at)
    for branch_id in sorted({row.branch_id for row in rows}):
        mine = [row for row in rows if row.branch_id == branch_id]
        wanted = [Wanted(row.id, row.kind, owed[row.id]) for row in mine]
        write_slips(branch_id, wanted, on, at, notice_ref)
        record(
            kind="slips", ref=notice_ref or (mine[0].ref if len(mine) == 1 else "batch"),
            case=mine[0].ref if len(mine) == 1 else None, branch_id=branch_id,
            data={"count": len(mine), "amount": sum(owed[row.id] for row in mine)},
        )  # fmt: skip
    if not rows:
        record(kind="slips", ref="none", data={"count": 0, "asked": len(case_ids)})
    return slip_rows(case_ids=[row.id for row in rows])


def supersede(case_ids: list[int], at: datetime) -> None:
    """Mark the slips for the whole of these cases as replaced; money to them still lands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE payments_slip SET superseded_at = %s"
            " WHERE case_id = ANY(%s::bigint[]) AND superseded_at IS NULL"
            " AND instalment_ref IS NULL",
            [at, case_ids],
        )


def contract_on(branch_id: int, on: date) -> Contract:
    """The contract in force on a day."""
    found = (
        CollectionContract.objects.filter(branch_id=branch_id, since__lte=on)
        .filter(Q(until__isnull=True) | Q(until__gte=on))
        .order_by("-since")
        .first()
    )
    if found is None:
        raise NoContract(on=on)
    return Contract(found.store_item, found.va_scheme, found.va_prefix, found.slip_days)


def write_slips(
    branch_id: int, wanted: Sequence[Wanted], on: date, at: datetime,
    notice_ref: uuid.UUID | None = None,
) -> None:  # fmt: skip
    """Number and write slips of one branch."""
    contract = contract_on(branch_id, on)
    first = numbers.take(
        branch_id=branch_id, year=SERIALS_NEVER_RESTART, kind="slip", count=len(wanted)
    )
    seal = sealer(TOKEN)
    into = f"COPY payments_slip ({', '.join(_COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for serial, one in enumerate(wanted, start=first):
            face = compose_slip(contract, serial, one.amount, one.kind, on, one.due_on)
            ref, token = uuid.uuid4(), secrets.token_urlsafe(24)
            copy.write_row(
                (ref, branch_id, one.case_id, face.number, notice_ref, one.amount, one.kind, on,
                 face.due_on, contract.va_scheme, *_segments(face), face.store_refused,
                 seal(str(ref), token), hashlib.sha256(token.encode()).digest(), at,
                 one.instalment_ref, one.payer_id)
            )  # fmt: skip


def _segments(face: SlipFace) -> tuple[str, str, str]:
    return face.segments or ("", "", "")
