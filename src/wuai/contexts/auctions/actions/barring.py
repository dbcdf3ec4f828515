"""Looking at the other notices and certificates of a case, while the case is locked."""

from django.db.models import Max

from wuai.contexts.auctions.models import (
    Preemption,
    PreemptionLetter,
    PreemptionStep,
    Transfer,
    TransferCheck,
)
from wuai.contexts.auctions.rules import barring as rules
from wuai.contexts.auctions.rules import noticing, preempting, transferring


def refuse_barred(row: Transfer, check: TransferCheck | None) -> None:
    """Refuse while a right of pre-emption is open or granted to another; ``check``: the last of it."""
    waiting: list[str] = []
    granted: list[str] = []
    found = Preemption.objects.filter(
        case_id=row.case_id, state__in=[*preempting.OPEN, preempting.GRANTED]
    )
    for one in found.order_by("id"):
        is_granted = one.state == preempting.GRANTED
        if is_granted and rules.is_named(one.holder_name, row.buyer_name):
            continue
        is_here = rules.lot(one.lot) == rules.lot(row.lot)
        if (is_granted or not is_here) and check and _is_dealt_with(one, check):
            continue
        (granted if is_granted else waiting).append(one.number)
    waiting += _letters_out(row)
    if waiting:
        raise transferring.PreemptionOpen(numbers="、".join(waiting[:10]))
    if granted:
        raise rules.PreemptionGranted(numbers="、".join(granted[:10]))


def _letters_out(row: Transfer) -> list[str]:
    """Letters of the lot whose service is not settled: nobody knows yet from when their time runs."""
    out = PreemptionLetter.objects.filter(case_id=row.case_id, state__in=noticing.OPEN)
    return [one.number for one in out.order_by("id") if rules.lot(one.lot) == rules.lot(row.lot)]


def refuse_after_certificate(row: Preemption) -> None:
    """Refuse what comes when the certificate of the lot is out."""
    if is_certified(row.case_id, row.lot):
        raise rules.CertificateOut


def is_certified(case_id: int, lot: str) -> bool:
    """Whether a certificate of the lot is out."""
    out = Transfer.objects.filter(case_id=case_id, state__in=transferring.WITH_NUMBER)
    return any(rules.lot(one) == rules.lot(lot) for one in out.values_list("lot", flat=True))


def of_buyer(case_id: int, lot: str, buyer_name: str) -> list[Transfer]:
    """The certificates of a lot and a buyer that were not called off, however both were typed."""
    live = Transfer.objects.filter(case_id=case_id).exclude(state=transferring.CALLED_OFF)
    return [
        one for one in live.order_by("id")
        if rules.lot(one.lot) == rules.lot(lot) and rules.is_named(one.buyer_name, buyer_name)
    ]  # fmt: skip


def refuse_second(row: Transfer) -> None:
    """Refuse a second certificate of a lot, unless its remarks name the first; a reissue is none."""
    if row.replaces_id:
        return
    out = Transfer.objects.filter(
        case_id=row.case_id, state__in=[transferring.ISSUED, transferring.HANDED_OVER]
    )
    numbers = [
        str(one.number) for one in out.order_by("id")
        if rules.lot(one.lot) == rules.lot(row.lot)
        and not rules.names_number(row.remarks, str(one.number))
    ]  # fmt: skip
    if numbers:
        raise rules.LotCertifiedAlready(numbers="、".join(numbers[:10]))


def _is_dealt_with(one: Preemption, check: TransferCheck) -> bool:
    """Whether the check names the notice, and was made after its last move."""
    moves = PreemptionStep.objects.filter(preemption=one).exclude(move="LOOK_UP")
    last = moves.aggregate(last=Max("at"))["last"]
    return rules.names_number(check.evidence, one.number) and (last is None or check.at >= last)
