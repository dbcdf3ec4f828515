"""Announcements as the public and the desk see them."""

import uuid
from collections.abc import Iterable
from datetime import date

from wuai.contexts.rewards.models import RewardNotice
from wuai.contexts.rewards.rules import PROPOSED, PUBLISHED

PAGE = 50


def public(on: date, *, before: int | None = None) -> list[RewardNotice]:
    """What every branch announces on a day, the newest first."""
    found = RewardNotice.objects.filter(state=PUBLISHED, since__lte=on, until__gte=on)
    if before:
        found = found.filter(id__lt=before)
    return list(found.select_related("branch").order_by("-id")[:PAGE])


def public_one(ref: uuid.UUID, on: date) -> RewardNotice | None:
    """One of them; None before it begins and after it is over."""
    found = RewardNotice.objects.filter(ref=ref, state=PUBLISHED, since__lte=on, until__gte=on)
    return found.select_related("branch").first()


def listed(branch_id: int, *, before: int | None = None) -> list[RewardNotice]:
    """All of a branch, the newest first."""
    found = RewardNotice.objects.filter(branch_id=branch_id)
    if before:
        found = found.filter(id__lt=before)
    return list(found.order_by("-id")[:PAGE])


def one(ref: uuid.UUID, branch_id: int) -> RewardNotice | None:
    """One of a branch."""
    return RewardNotice.objects.filter(ref=ref, branch_id=branch_id).first()


def to_decide(branch_id: int) -> list[RewardNotice]:
    """Drafts that wait for the second person."""
    found = RewardNotice.objects.filter(branch_id=branch_id, state=PROPOSED)
    return list(found.order_by("id")[:PAGE])


def of_cases(case_ids: Iterable[int]) -> list[RewardNotice]:
    """The announcements of cases."""
    return list(RewardNotice.objects.filter(case_id__in=list(case_ids)).order_by("-id"))
