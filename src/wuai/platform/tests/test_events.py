"""An event exists exactly when its fact does, and a repeated delivery does nothing."""

import json
from dataclasses import dataclass

import pytest
from django.db import connection, transaction

from wuai.platform import events
from wuai.platform.jobs import procrastinate_app

pytestmark = pytest.mark.django_db(transaction=True)
_heard: list[int] = []


@dataclass(frozen=True, slots=True)
class BellRung(events.Event):
    times: int


def listen(event: BellRung) -> None:
    _heard.append(event.times)


events.subscribe(BellRung, listen)


def _waiting() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo'")
        return cursor.fetchall()


def test_an_event_of_a_rolled_back_fact_was_never_told():
    with transaction.atomic():
        events.publish(BellRung(1))
        transaction.set_rollback(True)
    assert not [row for row in _waiting() if "BellRung" in str(row)]


def test_a_repeated_delivery_does_nothing():
    _heard.clear()
    with transaction.atomic():
        events.publish(BellRung(3))
    name, args = next(row for row in _waiting() if "BellRung" in str(row))
    for _ in range(3):
        procrastinate_app.tasks[name](**json.loads(args))
    assert _heard == [3]


def test_publishing_outside_a_transaction_is_a_bug():
    with pytest.raises(RuntimeError):
        events.publish(BellRung(1))
