"""The signed receipt: what came in, what became of it, in whose hands; Ed25519 over the JSON."""

import base64
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection

from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals import queries_signing
from wuai.contexts.referrals.models import Batch
from wuai.platform import keys

SHOWN_CASES = 5000


def _signer() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.sign_seed())


def public_key() -> str:
    """The key by which anybody verifies our receipts, base64."""
    raw = _signer().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def canonical(document: dict[str, Any]) -> bytes:
    """The one spelling of a document that is signed."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sign_receipt(batch: Batch) -> dict[str, Any]:
    """The receipt of a finished batch. Up to 5,000 cases are listed; the rest are in the results."""
    branch = organisation.branch_by_id(batch.branch_id)
    agency = organisation.agency_by_id(batch.agency_id)
    document: dict[str, Any] = {
        "receipt": "wuai-referral-receipt-1",
        "batch": str(batch.ref), "branch": branch.code, "agency": agency.code,
        "sha256": batch.sha256, "received_at": batch.received_at.isoformat(),
        "completed_at": batch.completed_at.isoformat() if batch.completed_at else None,
        "rows": batch.rows, "accepted": batch.accepted, "rejected": batch.rejected,
        "duplicates": batch.duplicates, "total": batch.total,
        "assignment_seed_sha256": batch.seed_sha256,
        "cases": _cases(batch.id),
    }  # fmt: skip
    signed = queries_signing.for_receipt(batch.id)
    if signed is not None:
        document["signed_by"] = signed
    signature = base64.b64encode(_signer().sign(canonical(document))).decode()
    return {"document": document, "signature": signature, "public_key": public_key()}


def _cases(batch_id: int) -> list[dict[str, Any]]:
    from wuai.contexts.cases import api as cases

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_no, agency_ref, case_id FROM referrals_rowresult"
            " WHERE batch_id = %s AND result = 'ACCEPTED' ORDER BY row_no LIMIT %s",
            [batch_id, SHOWN_CASES],
        )
        found = cursor.fetchall()
    numbers = cases.numbers_of([case_id for _, _, case_id in found])
    return [
        {"row": row, "agency_ref": ref, "number": numbers[case_id]} for row, ref, case_id in found
    ]


def holds(receipt: dict[str, Any], key: str) -> bool:
    """Whether a receipt was signed with the key and not altered since."""
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(
            base64.b64decode(receipt["signature"]), canonical(receipt["document"])
        )
    except (InvalidSignature, ValueError, KeyError):
        return False
    return True
