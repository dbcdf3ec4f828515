"""Stop waiting for a stuck card payment: one asks, another decides. No money moves by it."""

import uuid
from datetime import datetime

from wuai.contexts.payments.actions.deciding import write_decision
from wuai.contexts.payments.actions.online.online import Heard, hear, lock_attempt
from wuai.contexts.payments.models import CardAttempt, CardRelease
from wuai.contexts.payments.rules.online import online as rules
from wuai.contexts.payments.rules.two_people import APPROVED, check_decision, reason
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


class NotStuck(Refusal):
    code = "CARD_NOT_STUCK"
    zh = "這筆信用卡付款沒有待處理的事項，或已有待核准的解除案"
    en = "Nothing about this card payment waits for anybody, or its release was asked for already"
    next_zh = "請重新整理頁面查看現況"
    next_en = "Reload the page to see how it stands"


@action("card.release_request")
def request_release(*, ref: uuid.UUID, why: str, by: Actor, at: datetime) -> uuid.UUID:
    """Ask that an attempt no longer be waited for; whatever is still heard of it counts as ever."""
    attempt = lock_attempt(ref, by.branch_id)
    waits = attempt.flag or attempt.state in rules.UNDER_WAY
    if not waits or CardRelease.objects.filter(attempt=attempt, decision="").exists():
        raise NotStuck
    asked = CardRelease.objects.create(
        attempt=attempt, reason=reason(why), proposed_at=at, proposed_by=by.ref,
        proposed_name=by.name,
    )  # fmt: skip
    record(kind="card", ref=ref, reason=asked.reason, branch_id=attempt.branch_id)
    return asked.ref


@action("card.release_decide")
def decide_release(*, ref: uuid.UUID, decision: str, by: Actor, at: datetime) -> None:
    """Approve, which ends the waiting and clears the task, or refuse."""
    found = CardRelease.objects.filter(ref=ref).values_list("attempt__ref", flat=True).first()
    if found is None:
        raise NotStuck
    attempt = lock_attempt(found, by.branch_id)
    asked = CardRelease.objects.select_for_update().get(ref=ref)
    check_decision(asked.proposed_by, asked.decided_name, by.ref, decision)
    write_decision(asked, decision, by, at)
    if decision == APPROVED:
        _release(attempt, by, at)
    record(
        kind="card", ref=attempt.ref, reason=asked.reason, branch_id=attempt.branch_id,
        data={"decision": decision},
    )  # fmt: skip


def _release(attempt: CardAttempt, by: Actor, at: datetime) -> None:
    heard = Heard(rules.DESK, rules.Judgement(rules.RELEASED), asked_at=at)
    hear(attempt, heard, by=by, at=at)
    attempt.flag, attempt.flagged_at = "", None
    attempt.save(update_fields=["flag", "flagged_at"])
