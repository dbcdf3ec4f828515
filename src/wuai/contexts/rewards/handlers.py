"""Hears that cases were closed: nobody is announced any longer for them."""

from datetime import date

from django.utils import timezone

from wuai.contexts.cases.events import CasesClosed
from wuai.contexts.rewards.actions import end_closed
from wuai.platform.actors import system


def cases_closed(event: CasesClosed) -> None:
    """Cases were paid, withdrawn or returned."""
    end_closed(
        case_ids=event.case_ids, by=system("rewards", branch_id=event.branch_id),
        at=timezone.now(), on=date.fromisoformat(event.on),
    )  # fmt: skip
