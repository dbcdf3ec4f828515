"""Hears that days were declared closed, and reckons anew what still hangs."""

from django.utils import timezone

from wuai.contexts.deadlines import events as deadlines
from wuai.contexts.notices.actions.posting import recount
from wuai.contexts.notices.queries.publications import hanging
from wuai.platform.actors import system


def days_changed(event: deadlines.ClosureDeclared | deadlines.ClosureWithdrawn) -> None:
    """A closure was declared or withdrawn: the day of effect may move."""
    for ref in hanging(event.county):
        recount(ref=ref, by=system("publications"), at=timezone.now())
