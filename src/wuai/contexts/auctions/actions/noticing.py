"""The branch writes to who may buy first, and records how its letters were served (R150)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.auctions.actions import answering, barring
from wuai.contexts.auctions.actions.beginning import Told, begin, told_later
from wuai.contexts.auctions.actions.held import AuctionsNotFound, own_case
from wuai.contexts.auctions.models import LetterService, Preemption, PreemptionLetter
from wuai.contexts.auctions.queries.answering import waiting
from wuai.contexts.auctions.rules import noticing as rules
from wuai.contexts.auctions.rules.barring import CertificateOut
from wuai.contexts.auctions.rules.preempting import check_rule, said
from wuai.contexts.cases import api as cases
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.notices import api as notices
from wuai.contexts.organisation import api as organisation
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """What the letters say; one goes to each of ``holders``. ``key`` was made with the form."""

    key: uuid.UUID
    case_id: int
    ground: str
    rule: str
    holders: str
    lot: str
    property: str
    price: int
    terms: str = ""


@action("preemption.issue_letters")
def issue(*, ordered: Ordered, by: Actor, at: datetime, on: date) -> list[PreemptionLetter]:
    """Write to everybody who may buy first: one numbered letter each. A repeated key is once."""
    case = own_case(ordered.case_id, by)
    done = PreemptionLetter.objects.filter(key=ordered.key, branch_id=case.branch_id)
    if done:
        record(
            kind="preemption", ref=done[0].ref, branch_id=case.branch_id, data={"replayed": True}
        )
        return list(done.order_by("place"))
    check_rule(ordered.ground, ordered.rule)
    to = rules.holders(ordered.holders)
    if barring.is_certified(case.id, ordered.lot):
        raise CertificateOut
    year, short = roc_year(on), organisation.branch_by_id(case.branch_id).short_zh
    serial = numbers.take(
        branch_id=case.branch_id, year=year, kind="preemption-letter", count=len(to)
    )
    made = [
        PreemptionLetter(
            branch_id=case.branch_id, case_id=case.id, key=ordered.key, place=place,
            number=f"{year}{short}執優通字第{serial + place:06d}號", state=rules.ISSUED,
            ground=ordered.ground, rule=ordered.rule, holder_name=one.name,
            holder_address=one.address, lot=ordered.lot.strip()[:60],
            property=ordered.property.strip()[:1000], price=ordered.price,
            terms=ordered.terms.strip()[:1000], issued_on=on, issued_at=at, issued_by=by.ref,
            issued_name=by.name,
        )
        for place, one in enumerate(to)
    ]  # fmt: skip
    PreemptionLetter.objects.bulk_create(made)
    _tell(made[0], "ISSUE", case, letters=len(made))
    return made


@action("preemption.serve_letter")
def serve(
    *, ref: uuid.UUID, attempt: notices.Attempt, key: uuid.UUID, by: Actor, at: datetime, on: date
) -> LetterService:  # fmt: skip
    """Record one attempt; once it was served the holder's time runs. A repeated key is once."""
    letter, case = held(ref, by)
    done = LetterService.objects.filter(key=key, letter=letter).first()
    if done is not None:
        record(kind="preemption", ref=ref, branch_id=letter.branch_id, data={"replayed": True})
        return done
    calendar = deadlines.calendar(organisation.branch_by_id(case.branch_id).county)
    found = notices.service_effect(attempt, issued_on=letter.issued_on, today=on, calendar=calendar)
    move = rules.move_of_attempt(
        letter.state, is_served=bool(found.effective_on),
        is_certified=letter.services.filter(effective_on__isnull=False).exists(),
    )  # fmt: skip
    since = rules.runs_from(found.effective_on, found.disputed_on) if found.effective_on else None
    made = LetterService.objects.create(
        letter=letter, key=key, method=attempt.method, on=attempt.on, place=attempt.place[:120],
        person=attempt.person[:100], reason="" if since else attempt.reason,
        effective_on=found.effective_on, runs_from=since, at=at, by_ref=by.ref, by_name=by.name,
    )  # fmt: skip
    if since:
        how = rules.HOW.get(attempt.method, "SERVED")
        _enter(letter, since, how, by, at, on)
    else:
        letter.state = move.to
        letter.save(update_fields=["state"])
    _tell(letter, move.code, case, method=attempt.method)
    return made


@action("preemption.accept_answer")
def accept(
    *, ref: uuid.UUID, application_ref: str, told_on: date, by: Actor, at: datetime, on: date
) -> None:  # fmt: skip
    """Find that a waiting answer is the holder's, who had the letter on ``told_on``: his time runs from then."""
    letter, case = held(ref, by)
    chosen = [one for one in waiting(letter) if one.told.application_ref == application_ref]
    if letter.state not in rules.OPEN or not chosen:
        raise rules.NoSuchAnswer
    since = rules.told_on(told_on, issued_on=letter.issued_on, on=on)
    letter.preemption = _begun(letter, since, "SERVED", by, at, on)
    letter.state = rules.move("SERVE", letter.state).to
    letter.save(update_fields=["state", "preemption"])
    answering.take(letter.preemption, chosen[0].told, chosen[0].received_on, by, at, online=False)
    _tell(letter, "ACCEPT_ANSWER", case, answer=application_ref, since=since.isoformat())


@action("preemption.void_letter")
def void(*, ref: uuid.UUID, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Make a letter void that was wrong, or that nobody needs any more."""
    letter, case = held(ref, by)
    letter.state, letter.void_reason = rules.move("VOID", letter.state).to, said(reason)
    letter.save(update_fields=["state", "void_reason"])
    _tell(letter, "VOID", case)


def begun_by_answer(
    letter: PreemptionLetter, received: date, by: Actor, at: datetime, on: date
) -> Preemption:  # fmt: skip
    """Begin the time of a holder whose answer shows the letter, before its certificate of service is back.

    Who answers so has it: from the day that he says, or the first day that is possible.
    """
    since = rules.told_on(received, issued_on=letter.issued_on, on=on)
    letter.preemption = _begun(letter, since, "SERVED", by, at, on)
    letter.state = rules.move("SERVE", letter.state).to
    letter.save(update_fields=["state", "preemption"])
    return letter.preemption


def held(ref: uuid.UUID, by: Actor) -> tuple[PreemptionLetter, cases.CaseRow]:
    """The letter, locked after its case."""
    found = PreemptionLetter.objects.filter(ref=ref).values_list("case_id", flat=True).first()
    if found is None:
        raise AuctionsNotFound
    case = own_case(found, by)
    return PreemptionLetter.objects.select_for_update().get(ref=ref), case


def _enter(
    letter: PreemptionLetter, since: date, how: str, by: Actor, at: datetime, on: date
) -> None:  # fmt: skip
    """Let the time run from the service, and take what was answered before; or move it later."""
    if letter.preemption:
        told_later(letter.preemption, since, how, by, at, on)
        return
    answers = waiting(letter)
    letter.preemption, letter.state = _begun(letter, since, how, by, at, on), rules.SERVED
    letter.save(update_fields=["state", "preemption"])
    for one in answers[:1]:
        answering.take(letter.preemption, one.told, one.received_on, by, at, online=False)


def _begun(
    letter: PreemptionLetter, since: date, how: str, by: Actor, at: datetime, on: date
) -> Preemption:  # fmt: skip
    told = Told(
        key=letter.ref, case_id=letter.case_id, ground=letter.ground, rule=letter.rule,
        holder_name=letter.holder_name, holder_address=letter.holder_address, lot=letter.lot,
        property=letter.property, price=letter.price, terms=letter.terms, how=how,
        document_no=letter.number, notified_on=since,
    )  # fmt: skip
    return begin(told, by, at, on)


def _tell(letter: PreemptionLetter, move: str, case: cases.CaseRow, **more: object) -> None:
    record(
        kind="preemption", ref=letter.ref, case=case.ref, branch_id=letter.branch_id,
        data={"move": move, "letter": letter.number, **more},
    )  # fmt: skip
