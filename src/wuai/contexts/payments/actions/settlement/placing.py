"""Put the money of a file where it belongs, day by day, by sets."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import connection

from wuai.contexts.cases import api as cases
from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments.actions.books.posting import (
    PAYMENT,
    Books,
    debts_on,
    open_books,
    posting_name,
)
from wuai.contexts.payments.actions.settlement.batch import Batch, copy_rows, next_ids
from wuai.contexts.payments.gateways.settlement.codec import Line
from wuai.contexts.payments.rules.receiving.placing import Debt, Placement, allocation_order, place
from wuai.platform.actors import Actor

_RECEIPT = (
    "id", "ref", "branch_id", "channel_id", "event_id", "slip_id", "amount", "paid_on",
    "posted_on", "is_late", "taken_at", "by_ref", "by_name",
)  # fmt: skip
_ALLOCATION = ("receipt_id", "target", "case_id", "component", "amount", "posting", "at")
_ITEM = (
    "ref", "branch_id", "event_id", "receipt_id", "reason", "since", "owner_ref", "owner_name",
    "note",
)  # fmt: skip
_HEAD = ("posting", "reference", "occurred_on")
_ENTRY = ("posting", "account_id", "subject_id", "component", "amount")


@dataclass(slots=True)
class _Rows:
    """The rows of one day of payments, ready to be copied."""

    books: Books
    who: tuple[Actor, datetime]
    receipts: list[tuple[Any, ...]] = field(default_factory=list)
    allocations: list[tuple[Any, ...]] = field(default_factory=list)
    items: list[tuple[Any, ...]] = field(default_factory=list)
    heads: list[tuple[Any, ...]] = field(default_factory=list)
    entries: list[tuple[Any, ...]] = field(default_factory=list)


def place_lines(batch: Batch, *, by: Actor, at: datetime) -> list[int]:
    """Write receipts, allocations and postings of all lines taken; which cases are paid off."""
    lines = batch.taken()
    wanted = {slip.case_id for line in lines if (slip := batch.slip_of(line)) is not None}
    locked = cases.lock_cases(wanted | batch.other_cases)
    rows = {row.id: row for row in locked if row.id in wanted}
    books = open_books(batch.branch_id, batch.channel_code, rows.values())
    paid_off: set[int] = set()
    for day, group in groupby(lines, key=lambda line: line.paid_on):
        if day is not None:
            paid_off |= _place_day(batch, list(group), day, rows, books, (by, at))
    return sorted(paid_off)


def _place_day(
    batch: Batch, lines: list[Line], day: date, rows: dict[int, cases.CaseRow], books: Books,
    who: tuple[Actor, datetime],
) -> set[int]:  # fmt: skip
    by, at = who
    meant = {slip.case_id for line in lines if (slip := batch.slip_of(line)) is not None}
    debts = debts_on([rows[case_id] for case_id in meant], on=day, by=by, at=at)
    receipt_ids = next_ids("payments_receipt_id_seq", len(lines))
    postings = ledger.posting_ids(len(lines))
    order, made, touched = allocation_order(day), _Rows(books, who), set[int]()
    for line, receipt_id, posting in zip(lines, receipt_ids, postings, strict=True):
        slip = batch.slip_of(line)
        debt = debts[slip.case_id] if slip else None
        placement = place(
            line.amount or 0, [debt] if debt else [], order,
            was_paid_before=slip is not None and slip.slip_id in batch.paid_slips,
            channel=batch.channel_code,
        )  # fmt: skip
        _take_off(debt, placement)
        touched.update(part.case_id for part in placement.parts)
        if slip and slip.slip_id:
            batch.paid_slips.add(slip.slip_id)
        _add(made, batch, line, (receipt_id, posting), placement)
    _write(batch, made, by, at)
    return {case_id for case_id in touched if not any(debts[case_id].owed.values())}


def _take_off(debt: Debt | None, placement: Placement) -> None:
    if debt is not None:
        for part in placement.parts:
            debt.owed[part.component] -= part.amount


def _add(made: _Rows, batch: Batch, line: Line, ids: tuple[int, int], placement: Placement) -> None:
    (receipt_id, posting), (by, at), ref = ids, made.who, uuid.uuid4()
    slip, event_id = batch.slip_of(line), batch.events[line.place_in_file]
    amount, name = line.amount or 0, posting_name(PAYMENT, ref)
    due_on = slip.due_on if slip else None
    is_late = due_on is not None and line.paid_on is not None and line.paid_on > due_on
    made.receipts.append(
        (receipt_id, ref, batch.branch_id, batch.channel_id, event_id,
         slip.slip_id if slip else None, amount, line.paid_on, line.posted_on, is_late, at,
         by.ref, by.name)
    )  # fmt: skip
    for part in placement.parts:
        made.allocations.append(
            (receipt_id, "CASE", part.case_id, part.component, part.amount, name, at)
        )
    if placement.rest:
        made.allocations.append(
            (receipt_id, placement.rest_target, None, "", placement.rest, name, at)
        )
        made.items.append(
            (uuid.uuid4(), batch.branch_id, event_id, receipt_id, placement.reason,
             line.posted_on, "", "", "")
        )  # fmt: skip
    entries = made.books.entries(receipt_id, amount, placement)
    if entries:
        made.heads.append((posting, str(ref), line.paid_on))
        made.entries.extend(
            (posting, e.account_id, e.subject_id, e.component, e.amount) for e in entries
        )


def _write(batch: Batch, made: _Rows, by: Actor, at: datetime) -> None:
    _copy("payments_receipt", _RECEIPT, made.receipts)
    _copy("payments_allocation", _ALLOCATION, made.allocations)
    _copy("payments_openitem", _ITEM, made.items)
    if not made.heads:
        return
    stage = ledger.open_stage("payments")
    copy_rows(stage.heads, _HEAD, made.heads)
    copy_rows(stage.entries, _ENTRY, made.entries)
    ledger.post_staged(stage, branch_id=batch.branch_id, kind=PAYMENT, by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {stage.heads}, {stage.entries}")


def _copy(table: str, columns: Iterable[str], rows: list[tuple[Any, ...]]) -> None:
    if rows:
        copy_rows(table, list(columns), rows)
