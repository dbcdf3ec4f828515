"""Cheques and postal money orders (R63): received, sent to the bank, cleared, bounced, returned.

Until it clears, a cheque stands in accounts of its own: CHEQUES (what lies here or at the bank)
against CHEQUES_HELD. No debt falls before that.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from wuai.contexts.cases import api as cases
from wuai.contexts.ledger import api as ledger
from wuai.contexts.payments.actions.desk.counter import check_receivable, number_receipt
from wuai.contexts.payments.actions.receiving.receive import Arrival, Received, identity_of, take
from wuai.contexts.payments.gateways.settlement.codec import Line
from wuai.contexts.payments.models import Cheque, ChequeCase, ChequeList, Receipt
from wuai.contexts.payments.rules.desk import cheques as rules
from wuai.contexts.payments.rules.two_people import reason
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

CHANNEL, KIND = "CHEQUE", "CHEQUE"
OURS, OWED = ("CHEQUES", ""), ("CHEQUES_HELD", "")


@dataclass(frozen=True, slots=True)
class ChequePaper:
    """What stands on a cheque or a money order, and when it came."""

    kind: str
    number: str
    bank: str
    drawer: str
    amount: int
    received_on: date
    due_on: date

    def trimmed(self) -> "ChequePaper":
        """Without the spaces around words; refused when one is missing."""
        number, bank, drawer = (" ".join(x.split()) for x in (self.number, self.bank, self.drawer))
        if not (number and bank and drawer):
            raise rules.ChequeIncomplete
        return ChequePaper(
            self.kind, number[:20], bank[:60], drawer[:100], self.amount, self.received_on,
            self.due_on,
        )  # fmt: skip


@action("cheque.receive")
def receive_cheque(
    *,
    key: uuid.UUID,
    case_ids: Sequence[int],
    paper: ChequePaper,
    by: Actor,
    at: datetime,
    on: date,
) -> uuid.UUID:
    """Take a cheque into keeping for cases in the payer's order; it is not yet money."""
    paper = paper.trimmed()
    check_receivable(paper.amount, paper.received_on, on)
    first = Cheque.objects.filter(key=key).first()
    if first is not None:
        return _replayed(first, paper)
    rows = [cases.case_row(case_id) for case_id in case_ids]
    if any(row.branch_id != rows[0].branch_id for row in rows):
        raise rules.ChequeUnknown
    cheque = _keep(key, rows[0].branch_id, paper, (by, at, on))
    ChequeCase.objects.bulk_create(
        ChequeCase(cheque=cheque, case_id=row.id, place=place) for place, row in enumerate(rows)
    )
    _memo(cheque, "IN", 1, by, at, on)
    for row in rows:
        _tell(cheque, row.ref, "")
    return cheque.ref


def _replayed(first: Cheque, paper: ChequePaper) -> uuid.UUID:
    if (first.number, first.bank, first.amount) != (paper.number, paper.bank, paper.amount):
        raise rules.ChequeRecordedDifferently(number=first.number)
    record(kind="cheque", ref=first.ref, branch_id=first.branch_id, data={"replayed": True})
    return first.ref


def _keep(
    key: uuid.UUID, branch_id: int, paper: ChequePaper, who: tuple[Actor, datetime, date]
) -> Cheque:
    by, at, on = who
    year = roc_year(on)
    serial = numbers.take(branch_id=branch_id, year=year, kind="cheque-receipt")
    try:
        with transaction.atomic():
            return Cheque.objects.create(
                key=key, branch_id=branch_id, paper_no=f"{year}票字第{serial:08d}號",
                kind=paper.kind, number=paper.number, bank=paper.bank, drawer=paper.drawer,
                amount=paper.amount, received_on=paper.received_on, due_on=paper.due_on,
                received_at=at, by_ref=by.ref, by_name=by.name,
            )  # fmt: skip
    except IntegrityError as error:
        raise rules.ChequeHeldAlready(bank=paper.bank, number=paper.number) from error


@action("cheque.send")
def send_cheques(
    *, refs: Sequence[uuid.UUID], bank: str, by: Actor, at: datetime, on: date
) -> uuid.UUID:
    """Endorse what is due and hand it to our bank with a numbered list."""
    held = Cheque.objects.select_for_update().filter(ref__in=refs, branch_id=by.branch_id or 0)
    due = [c for c in held.order_by("id") if rules.may_be_sent(c.state, c.due_on, on)]
    if not due or not bank.strip():
        raise rules.NothingToSend
    year, branch_id = roc_year(on), due[0].branch_id
    serial = numbers.take(branch_id=branch_id, year=year, kind="cheque-list")
    made = ChequeList.objects.create(
        branch_id=branch_id, number=f"{year}託收字第{serial:06d}號", bank=bank.strip()[:60],
        made_on=on, at=at, by_ref=by.ref, by_name=by.name,
    )  # fmt: skip
    for cheque in due:
        cheque.state, cheque.sent_in = rules.after(cheque.state, rules.SEND), made
        cheque.save(update_fields=["state", "sent_in"])
    record(
        kind="cheque", ref=made.ref, branch_id=branch_id,
        data={"cheques": len(due), "total": sum(cheque.amount for cheque in due)},
    )  # fmt: skip
    return made.ref


@action("cheque.clear")
def clear_cheque(*, ref: uuid.UUID, by: Actor, at: datetime, on: date) -> Received:
    """The bank has collected it: the money goes to its cases, as of the day that the rule gives."""
    cheque = _locked(ref, by)
    state = rules.after(cheque.state, rules.CLEAR)
    meant = ChequeCase.objects.filter(cheque=cheque).order_by("place")
    case_ids = list(meant.values_list("case_id", flat=True))
    day = rules.counts_from(cheque.received_on, cheque.due_on)
    number = cases.case_row(case_ids[0]).number
    line = Line(
        0, number, day, on, cheque.amount, CHANNEL, cheque.bank[:40], cheque.number,
        ",".join([number, str(day), str(cheque.amount), CHANNEL, cheque.bank, cheque.number]), "",
    )  # fmt: skip
    arrival = Arrival(line, identity_of(CHANNEL, cheque.ref), case_ids)
    received = take(branch_id=cheque.branch_id, arrival=arrival, by=by, at=at, on=on)
    number_receipt(received.receipt_id, cheque.branch_id, on, cheque.drawer)
    _memo(cheque, "OUT", -1, by, at, on)
    cheque.receipt_id = received.receipt_id
    _end(cheque, state, "", at, on)
    return received


@action("cheque.bounce")
def bounce_cheque(*, ref: uuid.UUID, why: str, by: Actor, at: datetime, on: date) -> None:
    """The bank refused it: it leaves the books, and its cases show why."""
    _drop(ref, rules.BOUNCE, why, by, at, on)


@action("cheque.return")
def return_cheque(*, ref: uuid.UUID, why: str, by: Actor, at: datetime, on: date) -> None:
    """Give a cheque back that was never sent to the bank."""
    _drop(ref, rules.RETURN, why, by, at, on)


def take_back_cheque(receipt: Receipt, why: str, at: datetime, on: date) -> None:
    """Mark the cheque of a receipt that two people take back as bounced after all."""
    cheque = Cheque.objects.select_for_update().filter(receipt=receipt).first()
    if cheque is not None:
        _end(cheque, rules.after(cheque.state, rules.TAKE_BACK), why, at, on)


def _drop(ref: uuid.UUID, act: str, why: str, by: Actor, at: datetime, on: date) -> None:
    cheque, said = _locked(ref, by), reason(why)
    state = rules.after(cheque.state, act)
    _memo(cheque, "OUT", -1, by, at, on)
    _end(cheque, state, said, at, on)
    meant = ChequeCase.objects.filter(cheque=cheque).order_by("place")
    for case_ref in meant.values_list("case__ref", flat=True):
        _tell(cheque, case_ref, said)


def _end(cheque: Cheque, state: str, why: str, at: datetime, on: date) -> None:
    cheque.state, cheque.reason, cheque.ended_at, cheque.ended_on = state, why[:200], at, on
    cheque.save()


def _locked(ref: uuid.UUID, by: Actor) -> Cheque:
    found = Cheque.objects.select_for_update().filter(ref=ref, branch_id=by.branch_id or 0).first()
    if found is None:
        raise rules.ChequeUnknown
    return found


def _tell(cheque: Cheque, case_ref: uuid.UUID, why: str) -> None:
    record(
        kind="cheque", ref=cheque.ref, case=case_ref, branch_id=cheque.branch_id, reason=why,
        data={"amount": cheque.amount, "number": cheque.paper_no},
    )  # fmt: skip


def _memo(cheque: Cheque, way: str, sign: int, by: Actor, at: datetime, on: date) -> None:
    accounts = ledger.accounts(cheque.branch_id, [OURS, OWED])
    ledger.post(
        branch_id=cheque.branch_id, kind=KIND, reference=f"{cheque.ref}:{way}", occurred_on=on,
        entries=[
            ledger.Entry(accounts[OURS], cheque.id, "", sign * cheque.amount),
            ledger.Entry(accounts[OWED], cheque.id, "", -sign * cheque.amount),
        ],
        by=by, at=at,
    )  # fmt: skip
