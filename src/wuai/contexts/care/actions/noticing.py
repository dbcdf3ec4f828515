"""Signals are recorded and ended; each once."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from wuai.contexts.care.models import Signal
from wuai.contexts.care.rules import signals as rules
from wuai.contexts.cases import api as cases
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


class NotFound(Refusal):
    code = "CARE_NOT_FOUND"
    zh = "查無這筆資料"
    en = "There is no such record"
    next_zh = "請由案件重新開啟"
    next_en = "Open it again from the case"
    status = 404


@dataclass(frozen=True, slots=True)
class Noticed:
    """What was noticed about the person of a case."""

    case_id: int
    kind: str
    source: str
    note: str = ""


def own_case(case_id: int, by: Actor) -> cases.CaseRow:
    """The case, if it is of the branch of who acts."""
    row = cases.case_row(case_id)
    if by.kind == "staff" and by.branch_id != row.branch_id:
        raise NotFound
    return row


@action("care.note")
def note_signal(*, noticed: Noticed, by: Actor, at: datetime, on: date) -> Signal:
    """Record a signal about the obligor of a case; the same one twice is refused."""
    if noticed.kind not in rules.KINDS or noticed.source not in rules.SOURCES:
        raise rules.SignalUnknown(field="kind")
    row = own_case(noticed.case_id, by)
    made = Signal(
        branch_id=row.branch_id, party_id=row.obligor_id, case_id=row.id, kind=noticed.kind,
        source=noticed.source, note=" ".join(noticed.note.split())[:1000], noted_on=on,
        noted_at=at, noted_by=by.ref, noted_name=by.name,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        name = rules.KINDS[noticed.kind]
        raise rules.SignalHeld(kind_zh=name.zh, kind_en=name.en) from error
    # The history of a case is read by many: it says that something was noted, never what.
    record(kind="care", ref=made.ref, case=row.ref, branch_id=row.branch_id)
    return made


@action("care.end_signal")
def end_signal(*, ref: uuid.UUID, why: str, by: Actor, at: datetime) -> None:
    """A signal no longer holds."""
    held = Signal.objects.select_for_update().filter(ref=ref, ended_at__isnull=True).first()
    if held is None or (by.kind == "staff" and by.branch_id != held.branch_id):
        raise NotFound
    held.ended_at, held.ended_by, held.ended_why = at, by.ref, " ".join(why.split())[:500]
    held.save(update_fields=["ended_at", "ended_by", "ended_why"])
    record(kind="care", ref=ref, branch_id=held.branch_id)
