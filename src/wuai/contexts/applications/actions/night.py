"""The night register: note what came, hand it over in the morning, register or pass on each piece."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wuai.contexts.applications.actions.filing import Arrival, Filed, ReceivedInFuture, register
from wuai.contexts.applications.actions.once import one_at_a_time
from wuai.contexts.applications.actions.uploads import Scan
from wuai.contexts.applications.models import Application, NightHandover, NightItem
from wuai.contexts.applications.rules import night as rules
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.organisation import api as organisation
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

_ITEM, _HANDOVER = "night_item", "night_handover"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What lay in the mailbox or was handed to the person on duty; ``key`` was made with the form."""

    key: uuid.UUID
    received_at: datetime
    way: str
    what: str
    sender: str = ""
    pieces: int = 1


@action("night.note")
def note(*, found: Found, by: Actor, at: datetime, on: date) -> str:
    """Write one thing into the register; its number comes back, the same for the same form."""
    if found.received_at > at:
        raise ReceivedInFuture(field="received_on")
    branch_id = by.branch_id or 0
    one_at_a_time(found.key)
    there = NightItem.objects.filter(key=found.key, branch_id=branch_id).first()
    if there is not None:
        record(kind=_ITEM, ref=there.ref, branch_id=branch_id, data={"replayed": True})
        return there.number
    calendar = deadlines.calendar(organisation.branch_by_id(branch_id).county)
    item = NightItem.objects.create(
        branch_id=branch_id, key=found.key, number=_number(branch_id, on, "NIGHT_ITEM", "夜"),
        received_at=found.received_at, way=found.way, sender=found.sender[:100],
        what=found.what[:200], pieces=found.pieces, noted_at=at, by_ref=by.ref, by_name=by.name,
        due_at=rules.hand_over_by(found.received_at, calendar.next_working_day),
    )  # fmt: skip
    record(kind=_ITEM, ref=item.ref, branch_id=branch_id, data={"number": item.number})
    return item.number


@action("night.hand_over")
def hand_over(
    *, given_name: str, key: uuid.UUID, by: Actor, at: datetime, on: date, remark: str = "",
    taken_name: str = "",
) -> uuid.UUID:  # fmt: skip
    """Empty the mailbox: everything noted so far goes from the person on duty to ``by``, in one list.

    Where the person on duty writes it down himself, ``taken_name`` is who signs for it.
    """
    rules.check_taker(given_name, taken_name)
    branch_id = by.branch_id or 0
    one_at_a_time(key)
    there = NightHandover.objects.filter(key=key, branch_id=branch_id).first()
    if there is not None:
        record(kind=_HANDOVER, ref=there.ref, branch_id=branch_id, data={"replayed": True})
        return there.ref
    waiting = list(
        NightItem.objects.select_for_update()
        .filter(branch_id=branch_id, handover__isnull=True).order_by("id")
    )  # fmt: skip
    done = NightHandover.objects.create(
        branch_id=branch_id, key=key, number=_number(branch_id, on, "NIGHT_HANDOVER", "夜交"), on=on,
        at=at, items=len(waiting), late=sum(rules.is_late(item.due_at, at) for item in waiting),
        given_name=given_name.strip()[:120], by_ref=by.ref,
        by_name=taken_name.strip()[:120] or by.name, note=remark[:500],
    )  # fmt: skip
    NightItem.objects.filter(id__in=[item.id for item in waiting]).update(handover=done)
    record(
        kind=_HANDOVER, ref=done.ref, branch_id=branch_id,
        data={"number": done.number, "items": done.items, "late": done.late},
    )  # fmt: skip
    return done.ref


@action("night.register")
def register_item(
    *, ref: uuid.UUID, kind: str, given: Mapping[str, Any], language: str, by: Actor, at: datetime,
    on: date, scans: Sequence[Scan] = (),
) -> Filed:  # fmt: skip
    """Register what came at night as a request; the day that counts is the day on which it came.

    Sent twice it is one request.
    """
    item = _held(ref, by)
    if item.application_id is None:
        _check_open(item)
    arrival = Arrival(
        channel="NIGHT", received_at=item.received_at, key=item.ref, identity="STAFF",
        language=language,
    )  # fmt: skip
    filed = register(
        kind=kind, branch_id=item.branch_id, given=given, arrival=arrival, scans=scans, by=by, at=at,
        on=on,
    )  # fmt: skip
    item.application = Application.objects.get(ref=filed.ref)
    item.save(update_fields=["application"])
    record(kind=_ITEM, ref=ref, branch_id=item.branch_id, data={"application": filed.number})
    return filed


@action("night.pass_on")
def pass_on(*, ref: uuid.UUID, where: str, by: Actor, at: datetime) -> None:
    """No request of ours: it goes to the ordinary mail, or to whom it is for."""
    item = _held(ref, by)
    _check_open(item)
    item.passed_on = where.strip()[:200]
    item.save(update_fields=["passed_on"])
    record(kind=_ITEM, ref=ref, branch_id=item.branch_id, data={"passed_on": True})


def _held(ref: uuid.UUID, by: Actor) -> NightItem:
    found = NightItem.objects.select_for_update().filter(ref=ref, branch_id=by.branch_id or 0)
    item = found.first()
    if item is None:
        raise rules.NightItemUnknown
    return item


def _check_open(item: NightItem) -> None:
    if item.handover_id is None:
        raise rules.NotHandedOver
    if item.application_id is not None or item.passed_on:
        raise rules.NightItemSettled


def _number(branch_id: int, on: date, kind: str, word: str) -> str:
    year = roc_year(on)
    return f"{year}{word}{numbers.take(branch_id=branch_id, year=year, kind=kind):06d}"
