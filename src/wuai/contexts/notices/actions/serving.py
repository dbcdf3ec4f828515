"""Record attempts to serve a notice (送達)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.notices.events import ServiceRecorded
from wuai.contexts.notices.models import Notice, NoticeCase, Publication, ServiceAttempt
from wuai.contexts.notices.rules import service
from wuai.contexts.notices.rules.publications import (
    RUNNING,
    SERVED_OTHERWISE,
    PublishedNotRecorded,
)
from wuai.contexts.organisation import api as organisation
from wuai.kernel.refusal import Refusal
from wuai.platform import files
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish
from wuai.platform.models import StoredFile

EVIDENCE_AT_MOST = 10 * 1024 * 1024
_EVIDENCE = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png"}


class NoticeUnknown(Refusal):
    code = "NOTICE_UNKNOWN"
    zh = "本分署查無這張通知書"
    en = "This branch has no such notice"
    next_zh = "請查對通知書號"
    next_en = "Check the number of the notice"
    status = 404


class EvidenceNotReadable(Refusal):
    code = "EVIDENCE_NOT_READABLE"
    zh = "送達證書檔案須為 10 MB 以內的 PDF、JPEG 或 PNG"
    en = "Evidence must be a PDF, JPEG or PNG of at most 10 MB"
    next_zh = "請重新掃描或拍照後上傳"
    next_en = "Scan or photograph it again"
    status = 422


@dataclass(frozen=True, slots=True)
class Evidence:
    """A scan of the certificate of service."""

    name: str
    blocks: Iterable[bytes]


@action("notice.serve")
def record_service(
    *, notice_ref: uuid.UUID, attempt: service.Attempt, key: uuid.UUID, by: Actor, at: datetime,
    on: date, note: str = "", evidence: Evidence | None = None,
) -> ServiceAttempt:  # fmt: skip
    """Record one attempt with its day of effect; the same key again gives the first one."""
    notice = (
        Notice.objects.select_for_update()
        .filter(ref=notice_ref, branch_id=by.branch_id or 0)
        .first()
    )
    if notice is None:
        raise NoticeUnknown()
    held = ServiceAttempt.objects.filter(key=key, notice=notice).first()
    if held is not None:
        record(kind="notice", ref=notice_ref, data={"replayed": str(held.ref)})
        return held
    if service.method(attempt.method).is_posted:
        raise PublishedNotRecorded(field="method")
    county = organisation.branch_by_id(notice.branch_id).county
    effect = service.effect(
        attempt, issued_on=notice.issued_on, today=on, calendar=deadlines.calendar(county)
    )
    made = write_attempt(
        notice=notice, key=key, attempt=attempt, effect=effect, note=note,
        evidence=keep_evidence(evidence, notice.branch_id, at), by=by, at=at,
    )  # fmt: skip
    if made.effective_on is not None:
        no_longer_needed(notice_ids=[notice.id], by=by, at=at)
    return made


def write_attempt(
    *, notice: Notice, key: uuid.UUID, attempt: service.Attempt, effect: service.Effect, note: str,
    evidence: StoredFile | None, by: Actor, at: datetime,
) -> ServiceAttempt:  # fmt: skip
    """Keep an attempt with its day of effect, its history line and its event."""
    made = ServiceAttempt.objects.create(
        notice=notice, branch_id=notice.branch_id, key=key, method=attempt.method, on=attempt.on,
        place=attempt.place, person=attempt.person, note=note,
        reason="" if effect.effective_on else attempt.reason,
        effective_on=effect.effective_on, disputed_on=effect.disputed_on,
        kept_until=effect.kept_until,
        steps=[{"on": str(s.on), "zh": s.why.zh, "en": s.why.en} for s in effect.steps],
        evidence=evidence, at=at, by_ref=by.ref, by_name=by.name,
    )  # fmt: skip
    effective = str(effect.effective_on) if effect.effective_on else None
    record(
        kind="notice", ref=notice.ref, case=only_case(notice.id), branch_id=notice.branch_id,
        data={"method": attempt.method, "on": str(attempt.on), "effective_on": effective},
    )  # fmt: skip
    publish(ServiceRecorded(notice.branch_id, str(notice.ref), attempt.method, effective))
    return made


def no_longer_needed(
    *, notice_ids: list[int], by: Actor, at: datetime, reason: str = SERVED_OTHERWISE
) -> None:
    """Served in another way, or replaced: a publication that still runs comes off the list at once."""
    running = Publication.objects.select_for_update().filter(
        notice_id__in=notice_ids, state__in=RUNNING
    )
    for held in running.order_by("id"):
        held.state, held.ended_at, held.ended_by_name = "WITHDRAWN", at, by.name
        held.ended_reason = reason
        held.save(update_fields=["state", "ended_at", "ended_by_name", "ended_reason"])
        record(
            kind="publication", ref=held.ref, case=only_case(held.notice_id), reason=reason,
            branch_id=held.branch_id, data={"state": held.state},
        )  # fmt: skip


def keep_evidence(evidence: Evidence | None, branch_id: int, at: datetime) -> StoredFile | None:
    """Keep a scan; anything that is none is refused."""
    if evidence is None:
        return None
    content = b"".join(evidence.blocks)
    kinds = [kind for magic, kind in _EVIDENCE.items() if content.startswith(magic)]
    if not kinds or len(content) > EVIDENCE_AT_MOST:
        raise EvidenceNotReadable(field="evidence")
    return files.store(
        [content], kind="service", name=evidence.name, media_type=kinds[0], at=at,
        branch_id=branch_id,
    )  # fmt: skip


def only_case(notice_id: int) -> uuid.UUID | None:
    """The case of a notice that tells about one."""
    refs = list(
        NoticeCase.objects.filter(notice_id=notice_id).values_list("case__ref", flat=True)[:2]
    )
    return refs[0] if len(refs) == 1 else None
