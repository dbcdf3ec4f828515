"""Certificates of transfer: prepared, checked point by point, proposed, issued by a second person (R151)."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime

from wuai.contexts.applications.api import Granted
from wuai.contexts.auctions.actions import barring, clock
from wuai.contexts.auctions.actions.held import AuctionsNotFound, own_case
from wuai.contexts.auctions.actions.steps import enter, tell
from wuai.contexts.auctions.models import Transfer, TransferCheck
from wuai.contexts.auctions.queries.conditions import BUYER_ID, buyer_id_of, latest_checks
from wuai.contexts.auctions.rules import preempting
from wuai.contexts.auctions.rules import transferring as rules
from wuai.contexts.organisation import api as organisation
from wuai.kernel.roc_dates import roc_year
from wuai.kernel.text import narrow_upper
from wuai.platform import crypto, numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.queue import later

_COPIED = (
    "branch_id", "case_id", "lot", "property", "scope", "buyer_name", "buyer_address", "price",
    "sold_on", "paid_on", "is_delivered", "remarks",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the certificate says of the sale and of the buyer."""

    lot: str
    property: str
    scope: str
    buyer_name: str
    buyer_id: str
    buyer_address: str
    price: int
    sold_on: date
    is_delivered: bool = False
    remarks: str = ""


@action("transfer.prepare")
def prepare(
    *, key: uuid.UUID, case_id: int, said: Said, application_ref: str = "", by: Actor, at: datetime,
    on: date,
) -> Transfer:  # fmt: skip
    """Begin a certificate, of the branch's own accord or because the buyer asked; a repeated key is once."""
    case = own_case(case_id, by)
    done = Transfer.objects.filter(key=key, branch_id=case.branch_id).first()
    if done is not None:
        record(kind="transfer", ref=done.ref, branch_id=case.branch_id, data={"replayed": True})
        return done
    preempting.check_day(said.sold_on, on, "sold_on")
    if barring.of_buyer(case.id, said.lot, said.buyer_name):
        raise rules.CertificateThereAlready(field="lot")
    row = Transfer(
        branch_id=case.branch_id, case_id=case.id, key=key, state=rules.PREPARING,
        application_ref=uuid.UUID(application_ref) if application_ref else None,
        made_at=at, made_by=by.ref, made_name=by.name,
    )  # fmt: skip
    _write(row, said)
    row.save(force_insert=True)
    tell(row, "PREPARE", by, at, on)
    return row


@action("transfer.opened")
def opened(*, told: Granted, by: Actor, at: datetime) -> None:
    """Begin the certificate inside the filing of the buyer's request."""
    given = told.answers
    said = Said(
        lot=given["lot"], property=given["property"], scope=given["scope"],
        buyer_name=given["name"], buyer_id=given["id_number"], buyer_address=given["address"],
        price=int(given["price"]), sold_on=date.fromisoformat(given["sold_on"]),
    )  # fmt: skip
    own_case(told.case_id or 0, by)
    for begun in barring.of_buyer(told.case_id or 0, said.lot, said.buyer_name):
        if _can_be_asked_for(begun, said.buyer_id):
            begun.application_ref = uuid.UUID(told.application_ref)
            begun.save(update_fields=["application_ref"])
            tell(begun, "ASKED", by, at, told.on)
            if begun.stored_id:
                later("auctions.copy", transfer_ref=str(begun.ref))
            return
    row = prepare(
        key=uuid.UUID(told.application_ref), case_id=told.case_id or 0, said=said,
        application_ref=told.application_ref, by=by, at=at, on=told.on,
    )  # fmt: skip
    record(kind="transfer", ref=row.ref, branch_id=row.branch_id)


@action("transfer.not_asked")
def not_asked(*, ref: uuid.UUID, by: Actor, at: datetime, on: date) -> None:
    """The buyer took the request back: what it opened is not issued, what the branch had begun goes on."""
    row = held(ref, by)
    if row.state not in (rules.PREPARING, rules.PROPOSED):
        record(kind="transfer", ref=ref, branch_id=row.branch_id, data={"replayed": True})
        return
    if row.key == row.application_ref:
        call_off(ref=ref, reason="買受人撤回申請", by=by, at=at, on=on)
        record(kind="transfer", ref=ref, branch_id=row.branch_id)
        return
    row.application_ref = None
    row.save(update_fields=["application_ref"])
    tell(row, "UNASKED", by, at, on)


@action("transfer.correct")
def correct(*, ref: uuid.UUID, said: Said, by: Actor, at: datetime, on: date) -> None:
    """Put right what the certificate will say, while conditions are checked; the row image keeps the old."""
    row = held(ref, by)
    rules.move("PROPOSE", row.state)
    preempting.check_day(said.sold_on, on, "sold_on")
    _write(row, said)
    row.save()
    tell(row, "CORRECT", by, at, on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One condition: how it was found, on what evidence; ``paid_on`` only for the price."""

    code: str
    outcome: str
    evidence: str
    paid_on: date | None = None


@action("transfer.check")
def check(*, ref: uuid.UUID, checked: Checked, by: Actor, at: datetime, on: date) -> None:
    """Record one condition; a price paid in full starts the time within which it is issued."""
    row = held(ref, by)
    rules.move("PROPOSE", row.state)
    evidence = rules.check_condition(
        checked.code, checked.outcome, checked.evidence, checked.paid_on, on
    )
    TransferCheck.objects.create(
        transfer=row, code=checked.code, outcome=checked.outcome, evidence=evidence, on=on, at=at,
        by_ref=by.ref, by_name=by.name,
    )  # fmt: skip
    if checked.code == "PRICE_PAID":
        row.paid_on = checked.paid_on if checked.outcome == rules.MET else None
        row.save(update_fields=["paid_on"])
        clock.called_off(clock.TRANSFER, str(row.ref), "繳清日更正", by, at)
        if row.paid_on:
            case = own_case(row.case_id, by)
            clock.begin(clock.TRANSFER, str(row.ref), clock.CERTIFICATE, row.paid_on, case, by, at)
    tell(row, "CHECK", by, at, on, rules.CONDITIONS[checked.code].name.zh)


@action("transfer.propose")
def propose(*, ref: uuid.UUID, by: Actor, at: datetime, on: date) -> None:
    """Propose the issue, once every condition is met."""
    row = held(ref, by)
    _check_ready(row)
    row.proposed_by, row.proposed_name = by.ref, by.name
    enter(row, "PROPOSE", by, at, on)


@action("transfer.send_back")
def send_back(*, ref: uuid.UUID, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Send a proposal back."""
    row = held(ref, by)
    rules.check_issuer(by.may(rules.ISSUE), by.is_same_person(row.proposed_by))
    row.proposed_by = row.proposed_name = ""
    enter(row, "SEND_BACK", by, at, on, preempting.said(reason))


@action("transfer.issue")
def issue(*, ref: uuid.UUID, by: Actor, at: datetime, on: date) -> str:
    """Issue the certificate as the second person; its number comes back, its PDF after commit."""
    row = held(ref, by)
    rules.move("ISSUE", row.state)
    rules.check_issuer(by.may(rules.ISSUE), by.is_same_person(row.proposed_by))
    _check_ready(row)
    row.issued_on, row.issued_by, row.issued_name = on, by.ref, by.name
    clock.met(clock.TRANSFER, str(row.ref), on, by, at)
    if row.replaces_id:
        enter(Transfer.objects.select_for_update().get(id=row.replaces_id), "REPLACE", by, at, on)
    row.year = roc_year(on)
    row.serial = numbers.take(branch_id=row.branch_id, year=row.year, kind="transfer-certificate")
    short = organisation.branch_by_id(row.branch_id).short_zh
    row.number = f"{row.year}{short}移字第{row.serial:06d}號"
    enter(row, "ISSUE", by, at, on)
    later("auctions.print", transfer_ref=str(row.ref))
    return row.number


@action("transfer.call_off")
def call_off(*, ref: uuid.UUID, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Issue nothing: the sale was set aside, or the buyer took the request back."""
    row = held(ref, by)
    note = preempting.said(reason)
    if row.replaces:
        # The old one may be lost another time: then another reissue takes its place.
        note, row.replaces = f"不補發 {row.replaces.number}：{note}", None
    clock.called_off(clock.TRANSFER, str(row.ref), "不核發", by, at)
    enter(row, "CALL_OFF", by, at, on, note)


@action("transfer.reissue")
def reissue(*, ref: uuid.UUID, reason: str, by: Actor, at: datetime, on: date) -> Transfer:
    """Begin a certificate in place of one that was lost or spoilt; the identity is checked anew."""
    old = held(ref, by)
    rules.move("REPLACE", old.state)
    begun = Transfer.objects.filter(replaces=old).first()
    if begun is not None:
        record(kind="transfer", ref=begun.ref, branch_id=old.branch_id, data={"replayed": True})
        return begun
    row = Transfer(
        key=uuid.uuid4(), state=rules.PREPARING, replaces=old, made_at=at, made_by=by.ref,
        made_name=by.name, reissue_reason=preempting.said(reason),
        **{name: getattr(old, name) for name in _COPIED},
    )  # fmt: skip
    row.buyer_id = crypto.seal(BUYER_ID, str(row.ref), buyer_id_of(old))
    row.save(force_insert=True)
    for one in latest_checks(old.id).values():
        if one.code != "BUYER":
            TransferCheck.objects.create(
                transfer=row, code=one.code, outcome=one.outcome, on=on, at=at, by_ref=by.ref,
                by_name=by.name, evidence=f"沿用 {old.number}：{one.evidence}"[:500],
            )  # fmt: skip
    tell(row, "REISSUE", by, at, on, str(old.number))
    return row


def held(ref: uuid.UUID, by: Actor) -> Transfer:
    """The certificate, locked after its case."""
    found = Transfer.objects.filter(ref=ref).values_list("case_id", flat=True).first()
    if found is None:
        raise AuctionsNotFound
    own_case(found, by)
    return Transfer.objects.select_for_update().get(ref=ref)


def _can_be_asked_for(row: Transfer, buyer_id: str) -> bool:
    """Whether a request may join what the branch began of its own accord: the same buyer's.

    One that was printed meanwhile, or handed over, answers the request with its copy.
    """
    is_same = narrow_upper(buyer_id_of(row)) == narrow_upper(buyer_id)
    return row.state in rules.JOINABLE and not row.application_ref and is_same


def _check_ready(row: Transfer) -> None:
    checks = latest_checks(row.id)
    rules.check_ready({code: one.outcome for code, one in checks.items()})
    barring.refuse_barred(row, checks.get("PREEMPTION"))
    barring.refuse_second(row)


def _write(row: Transfer, said: Said) -> None:
    given = asdict(said)
    number = given.pop("buyer_id").strip()
    for name, value in given.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.buyer_id = crypto.seal(BUYER_ID, str(row.ref), number)
