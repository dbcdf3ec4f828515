"""What of a referral file is still to be mended, and which cases came of it."""

from collections.abc import Sequence

from django.db.models import Case, F, Sum, When

from wuai.contexts.referrals.models import DONE, PAPER, RENUMBERED, Batch, RowAmendment
from wuai.contexts.referrals.queries import BatchRow


def still_rejected(rows: Sequence[BatchRow]) -> dict[int, int]:
    """How many rows of each first file wait to be mended: later tries take off what they settled (1 query)."""
    waiting = {
        row.id: row.rejected or 0
        for row in rows
        if row.parent_id is None and (row.rejected or row.duplicates)
    }
    # A renumbered row was no rejected one before; it waits when it is one now.
    settled = (
        Batch.objects.filter(parent_id__in=waiting, status=DONE)
        .values_list("parent_id")
        .annotate(
            n=Sum(
                Case(
                    When(origin=RENUMBERED, then=-F("rejected")),
                    When(origin=PAPER, then=0),
                    default=F("accepted") + F("duplicates"),
                )
            )
        )
    )
    done = dict(settled) if waiting else {}
    return {batch: count - done.get(batch, 0) for batch, count in waiting.items()}


def amended_rows(batch_id: int) -> list[tuple[int, str]]:
    """Duplicate rows that were taken as new figures: the place of each, and the number of its case."""
    found = RowAmendment.objects.filter(batch_id=batch_id).order_by("row_no")
    return list(found.values_list("row_no", "case__number"))
