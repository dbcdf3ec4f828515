"""A petition arrives: numbered by the engine below, and at once given its mailbox, day and answer."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wuai.contexts.applications import api as applications
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.organisation import api as organisation
from wuai.contexts.petitions.actions.telling import acknowledge
from wuai.contexts.petitions.events import PetitionReceived
from wuai.contexts.petitions.models import BoxOpening, Opening, Petition
from wuai.contexts.petitions.queries.mailboxes import first, mailbox, mailbox_then
from wuai.contexts.petitions.rules.mailboxes import (
    DEFAULTS,
    HARASSMENT,
    VIEW,
    Mailbox,
    MailboxUnknown,
    counting,
)
from wuai.contexts.petitions.rules.states import RECEIVED, MayNotHandle
from wuai.platform.actions import action, record
from wuai.platform.actors import PUBLIC, Actor, system
from wuai.platform.events import publish

KIND = "petition"
KEPT_DAYS = 31
# Ways that the engine's channels do not tell apart.
# Fetched out of a mailbox; whoever wrote it is answered with the code (``actions/incoming.py``).
MAILED, FACEBOOK = "MAILED", "FACEBOOK"
VIA = ("BOX", "MEETING", FACEBOOK, "LINE", "HOTLINE", "AGENCY", MAILED)


@dataclass(frozen=True, slots=True)
class Shown:
    """Whose petition a card makes it, and what was shown: his own, or his agent's."""

    person: bytes
    proof: applications.Proof


@dataclass(frozen=True, slots=True)
class Coming:
    """Through which mailbox something comes: its category, and where staff register it the way more exactly, its scans."""

    mailbox: str
    category: str = ""
    via: str = ""
    box_ref: uuid.UUID | None = None
    scans: Sequence[applications.Scan] = ()


def begin(
    *, branch_id: int, coming: Coming, by: Actor, at: datetime, on: date,
    shown: Shown | None = None,
) -> applications.Started:  # fmt: skip
    """Open the form of a mailbox for somebody; where no name is needed none is kept either.

    ``shown`` says whose petition it is, where the mailbox asks for a card: of the person whose card
    it was, or of whom an agent acts for under a power that covers it.
    """
    box = open_mailbox(branch_id, coming.mailbox, by)
    writer = PUBLIC if box.takes_no_name else by
    kept = shown if box.is_by_card else None
    if kept and kept.proof.power:
        applications.check_beginning(kept.proof.power, branch_id, on)
    return _begin(
        branch_id=branch_id, box=box, coming=(coming.category, kept), by=writer, at=at, on=on
    )  # fmt: skip


@action("petition.begin")
def _begin(
    *, branch_id: int, box: Mailbox, coming: tuple[str, Shown | None], by: Actor, at: datetime,
    on: date,
) -> applications.Started:  # fmt: skip
    category, shown = coming
    # Through which mailbox somebody came is found when it is sent.
    started = applications.start_draft(
        kind=box.kind, branch_id=branch_id, by=by, at=at, on=on,
        person_index=shown.person if shown else None, proof=shown.proof if shown else None,
    )  # fmt: skip
    _opening(started.ref, branch_id, box, Coming(box.code, category), at)
    record(kind="draft", ref=started.ref, branch_id=branch_id, data={"mailbox": box.code})
    return started


def open_mailbox(branch_id: int, code: str, by: Actor) -> Mailbox:
    """A mailbox that this person may write to now; a closed one is not there."""
    box = mailbox(branch_id, code)
    if not box.is_open or not box.is_ours or (box.audience == "STAFF" and by.kind != "staff"):
        raise MailboxUnknown(code=code[:20])
    return box


@action("petition.register")
def register(
    *, coming: Coming, given: Mapping[str, Any], arrival: applications.Arrival, by: Actor,
    at: datetime, on: date,
) -> applications.Filed:  # fmt: skip
    """Register what came by counter, phone, meeting, post, fax, mail, a social channel or the letter box."""
    if not by.may("petition.edit"):
        raise MayNotHandle(permission="petition.edit")
    branch_id = by.branch_id or 0
    box = mailbox(branch_id, coming.mailbox)
    if not box.is_ours:
        raise MailboxUnknown(code=coming.mailbox[:20])
    if not Petition.objects.filter(application__key=arrival.key).exists():
        _opening(arrival.key, branch_id, box, coming, at)
    filed = applications.register(
        kind=box.kind, branch_id=branch_id, given=given, arrival=arrival, by=by, at=at, on=on,
        scans=coming.scans,
    )  # fmt: skip
    record(
        kind=KIND, ref=filed.ref, branch_id=branch_id,
        data={"number": filed.number, "replayed": filed.replayed},
    )  # fmt: skip
    return filed


def received(told: applications.Granted, by: Actor, at: datetime) -> None:
    """What the engine calls when a filing of ours was numbered."""
    receive(told=told, by=by, at=at)


@action("petition.receive")
def receive(*, told: applications.Granted, by: Actor, at: datetime) -> None:
    """Put what was filed into its mailbox, let the time run, and say at once that it came."""
    ref = uuid.UUID(told.application_ref)
    opening = Opening.objects.filter(key=told.key).first() if told.key else None
    box = _box(told.branch_id, told.kind, opening)
    petition = _petition(told, ref, box, opening)
    clerk = system("petitions", branch_id=told.branch_id)
    subject = deadlines.Subject(KIND, str(ref), told.branch_id, box.section_id)
    held = deadlines.start(
        subject=subject, rule=box.rule, since=petition.received_on, by=clerk, at=at
    )
    petition.due_on = held.due_on
    petition.promised_on = _promised(box, petition)
    petition.save(force_insert=True)
    if opening:
        opening.delete()
    applications.show_day(
        ref=str(ref), due_on=petition.promised_on or petition.due_on, by=clerk, at=at
    )
    if petition.via != MAILED:
        acknowledge(petition, str(told.answers.get("email", "")), at)
    record(
        kind=KIND, ref=ref, branch_id=told.branch_id,
        data={"number": petition.number, "mailbox": box.code, "channel": petition.channel},
    )  # fmt: skip
    publish(PetitionReceived(told.branch_id, str(ref), box.code, told.on.isoformat()))


@action("petition.forget_openings")
def forget_openings(*, before: datetime, by: Actor, at: datetime) -> int:
    """Delete what was begun and never sent."""
    count, _ = Opening.objects.filter(began_at__lt=before).delete()
    record(kind="openings", ref=before.date().isoformat(), data={"count": count})
    return count


def _petition(
    told: applications.Granted, ref: uuid.UUID, box: Mailbox, opening: Opening | None
) -> Petition:
    given, ordinary = told.answers, box.guard == VIEW
    return Petition(
        application_id=ref, branch_id=told.branch_id, number=told.number,
        mailbox=box.code, edition=box.edition, guard=box.guard, channel=told.channel,
        category=opening.category if opening else "", via=opening.via if opening else "",
        box_id=opening.box_id if opening else None, case_id=told.case_id, section_id=box.section_id,
        name=str(given.get("name", ""))[:100] if ordinary else "",
        subject=str(given.get("subject", ""))[:80] if ordinary else "",
        is_anonymous=not (given.get("name") or given.get("address")), state=RECEIVED,
        received_on=told.received_on or told.on,
    )  # fmt: skip


def _box(branch_id: int, kind: str, opening: Opening | None) -> Mailbox:
    """The mailbox that counts: as it is now, but never less confidential than when writing began."""
    if opening:
        then = mailbox_then(branch_id, opening.mailbox, opening.edition)
        return counting(then, mailbox(branch_id, opening.mailbox))
    now = mailbox(branch_id, DEFAULTS[kind])
    return now if now.is_guarded or kind != HARASSMENT else first()[DEFAULTS[kind]]


def _promised(box: Mailbox, petition: Petition) -> date | None:
    if not box.days:
        return None
    county = organisation.branch_by_id(petition.branch_id).county
    day = deadlines.calendar(county).working_days_after(petition.received_on, box.days)
    return min(day, petition.due_on)


def _opening(key: uuid.UUID, branch_id: int, box: Mailbox, coming: Coming, at: datetime) -> None:
    known = {code for code, _, _ in box.categories} | {"OTHER"}
    boxes = BoxOpening.objects.filter(branch_id=branch_id)
    opened = boxes.filter(ref=coming.box_ref).first() if coming.box_ref else None
    Opening.objects.update_or_create(
        key=key,
        defaults={
            "branch_id": branch_id, "mailbox": box.code, "edition": box.edition, "box": opened,
            "via": coming.via if coming.via in VIA else "", "began_at": at,
            "category": coming.category if coming.category in known else "",
        },
    )  # fmt: skip
