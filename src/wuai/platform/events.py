"""Speak up by event: a lower context publishes a fact, higher ones subscribe.

``publish`` defers one job per subscriber inside the current transaction, so that an event exists
exactly when its fact does. A job writes its mark and its effect in one transaction: a repeated
delivery does nothing.
"""

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection, transaction

from wuai.platform.queue import later

E = TypeVar("E", bound="Event")


@dataclasses.dataclass(frozen=True, slots=True)
class Event:
    """Base of all events: frozen, plain values (str, int, bool, None, lists of them), past tense."""


_subscribers: dict[str, dict[str, Callable[[Any], None]]] = defaultdict(dict)
_classes: dict[str, type[Event]] = {}


def _name(cls: type[Event]) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def subscribe(cls: type[E], handler: Callable[[E], None]) -> None:
    """Let ``handler`` hear every event of class ``cls``; called in ``AppConfig.ready``."""
    _classes[_name(cls)] = cls
    _subscribers[_name(cls)][f"{handler.__module__}.{handler.__qualname__}"] = handler


def publish(event: Event) -> None:
    """Tell every subscriber, by one job each, if and when the current transaction commits."""
    name = _name(type(event))
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{name} published outside a transaction")
    ref = str(uuid.uuid4())
    for handler in _subscribers[name]:
        values = dataclasses.asdict(event)
        later("platform:deliver", event=name, event_ref=ref, handler=handler, values=values)


def hear(*, event: str, event_ref: str, handler: str, values: dict[str, Any]) -> bool:
    """Run one handler for one event once; False when it had heard it before."""
    function = _subscribers[event][handler]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO platform_handledevent (event_ref, handler, at)"
                " VALUES (%s, %s, now()) ON CONFLICT DO NOTHING",
                [event_ref, handler],
            )
            if cursor.rowcount == 0:
                return False
        function(_classes[event](**values))
    return True
