"""Files are scanned after they arrived; drafts that nobody went on with are deleted each night."""

import logging
import uuid

import procrastinate
from django.utils import timezone

from wuai.contexts.applications.actions import discarding, uploads
from wuai.contexts.applications.gateways.scanner import client
from wuai.contexts.applications.models import QUARANTINED, Upload
from wuai.platform.actors import system
from wuai.platform.jobs import procrastinate_app

BY = system("scanner")
_log = logging.getLogger(__name__)


@procrastinate_app.task(
    name="applications.scan", retry=procrastinate.RetryStrategy(max_attempts=6, exponential_wait=5)
)
def scan(upload_ref: str) -> None:
    """Scan one file. Without a scanner, or too long for it, it stays in quarantine: unscanned is never clean."""
    where = client.address()
    upload = Upload.objects.filter(ref=uuid.UUID(upload_ref), scan=QUARANTINED).first()
    if not where or upload is None or upload.size > client.most_bytes():
        return
    try:
        verdict = client.scan(uploads.content(upload), where)
    except client.NotLookedAt as error:
        _log.warning("upload %s stays unscanned: %s", upload.ref, error)
        return
    uploads.note_scan(
        ref=upload.ref, clean=verdict.clean, verdict=verdict.text, by=BY, at=timezone.now()
    )


@procrastinate_app.periodic(cron="10 * * * *")
@procrastinate_app.task(name="applications.scan_rest", queueing_lock="applications.scan_rest")
def scan_rest(timestamp: int) -> None:
    """Ask again about what is still in quarantine (the scanner was away)."""
    if client.address():
        waiting = Upload.objects.filter(scan=QUARANTINED, size__lte=client.most_bytes())
        for ref in waiting.order_by("id").values_list("ref", flat=True)[:500]:
            scan.defer(upload_ref=str(ref))


@procrastinate_app.periodic(cron="20 18 * * *")
@procrastinate_app.task(name="applications.discard", queueing_lock="applications.discard")
def discard(timestamp: int) -> None:
    """Delete drafts that are over, 02:20 in Taipei."""
    discarding.discard(on=timezone.localdate(), by=system("applications"), at=timezone.now())
