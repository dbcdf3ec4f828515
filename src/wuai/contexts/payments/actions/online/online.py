"""Card payments on a platform's page: an order leaves the house, and whatever is heard of it."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.actions.online.online_parts import CARD, parts_of, post_parts, under_way
from wuai.contexts.payments.actions.receiving.receive import Arrival, identity_of, take
from wuai.contexts.payments.gateways.hosted_card import Said
from wuai.contexts.payments.gateways.settlement.codec import Line
from wuai.contexts.payments.models import (
    CardAttempt,
    CardContract,
    CardEvent,
    CardRefund,
    Slip,
)
from wuai.contexts.payments.rules.online import online as rules
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class AttemptUnknown(Refusal):
    code = "CARD_ATTEMPT_UNKNOWN"
    zh = "查無這筆信用卡付款"
    en = "There is no such card payment"
    next_zh = "請再掃描一次通知書上的 QR 碼"
    next_en = "Please scan the QR code on your notice again"
    status = 404


@dataclass(frozen=True, slots=True)
class Applied:
    """What one thing heard did; ``replayed``: it had been heard before, and nothing was done."""

    ref: uuid.UUID
    state: str
    verdict: str
    reason: str
    posted: bool
    replayed: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """Something heard about an attempt: from where, what it is worth, when it was asked for."""

    source: str
    judgement: rules.Judgement
    amount: int | None = None
    trade_no: str = ""
    paid_at: datetime | None = None
    asked_at: datetime | None = None
    kept: str = ""

    @property
    def digest(self) -> bytes:
        """By what a repetition is known: all that was said, and when it was asked for."""
        parts = (
            self.source, self.judgement.verdict, self.judgement.reason, self.amount, self.trade_no,
            self.paid_at, self.asked_at, self.kept,
        )  # fmt: skip
        return hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()


def identity_of_order(order_no: str) -> bytes:
    """By what the money of an order is known, whoever tells of it first."""
    return identity_of("CARD-ORDER", order_no)


@action("card.start")
def start_attempt(
    *, key: uuid.UUID, slip_ref: uuid.UUID, contract_ref: uuid.UUID, by: Actor, at: datetime,
    on: date,
) -> uuid.UUID:  # fmt: skip
    """Make the order that the payer takes to the platform; the same key gives the same order."""
    slip = Slip.objects.filter(ref=slip_ref).first()
    if slip is not None:
        cases.lock_cases([slip.case_id])  # of two orders that begin at once, one sees the other
    first = CardAttempt.objects.filter(key=key).first()
    if slip is None or (first is not None and first.slip_id != slip.id):
        raise AttemptUnknown
    if first is not None:
        record(kind="card", ref=first.ref, branch_id=first.branch_id, data={"replayed": True})
        return first.ref
    owed = sum(cases.balances([slip.case_id], on)[slip.case_id].values())
    row = cases.case_row(slip.case_id)
    if owed <= 0 or row.closed_on is not None:
        raise rules.NothingToPay
    # The slip of an instalment asks for no more than that instalment.
    amount = min(owed, slip.amount) if slip.instalment_ref else owed
    contract = _contract(contract_ref, slip.branch_id, amount)
    rules.check_start(under_way([slip.case_id]))
    attempt = CardAttempt.objects.create(
        branch_id=slip.branch_id, contract=contract, slip=slip, key=key, amount=amount, made_at=at,
        order_no=new_order_no(slip.branch_id, on), state=rules.OPEN, state_at=at,
        next_ask_at=rules.next_ask(rules.OPEN, at, at),
    )  # fmt: skip
    record(
        kind="card", ref=attempt.ref, case=row.ref, branch_id=slip.branch_id,
        data={"order": attempt.order_no, "amount": amount, "platform": contract.platform},
    )  # fmt: skip
    return attempt.ref


def _contract(ref: uuid.UUID, branch_id: int, amount: int) -> CardContract:
    contract = CardContract.objects.filter(ref=ref, branch_id=branch_id, until=None).first()
    if contract is None or amount > contract.most:
        raise rules.CardNotOffered
    return contract


def new_order_no(branch_id: int, on: date) -> str:
    """The number of a new order."""
    # The number alone is unique; the end keeps others from guessing it, and apart from orders of
    # another installation that shares a merchant number for trying out.
    branch = organisation.branch_by_id(branch_id)
    year = roc_year(on)
    serial = numbers.take(branch_id=branch_id, year=year, kind="card-order")
    end = "".join(secrets.choice(_LETTERS) for _ in range(4))
    return f"{branch.code}{year:03d}{serial:08d}{end}"


@action("card.hear")
def apply_event(
    *, contract_id: int, said: Said, source: str, by: Actor, at: datetime,
    asked_at: datetime | None = None,
) -> Applied:  # fmt: skip
    """Take in the platform's word about an order, whichever way it came and however often."""
    attempt = _lock(contract_id, said.order_no)
    word = rules.Word(
        said.merchant_id, said.order_no, said.amount, said.outcome, said.paid_at, said.is_simulated
    )
    judgement = rules.judge(word, ours(attempt), at)
    given = CardRefund.objects.filter(attempt=attempt).values_list("state", "refund__amount")
    judgement = rules.by_whom(judgement, attempt.amount, given)
    heard = Heard(
        source, judgement, said.amount, said.trade_no, said.paid_at, asked_at, said.kept
    )  # fmt: skip
    return hear(attempt, heard, by=by, at=at)


@action("card.hear_nothing")
def apply_silence(
    *, ref: uuid.UUID, reason: str, is_answer: bool, asked_at: datetime, by: Actor, at: datetime
) -> Applied:
    """Note that a question brought nothing: no answer, or one that cannot be trusted."""
    attempt = lock_attempt(ref)
    verdict = rules.DISTRUSTED if is_answer else rules.SILENT
    judgement = rules.Judgement(verdict, reason[:20])
    return hear(attempt, Heard(rules.POLL, judgement, asked_at=asked_at), by=by, at=at)


def _lock(contract_id: int, order_no: str) -> CardAttempt:
    attempt = (
        CardAttempt.objects.select_for_update(of=("self",))
        .select_related("contract", "slip")
        .filter(contract_id=contract_id, order_no=order_no)
        .first()
    )
    if attempt is None:
        raise AttemptUnknown
    return attempt


def lock_attempt(ref: uuid.UUID, branch_id: int | None = None) -> CardAttempt:
    """Lock an attempt, of one branch where the caller belongs to one."""
    found = CardAttempt.objects.select_for_update(of=("self",)).select_related("contract", "slip")
    found = found.filter(ref=ref)
    attempt = (found if branch_id is None else found.filter(branch_id=branch_id)).first()
    if attempt is None:
        raise AttemptUnknown
    return attempt


def ours(attempt: CardAttempt) -> rules.Ours:
    """What we know of an attempt by ourselves."""
    return rules.Ours(
        attempt.contract.merchant_id, attempt.order_no, attempt.amount, attempt.made_at
    )


def hear(attempt: CardAttempt, heard: Heard, *, by: Actor, at: datetime) -> Applied:
    """Keep one thing heard of a locked attempt and let it count, inside the action that calls."""
    verdict, reason = heard.judgement.verdict, heard.judgement.reason
    is_new = _keep(attempt, heard, at)
    posted = False
    if is_new:
        if verdict == rules.PAID and attempt.receipt_id is None:
            _post(attempt, heard, by, at)
            posted = True
        _move(attempt, heard.judgement, at)
    record(
        kind="card", ref=attempt.ref, branch_id=attempt.branch_id,
        data={"source": heard.source, "verdict": verdict, "reason": reason, "posted": posted,
              "replayed": not is_new},
    )  # fmt: skip
    return Applied(attempt.ref, attempt.state, verdict, reason, posted, not is_new)


def _keep(attempt: CardAttempt, heard: Heard, at: datetime) -> bool:
    if CardEvent.objects.filter(attempt=attempt, digest=heard.digest).exists():
        return False  # the attempt is locked: nobody can write it in between
    CardEvent.objects.create(
        branch_id=attempt.branch_id, attempt=attempt, platform=attempt.contract.platform,
        source=heard.source, verdict=heard.judgement.verdict, reason=heard.judgement.reason,
        amount=heard.amount, trade_no=heard.trade_no, said_at=heard.paid_at,
        asked_at=heard.asked_at, arrived_at=at, digest=heard.digest, kept=heard.kept,
    )  # fmt: skip
    return True


def _move(attempt: CardAttempt, judgement: rules.Judgement, at: datetime) -> None:
    state = rules.status_of([attempt.state, judgement.verdict])
    if state != attempt.state:
        attempt.state, attempt.state_at = state, at
    flag = rules.flag_of(state, judgement, attempt.flag)
    if flag != attempt.flag:
        attempt.flag, attempt.flagged_at = flag, at if flag else None
    if attempt.state not in rules.UNDER_WAY:
        attempt.next_ask_at = rules.next_ask(state, attempt.made_at, at)
    attempt.save(
        update_fields=["state", "state_at", "flag", "flagged_at", "next_ask_at", "receipt"]
    )


def _post(attempt: CardAttempt, heard: Heard, by: Actor, at: datetime) -> None:
    # A platform that does not say when is believed to speak of now.
    on = timezone.localdate(at)
    paid_on = timezone.localdate(heard.paid_at) if heard.paid_at else on
    if parts := parts_of([attempt]).get(attempt.id):
        post_parts(attempt, parts, (paid_on, on), heard.kept, by=by, at=at)
        return
    line = Line(
        0, attempt.slip.number, paid_on, on, attempt.amount, CARD, attempt.contract.platform,
        attempt.order_no, heard.kept, "",
    )  # fmt: skip
    received = take(
        branch_id=attempt.branch_id, arrival=Arrival(line, identity_of_order(attempt.order_no)),
        by=by, at=at, on=on,
    )  # fmt: skip
    attempt.receipt_id = received.receipt_id
