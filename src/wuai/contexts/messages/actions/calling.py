"""Proactive calls: a task with a day, its attempts, and what came of them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wuai.contexts.messages.models import Call, CallAttempt, Telling
from wuai.contexts.messages.rules import calls as rules
from wuai.contexts.messages.rules.kinds import kind_of, link, reference
from wuai.contexts.parties import api as parties
from wuai.kernel.taipei import day_of
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class ToCall:
    """Whom to call about what; ``event`` makes it one call. ``about`` is for the caller's eyes only.

    Who is no party of the branch is called by the ``name`` and ``phone`` that were left with us.
    A number that was left for this matter goes before the one in the party's row.
    """

    party_id: int | None
    event: str
    purpose: str
    reference: str
    about: str = ""
    link: str = ""
    due_on: date | None = None
    branch_id: int = 0
    name: str = ""
    phone: str = ""


@action("call.ask")
def ask_call(*, call: ToCall, by: Actor, at: datetime) -> str:
    """Put a call on the list of the branch, once; its public id comes back."""
    branch_id = call.branch_id
    if call.party_id is not None:
        branch_id = parties.party_row(call.party_id).branch_id
    ref = uuid.uuid4()
    made = Call(
        ref=ref, branch_id=branch_id, party_id=call.party_id, purpose=call.purpose,
        name=call.name[:100], phone=call.phone[:40],
        once_key=f"{call.event}:{call.party_id or ''}:{call.purpose}"[:200],
        reference=reference(call.reference), about=" ".join(call.about.split())[:500],
        link=link(call.link) if call.link else "", due_on=call.due_on or _due(at),
        created_at=at, created_by=by.ref,
    )  # fmt: skip
    Call.objects.bulk_create([made], ignore_conflicts=True)
    kept: uuid.UUID = Call.objects.values_list("ref", flat=True).get(once_key=made.once_key)
    record(kind="call", ref=kept, branch_id=branch_id,
           data={"purpose": call.purpose, "new": kept == ref})  # fmt: skip
    return str(kept)


def call_unreached(telling: Telling, at: datetime) -> None:
    """No message arrived: kinds that must arrive are told by telephone."""
    if not kind_of(telling.kind).call:
        return
    Call.objects.bulk_create(
        [
            Call(
                branch_id=telling.branch_id, party_id=telling.party_id, telling=telling,
                once_key=f"unreached:{telling.ref}", purpose="UNREACHED",
                reference=telling.reference, due_on=_due(at), created_at=at,
                created_by="system:outbox",
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _due(at: datetime) -> date:
    return day_of(at) + timedelta(days=rules.DUE_DAYS)


@action("call.attempt")
def note_attempt(
    *, ref: uuid.UUID, key: uuid.UUID, outcome: str, note: str, by: Actor, at: datetime
) -> str:
    """Record one attempt (a repeated ``key`` counts once); the state of the call comes back."""
    call = Call.objects.select_for_update().filter(ref=ref).first()
    if call is None or (by.kind == "staff" and by.branch_id != call.branch_id):
        raise rules.CallUnknown
    if CallAttempt.objects.filter(key=key, call=call).exists():
        record(kind="call", ref=ref, branch_id=call.branch_id, data={"replayed": True})
        return call.state
    if call.state != "OPEN":
        raise rules.CallOver
    call.state = rules.after(outcome, attempts=call.attempts.count() + 1)
    CallAttempt.objects.create(
        call=call, key=key, at=at, outcome=outcome, note=" ".join(note.split())[:500],
        by_ref=by.ref, by_name=by.name,
    )  # fmt: skip
    call.save(update_fields=["state"])
    if call.state == "DONE" and call.telling_id:
        Telling.objects.filter(id=call.telling_id, reached_at__isnull=True).update(reached_at=at)
    record(kind="call", ref=ref, branch_id=call.branch_id,
           data={"outcome": outcome, "state": call.state})  # fmt: skip
    return call.state
