"""Decide what of money that came back an agency owes, because the books of its case are settled.

A case that was returned, withdrawn, certified or ended is no longer ours to open: what it had been
paid was given to its agency, or waits to be. That agency owes the part that came back, and may
refer it again.
"""

from collections.abc import Collection, Iterable, Sequence

from wuai.contexts.payments.rules.receiving.placing import Part
from wuai.kernel.refusal import Refusal


class OwedBackDiffers(Refusal):
    code = "OWED_BACK_DIFFERS"
    zh = "核准後應由移送機關扣抵的是 {now} 元，與您看到的 {seen} 元不同"
    en = "The agencies would owe back NT$ {now}, not the NT$ {seen} that you saw"
    next_zh = "案件剛剛有變動；請重新整理頁面，看過由誰扣抵、扣抵多少再核准"
    next_en = "A case has just changed; reload the page, see who would owe how much, then approve"
    status = 412


def parts_to_leave(
    parts: Sequence[Part], settled: Collection[int], needed: int | None
) -> list[Part]:
    """What leaves its cases: all of it, or as much as is needed.

    Of open and paid cases all leaves, for somebody to put back what is not needed; settled books are
    touched last, and by no more than is missing.
    """
    if needed is None:
        return list(parts)
    found = [part for part in parts if part.case_id not in settled]
    missing = needed - sum(part.amount for part in found)
    for part in parts:
        if part.case_id in settled and missing > 0:
            found.append(Part(part.case_id, part.component, min(part.amount, missing)))
            missing -= found[-1].amount
    return found


def of_settled(parts: Iterable[Part], settled: Collection[int]) -> dict[int, dict[str, int]]:
    """What of these parts stood on cases with settled books, by case and component."""
    sums: dict[int, dict[str, int]] = {}
    for part in parts:
        if part.case_id in settled:
            held = sums.setdefault(part.case_id, {})
            held[part.component] = held.get(part.component, 0) + part.amount
    return sums


def check_seen(parts: Iterable[Part], settled: Collection[int], seen: int) -> None:
    """Refuse when agencies would owe back another amount than who decides saw."""
    now = sum(part.amount for part in parts if part.case_id in settled)
    if now != seen:
        raise OwedBackDiffers(now=f"{now:,}", seen=f"{seen:,}")
