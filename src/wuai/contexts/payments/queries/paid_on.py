"""What came in on the slips that carry one mark: an instalment, or a guarantor's share of a case."""

import uuid
from collections.abc import Iterable

from django.db.models import Sum

from wuai.contexts.payments.models import Allocation


def paid_on_slips(refs: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How much of a debt was paid by the slips of each mark; what was taken back is off."""
    found = (
        Allocation.objects.filter(target="CASE", receipt__slip__instalment_ref__in=list(refs))
        .values_list("receipt__slip__instalment_ref")
        .annotate(sum=Sum("amount"))
    )
    return {ref: int(amount) for ref, amount in found if ref is not None}
