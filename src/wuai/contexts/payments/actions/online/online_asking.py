"""Asking a platform what became of an order: taking the question, never the telephone itself."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from wuai.contexts.payments.actions.online.online import lock_attempt
from wuai.contexts.payments.models import CardAttempt, CardEvent
from wuai.contexts.payments.rules.online import online as rules
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

AT_ONCE = 300


@dataclass(frozen=True, slots=True)
class Question:
    """One question that may be asked now."""

    ref: uuid.UUID
    contract_id: int
    order_no: str
    amount: int
    asked_at: datetime


@action("card.ask")
def claim_question(
    *, ref: uuid.UUID, by: Actor, at: datetime, branch_id: int | None = None
) -> Question | None:
    """Take the right to ask about one attempt now; None when it was asked a moment ago."""
    attempt = lock_attempt(ref, branch_id)
    free = rules.may_ask(attempt.asked_at, at)
    record(kind="card", ref=ref, branch_id=attempt.branch_id, data={"free": free})
    if not free:
        return None
    attempt.asks += 1
    attempt.asked_at = at
    attempt.next_ask_at = rules.next_ask(attempt.state, attempt.made_at, at)
    attempt.save(update_fields=["asks", "asked_at", "next_ask_at"])
    return Question(ref, attempt.contract_id, attempt.order_no, attempt.amount, at)


def look_round(*, by: Actor, at: datetime) -> list[uuid.UUID]:
    """Which attempts must be asked about now; those nobody can tell of become tasks for staff."""
    if not CardAttempt.objects.filter(_due(at) | _unsettled(at)).exists():
        return []
    return _look_round(by=by, at=at)


def _due(at: datetime) -> Q:
    return Q(next_ask_at__lte=at)


def _unsettled(at: datetime) -> Q:
    return Q(state=rules.PAID, flag="", state_at__lte=at - rules.SETTLES_WITHIN)


@action("card.look_round")
def _look_round(*, by: Actor, at: datetime) -> list[uuid.UUID]:
    locked = CardAttempt.objects.select_for_update(skip_locked=True).filter(
        _due(at) | _unsettled(at)
    )
    found = list(locked.order_by("id")[:AT_ONCE])
    ask, flagged = [], 0
    for attempt in found:
        if attempt.next_ask_at is not None and attempt.next_ask_at <= at:
            ask.append(attempt.ref)
            attempt.next_ask_at = rules.next_ask(attempt.state, attempt.made_at, at)
        if not attempt.flag and (why := _why_flag(attempt, at)):
            attempt.flag, attempt.flagged_at = why, at
            flagged += 1
        attempt.save(update_fields=["next_ask_at", "flag", "flagged_at"])
    record(kind="card", ref="round", data={"ask": len(ask), "flagged": flagged})
    return ask


def _why_flag(attempt: CardAttempt, at: datetime) -> str:
    if rules.has_lost_touch(attempt.state, attempt.made_at, at):
        return rules.NO_ANSWER
    return rules.UNSETTLED if attempt.state == rules.PAID else ""


@action("card.distrust")
def note_distrusted(
    *, platform: str, source: str, reason: str, body: bytes, by: Actor, at: datetime,
    branch_id: int | None = None,
) -> None:  # fmt: skip
    """Keep that something came which was not believed: its hash, its length and why."""
    CardEvent.objects.create(
        branch_id=branch_id, attempt=None, platform=platform, source=source,
        verdict=rules.DISTRUSTED, reason=reason[:20], arrived_at=at,
        digest=hashlib.sha256(body).digest(), kept=f"bytes={len(body)}",
    )  # fmt: skip
    record(
        kind="card", ref=platform, branch_id=branch_id, data={"source": source, "reason": reason}
    )
