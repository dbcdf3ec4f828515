"""Declaring a day closed, and taking it back."""

from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from wuai.contexts.deadlines import rules
from wuai.contexts.deadlines.events import ClosureDeclared, ClosureWithdrawn
from wuai.contexts.deadlines.models import Closure
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish


class Declaration(NamedTuple):
    """What is declared: a day, where (empty: everywhere), which half (empty: all of it), why."""

    on: date
    county: str
    half: str
    reason_zh: str
    reason_en: str = ""
    is_working_day: bool = False
    source: str = ""


@action("closure.declare")
def declare_closure(*, declaration: Declaration, by: Actor, at: datetime) -> int:
    """Declare one day; refuses a second declaration for the same day, place and half."""
    said = declaration
    rules.check(
        on=said.on, county=said.county, half=said.half, today=timezone.localdate(at)
    )  # fmt: skip
    same = Closure.objects.in_force().filter(on=said.on, county=said.county, half=said.half)
    if same.exists():
        raise rules.ClosureDeclaredBefore(field="on", on=said.on.isoformat())
    closure = Closure.objects.create(**said._asdict(), declared_at=at)
    record(kind="closure", ref=closure.id, data=_plain(said))
    publish(ClosureDeclared(closure.id, said.on.isoformat(), said.county, said.half))
    return closure.id


@action("closure.withdraw")
def withdraw_closure(*, closure_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Take a declaration back; it stays on record."""
    closure = Closure.objects.in_force().select_for_update().filter(id=closure_id).first()
    if closure is None:
        raise rules.ClosureUnknown
    closure.withdrawn_at = at
    closure.save(update_fields=["withdrawn_at"])
    record(kind="closure", ref=closure.id, reason=reason)
    publish(ClosureWithdrawn(closure.id, closure.on.isoformat(), closure.county, closure.half))


def _plain(said: Declaration) -> dict[str, str | bool]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in said._asdict().items()}
