"""A branch, its clerk, a visitor, and short words for booking."""

import json
import uuid
from datetime import date, datetime, timedelta, timezone

import pytest
from django.db import connection
from tests import factories as make

from wuai.contexts.appointments import api
from wuai.contexts.appointments.models import Slot
from wuai.platform.actors import PUBLIC, Actor, system
from wuai.platform.jobs import procrastinate_app

TAIPEI = timezone(timedelta(hours=8))


class Office:
    """One branch on a Monday morning; ``day`` is the Wednesday of that week."""

    at = datetime(2026, 11, 23, 10, tzinfo=TAIPEI)
    on = date(2026, 11, 23)
    day = date(2026, 11, 25)

    def __init__(self):
        self.branch = make.branch()
        self.clerk = Actor(
            "staff", "account:1", "王書記官", branch_id=self.branch.id, branch_code=self.branch.code,
            permissions=frozenset({"appointment.view", "appointment.edit"}),
        )  # fmt: skip
        self.by = system("test", branch_id=self.branch.id)

    def time(self, hour, minute=0, day=None):
        day = day or self.day
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=TAIPEI)

    def wish(self, starts_at=None, service="EARLY_BIRD", **more):
        starts_at = starts_at or self.time(7)
        return api.Wish(self.branch.id, service, starts_at, more.pop("key", uuid.uuid4()), **more)

    def hold(self, *wish, by=PUBLIC, at=None, **more):
        return api.hold(wish=self.wish(*wish, **more), by=by, at=at or self.at)

    def person(self, **more):
        return api.Person(
            **({"name": "陳小姐", "phone": "0912345678", "case_text": "不記得了"} | more)
        )

    def booked(self, *wish, person=None, at=None, by=PUBLIC, **more):
        """Hold, describe, book: the whole way on the web; the booking and its code come back."""
        at = at or self.at
        held = self.hold(*wish, at=at, by=by, **more)
        api.describe(ref=held.ref, person=person or self.person(phone=uuid.uuid4().hex[:10]),
                     by=by, at=at)  # fmt: skip
        return api.book(ref=held.ref, by=by, at=at, on=at.date()), held.code

    def free(self, service="EARLY_BIRD", since=None, until=None, at=None, **more):
        return api.free_slots(branch_id=self.branch.id, service=service, since=since or self.day,
                              until=until or since or self.day, at=at or self.at, **more)  # fmt: skip

    def left(self, starts_at=None, **more):
        starts_at = starts_at or self.time(7)
        held = {one.starts_at: one.free for one in self.free(full_too=True, **more)}
        return held.get(starts_at)

    def verify(self):
        """The counted places are the bookings that are there."""
        for slot in Slot.objects.all():
            live = slot.bookings.exclude(state__in=["CANCELLED", "EXPIRED"]).count()
            assert slot.taken == live, slot.id


@pytest.fixture
def hear(db):
    """``hear()`` brings the waiting events to their handlers; mails stay in the outbox."""

    def run():
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE task_name LIKE '%deliver'"
                " RETURNING task_name, args"
            )
            for name, given in sorted(cursor.fetchall(), key=str):
                given = json.loads(given) if isinstance(given, str) else given
                procrastinate_app.tasks[name](**given)

    return run


@pytest.fixture
def office(db):
    office = Office()
    yield office
    office.verify()
