"""Announce a reward: one person drafts it, another decides; it is taken down by itself or before its day (R114)."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.contexts.rewards import rules
from wuai.contexts.rewards.models import RewardNotice
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


class RewardUnknown(Refusal):
    code = "REWARD_UNKNOWN"
    zh = "查無這則獎勵檢舉公告"
    en = "There is no such announcement"
    next_zh = "請由清單重新開啟"
    next_en = "Open it again from the list"
    status = 404


@action("reward.propose")
def propose(
    *, key: uuid.UUID, case_id: int, wording: rules.Wording, by: Actor, at: datetime, on: date
) -> RewardNotice:
    """Draft an announcement; a repeated key gives the first again."""
    [case] = cases.lock_cases([case_id])
    if by.branch_id != case.branch_id:
        raise RewardUnknown
    done = RewardNotice.objects.filter(key=key, branch_id=case.branch_id).first()
    if done is not None:
        record(kind="reward", ref=done.ref, data={"replayed": True})
        return done
    rules.check_case(is_open=cases.is_open(case.status))
    rules.check(wording, on)
    name = parties.party_row(case.obligor_id).name
    year, short = roc_year(on), organisation.branch_by_id(case.branch_id).short_zh
    serial = numbers.take(branch_id=case.branch_id, year=year, kind="reward-notice")
    row = RewardNotice.objects.create(
        branch_id=case.branch_id, case_id=case.id, key=key, state=rules.PROPOSED,
        number=f"{year}{short}獎勵檢舉第{serial}號", naming=wording.naming,
        shown_name=rules.shown_name(name, wording.naming)[:100],
        sought=wording.sought.strip()[:2000], percent=wording.percent, most=wording.most,
        legal_basis=wording.legal_basis.strip()[:500], since=wording.since, until=wording.until,
        proposed_at=at, proposed_by=by.ref, proposed_name=by.name,
    )  # fmt: skip
    record(kind="reward", ref=row.ref, case=case.ref, data={"number": row.number})
    return row


@action("reward.decide")
def decide(*, ref: uuid.UUID, publish: bool, reason: str = "", by: Actor, at: datetime) -> str:
    """Publish what was drafted, or refuse it with the reason; never by who drafted it."""
    mine = RewardNotice.objects.filter(ref=ref, branch_id=by.branch_id or 0)
    # First the case is locked, then what is announced about it.
    locked = cases.lock_cases(mine.values_list("case_id", flat=True))
    row = _held(ref, by)
    rules.check_state(row.state, rules.PROPOSED)
    if by.is_same_person(row.proposed_by) or not by.may(rules.APPROVE):
        raise rules.SecondPersonPublishes
    if publish:
        rules.check_case(is_open=cases.is_open(locked[0].status))
    row.state = rules.PUBLISHED if publish else rules.REFUSED
    row.reason = "" if publish else rules.said(reason)
    row.decided_at, row.decided_by, row.decided_name = at, by.ref, by.name
    row.save()
    record(kind="reward", ref=ref, case=cases.case_row(row.case_id).ref, reason=row.reason,
           data={"state": row.state, "naming": row.naming})  # fmt: skip
    return row.state


@action("reward.take_down")
def take_down(*, ref: uuid.UUID, reason: str, by: Actor, at: datetime, on: date) -> None:
    """Take an announcement down before its day: paid, found, or not needed any more."""
    row = _held(ref, by)
    rules.check_state(row.state, rules.PUBLISHED)
    row.state, row.reason, row.ended_on = rules.ENDED, rules.said(reason), on
    row.save()
    record(kind="reward", ref=ref, case=cases.case_row(row.case_id).ref, reason=row.reason)


def end_closed(*, case_ids: Iterable[int], by: Actor, at: datetime, on: date) -> None:
    """Take down, or do not publish, what was announced about cases that are closed."""
    running = RewardNotice.objects.filter(
        case_id__in=list(case_ids), state__in=[rules.PROPOSED, rules.PUBLISHED]
    )
    for ref in running.order_by("id").values_list("ref", flat=True):
        _end(ref=ref, by=by, at=at, on=on)


@action("reward.case_closed")
def _end(*, ref: uuid.UUID, by: Actor, at: datetime, on: date) -> None:
    row = RewardNotice.objects.select_for_update().get(ref=ref)
    case = cases.case_row(row.case_id)
    published = row.state == rules.PUBLISHED
    if (published or row.state == rules.PROPOSED) and not cases.is_open(case.status):
        row.state = rules.ENDED if published else rules.REFUSED
        row.ended_on = on if published else None
        row.reason = rules.CASE_CLOSED
        row.save()
    record(kind="reward", ref=ref, case=case.ref, reason=row.reason, branch_id=row.branch_id,
           data={"state": row.state})  # fmt: skip


def _held(ref: uuid.UUID, by: Actor) -> RewardNotice:
    found = RewardNotice.objects.select_for_update().filter(ref=ref, branch_id=by.branch_id or 0)
    row = found.first()
    if row is None:
        raise RewardUnknown
    return row
