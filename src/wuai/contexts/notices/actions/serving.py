"""Record attempts to serve a notice (送達)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.notices.events import ServiceRecorded
from wuai.contexts.notices.models import Notice, NoticeCase, ServiceAttempt
from wuai.contexts.notices.rules import service
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
    county = organisation.branch_by_id(notice.branch_id).county
    effect = service.effect(
        attempt, issued_on=notice.issued_on, today=on, calendar=deadlines.calendar(county)
    )
    made = ServiceAttempt.objects.create(
        notice=notice, branch_id=notice.branch_id, key=key, method=attempt.method, on=attempt.on,
        place=attempt.place, person=attempt.person, note=note,
        reason="" if effect.effective_on else attempt.reason,
        effective_on=effect.effective_on, disputed_on=effect.disputed_on,
        kept_until=effect.kept_until,
        steps=[{"on": str(s.on), "zh": s.why.zh, "en": s.why.en} for s in effect.steps],
        evidence=_keep(evidence, notice.branch_id, at), at=at, by_ref=by.ref, by_name=by.name,
    )  # fmt: skip
    effective = str(effect.effective_on) if effect.effective_on else None
    record(
        kind="notice", ref=notice_ref, case=_only_case(notice.id),
        data={"method": attempt.method, "on": str(attempt.on), "effective_on": effective},
    )  # fmt: skip
    publish(ServiceRecorded(notice.branch_id, str(notice_ref), attempt.method, effective))
    return made


def _keep(evidence: Evidence | None, branch_id: int, at: datetime) -> StoredFile | None:
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


def _only_case(notice_id: int) -> uuid.UUID | None:
    refs = list(
        NoticeCase.objects.filter(notice_id=notice_id).values_list("case__ref", flat=True)[:2]
    )
    return refs[0] if len(refs) == 1 else None
