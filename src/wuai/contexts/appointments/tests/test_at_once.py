"""Many people at the same instant: one place, one winner; a place is freed once."""

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from wuai.contexts.appointments import api
from wuai.contexts.appointments.models import Booking
from wuai.contexts.appointments.tests.conftest import Office
from wuai.kernel.refusal import Refusal
from wuai.platform.actors import PUBLIC

pytestmark = pytest.mark.django_db(transaction=True)


def _together(tasks, hands=None):
    """Run the tasks at once, by so many hands; each gives a result or the refusal's code."""
    hands = hands or len(tasks)
    gate = threading.Barrier(hands)

    def run(task):
        try:
            return task()
        except Refusal as refused:
            return refused.code

    def work(place):
        gate.wait()
        try:
            return [run(task) for task in tasks[place::hands]]
        finally:
            connection.close()

    with ThreadPoolExecutor(hands) as pool:
        return [one for many in pool.map(work, range(hands)) for one in many]


def test_two_hundred_people_for_the_last_place_are_one_winner(transactional_db):
    office = Office()
    for _ in range(3):
        office.booked()
    # 25 connections at a time, 200 people: the server of the tests takes 120.
    done = _together([office.hold] * 200, hands=25)
    won = [one for one in done if isinstance(one, api.Held)]
    assert len(won) == 1
    assert Counter(one for one in done if isinstance(one, str)) == {"APPOINTMENT_FULL": 199}
    assert office.left() == 0
    office.verify()


def test_one_form_sent_by_many_hands_is_one_booking(transactional_db):
    office = Office()
    key = uuid.uuid4()
    held = _together([lambda: office.hold(key=key)] * 6)
    assert len({one.ref for one in held}) == 1
    assert sum(1 for one in held if one.code) == 1
    ref = held[0].ref
    api.describe(ref=ref, person=office.person(), by=PUBLIC, at=office.at)
    sent = _together([lambda: api.book(ref=ref, by=PUBLIC, at=office.at, on=office.on)] * 6)
    assert {one.number for one in sent} == {"115約000001"}
    office.verify()


def test_crossing_moves_and_cancels_end_and_free_each_place_once(transactional_db):
    office = Office()
    times = [office.time(7), office.time(7, 15)]
    booked = [office.booked(times[n % 2])[0] for n in range(8)]

    def move(n):
        api.move(ref=booked[n].ref, starts_at=times[(n + 1) % 2], by=office.clerk, at=office.at)

    def cancel(n):
        api.cancel(ref=booked[n].ref, by=PUBLIC, at=office.at)

    tasks = [lambda n=n: move(n) for n in range(8)]
    tasks += [lambda n=n: cancel(n) for n in range(4) for _ in range(2)]
    done = _together(tasks)
    assert {one for one in done if one} <= {"APPOINTMENT_FULL", "APPOINTMENT_MOVE_NOT_ALLOWED"}
    assert Booking.objects.filter(state="CANCELLED").count() == 4
    assert sum(office.left(one) for one in times) == 4
    office.verify()
