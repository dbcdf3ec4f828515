"""Starting a deadline, letting it stand still, extending, meeting and calling it off.

Contexts above call these inside their own actions. Every one first takes the calendar's lock for
sharing, so that a closure declared meanwhile waits and then sees what they wrote.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from wuai.contexts.deadlines.events import DeadlineExtended
from wuai.contexts.deadlines.models import Deadline, Reckoning
from wuai.contexts.deadlines.queries.closures import calendar
from wuai.contexts.deadlines.queries.running import DeadlineRow, pauses_of, row_of
from wuai.contexts.deadlines.rules import states
from wuai.contexts.organisation import api as organisation
from wuai.legal import deadlines as law
from wuai.legal.counting import Pause
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish

_CALENDAR = 7_304_411  # the advisory lock of the calendar


class Subject(NamedTuple):
    """What a deadline is about: a registered kind, a public id, whose it is; ``sort`` is a code of
    the kind's own by which figures are kept apart.
    """

    kind: str
    ref: str
    branch_id: int
    section_id: int | None = None
    case_ref: str = ""
    sort: str = ""


class Which(NamedTuple):
    """The deadlines of one subject; ``rule`` names one of them, empty means all that are open."""

    kind: str
    ref: str
    rule: str = ""


def hold_calendar(*, change: bool = False) -> None:
    """Keep the calendar as it is until the transaction ends; ``change`` waits for all others."""
    with connection.cursor() as cursor:
        shared = "" if change else "_shared"
        cursor.execute(f"SELECT pg_advisory_xact_lock{shared}(%s)", [_CALENDAR])


@action("deadline.start")
def start(
    *, subject: Subject, rule: str, since: date, by: Actor, at: datetime
) -> DeadlineRow:  # fmt: skip
    """Let a deadline run from ``since``; the same one again gives the first, another is refused."""
    hold_calendar()
    county = organisation.branch_by_id(subject.branch_id).county
    found = law.compute(rule, since, calendar(county))
    row = Deadline(
        branch_id=subject.branch_id, section_id=subject.section_id, kind=subject.kind,
        subject=subject.ref, sort=subject.sort, case_ref=subject.case_ref, rule=rule,
        started_on=since,
        reckoning_id=keep([(found, county, (), False)])[0], due_on=found.due, until=found.until,
        first_due_on=found.due, state=states.RUNNING, created_at=at,
    )  # fmt: skip
    Deadline.objects.bulk_create([row], ignore_conflicts=True)
    held = Deadline.objects.open().of(subject.kind, subject.ref, rule).get()
    if held.started_on != since:
        raise states.DeadlineRunsOtherwise(since=held.started_on)
    _tell(held, {"rule": rule, "since": since.isoformat(), "due": held.due_on.isoformat()})
    return row_of(held)


@action("deadline.suspend")
def suspend(*, which: Which, on: date, reason: str, by: Actor, at: datetime) -> list[DeadlineRow]:
    """Let deadlines stand still from ``on`` while the applicant completes."""
    held = _open(which)
    for row in held:
        states.check_move("suspend", row.state)
        entry = law.rule(row.rule)
        if not law.may_pause(entry):
            raise states.RuleDoesNotPause(name=entry.name.zh, name_en=entry.name.en)
        if on > row.due_on:
            raise states.DeadlineOver(due=row.due_on)
        _not_before(row, on)
        row.state, row.suspended_on = states.SUSPENDED, on
        row.save(update_fields=["state", "suspended_on"])
        _tell(row, {"on": on.isoformat()}, reason)
    return [row_of(row) for row in held]


@action("deadline.resume")
def resume(*, which: Which, on: date, by: Actor, at: datetime) -> list[DeadlineRow]:
    """Count on from ``on``; the days it stood still are added, under the calendar of now."""
    held = [row for row in _open(which) if row.state == states.SUSPENDED or which.rule]
    if not held:
        raise states.DeadlineUnknown
    for row in held:
        states.check_move("resume", row.state)
        since = row.suspended_on or on
        if on < since:
            raise states.DayBeforeStart(day=on, start=since)
        row.state = states.EXTENDED if row.extended_on else states.RUNNING
        row.suspended_on = row.reminded_on = None
        _reckon(row, [*_pauses(row), Pause(since, on)] if on > since else _pauses(row))
        row.save()
        _tell(
            row, {"since": since.isoformat(), "on": on.isoformat(), "due": row.due_on.isoformat()}
        )
    return [row_of(row) for row in held]


@action("deadline.extend")
def extend(
    *, which: Which, on: date, told_on: date, reason: str, by: Actor, at: datetime
) -> DeadlineRow:  # fmt: skip
    """Extend once, where the rule knows an extension, with notice before the period ends."""
    row = _one(which)
    entry = law.rule(row.rule)
    if not entry.extension:
        raise law.RuleNotExtended(name=entry.name.zh, name_en=entry.name.en)
    states.check_extension(due=row.due_on, told_on=told_on, on=on, reason=reason)
    states.check_move("extend", row.state)
    row.state, row.extended_on, row.told_on = states.EXTENDED, on, told_on
    row.extension_reason, row.reminded_on = reason.strip()[:300], None
    _reckon(row, _pauses(row))
    row.save()
    _tell(row, {"told_on": told_on.isoformat(), "due": row.due_on.isoformat()}, reason)
    publish(
        DeadlineExtended(row.branch_id, str(row.ref), row.kind, row.subject, row.due_on.isoformat())
    )
    return row_of(row)


@action("deadline.meet")
def meet(*, which: Which, on: date, by: Actor, at: datetime) -> list[DeadlineRow]:
    """Note that what had to happen happened on ``on``, in time or late."""
    held = _open(which)
    for row in held:
        _not_before(row, on)
        # Standing still it cannot be late: the days since are not counted.
        late = row.state != states.SUSPENDED and states.is_late(row.due_on, row.until, on, at)
        row.state, row.met_on, row.met_at, row.is_late = states.MET, on, at, late
        row.save(update_fields=["state", "met_on", "met_at", "is_late"])
        _tell(row, {"on": on.isoformat(), "due": row.due_on.isoformat(), "late": late})
    return [row_of(row) for row in held]


@action("deadline.cancel")
def cancel(*, which: Which, reason: str, by: Actor, at: datetime) -> list[DeadlineRow]:
    """Call deadlines off: the matter ended otherwise."""
    held = _open(which)
    for row in held:
        row.state = states.CANCELLED
        row.save(update_fields=["state"])
        _tell(row, {}, reason)
    return [row_of(row) for row in held]


@action("deadline.hand_over")
def hand_over(
    *, which: Which, section_id: int | None, by: Actor, at: datetime
) -> list[DeadlineRow]:  # fmt: skip
    """Another section answers for it from now on."""
    held = _open(which)
    for row in held:
        row.section_id = section_id
        row.save(update_fields=["section_id"])
        _tell(row, {"section": section_id})
    return [row_of(row) for row in held]


def keep(found: Iterable[tuple[law.Deadline, str, Iterable[Pause], bool]]) -> list[int]:
    """Keep computations, each once; their ids come back in the same order."""
    rows = [_reckoning(*one) for one in found]
    Reckoning.objects.bulk_create(
        {row.digest: row for row in rows}.values(), ignore_conflicts=True, batch_size=1000
    )
    ids = dict(
        Reckoning.objects.filter(digest__in=[row.digest for row in rows]).values_list(
            "digest", "id"
        )
    )
    return [ids[row.digest] for row in rows]


def _reckoning(
    found: law.Deadline, county: str, pauses: Iterable[Pause], extended: bool
) -> Reckoning:  # fmt: skip
    days = [[one.since.isoformat(), one.until.isoformat()] for one in pauses]
    steps = [[step.on.isoformat(), step.why.zh, step.why.en] for step in found.steps]
    said = [found.rule, found.since.isoformat(), county, found.start.isoformat(), extended, days,
            found.due.isoformat(), found.until, steps]  # fmt: skip
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
    return Reckoning(
        digest=digest, rule=found.rule, rule_since=found.since, county=county,
        started_on=found.start, extended=extended, pauses=days, due_on=found.due,
        until=found.until, steps=steps,
    )  # fmt: skip


def _open(which: Which) -> list[Deadline]:
    hold_calendar()
    found = Deadline.objects.open().of(*which).select_for_update().order_by("id")
    if not (held := list(found)):
        raise states.DeadlineUnknown
    return held


def _one(which: Which) -> Deadline:
    held = _open(which)
    if len(held) > 1:
        raise ValueError(f"{which}: name the rule")
    return held[0]


def _pauses(row: Deadline) -> list[Pause]:
    return list(pauses_of(row.reckoning.pauses))


def _reckon(row: Deadline, pauses: list[Pause]) -> None:
    county, extended = row.reckoning.county, row.extended_on is not None
    found = law.compute(
        row.rule, row.started_on, calendar(county), pauses=pauses, extended=extended
    )
    row.reckoning_id = keep([(found, county, pauses, extended)])[0]
    row.due_on, row.until = found.due, found.until


def _not_before(row: Deadline, on: date) -> None:
    if on < row.started_on:
        raise states.DayBeforeStart(day=on, start=row.started_on)


def _tell(row: Deadline, data: dict[str, object], reason: str = "") -> None:
    record(
        kind="deadline", ref=row.ref, case=row.case_ref or None, reason=reason,
        branch_id=row.branch_id, data=data,
    )  # fmt: skip
