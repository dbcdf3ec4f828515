"""Requests that were begun and never sent do not stay."""

from datetime import date, datetime

from wuai.contexts.applications.actions.uploads import forget
from wuai.contexts.applications.models import Draft
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@action("application.discard")
def discard(*, on: date, by: Actor, at: datetime) -> int:
    """Delete what nobody went on with, with its files; how many there were."""
    gone = Draft.objects.select_for_update(skip_locked=True).filter(
        application__isnull=True, expires_on__lt=on
    )
    ids = list(gone.values_list("id", flat=True)[:1000])
    forget(ids)
    Draft.objects.filter(id__in=ids).delete()
    record(kind="drafts", ref=on.isoformat(), data={"count": len(ids)})
    return len(ids)
