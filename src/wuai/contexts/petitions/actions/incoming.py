"""A letter out of a mailbox that is read: once a petition, or set aside until somebody has looked."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wuai.contexts.applications import api as applications
from wuai.contexts.messages import api as messages
from wuai.contexts.petitions.actions.filing import FACEBOOK, MAILED, Coming, register
from wuai.contexts.petitions.actions.telling import tell_code
from wuai.contexts.petitions.actions.work import locked, note
from wuai.contexts.petitions.models import TOLD, Incoming, Petition
from wuai.contexts.petitions.queries.mailboxes import mailbox
from wuai.contexts.petitions.rules import incoming as rules
from wuai.contexts.petitions.rules.mailboxes import VIEW
from wuai.contexts.petitions.rules.states import MayNotHandle, PetitionUnknown
from wuai.kernel.refusal import Refusal
from wuai.platform import crypto, files
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor, system

KIND = "incoming"
_SENDER = "petitions_incoming.sender"
_A_DAY = timedelta(days=1)
_AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Came:
    """A letter as it came into a box of a branch; without ``letter`` nobody could read it."""

    branch_id: int
    box: rules.Box
    fetched: rules.Fetched
    letter: rules.Letter | None
    is_doubted: bool = False


@action("incoming.take")
def take(*, came: Came, by: Actor, at: datetime, on: date) -> str:
    """Take one letter in, once; what became of it, empty when it is here already."""
    new = _row(came, at)
    # Whoever brings the same letter at the same instant waits here, and then finds it taken.
    Incoming.objects.bulk_create([new], ignore_conflicts=True)
    row = Incoming.objects.select_for_update().get(key=new.key)
    if row.ref != new.ref:
        record(kind=KIND, ref=row.ref, branch_id=came.branch_id, data={"replayed": True})
        return ""
    row.stored = files.store(
        [came.fetched.raw], kind="incoming", name=str(row.ref), at=at, branch_id=came.branch_id,
        media_type="application/json" if _is_social(came.letter) else "message/rfc822",
    )  # fmt: skip
    if _is_report(came, by, at):
        row.outcome, row.reason = rules.REPORT, ""
    else:
        row.reason = _why_aside(came, row)
    if came.letter and row.outcome == rules.ASIDE and not row.reason:
        _try(row, came.letter, came.fetched.is_cut, by, at, on)
    row.save()
    _record(row)
    return row.outcome


@action("incoming.take_up")
def take_up(
    *, ref: uuid.UUID, letter: rules.Letter, answer: bool = False, by: Actor, at: datetime, on: date
) -> applications.Filed:  # fmt: skip
    """Somebody looked: it is a petition after all, and whether the address is one to be answered."""
    row = _aside(ref, by)
    answer = answer and rules.may_answer(row.reason)
    filed = _register(row, letter, False, answer, by, at, on)
    _became(row, filed, by, at)
    return filed


@action("incoming.leave")
def leave(*, ref: uuid.UUID, by: Actor, at: datetime) -> None:
    """Somebody looked: there is nothing in it to take up."""
    row = _aside(ref, by)
    row.outcome, row.decided_at, row.decided_by = rules.LEFT, at, by.ref
    row.save()
    _record(row)


@action("incoming.add")
def add(*, ref: uuid.UUID, number: str, letter: rules.Letter, by: Actor, at: datetime) -> None:
    """Somebody looked: it belongs to a petition that is here.

    Its words go into that one's trail and its files to that one's files; it stays open from there.
    """
    row = _aside(ref, by)
    found = Petition.objects.filter(branch_id=row.branch_id, number=number.strip().upper()).first()
    if found is None:
        raise PetitionUnknown
    petition = locked(found.ref, by)
    if row.guard not in (VIEW, petition.guard):
        raise rules.StaysWithItsUnit
    note(petition, "letter", by, at, rules.as_note(letter, _add_files(petition, letter, at)))
    row.outcome, row.application_id, row.guard = rules.ADDED, petition.ref, petition.guard
    row.decided_at, row.decided_by = at, by.ref
    row.save()
    _record(row)


def _add_files(petition: Petition, letter: rules.Letter, at: datetime) -> list[str]:
    """Put what came along to the petition's files; the names of what is not taken there."""
    scans, left_out = _scans(letter)
    try:
        if scans:
            keeper = system("petitions", branch_id=petition.branch_id)
            applications.add_scans(ref=petition.ref, scans=scans, by=keeper, at=at)
    except Refusal:
        return [one.name for one in letter.files] + list(letter.left_out)
    return left_out


def _row(came: Came, at: datetime) -> Incoming:
    letter, held = came.letter, mailbox(came.branch_id, came.box.mailbox)
    said = rules.identity_of(came.box.code, letter).encode() if letter else came.fetched.raw
    digest = hashlib.sha256(f"{came.branch_id}\x1f".encode() + said).digest()
    ref = uuid.uuid4()
    told = {
        "sender": letter.sender if letter else "", "name": letter.name if letter else "",
        "subject": letter.subject if letter else "",
    }  # fmt: skip
    return Incoming(
        ref=ref, key=uuid.UUID(bytes=digest[:16]), branch_id=came.branch_id, box=came.box.code,
        mailbox=held.code, guard=held.guard, told=crypto.seal(TOLD, str(ref), json.dumps(told)),
        sender_index=crypto.blind_index(_SENDER, letter.sender) if letter and letter.sender else None,
        came_at=min(came.fetched.came_at, at), taken_at=at, outcome=rules.ASIDE,
        reason=rules.UNREADABLE,
    )  # fmt: skip


def _is_social(letter: rules.Letter | None) -> bool:
    return letter is not None and letter.channel == rules.SOCIAL


def _is_report(came: Came, by: Actor, at: datetime) -> bool:
    """Whether it only says what became of a mail of ours; that is noted where it belongs."""
    if came.letter is None or not came.letter.is_automatic:
        return False
    return bool(messages.take_returned(raw=came.fetched.raw, by=by, at=at))


def _why_aside(came: Came, row: Incoming) -> str:
    if came.letter is None:
        return rules.UNREADABLE
    held = mailbox(came.branch_id, came.box.mailbox)
    if not held.is_ours or held.identity == "CARD":
        return rules.REFUSED
    today = Incoming.objects.filter(
        sender_index=row.sender_index, taken_at__gt=row.taken_at - _A_DAY
    ).exclude(id=row.id)
    count = today.count() if row.sender_index else 0
    why = rules.why_aside(came.box, came.letter, today=count)
    if why in ("", rules.ABOUT, rules.MANY) and came.is_doubted:
        return rules.DOUBTFUL
    return why or (rules.FLOOD if _is_flood(row) else "")


def _is_flood(row: Incoming) -> bool:
    """Whether so many were taken up within the hour before this one came that a person goes on."""
    taken = Incoming.objects.filter(
        branch_id=row.branch_id, box=row.box, outcome=rules.PETITION, decided_at__isnull=True
    ).order_by("-id")
    moments = taken.values_list("came_at", flat=True)
    earliest = list(moments[rules.MOST_AN_HOUR - 1 : rules.MOST_AN_HOUR])
    return bool(earliest) and earliest[0] > row.came_at - _AN_HOUR


def _try(
    row: Incoming, letter: rules.Letter, is_cut: bool, by: Actor, at: datetime, on: date
) -> None:
    """Register it by itself; what the form refuses waits for a person instead of being lost."""
    try:
        filed = _register(row, letter, is_cut, True, by, at, on)
    except Refusal:
        row.reason = rules.REFUSED
        return
    row.outcome, row.reason = rules.PETITION, ""
    row.application_id, row.guard = filed.ref, _petition(filed).guard


def _register(
    row: Incoming, letter: rules.Letter, is_cut: bool, answer: bool, by: Actor, at: datetime,
    on: date,
) -> applications.Filed:  # fmt: skip
    held = mailbox(row.branch_id, row.mailbox)
    scans, left_out = _scans(letter)
    if is_cut:
        left_out.append("…")
    if rules.is_too_long(letter):
        text = letter.text.encode()
        scans.append(applications.Scan("PAPER_ITSELF", "letter.txt", len(text), [text]))
    given = rules.as_given(held.kind, letter, left_out)
    if not answer:
        given["email"] = ""
    filed = register(
        coming=Coming(held.code, "", FACEBOOK if _is_social(letter) else MAILED, None, scans), given=given,
        arrival=applications.Arrival(channel=letter.channel, received_at=row.came_at, key=row.key),
        by=by, at=at, on=on,
    )  # fmt: skip
    if filed.code and letter.email and answer:
        tell_code(_petition(filed), letter.email, filed.code, at)
    return filed


def _scans(letter: rules.Letter) -> tuple[list[applications.Scan], list[str]]:
    """The files that are taken, and the names of the others."""
    taken = [
        one
        for one in letter.files
        if applications.would_take(one.name, one.content, rules.MOST_PAPER)
    ]
    scans = [applications.Scan("PAPERS", x.name, len(x.content), [x.content]) for x in taken]
    return scans, [one.name for one in letter.files if one not in taken] + list(letter.left_out)


def _petition(filed: applications.Filed) -> Petition:
    return Petition.objects.get(application__ref=filed.ref)


def _aside(ref: uuid.UUID, by: Actor) -> Incoming:
    """A letter that waits for somebody, locked; for whoever may not look it does not exist."""
    if not by.may("petition.edit"):
        raise MayNotHandle(permission="petition.edit")
    found = Incoming.objects.select_for_update().filter(ref=ref, branch_id=by.branch_id or 0)
    row = found.first()
    if row is None or not by.may(row.guard):
        raise PetitionUnknown
    if row.outcome != rules.ASIDE:
        raise rules.MayNotTakeUp
    return row


def _became(row: Incoming, filed: applications.Filed, by: Actor, at: datetime) -> None:
    row.outcome, row.application_id, row.guard = rules.PETITION, filed.ref, _petition(filed).guard
    row.decided_at, row.decided_by = at, by.ref
    row.save()
    _record(row)


def _record(row: Incoming) -> None:
    record(
        kind=KIND, ref=row.ref, branch_id=row.branch_id,
        data={"outcome": row.outcome, "reason": row.reason, "box": row.box},
    )  # fmt: skip


def clerk(branch_id: int) -> Actor:
    """The system, at the mailboxes of one branch."""
    return system("mailboxes", branch_id=branch_id)
