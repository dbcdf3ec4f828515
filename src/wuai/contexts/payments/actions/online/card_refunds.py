"""Give money back to the card that paid: one question to the platform, never a second one."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils import timezone

from wuai.contexts.payments.actions.books.refund_books import (
    RefundUnknown,
    give_back_to_held,
    take_off_clearing,
)
from wuai.contexts.payments.models import (
    CardRefund,
    OpenItem,
    Refund,
)
from wuai.contexts.payments.queries.online.card_orders import paid_by_card
from wuai.contexts.payments.rules.online import card_refunds as rules
from wuai.contexts.payments.rules.two_people import APPROVED, check_decision, reason
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class RefundQuestion:
    """One refund that the platform is asked to make now."""

    ref: uuid.UUID
    contract_id: int
    order_no: str
    trade_no: str
    amount: int
    asked_at: datetime


def make_ready(refund: Refund) -> None:
    """Let an approved refund wait for the telephone, inside the action that approves it."""
    found = paid_by_card(refund.receipt)
    if found is None:
        raise rules.NotByCard
    attempt, trade_no = found
    CardRefund.objects.create(refund=refund, attempt=attempt, trade_no=trade_no)


@action("refund.card_ask")
def claim_refund(*, ref: uuid.UUID, by: Actor, at: datetime) -> RefundQuestion | None:
    """Take the right to ask the platform for a refund; None when it was taken before."""
    held = CardRefund.objects.select_for_update(of=("self",)).select_related("refund", "attempt")
    card = held.get(ref=ref)
    free = card.state == rules.READY
    record(kind="refund", ref=card.refund.ref, branch_id=card.refund.branch_id, data={"free": free})
    if not free:
        return None
    card.state, card.asked_at = rules.ASKED, at
    card.save(update_fields=["state", "asked_at"])
    return RefundQuestion(
        ref, card.attempt.contract_id, card.attempt.order_no, card.trade_no, card.refund.amount, at
    )


@action("refund.card_answer")
def hear_refund(*, ref: uuid.UUID, answer: rules.Answer | None, by: Actor, at: datetime) -> str:
    """Take in the platform's answer; None is no answer, and then nobody knows."""
    card, item = _lock(ref)
    if card.state != rules.ASKED:
        record(kind="refund", ref=card.refund.ref, branch_id=card.refund.branch_id,
               data={"replayed": True})  # fmt: skip
        return card.state
    card.answered_at = at
    if answer is None:
        card.state = rules.UNCLEAR
    else:
        card.code = answer.code[:20]
        _conclude(card, item, done=answer.done, by=by, at=at)
    card.save(update_fields=["state", "answered_at", "code"])
    record(
        kind="refund", ref=card.refund.ref, branch_id=card.refund.branch_id,
        data={"state": card.state, "code": card.code, "amount": card.refund.amount},
    )  # fmt: skip
    return card.state


def _lock(ref: uuid.UUID) -> tuple[CardRefund, OpenItem]:
    receipt_id = CardRefund.objects.values_list("refund__receipt_id", flat=True).get(ref=ref)
    item = OpenItem.objects.select_for_update().get(receipt_id=receipt_id)
    held = CardRefund.objects.select_for_update(of=("self", "refund"))
    return held.select_related("refund", "attempt").get(ref=ref), item


def _conclude(card: CardRefund, item: OpenItem, *, done: bool, by: Actor, at: datetime) -> None:
    refund, on = card.refund, timezone.localdate(at)
    if done:
        card.state = rules.DONE
        take_off_clearing(refund, by, at, on)
        return
    card.state = rules.REFUSED
    give_back_to_held(refund, item, by, at, on)
    refund.decision = rules.REFUSED
    refund.save(update_fields=["decision"])


def look_for_refunds(
    *, reachable: Iterable[tuple[str, str]], by: Actor, at: datetime
) -> list[uuid.UUID]:
    """Which refunds the platform can be asked for now; a question nobody waits for is unclear.

    ``reachable`` are the platforms and modes that answer; the refunds of others wait untouched.
    """
    ready = CardRefund.objects.filter(_of(reachable), state=rules.READY)
    if not ready.exists() and not CardRefund.objects.filter(state=rules.ASKED).exists():
        return []  # a quiet minute leaves no line of history
    return _look_for_refunds(ready=ready, by=by, at=at)


def _of(reachable: Iterable[tuple[str, str]]) -> Q:
    named = (
        Q(attempt__contract__platform=platform, attempt__contract__mode=mode)
        for platform, mode in reachable
    )
    return reduce(or_, named, Q(pk__in=()))


@action("refund.card_look")
def _look_for_refunds(*, ready: QuerySet[CardRefund], by: Actor, at: datetime) -> list[uuid.UUID]:
    asked = CardRefund.objects.select_for_update(skip_locked=True).filter(state=rules.ASKED)
    lost = [card for card in asked if rules.is_lost(card.asked_at, at)]
    for card in lost:
        card.state = rules.UNCLEAR
        card.save(update_fields=["state"])
    found = list(ready.order_by("id").values_list("ref", flat=True)[:100])
    record(kind="refund", ref="round", data={"ready": len(found), "unclear": len(lost)})
    return found


@action("refund.card_tell")
def tell_outcome(*, refund_ref: uuid.UUID, outcome: str, why: str, by: Actor, at: datetime) -> None:
    """Write down what the platform's own desk says became of a refund nobody heard of."""
    card, _item = _unclear(refund_ref, by)
    if outcome not in (rules.DONE, rules.REFUSED):
        raise rules.NotUnclear
    if card.told:  # a colleague may be looking at that word now
        raise rules.WordStands(name=card.told_name)
    card.told, card.told_why, card.told_at = outcome, reason(why), at
    card.told_by, card.told_name = by.ref, by.name
    card.save(update_fields=["told", "told_why", "told_at", "told_by", "told_name"])
    record(kind="refund", ref=refund_ref, reason=card.told_why, data={"told": outcome})


@action("refund.card_settle")
def settle_outcome(
    *, refund_ref: uuid.UUID, decision: str, told: str, told_at: datetime | None, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """A second person agrees, and it counts; or does not, and somebody asks the platform again.

    ``told`` and ``told_at`` are the word as that person saw it.
    """
    card, item = _unclear(refund_ref, by)
    if not card.told:
        raise rules.NotUnclear
    if (told, told_at) != (card.told, card.told_at):
        raise rules.WordChanged
    check_decision(card.told_by, None, by.ref, decision)
    if decision == APPROVED:
        card.decided_by, card.decided_name = by.ref, by.name
        _conclude(card, item, done=card.told == rules.DONE, by=by, at=at)
    else:
        card.told, card.told_why, card.told_by, card.told_name = "", "", "", ""
        card.told_at = None
    card.save()
    record(
        kind="refund", ref=refund_ref, data={"decision": decision, "state": card.state},
    )  # fmt: skip


def _unclear(refund_ref: uuid.UUID, by: Actor) -> tuple[CardRefund, OpenItem]:
    found = CardRefund.objects.filter(refund__ref=refund_ref, refund__branch_id=by.branch_id or 0)
    ref = found.values_list("ref", flat=True).first()
    if ref is None:
        raise RefundUnknown
    card, item = _lock(ref)
    if card.state != rules.UNCLEAR:
        raise rules.NotUnclear
    return card, item
