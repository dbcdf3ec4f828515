"""What came in on the slips that carry one mark: an instalment, or a guarantor's share of a case."""

import uuid
from collections.abc import Iterable

from django.db.models import Sum

from wuai.contexts.payments.models import Allocation, Slip


def paid_on_slips(refs: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How much of the debts that slips of these marks ask for was paid by the slips of each mark.

    What was taken back is off, and so is what was moved to a case that none of them asks for.
    """
    marked = list(refs)
    asked = Slip.objects.filter(instalment_ref__in=marked).values("case_id")
    found = (
        Allocation.objects.filter(case_id__in=asked, receipt__slip__instalment_ref__in=marked)
        .values_list("receipt__slip__instalment_ref")
        .annotate(sum=Sum("amount"))
    )
    return {ref: int(amount) for ref, amount in found if ref is not None}
