"""Slips as others see them."""

import hashlib
import hmac
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from wuai.contexts.payments.models import TOKEN, Slip
from wuai.contexts.payments.rules.slips.slips import normal_number, why_no_store
from wuai.kernel import virtual_accounts
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.text import narrow_upper
from wuai.platform.crypto import blind_index, unseal


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One slip: what is printed on it, and whether another one replaced it."""

    id: int
    ref: uuid.UUID
    branch_id: int
    number: str
    case_id: int
    amount: int
    debt_kind: str
    issued_on: date
    due_on: date
    store_segments: tuple[str, str, str] | None
    store_refused_reason: Bilingual | None
    virtual_account: str
    bank_code: str
    bank_name: Bilingual
    payment_link_token: str
    notice_ref: uuid.UUID | None
    superseded_at: datetime | None
    instalment_ref: uuid.UUID | None = None
    payer_id: int | None = None

    def is_valid(self, on: date) -> bool:
        """Whether this is the slip to pay with on a day (an older one pays as well)."""
        return self.superseded_at is None and self.due_on >= on


def _row(slip: Slip) -> SlipRow:
    scheme = virtual_accounts.find(slip.va_scheme)
    segments = (slip.segment_1, slip.segment_2, slip.segment_3) if slip.segment_1 else None
    return SlipRow(
        id=slip.id, ref=slip.ref, branch_id=slip.branch_id, number=slip.number,
        case_id=slip.case_id, amount=slip.amount, debt_kind=slip.debt_kind,
        issued_on=slip.issued_on, due_on=slip.due_on, store_segments=segments,
        store_refused_reason=why_no_store(slip.store_refused, slip.debt_kind, slip.issued_on),
        virtual_account=slip.number, bank_code=scheme.bank, bank_name=scheme.bank_name,
        payment_link_token=unseal(TOKEN, str(slip.ref), slip.token),
        notice_ref=slip.notice_ref, superseded_at=slip.superseded_at,
        instalment_ref=slip.instalment_ref, payer_id=slip.payer_id,
    )  # fmt: skip


def slip_rows(
    *, case_ids: Iterable[int] | None = None, notice_ref: uuid.UUID | None = None,
    refs: Iterable[uuid.UUID] | None = None, superseded: bool = False,
) -> dict[int, SlipRow]:  # fmt: skip
    """The live slips for the whole of cases, or those of one notice or with these references (superseded too), by case."""
    found: QuerySet[Slip] = Slip.objects.order_by("case_id", "id")
    if case_ids is not None:
        found = found.filter(case_id__in=list(case_ids))
    if notice_ref is not None:
        found = found.filter(notice_ref=notice_ref)
    if refs is not None:
        found = found.filter(ref__in=list(refs))
    if not superseded and notice_ref is None and refs is None:
        found = found.filter(superseded_at__isnull=True, instalment_ref__isnull=True)
    return {slip.case_id: _row(slip) for slip in found}


def instalment_slips(refs: Iterable[uuid.UUID]) -> list[SlipRow]:
    """The live slips of these instalments, by case; an instalment over two cases has two."""
    found = Slip.objects.filter(instalment_ref__in=list(refs), superseded_at__isnull=True)
    return [_row(slip) for slip in found.order_by("case_id", "due_on", "id")]


def slips_of_case(case_id: int) -> list[SlipRow]:
    """Every slip of a case, newest first."""
    return [_row(slip) for slip in Slip.objects.filter(case_id=case_id).order_by("-id")]


def slip_by_number(number: str, *, branch_id: int | None = None) -> SlipRow | None:
    """The slip with this number or virtual account, however it is written; None when there is none."""
    digits = normal_number(narrow_upper(number).replace("-", ""))
    found = Slip.objects.filter(number=digits)
    if branch_id is not None:
        found = found.filter(branch_id=branch_id)
    slip = found.first()
    return None if slip is None else _row(slip)


_CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
_READ_AS = str.maketrans("OIL", "011")


def notice_code(ref: uuid.UUID) -> str:
    """The ten letters printed on a slip, by which its holder shows that he has the notice.

    Reckoned from the slip's reference with the index key: nothing to keep, nothing to leak.
    """
    number = int.from_bytes(blind_index("notice-code", str(ref)), "big")
    letters = "".join(_CODE_LETTERS[(number >> (5 * i)) & 31] for i in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def slip_by_code(case_id: int, code: str) -> SlipRow | None:
    """The slip of a case (an older one too) on which this code is printed, however it is typed."""
    typed = "".join(c for c in narrow_upper(code).translate(_READ_AS) if c.isalnum())
    found = None
    for slip in Slip.objects.filter(case_id=case_id).order_by("id"):
        held = notice_code(slip.ref).replace("-", "")
        if hmac.compare_digest(held.encode(), typed.encode()):
            found = slip
    return None if found is None else _row(found)


def slip_by_token(token: str) -> SlipRow | None:
    """The slip whose payment page this secret opens; None when it opens nothing."""
    slip = Slip.objects.filter(token_sha256=hashlib.sha256(token.encode()).digest()).first()
    return None if slip is None else _row(slip)


def has_valid_slip(case_ids: Iterable[int], on: date) -> set[int]:
    """Which of these cases have a live slip that may still be paid on the day."""
    found = Slip.objects.filter(
        case_id__in=list(case_ids), superseded_at__isnull=True, due_on__gte=on
    )
    return set(found.values_list("case_id", flat=True))


@dataclass(frozen=True, slots=True)
class OpenSlip:
    """A live slip of a case that still owes, in short."""

    number: str
    case_id: int
    amount: int


def open_slips(branch_id: int, *, by_store: bool = False) -> list[OpenSlip]:
    """The live slips of open cases of a branch (``by_store``: those with barcodes), oldest first."""
    found = Slip.objects.filter(
        branch_id=branch_id, superseded_at__isnull=True, case__closed_on__isnull=True
    ).order_by("id")
    if by_store:
        found = found.filter(segment_1__gt="")
    return [OpenSlip(*row) for row in found.values_list("number", "case_id", "amount")]
