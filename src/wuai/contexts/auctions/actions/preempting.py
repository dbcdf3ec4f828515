"""Rights of pre-emption: a holder is told, answers or keeps silent, and is decided upon (R150)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.applications.api import Granted
from wuai.contexts.auctions.actions import answering, barring, clock, noticing
from wuai.contexts.auctions.actions.beginning import Told, begin
from wuai.contexts.auctions.actions.held import enter, held, own_case, tell
from wuai.contexts.auctions.models import Preemption, PreemptionLetter, RegisterLookup
from wuai.contexts.auctions.queries.answering import names_letter, shows_letter
from wuai.contexts.auctions.rules import noticing as letters
from wuai.contexts.auctions.rules import preempting as rules
from wuai.contexts.auctions.rules.barring import is_named
from wuai.kernel.text import narrow_upper
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

ENDED = {
    "REFUSED": "否准（表示的人不是通知所載的權利人）",
    "DISMISSED": "不受理",
    "FORWARDED": "移送有權機關",
}


@action("preemption.notify")
def notify(*, told: Told, by: Actor, at: datetime, on: date) -> Preemption:
    """Record that a holder was told of the sale; from that day his time runs. A repeated key is once."""
    case = own_case(told.case_id, by)
    done = Preemption.objects.filter(key=told.key, branch_id=case.branch_id).first()
    if done is not None:
        record(kind="preemption", ref=done.ref, branch_id=case.branch_id, data={"replayed": True})
        return done
    rules.check_rule(told.ground, told.rule)
    rules.check_day(told.notified_on, on, "notified_on")
    return begin(told, by, at, on)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A look-up in the register by the branch itself."""

    looked_up_on: date
    document_no: str
    found: str
    note: str = ""


@action("preemption.look_up")
def look_up(*, ref: uuid.UUID, looked: LookedUp, by: Actor, at: datetime, on: date) -> None:
    """Record what the register says; the holder need not bring an extract."""
    row = held(ref, by)
    RegisterLookup.objects.create(
        preemption=row, looked_up_on=rules.check_day(looked.looked_up_on, on, "looked_up_on"),
        document_no=looked.document_no.strip()[:60], found=looked.found,
        note=looked.note.strip()[:1000], at=at, by_ref=by.ref, by_name=by.name,
    )  # fmt: skip
    tell(row, "LOOK_UP", by, at, on, rules.FOUND[looked.found].zh)


@action("preemption.exercise")
def exercise(*, told: Granted, by: Actor, at: datetime) -> None:
    """Take an answer inside its filing; one that came late is refused online and recorded on paper."""
    received = told.received_on or told.on
    ref = _named(told) or _told_by_letter(told, received, by, at)
    if ref is None:
        record(
            kind="preemption", ref=told.application_ref, branch_id=told.branch_id,
            data={"move": "ANSWER_WAITS"},
        )  # fmt: skip
        return
    row = held(ref, by)
    barring.refuse_after_certificate(row)
    answering.take(row, told, received, by, at, online=told.channel == answering.ONLINE)


@action("preemption.grant")
def grant(*, told: Granted, by: Actor, at: datetime) -> None:
    """Grant an answer inside the decision on it; refused while the register was not looked up."""
    row = _of_application(told.application_ref, by)
    barring.refuse_after_certificate(row)
    last = RegisterLookup.objects.filter(preemption=row).order_by("-id").first()
    rules.check_grant(
        row.ground, answered_on=row.answered_on, due_on=row.due_on, found=last.found if last else ""
    )
    enter(row, "GRANT", by, at, told.on)


@action("preemption.follow")
def follow(*, application_ref: str, ended: str, by: Actor, at: datetime, on: date) -> None:
    """Bring a notice up to how its answer ended; only a holder refused by two people has no right left."""
    found = Preemption.objects.filter(application_ref=application_ref, state=rules.EXERCISED)
    ref = found.values_list("ref", flat=True).first()
    if ref is None:
        record(
            kind="preemption", ref=application_ref, branch_id=by.branch_id, data={"replayed": True}
        )
        return
    row = held(ref, by)
    if ended == "REFUSED" and answering.is_of_holder(row):
        enter(row, "REFUSE", by, at, on)
        return
    if ended == "WITHDRAWN":
        row.answered_on = row.application_ref = None
        enter(row, "TAKE_BACK", by, at, on)
    else:
        answering.set_aside(row, ENDED[ended], by, at, on)
    if row.due_on < on:
        enter(row, "LAPSE", by, at, on)
    else:
        _run_again(row, by, at)


@action("preemption.waive")
def waive(*, ref: uuid.UUID, note: str, by: Actor, at: datetime, on: date) -> None:
    """Record that the holder said he does not buy."""
    row = held(ref, by)
    row.answered_on = on
    enter(row, "WAIVE", by, at, on, rules.said(note, "note"))
    clock.met(clock.PREEMPTION, str(row.ref), on, by, at)


@action("preemption.lapse")
def lapse(*, ref: uuid.UUID, by: Actor, at: datetime, on: date) -> None:
    """Note that the time ran out in silence."""
    row = held(ref, by)
    if row.state == rules.WAITING and row.due_on < on:
        enter(row, "LAPSE", by, at, on)
        clock.called_off(clock.PREEMPTION, str(row.ref), "期滿未表示", by, at)
        return
    record(kind="preemption", ref=ref, branch_id=row.branch_id, data={"replayed": True})


@action("preemption.call_off")
def call_off(*, ref: uuid.UUID, reason: str, by: Actor, at: datetime, on: date) -> None:
    """The sale stopped: nothing is left to be exercised."""
    row = held(ref, by)
    enter(row, "CALL_OFF", by, at, on, rules.said(reason))
    clock.called_off(clock.PREEMPTION, str(row.ref), "程序停止", by, at)


@action("preemption.recount")
def recount(*, ref: uuid.UUID, by: Actor, at: datetime, on: date) -> None:
    """Count the time anew after a closure; what had lapsed on a day that was closed runs again."""
    row = held(ref, by)
    was, row.due_on = row.due_on, clock.due_now(row.rule, row.notified_on, row.branch_id)
    if row.due_on != was:
        row.save(update_fields=["due_on"])
    if (
        row.state == rules.LAPSED
        and row.due_on >= on
        and not barring.is_certified(row.case_id, row.lot)
    ):
        enter(row, "REVIVE", by, at, on)
        _run_again(row, by, at)
    record(
        kind="preemption", ref=row.ref, branch_id=row.branch_id,
        data={"was": was.isoformat(), "due": row.due_on.isoformat()},
    )  # fmt: skip


def _run_again(row: Preemption, by: Actor, at: datetime) -> None:
    case = own_case(row.case_id, by)
    clock.begin(clock.PREEMPTION, str(row.ref), row.rule, row.notified_on, case, by, at)


def _named(told: Granted) -> uuid.UUID | None:
    """The notice meant: by its number or its letter's; one letter to several, by the name."""
    said = narrow_upper(str(told.answers["notice_no"]))
    found = Preemption.objects.filter(branch_id=told.branch_id, case_id=told.case_id or 0)
    same = [
        one for one in found.order_by("-id")
        if said in (narrow_upper(one.number), narrow_upper(one.document_no))
    ]  # fmt: skip
    name = str(told.answers.get("name", ""))
    chosen = [one for one in same if is_named(one.holder_name, name)] or same
    if not chosen:
        return None
    if len({one.holder_name for one in chosen}) > 1:
        raise rules.PreemptionUnknown(field="notice_no")
    open_ones = [one for one in chosen if one.state in (rules.WAITING, rules.EXERCISED)]
    return (open_ones or chosen)[0].ref


def _told_by_letter(told: Granted, received: date, by: Actor, at: datetime) -> uuid.UUID | None:
    """The notice that begins now, where the answer carries the code of a letter not served yet.

    Without the code anybody may have written it: None, and it waits until it is known when the letter came.
    """
    own_case(told.case_id or 0, by)
    found = PreemptionLetter.objects.select_for_update().filter(
        branch_id=told.branch_id, case_id=told.case_id or 0, state__in=letters.OPEN
    )
    for one in found.order_by("id"):
        if names_letter(told, one):
            rules.check_price(one.price, int(told.answers["price"]))
            if not shows_letter(told, one):
                return None
            day = min(date.fromisoformat(str(told.answers["received"])), received)
            return noticing.begun_by_answer(one, day, by, at, told.on).ref
    raise rules.PreemptionUnknown(field="notice_no")


def _of_application(application_ref: str, by: Actor) -> Preemption:
    found = Preemption.objects.filter(application_ref=application_ref)
    ref = found.values_list("ref", flat=True).first()
    if ref is None:
        raise rules.PreemptionUnknown
    return held(ref, by)
