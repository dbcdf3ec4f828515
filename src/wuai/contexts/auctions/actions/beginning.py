"""A notice of pre-emption begins: it gets its number, and the holder's time runs."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.auctions.actions import barring, clock
from wuai.contexts.auctions.actions.held import enter, own_case, tell
from wuai.contexts.auctions.models import Preemption
from wuai.contexts.auctions.rules import preempting as rules
from wuai.contexts.organisation import api as organisation
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a holder was told, how and when; ``key`` was made with the form."""

    key: uuid.UUID
    case_id: int
    ground: str
    rule: str
    holder_name: str
    holder_address: str = ""
    lot: str
    property: str
    price: int
    terms: str = ""
    how: str
    document_no: str
    notified_on: date


def begin(told: Told, by: Actor, at: datetime, on: date) -> Preemption:
    """Number a notice, count its last day from ``notified_on``, and keep it."""
    case = own_case(told.case_id, by)
    year = roc_year(on)
    serial = numbers.take(branch_id=case.branch_id, year=year, kind="preemption-notice")
    short = organisation.branch_by_id(case.branch_id).short_zh
    row = Preemption(
        branch_id=case.branch_id, case_id=case.id, number=f"{year}{short}優{serial:06d}",
        key=told.key, ground=told.ground, rule=told.rule,
        holder_name=told.holder_name.strip()[:100], holder_address=told.holder_address.strip()[:200],
        lot=told.lot.strip()[:60], property=told.property.strip()[:1000], price=told.price,
        terms=told.terms.strip()[:1000], how=told.how, document_no=told.document_no.strip()[:60],
        notified_on=told.notified_on, state=rules.WAITING, made_at=at, made_by=by.ref, made_name=by.name,
    )  # fmt: skip
    row.due_on = clock.begin(
        clock.PREEMPTION, str(row.ref), row.rule, told.notified_on, case, by, at
    )
    row.save(force_insert=True)
    tell(row, "NOTIFY", by, at, on)
    return row


def told_later(
    row: Preemption, since: date, how: str, by: Actor, at: datetime, on: date
) -> None:  # fmt: skip
    """Move the time of a holder to when he was truly told; it moves later, never earlier."""
    if since <= row.notified_on:
        return
    clock.called_off(clock.PREEMPTION, str(row.ref), "送達日較晚，重新起算", by, at)
    was, row.notified_on, row.how = row.notified_on, since, how
    row.due_on = clock.due_now(row.rule, since, row.branch_id)
    row.save(update_fields=["notified_on", "how", "due_on"])
    tell(row, "TOLD_LATER", by, at, on, f"{was.isoformat()} → {since.isoformat()}")
    is_back = row.state == rules.LAPSED and row.due_on >= on
    if is_back and not barring.is_certified(row.case_id, row.lot):
        enter(row, "REVIVE", by, at, on)
    if row.state == rules.WAITING:
        case = own_case(row.case_id, by)
        clock.begin(clock.PREEMPTION, str(row.ref), row.rule, since, case, by, at)
