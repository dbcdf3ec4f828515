"""The certificate of a case is printed: once as the original, afterwards as what it is."""

import uuid
from datetime import datetime

from wuai.contexts.cases.actions.closing import lock_cases
from wuai.contexts.cases.models import Certificate, CertificatePrint
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


class CertificateUnknown(Refusal):
    code = "CERTIFICATE_UNKNOWN"
    zh = "這個案件沒有核發執行憑證"
    en = "No enforcement certificate was issued in this case"
    next_zh = "請查對案號；已核發的憑證在案件頁「停止執行、退案與憑證」"
    next_en = "Check the number; a certificate that was issued stands on the page of its case"
    status = 404


@action("case.print_certificate")
def print_certificate(*, case_ref: uuid.UUID, key: uuid.UUID, by: Actor, at: datetime) -> int:
    """Count one print and say which one it is; the same button pressed twice is one print."""
    found = Certificate.objects.filter(case__ref=case_ref, branch_id=by.branch_id or 0)
    held = found.first()
    if held is None:
        raise CertificateUnknown
    lock_cases([held.case_id])
    prints = CertificatePrint.objects.filter(certificate=held)
    one = prints.filter(key=key).first()
    if one is None:
        one = CertificatePrint.objects.create(
            certificate=held, no=prints.count() + 1, key=key, at=at, by_ref=by.ref, by_name=by.name
        )
    record(
        kind="case", ref=case_ref, branch_id=held.branch_id,
        data={"certificate": held.number, "print": one.no},
    )  # fmt: skip
    return one.no
