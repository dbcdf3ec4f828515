"""Tells those who asked for something: received, something is missing, there is an answer.

Whoever asked gets the words at the address he left for this one matter, as the form says. A party
is told as well, by the ways that he consented to and with the copy that counts, where a card or the
notice's code showed that it is about himself: a name alone rings nobody's telephone.
"""

from django.conf import settings
from django.utils import timezone

from wuai.contexts.applications import api as applications
from wuai.contexts.applications import events
from wuai.contexts.appointments import api as appointments
from wuai.contexts.appointments import events as bookings
from wuai.contexts.cases import api as cases
from wuai.contexts.messages import api as messages
from wuai.contexts.parties import api as parties
from wuai.platform.actors import Actor, system

FOLLOW = "/follow/"
# What each state is told as; states that nobody need be told of are not here.
SAID = {
    "INCOMPLETE": "COMPLETE", "GRANTED": "ANSWERED", "REFUSED": "ANSWERED",
    "ANSWERED": "ANSWERED", "FORWARDED": "ANSWERED", "DISMISSED": "ANSWERED",
}  # fmt: skip


def application_received(event: events.ApplicationReceived) -> None:
    """We have it, and this is its number."""
    who = applications.applicant(event.application_ref)
    if who is not None and not who.is_confidential:
        _tell(who, "RECEIVED", f"application:{who.ref}")


def application_moved(event: events.ApplicationMoved) -> None:
    """Something is missing, or there is an answer."""
    who, kind = applications.applicant(event.application_ref), SAID.get(event.state)
    if who is None or who.is_confidential or kind is None:
        return
    if event.state == who.state:  # what was overtaken meanwhile is not told any more
        _tell(who, kind, f"application:{who.ref}:{who.steps}")


def appointment_moved(event: bookings.AppointmentMoved) -> None:
    """A party whom no mail of the booking reaches learns by his own ways that the time changed."""
    row = appointments.by_ref(event.ref)
    if row is None or row.party_id is None or row.has_mail:
        return
    messages.tell(
        party_id=row.party_id, kind="DAY_MOVED", event=f"appointment:{row.ref}:{event.on}",
        reference=row.number, link="/appointments/mine/",
        by=system("appointments", branch_id=row.branch_id), at=timezone.now(),
    )  # fmt: skip


def _tell(who: applications.Applicant, kind: str, event: str) -> None:
    by, at, party = system("applications", branch_id=who.branch_id), timezone.now(), _party(who)
    if party is not None:
        messages.tell(
            party_id=party.id, kind=kind, event=event, reference=who.number, link=FOLLOW, by=by,
            at=at,
        )  # fmt: skip
    if who.email and len(who.email) <= 160 and not _reads(party, who.email):
        letter = messages.Letter(
            kind=kind, event=event, recipient=who.email, reference=who.number, link=FOLLOW,
            site=settings.SITE_URL, branch_id=who.branch_id, language=who.language,
        )  # fmt: skip
        messages.write(letter=letter, at=at)
    if kind == "COMPLETE":
        _call(who, party, event, by)


def _call(
    who: applications.Applicant, party: parties.PartyRow | None, event: str, by: Actor
) -> None:
    """A defect is explained by telephone too (R86), where there is a number."""
    if party is None and not (who.phone and who.name):
        return
    call = messages.ToCall(
        party_id=party.id if party else None, event=event, purpose="COMPLETE",
        reference=who.number, about=who.last_note, link=f"/staff/applications/{who.ref}/",
        branch_id=who.branch_id, name=who.name, phone=who.phone,
    )  # fmt: skip
    messages.ask_call(call=call, by=by, at=timezone.now())


def _reads(party: parties.PartyRow | None, email: str) -> bool:
    """Whether what the party is told goes to this very mailbox: then one letter is enough."""
    if party is None:
        return False
    ways = messages.channels_of(messages.likings([party.id])[party.id])
    return ways[:1] == [("MAIL", email)]


def _party(who: applications.Applicant) -> parties.PartyRow | None:
    """The party that asked: proven by a card, or the one who owes in the case, by its code."""
    if who.person_index:
        found = [p for p in parties.of_person([who.person_index]) if p.branch_id == who.branch_id]
        return found[0] if found else None
    if who.case_id is None or not who.has_code:
        return None
    return parties.party_row(cases.case_row(who.case_id).obligor_id)
