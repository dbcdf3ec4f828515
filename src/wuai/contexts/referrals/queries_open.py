"""What of a referral file is still to be mended, and which cases came of it."""

from collections.abc import Sequence

from django.db.models import F, Sum

from wuai.contexts.referrals.models import DONE, Batch
from wuai.contexts.referrals.queries import BatchRow


def still_rejected(rows: Sequence[BatchRow]) -> dict[int, int]:
    """How many rows of each first file wait to be mended: later tries take off what they settled (1 query)."""
    waiting = {row.id: row.rejected for row in rows if row.rejected and row.parent_id is None}
    settled = (
        Batch.objects.filter(parent_id__in=waiting, status=DONE)
        .values_list("parent_id")
        .annotate(n=Sum(F("accepted") + F("duplicates")))
    )
    done = dict(settled) if waiting else {}
    return {batch: count - done.get(batch, 0) for batch, count in waiting.items()}
