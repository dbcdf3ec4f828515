"""An objection comes in: in writing through the engine of applications, or orally on the spot."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wuai.contexts.applications import api as applications
from wuai.contexts.cases import api as cases
from wuai.contexts.objections.actions import clock
from wuai.contexts.objections.events import ObjectionReceived
from wuai.contexts.objections.models import Objection, ObjectionStep
from wuai.contexts.objections.rules import life
from wuai.contexts.objections.rules import objecting as o
from wuai.contexts.organisation import api as organisation
from wuai.kernel.roc_dates import long_zh, roc_year
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish

CODE = "OBJECTION"
ONLINE = "WEB"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said on the spot: ``given`` are the answers to the questions of the declaration."""

    key: uuid.UUID
    case_id: int
    made_at: datetime
    made_on: date
    place: str
    given: Mapping[str, Any]


@action("objection.register")
def register(*, told: applications.Granted, by: Actor, at: datetime) -> Objection:
    """Record an objection that was filed; called inside the filing, once for each request.

    Online, one that comes too late is refused with what can be done instead. On paper it is taken
    and marked: what was sent to us is answered by the Agency, not turned away at the counter.
    """
    (case,) = cases.lock_cases([told.case_id or 0])
    given, received_on = told.answers, told.received_on or told.on
    late = o.is_late(case.closed_on, received_on)
    if case.closed_on is not None and told.channel == ONLINE:
        raise o.ExecutionEnded(field="case_no", ended=case.closed_on)
    o.check_objector(given["objector"], given.get("interest", ""))
    row = Objection.objects.create(
        branch_id=case.branch_id, section_id=case.section_id, case_id=case.id,
        number=_number(case.branch_id, received_on), application_ref=uuid.UUID(told.application_ref),
        form=o.WRITTEN, objector=given["objector"], is_late=late, received_on=received_on,
        registered_at=at, state=life.RECEIVED, act_on=_day(given.get("act_on")),
        **{name: given.get(name, "") for name in
           ("name", "address", "phone", "email", "interest", "against", "act", "statement", "wish")},
    )  # fmt: skip
    due = clock.begin(row, clock.OPINION, received_on, str(case.ref), by, at)
    ObjectionStep.objects.create(
        objection=row,
        move="REGISTER",
        state=row.state,
        at=at,
        by_ref=by.ref,
        by_name=by.name,
        told=applications.passed_on(by, row.branch_id),
    )
    record(
        kind="objection", ref=row.ref, case=case.ref, branch_id=row.branch_id,
        data={"number": row.number, "late": late, "due": due.isoformat(), "channel": told.channel},
    )  # fmt: skip
    publish(
        ObjectionReceived(row.branch_id, str(row.ref), row.case_id, received_on.isoformat())
    )  # fmt: skip
    return row


@action("objection.record_oral")
def record_oral(*, spoken: Spoken, by: Actor, at: datetime, on: date) -> applications.Filed:
    """Record what was said on the spot, in the officer's words, to be read back and signed."""
    if not by.may(life.RECORD):
        raise o.NotPermitted(permission=life.RECORD)
    o.check_on_the_spot(spoken.made_on, spoken.place, on)
    # Held first: the same form sent by two hands at once waits here and is then replayed.
    (row,) = cases.lock_cases([spoken.case_id])
    arrival = applications.Arrival(
        channel="COUNTER", received_at=spoken.made_at, key=spoken.key, identity="STAFF"
    )
    filed = applications.register(
        kind=CODE, branch_id=row.branch_id, given={**spoken.given, "case_no": row.number},
        arrival=arrival, by=by, at=at, on=on,
    )  # fmt: skip
    held = Objection.objects.select_for_update().get(application_ref=filed.ref)
    if not filed.replayed:
        held.form, held.place = o.ORAL, " ".join(spoken.place.split())[:200]
        held.owner_ref, held.owner_name = by.ref, by.name
        held.save(update_fields=["form", "place", "owner_ref", "owner_name"])
    record(
        kind="objection", ref=held.ref, case=row.ref, branch_id=row.branch_id,
        data={"form": o.ORAL, "made_on": long_zh(spoken.made_on), "replayed": filed.replayed},
    )  # fmt: skip
    return filed


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None


def _number(branch_id: int, on: date) -> str:
    branch, year = organisation.branch_by_id(branch_id), roc_year(on)
    serial = numbers.take(branch_id=branch_id, year=year, kind="objection")
    return f"{year}{branch.short_zh}異議{serial:05d}"
