"""The certificate of a case is printed: once as the original, afterwards as what it is."""

import uuid
from datetime import datetime, timedelta

from wuai.contexts.cases.actions.closing import lock_cases
from wuai.contexts.cases.models import Certificate, CertificatePrint
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

# As long as somebody may press twice, or load again a paper that did not arrive.
SAME_PRESS = timedelta(minutes=5)


class CertificateUnknown(Refusal):
    code = "CERTIFICATE_UNKNOWN"
    zh = "這個案件沒有核發執行憑證"
    en = "No enforcement certificate was issued in this case"
    next_zh = "請查對案號；已核發的憑證在案件頁「停止執行、退案與憑證」"
    next_en = "Check the number; a certificate that was issued stands on the page of its case"
    status = 404


class PrintedAlready(Refusal):
    code = "CERTIFICATE_PRINTED_ALREADY"
    zh = "這一份已經印過了"
    en = "This print was made already"
    next_zh = "還要一份，請回到憑證的頁面重新載入，再按「補印憑證」；上面會註明補印第幾次"
    next_en = "For another one load the page of the certificate again and print a reprint; it says which one it is"


@action("case.print_certificate")
def print_certificate(*, case_ref: uuid.UUID, key: uuid.UUID, by: Actor, at: datetime) -> int:
    """Count one print and say which one it is.

    The same press gives the same print again only to who pressed, and for minutes: a double click or
    a broken line costs nobody the original, and a page left open hands out no second original.
    """
    found = Certificate.objects.filter(case__ref=case_ref, branch_id=by.branch_id or 0)
    held = found.first()
    if held is None:
        raise CertificateUnknown
    lock_cases([held.case_id])
    one = CertificatePrint.objects.filter(key=key).first()
    if one is None:
        no = CertificatePrint.objects.filter(certificate=held).count() + 1
        one = CertificatePrint.objects.create(
            certificate=held, no=no, key=key, at=at, by_ref=by.ref, by_name=by.name
        )
    elif one.certificate_id != held.id or one.by_ref != by.ref or at - one.at > SAME_PRESS:
        raise PrintedAlready
    record(
        kind="case", ref=case_ref, branch_id=held.branch_id,
        data={"certificate": held.number, "print": one.no},
    )  # fmt: skip
    return one.no
