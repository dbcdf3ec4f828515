"""Take one payment: event, receipt, allocation and posting in one transaction."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection

from wuai.contexts.cases import api as cases
from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments.actions.books.posting import (
    PAYMENT,
    debts_on,
    open_books,
    paid_off,
    posting_name,
)
from wuai.contexts.payments.events import PaymentPosted
from wuai.contexts.payments.gateways.settlement.codec import Line
from wuai.contexts.payments.rules.receiving.placing import Placement, allocation_order, place
from wuai.contexts.payments.rules.slips.slips import normal_number
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish


class ChannelUnknown(Refusal):
    code = "CHANNEL_UNKNOWN"
    zh = "沒有「{channel}」這個繳款管道"
    en = "There is no payment channel “{channel}”"
    next_zh = "可用的管道見 wuai reference list channels"
    next_en = "See `wuai reference list channels`"
    status = 422


class ReportedDifferently(Refusal):
    code = "PAYMENT_REPORTED_DIFFERENTLY"
    zh = "這筆收款（{serial}）已入帳，且內容不同：原為 {amount} 元"
    en = "This payment ({serial}) was taken already with other content: NT$ {amount}"
    next_zh = "請先查看原收款；如登錄錯誤，由二人辦理作廢"
    next_en = "Look at the first one; a mistake is voided by two people"


class MoreThanOwed(Refusal):
    code = "PAYMENT_MORE_THAN_OWED"
    zh = "收款 {amount} 元多於應繳 {owed} 元"
    en = "NT$ {amount} is more than the NT$ {owed} that is owed"
    next_zh = "請只收應繳金額；案件如已結案，請查看案件現況"
    next_en = "Take only what is owed; if the case is closed, look at its state"
    status = 422


@dataclass(frozen=True, slots=True)
class Arrival:
    """One payment as it arrives; ``meant_for`` are the cases that the payer names, in that order."""

    line: Line
    identity: bytes
    meant_for: Sequence[int] = ()
    may_exceed: bool = True


@dataclass(frozen=True, slots=True)
class Received:
    """What became of it. ``replayed``: it had been taken before, and nothing was done now."""

    receipt_id: int
    receipt_ref: uuid.UUID
    outcome: str
    placement: Placement
    closed: tuple[int, ...]
    replayed: bool


@dataclass(frozen=True, slots=True)
class _Target:
    channel_id: int
    slip_id: int | None
    case_id: int | None
    due_on: date | None
    was_paid: bool


def from_line(line: Line) -> Arrival:
    """An arrival that is itself by all seven fields, like a line of a file."""
    return Arrival(line, line.identity)


def receive(*, branch_id: int, arrival: Arrival, by: Actor, at: datetime, on: date) -> Received:
    """Take one payment, whichever way it comes; the same one again changes nothing."""
    return _receive(branch_id=branch_id, arrival=arrival, by=by, at=at, on=on)


@action("payment.receive")
def _receive(*, branch_id: int, arrival: Arrival, by: Actor, at: datetime, on: date) -> Received:
    return take(branch_id=branch_id, arrival=arrival, by=by, at=at, on=on)


def take(*, branch_id: int, arrival: Arrival, by: Actor, at: datetime, on: date) -> Received:
    """Do the work of :func:`receive` inside the action that calls it, and record it there."""
    line = arrival.line
    target = _find(branch_id, line.number, line.channel_code)
    meant_for = list(arrival.meant_for) or ([target.case_id] if target.case_id else [])
    event_id = _keep_event(branch_id, arrival, target, is_known=bool(meant_for), at=at)
    if event_id is None:
        return _replay(branch_id, arrival)
    by_id = {row.id: row for row in cases.lock_cases(meant_for)}
    rows = [by_id[case_id] for case_id in meant_for]
    debts = list(debts_on(rows, on=_day(line.paid_on), by=by, at=at).values())
    placement = place(
        line.amount or 0, debts, allocation_order(_day(line.paid_on)),
        was_paid_before=target.was_paid, channel=line.channel_code,
    )  # fmt: skip
    if placement.rest and not arrival.may_exceed:
        owed = sum(sum(debt.owed.values()) for debt in debts if debt.is_open)
        raise MoreThanOwed(amount=f"{line.amount:,}", owed=f"{owed:,}", field="amount")
    received = _keep_receipt(branch_id, arrival, event_id, target, placement, (by, at))
    books = open_books(branch_id, line.channel_code, rows)
    entries = books.entries(received.receipt_id, line.amount or 0, placement)
    if entries:
        ledger.post(
            branch_id=branch_id, kind=PAYMENT, reference=str(received.receipt_ref),
            occurred_on=_day(line.paid_on), entries=entries, by=by, at=at,
        )  # fmt: skip
    closing = paid_off(debts, placement.parts)
    closed = cases.close_if_paid(closing, by=by, at=at, on=on) if closing else []
    _tell(branch_id, line, received, rows, on)
    return replace(received, closed=tuple(closed))


def _day(day: date | None) -> date:
    if day is None:
        raise ValueError("a line without its days was not rejected")
    return day


def _find(branch_id: int, number: str, channel_code: str) -> _Target:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id, s.id, s.case_id, s.due_on, s.id IS NOT NULL AND EXISTS"
            " (SELECT 1 FROM payments_receipt r WHERE r.slip_id = s.id)"
            " FROM payments_channel c LEFT JOIN payments_slip s"
            " ON s.number = %s AND s.branch_id = %s WHERE c.code = %s",
            [normal_number(number), branch_id, channel_code],
        )
        found = cursor.fetchone()
    if found is None:
        raise ChannelUnknown(channel=channel_code, field="channel")
    return _Target(*found)


def _keep_event(
    branch_id: int, arrival: Arrival, target: _Target, *, is_known: bool, at: datetime
) -> int | None:
    line = arrival.line
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_rawevent (branch_id, channel_id, identity, number, paid_on,"
            " posted_on, amount, channel_code, place, serial, raw, outcome, reason, arrived_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', %s)"
            " ON CONFLICT (branch_id, identity) WHERE outcome IN ('POSTED', 'SUSPENSE') DO NOTHING"
            " RETURNING id",
            [branch_id, target.channel_id, arrival.identity, line.number, line.paid_on,
             line.posted_on, line.amount, line.channel_code, line.place, line.serial, line.raw,
             "POSTED" if is_known else "SUSPENSE", at],
        )  # fmt: skip
        found = cursor.fetchone()
    return None if found is None else int(found[0])


def _replay(branch_id: int, arrival: Arrival) -> Received:
    line = arrival.line
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id, r.ref, e.outcome, e.amount, e.number, e.paid_on FROM payments_rawevent e"
            " JOIN payments_receipt r ON r.event_id = e.id"
            " WHERE e.branch_id = %s AND e.identity = %s AND e.outcome IN ('POSTED', 'SUSPENSE')",
            [branch_id, arrival.identity],
        )
        receipt_id, ref, outcome, amount, number, paid_on = cursor.fetchone()
    if (amount, number, paid_on) != (line.amount, line.number, line.paid_on):
        raise ReportedDifferently(serial=line.serial, amount=f"{amount:,}")
    record(kind="payment", ref=ref, branch_id=branch_id, data={"replayed": True})
    return Received(receipt_id, ref, outcome, Placement((), 0, "", ""), (), replayed=True)


_KEEP = """
WITH r AS (
    INSERT INTO payments_receipt (ref, branch_id, channel_id, event_id, slip_id, amount, paid_on,
        posted_on, is_late, taken_at, by_ref, by_name)
    VALUES (%(ref)s, %(branch)s, %(channel)s, %(event)s, %(slip)s, %(amount)s, %(paid_on)s,
        %(posted_on)s, %(is_late)s, %(at)s, %(by_ref)s, %(by_name)s) RETURNING id),
a AS (
    INSERT INTO payments_allocation (receipt_id, target, case_id, component, amount, posting, at)
    SELECT r.id, x.target, x.case_id, x.component, x.amount, %(posting)s, %(at)s FROM r,
        unnest(%(targets)s::text[], %(cases)s::bigint[], %(components)s::text[],
               %(amounts)s::bigint[]) AS x(target, case_id, component, amount)),
i AS (
    INSERT INTO payments_openitem (ref, branch_id, event_id, receipt_id, reason, since, owner_ref,
        owner_name, note)
    SELECT gen_random_uuid(), %(branch)s, %(event)s, r.id, %(reason)s, %(posted_on)s, '', '', ''
    FROM r WHERE %(reason)s <> '')
SELECT id FROM r
"""


def _keep_receipt(
    branch_id: int, arrival: Arrival, event_id: int, target: _Target, placement: Placement,
    who: tuple[Actor, datetime],
) -> Received:  # fmt: skip
    line, (by, at), ref = arrival.line, who, uuid.uuid4()
    wheres: list[tuple[str, int | None, str, int]] = [
        ("CASE", part.case_id, part.component, part.amount) for part in placement.parts
    ]
    if placement.rest:
        wheres.append((placement.rest_target, None, "", placement.rest))
    columns = list(zip(*wheres, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {
            "ref": ref, "branch": branch_id, "channel": target.channel_id, "event": event_id,
            "slip": target.slip_id, "amount": line.amount, "paid_on": line.paid_on,
            "posted_on": line.posted_on, "at": at, "by_ref": by.ref, "by_name": by.name,
            "is_late": target.due_on is not None and _day(line.paid_on) > target.due_on,
            "posting": posting_name(PAYMENT, ref), "reason": placement.reason,
            "targets": list(columns[0]), "cases": list(columns[1]),
            "components": list(columns[2]), "amounts": list(columns[3]),
        })  # fmt: skip
        receipt_id = int(cursor.fetchone()[0])
    outcome = "SUSPENSE" if placement.reason == "UNKNOWN_NUMBER" else "POSTED"
    return Received(receipt_id, ref, outcome, placement, (), replayed=False)


def _tell(
    branch_id: int, line: Line, received: Received, rows: Sequence[cases.CaseRow], on: date
) -> None:
    record(
        kind="payment", ref=received.receipt_ref, case=rows[0].ref if len(rows) == 1 else None,
        branch_id=branch_id,
        data={
            "channel": line.channel_code, "amount": line.amount, "held": received.placement.rest,
            "reason": received.placement.reason, "cases": [str(row.ref) for row in rows],
        },
    )  # fmt: skip
    publish(
        PaymentPosted(
            branch_id=branch_id,
            channel_code=line.channel_code,
            receipt_ref=str(received.receipt_ref),
            file_ref="",
            on=on.isoformat(),
        )
    )


def identity_of(*parts: object) -> bytes:
    """The identity of a payment that is known by a key of its own."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
