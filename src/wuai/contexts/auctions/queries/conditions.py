"""How the conditions of a certificate stand, and who the buyer is."""

from wuai.contexts.auctions.models import Transfer, TransferCheck
from wuai.platform import crypto

BUYER_ID = "auctions_transfer.buyer_id"


def latest_checks(transfer_id: int) -> dict[str, TransferCheck]:
    """The last check of each condition."""
    found = TransferCheck.objects.filter(transfer_id=transfer_id).order_by("id")
    return {one.code: one for one in found}


def buyer_id_of(row: Transfer) -> str:
    """The buyer's number, opened."""
    return crypto.unseal(BUYER_ID, str(row.ref), row.buyer_id)
