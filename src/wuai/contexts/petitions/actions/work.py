"""What happens to a petition: assigned, asked about, handed to another unit, extended, withdrawn."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.applications import api as applications
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.contexts.petitions.actions.filing import KIND
from wuai.contexts.petitions.actions.telling import tell
from wuai.contexts.petitions.events import PetitionEnded
from wuai.contexts.petitions.models import Incoming, Petition, PetitionNote
from wuai.contexts.petitions.queries.mailboxes import mailbox
from wuai.contexts.petitions.queries.replies import spoken
from wuai.contexts.petitions.rules import states as s
from wuai.contexts.petitions.rules.mailboxes import VIEW, check_hand
from wuai.kernel.bilingual import Bilingual
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor, system
from wuai.platform.events import publish


@dataclass(frozen=True, slots=True)
class Assigning:
    """Who takes it up: a section, a person of it, and under which category it is counted."""

    section_id: int
    owner_ref: str = ""
    category: str = ""


def locked(ref: uuid.UUID, by: Actor) -> Petition:
    """A petition of the branch that this person may see, locked; otherwise it does not exist."""
    found = Petition.objects.select_for_update().filter(
        application__ref=ref, branch_id=by.branch_id or 0
    )
    row = found.first()
    if row is None or not by.may(row.guard):
        raise s.PetitionUnknown
    return row


def check(code: str, row: Petition, by: Actor) -> s.Move:
    """The move, if this person may make it now."""
    move = s.move(code, row.state)
    if move.who == s.PERSON:
        name = s.STATES[row.state][0]
        raise s.PetitionMoveImpossible(state_zh=name.zh, state_en=name.en)
    if not by.may(move.who):
        raise s.MayNotHandle(permission=move.who)
    return move


def engine(row: Petition, code: str, note: str, at: datetime, on: date) -> None:
    """Move the request that the person follows; its words are for him."""
    clerk = system("petitions", branch_id=row.branch_id)
    applications.move(ref=row.ref, code=code, note=note, by=clerk, at=at, on=on)


def which(row: Petition) -> deadlines.Which:
    """The time limit of a petition."""
    return deadlines.Which(KIND, str(row.ref))


def show_day(row: Petition, at: datetime) -> None:
    """Write the day that counts now on the page that the person follows."""
    clerk = system("petitions", branch_id=row.branch_id)
    applications.show_day(ref=str(row.ref), due_on=row.promised_on or row.due_on, by=clerk, at=at)


def note(row: Petition, code: str, by: Actor, at: datetime, text: str = "") -> None:
    """Keep what was done in the petition's own trail and in the history."""
    PetitionNote.objects.create(
        petition=row, code=code, text=text.strip()[:500], at=at, by_ref=by.ref, by_name=by.name
    )
    record(
        kind=KIND, ref=row.ref, branch_id=row.branch_id,
        data={"code": code, "state": row.state},
    )  # fmt: skip


@action("petition.assign")
def assign(*, ref: uuid.UUID, to: Assigning, by: Actor, at: datetime, on: date) -> None:
    """Give it to a section, and to a person of it."""
    row = locked(ref, by)
    row.state = check("assign", row, by).to
    section = organisation.section(to.section_id)
    if section.branch_id != row.branch_id:
        raise s.PetitionUnknown
    row.section_id, row.owner_ref, row.owner_name = section.id, "", ""
    if to.owner_ref:
        owner = identity.colleague(row.branch_id, to.owner_ref, on, row.guard)
        row.owner_ref, row.owner_name = owner.ref, owner.name
    held = mailbox(row.branch_id, row.mailbox)
    if to.category in {code for code, _, _ in held.categories} | {"OTHER"}:
        row.category = to.category
    row.save()
    deadlines.hand_over(which=which(row), section_id=section.id, by=by, at=at)
    said = Bilingual(f"已分給{section.name_zh}辦理。", f"Given to {section.name_en}.")
    engine(row, "tell", spoken(row, said), at, on)
    note(row, "assign", by, at, section.name_zh)


@action("petition.hand_over")
def hand_over(
    *, ref: uuid.UUID, to_ref: str, to_name: str = "", reason: str = "", by: Actor, at: datetime,
    on: date,
) -> None:  # fmt: skip
    """Give it to a colleague, who must be one that may see it."""
    row = locked(ref, by)
    if not by.may(s.EDIT):
        raise s.MayNotHandle(permission=s.EDIT)
    owner = identity.colleague(row.branch_id, to_ref, on, row.guard)
    row.owner_ref, row.owner_name = owner.ref, owner.name
    row.save(update_fields=["owner_ref", "owner_name"])
    note(row, "hand_over", by, at, reason)


@action("petition.ask")
def ask(*, ref: uuid.UUID, text: str, by: Actor, at: datetime, on: date) -> None:
    """Ask the person for what is unclear (171 II); until it comes the time limit stands still."""
    row = locked(ref, by)
    row.state = check("ask", row, by).to
    if not text.strip():
        raise s.ReasonMissing(field="text")
    row.save()
    held = deadlines.of_subject(KIND, str(ref))
    if all(one.may_stand_still(on) for one in held if one.is_open):
        deadlines.suspend(which=which(row), on=on, reason="請陳情人補充", by=by, at=at)
    engine(row, "ask", text, at, on)
    tell("asked", row, email_of(row), at, at.isoformat())
    note(row, "ask", by, at)


@action("petition.completed")
def completed(*, ref: uuid.UUID, by: Actor, at: datetime, on: date) -> None:
    """What was asked for is not waited for any longer: the time runs on."""
    row = locked(ref, by)
    row.state = check("completed", row, by).to
    _run_on(row, by, at, on)
    row.save()
    show_day(row, at)
    engine(row, "tell", "", at, on)
    note(row, "complete", by, at)


@action("petition.came")
def came(*, ref: uuid.UUID, by: Actor, at: datetime, on: date) -> None:
    """What was asked for came. Word of an earlier step, heard late, ends no waiting."""
    row = locked(ref, by)
    if row.state != s.WAITING or applications.is_incomplete(ref):
        record(kind=KIND, ref=ref, branch_id=row.branch_id, data={"state": row.state})
        return
    row.state = s.move("complete", row.state).to
    _run_on(row, by, at, on)
    row.save()
    show_day(row, at)
    note(row, "complete", by, at)


def _run_on(row: Petition, by: Actor, at: datetime, on: date) -> None:
    """Let the time run on, where it stands still."""
    if any(one.suspended_on for one in deadlines.of_subject(KIND, str(row.ref))):
        held = deadlines.resume(which=which(row), on=on, by=by, at=at)
        row.due_on, row.promised_on = max(one.due_on for one in held), None


@action("petition.hand")
def hand(
    *, ref: uuid.UUID, mailbox_code: str, reason: str, by: Actor, at: datetime, on: date
) -> None:
    """Hand it to the unit of another mailbox; who held it so far may see it no longer, if that is guarded.

    What was searchable about it goes back behind the seal. The day by which it is answered stays;
    where the person was waited for, the time runs on and the new unit asks again if it must.
    """
    row = locked(ref, by)
    waited, move = row.state == s.WAITING, check("hand", row, by)
    box = mailbox(row.branch_id, mailbox_code)
    check_hand(applications.kind_of(ref), row.guard, box, by.may)
    if not reason.strip():
        raise s.ReasonMissing(field="reason")
    was, row.state = row.mailbox, move.to
    row.mailbox, row.edition, row.guard, row.category = box.code, box.edition, box.guard, ""
    row.section_id, row.owner_ref, row.owner_name = box.section_id, "", ""
    if row.guard != VIEW:
        row.name = row.subject = ""
    if waited:
        _run_on(row, by, at, on)
    row.save()
    # The letters it came in, or that were added to it, go where it goes.
    Incoming.objects.filter(application__ref=row.ref).update(guard=row.guard)
    deadlines.hand_over(which=which(row), section_id=box.section_id, by=by, at=at)
    if waited:
        show_day(row, at)
        engine(row, "tell", "", at, on)
    # The reason may say what nobody else should read: it stays in the petition's own trail.
    note(row, "hand", by, at, f"{was} → {box.code}：{reason}")


@action("petition.extend")
def extend(*, ref: uuid.UUID, reason: str, by: Actor, at: datetime, on: date) -> date:
    """Take longer, 30 days in all at most, and say so before the first day is over."""
    row = locked(ref, by)
    check("extend", row, by)
    if not reason.strip():
        raise s.ReasonMissing(field="reason")
    # Why it takes longer stands in the petition's own trail; the deadlines below are read by others.
    plain = reason if row.guard == VIEW else "需要較多時間"
    held = deadlines.extend(which=which(row), on=on, told_on=on, reason=plain, by=by, at=at)
    row.due_on, row.promised_on = held.due_on, None
    row.save()
    show_day(row, at)
    if row.state != s.WAITING:
        why, day = reason.strip(), row.due_on.isoformat()
        said = Bilingual(
            f"需要比較多的時間：{why}（最遲 {day}）", f"We need more time: {why} (until {day})"
        )
        engine(row, "tell", spoken(row, said), at, on)
    tell("longer", row, email_of(row), at)
    note(row, "extend", by, at, reason)
    return held.due_on


@action("petition.withdraw")
def withdrawn(*, ref: uuid.UUID, by: Actor, at: datetime, on: date) -> None:
    """The person took it back on the page where it is followed."""
    row = locked(ref, by)
    row.state, row.ended_on = s.move("withdraw", row.state).to, on
    row.replies.filter(outcome="").update(
        outcome="RETURNED", decided_at=at, decided_by=by.ref, decider=by.name,
        decided_note="陳情人撤回",
    )  # fmt: skip
    row.save()
    deadlines.cancel(which=which(row), reason="陳情人撤回", by=by, at=at)
    note(row, "withdraw", by, at)
    publish(ended(row, on))


@action("petition.sign")
def sign(*, ref: uuid.UUID, outcome: str, by: Actor, at: datetime, text: str = "") -> None:
    """A spoken petition was written down, read back, and signed, corrected or left unsigned (169)."""
    row = locked(ref, by)
    if not by.may(s.EDIT):
        raise s.MayNotHandle(permission=s.EDIT)
    if outcome not in ("SIGNED", "REFUSED") or (outcome == "REFUSED" and not text.strip()):
        raise s.ReasonMissing(field="text")
    row.signed = outcome
    row.save(update_fields=["signed"])
    note(row, f"sign_{outcome.lower()}", by, at, text)


@action("petition.due_day_moved")
def take_over_days(*, refs: list[str], by: Actor, at: datetime) -> None:
    """Write the days that deadlines has now on the petitions, and on what people follow."""
    days = deadlines.of_subjects(KIND, refs)
    found = (
        Petition.objects.select_for_update().filter(application__ref__in=list(days)).order_by("id")
    )
    for row in found:
        row.due_on = max(one.due_on for one in days[str(row.ref)])
        row.save(update_fields=["due_on"])
        if row.state not in s.ENDED:
            show_day(row, at)
    record(kind=KIND, ref="moved", data={"refs": sorted(days)})


def email_of(row: Petition) -> str:
    """The address that was left, out of the seal."""
    return str(applications.answers(row.ref).get("email", ""))


def ended(row: Petition, on: date) -> PetitionEnded:
    """The event that it is over."""
    return PetitionEnded(row.branch_id, str(row.ref), row.mailbox, row.state, on.isoformat())
