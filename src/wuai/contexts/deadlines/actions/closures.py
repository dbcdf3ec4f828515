"""Declaring a day closed, and taking it back; whatever runs is reckoned anew at once."""

from datetime import date, datetime, time
from typing import NamedTuple

from django.utils import timezone

from wuai.contexts.deadlines.actions.moving import move
from wuai.contexts.deadlines.actions.running import hold_calendar
from wuai.contexts.deadlines.events import ClosureDeclared, ClosureWithdrawn
from wuai.contexts.deadlines.models import Closure
from wuai.contexts.deadlines.queries.closures import Declared
from wuai.contexts.deadlines.queries.moving import changes
from wuai.contexts.deadlines.rules import closures as rules
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish


class Declaration(NamedTuple):
    """What is declared: a day, where (empty: everywhere), which half (empty: all of it), why.

    With ``from_time`` or ``to_time`` the half follows from the clock.
    """

    on: date
    county: str
    half: str
    reason_zh: str
    reason_en: str = ""
    is_working_day: bool = False
    source: str = ""
    from_time: time | None = None
    to_time: time | None = None


def considered(said: Declaration, today: date) -> Declared:
    """The declaration as a calendar takes it; refuses what cannot be meant or is declared already."""
    half = said.half
    if said.from_time or said.to_time:
        half = rules.half_of(said.from_time, said.to_time)
    rules.check(on=said.on, county=said.county, half=half, today=today)
    same = Closure.objects.in_force().filter(on=said.on, county=said.county, half=half)
    if same.exists():
        raise rules.ClosureDeclaredBefore(field="on", on=said.on.isoformat())
    return Declared(None, said.on, said.county, half, said.is_working_day)


@action("closure.declare")
def declare_closure(
    *, declaration: Declaration, by: Actor, at: datetime, shown: int | None = None
) -> int:  # fmt: skip
    """Declare one day and move what it moves; a second declaration of the same is refused.

    ``shown`` is how many the preview said would move: when that has changed, look again.
    """
    hold_calendar(change=True)
    taken = considered(declaration, timezone.localdate(at))
    said = declaration._replace(half=taken.half)
    closure = Closure.objects.create(**said._asdict(), declared_at=at)
    found = changes(said.on, with_=taken._replace(id=closure.id))
    batch, count = move(
        closure_id=closure.id, on=said.on, changes=found, is_back=False, at=at
    )  # fmt: skip
    _check_shown(shown, count)
    record(kind="closure", ref=closure.id, data=_plain(said) | {"moved": count, "batch": batch})
    publish(ClosureDeclared(closure.id, said.on.isoformat(), said.county, said.half))
    return closure.id


@action("closure.withdraw")
def withdraw_closure(
    *, closure_id: int, reason: str, by: Actor, at: datetime, shown: int | None = None
) -> None:  # fmt: skip
    """Take a declaration back, and what it moved with it; it stays on record."""
    hold_calendar(change=True)
    closure = Closure.objects.in_force().select_for_update().filter(id=closure_id).first()
    if closure is None:
        raise rules.ClosureUnknown
    found = changes(closure.on, without=closure.id)
    batch, count = move(
        closure_id=closure.id, on=closure.on, changes=found, is_back=True, at=at
    )  # fmt: skip
    _check_shown(shown, count)
    closure.withdrawn_at = at
    closure.save(update_fields=["withdrawn_at"])
    record(
        kind="closure", ref=closure.id, reason=reason, data={"moved": count, "batch": batch}
    )  # fmt: skip
    publish(ClosureWithdrawn(closure.id, closure.on.isoformat(), closure.county, closure.half))


def _check_shown(shown: int | None, moved: int) -> None:
    if shown is not None and shown != moved:
        raise rules.PreviewOutdated(shown=shown, now=moved)


def _plain(said: Declaration) -> dict[str, str | bool | int | None]:
    return {
        k: v.isoformat() if isinstance(v, date | time) else v for k, v in said._asdict().items()
    }
