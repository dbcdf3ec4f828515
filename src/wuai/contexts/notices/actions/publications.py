"""Serve a notice by publication (公示送達): prepared by one person, approved by another, withdrawn."""

import uuid
from datetime import date, datetime

from wuai.contexts.notices.actions.serving import (
    Evidence,
    NoticeUnknown,
    keep_evidence,
    only_case,
)
from wuai.contexts.notices.models import Notice, NoticeCase, Publication, ServiceAttempt
from wuai.contexts.notices.rules import publications as rules
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


class WhyMissing(Refusal):
    code = "PUBLICATION_WHY_MISSING"
    zh = "請寫明理由"
    en = "Say why"
    next_zh = "理由會留在紀錄，供日後查考"
    next_en = "The reason stays on the record"
    status = 422


@action("publication.prepare")
def prepare(
    *, notice_ref: uuid.UUID, draft: rules.Draft, key: uuid.UUID, by: Actor, at: datetime, on: date,
    evidence: Evidence | None = None,
) -> Publication:  # fmt: skip
    """Prepare the publication of a notice that could not be served; the same key gives it again."""
    notice = (
        Notice.objects.select_for_update()
        .filter(ref=notice_ref, branch_id=by.branch_id or 0)
        .first()
    )
    if notice is None:
        raise NoticeUnknown()
    there = Publication.objects.filter(key=key, notice=notice).first()
    if there is not None:
        record(kind="publication", ref=there.ref, data={"replayed": True})
        return there
    known = _known(notice, has_evidence=evidence is not None, on=on)
    method = rules.may_prepare(draft, known)
    made = Publication.objects.create(
        branch_id=notice.branch_id, notice=notice, key=key, ground=draft.ground, basis=draft.basis,
        method=method, requested_by=draft.requested_by.strip(), facts=draft.facts.strip(),
        evidence=keep_evidence(evidence, notice.branch_id, at), prepared_at=at, prepared_by=by.ref,
        prepared_by_name=by.name,
    )  # fmt: skip
    note(made, ground=draft.ground, basis=draft.basis)
    return made


def _known(notice: Notice, *, has_evidence: bool, on: date) -> rules.Known:
    attempts = ServiceAttempt.objects.filter(notice=notice)
    mine = Publication.objects.filter(branch_id=notice.branch_id)
    told = NoticeCase.objects.filter(notice=notice)
    # Each of its cases was published to this person before: another case does not help (art. 79).
    published = NoticeCase.objects.filter(
        notice_id__in=mine.filter(
            notice__obligor_id=notice.obligor_id, state="EFFECTIVE", effective_on__lte=on
        ).values("notice_id")
    )
    return rules.Known(
        number=notice.number, is_superseded=notice.superseded_at is not None,
        served=attempts.exclude(method="FAILED").exists(),
        runs=mine.filter(notice=notice, state__in=rules.RUNNING).exists(),
        failed_attempts=attempts.filter(method="FAILED").count(), has_evidence=has_evidence,
        published_before=not told.exclude(case_id__in=published.values("case_id")).exists(),
    )  # fmt: skip


@action("publication.decide")
def decide(
    *, ref: uuid.UUID, approve: bool, by: Actor, at: datetime, on: date, reason: str = ""
) -> Publication:
    """Approve what somebody else prepared, with its number; or refuse it, saying why."""
    held = held_by(ref, by)
    act = "approve" if approve else "refuse"
    target = rules.decided(act, held.state, held.prepared_by, by.ref)
    if not approve and not reason.strip():
        raise WhyMissing(field="reason")
    held.state, held.decided_at = target, at
    held.decided_by, held.decided_by_name = by.ref, by.name
    if approve:
        year = roc_year(on)
        serial = numbers.take(branch_id=held.branch_id, year=year, kind="PUBLICATION")
        held.number = f"{year}公示{serial:06d}"
    else:
        held.ended_reason = reason.strip()[:300]
    held.save()
    note(held, reason=reason, number=held.number)
    return held


@action("publication.withdraw")
def withdraw(*, ref: uuid.UUID, reason: str, by: Actor, at: datetime) -> Publication:
    """Take it back before it takes effect: wrong, or no longer needed. A correct one is made anew."""
    held = held_by(ref, by)
    target = rules.move("withdraw", held.state)
    if not reason.strip():
        raise WhyMissing(field="reason")
    held.state, held.ended_at, held.ended_by_name = target, at, by.name
    held.ended_reason = reason.strip()[:300]
    held.save()
    note(held, reason=reason)
    return held


def held_by(ref: uuid.UUID, by: Actor) -> Publication:
    """The publication of the branch of who acts, locked: after its notice, as every action does."""
    found = Publication.objects.filter(ref=ref)
    if by.kind != "system":
        found = found.filter(branch_id=by.branch_id or 0)
    notice_id = found.values_list("notice_id", flat=True).first()
    if notice_id is None:
        raise rules.PublicationUnknown()
    notice = Notice.objects.select_for_update().get(id=notice_id)
    held = Publication.objects.select_for_update().get(ref=ref)
    held.notice = notice
    return held


def note(held: Publication, reason: str = "", **data: str) -> None:
    """The history line of what was done with a publication."""
    record(
        kind="publication", ref=held.ref, case=only_case(held.notice_id), reason=reason,
        branch_id=held.branch_id, data={"state": held.state} | data,
    )  # fmt: skip
