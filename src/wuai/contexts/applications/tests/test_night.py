"""What comes at night counts from the moment it came, and is handed over by nine in the morning."""

import threading
import uuid
from datetime import date, datetime, timedelta, timezone

import pytest
from django.db import connection
from tests import factories as make

from wuai.contexts.applications.actions import night
from wuai.contexts.applications.actions.filing import Arrival
from wuai.contexts.applications.actions.filing import register as register_request
from wuai.contexts.applications.actions.uploads import Scan
from wuai.contexts.applications.models import Application, NightHandover, NightItem, Upload
from wuai.contexts.applications.queries import night as queries
from wuai.contexts.applications.rules import night as rules

TAIPEI = timezone(timedelta(hours=8))
PDF = b"%PDF-1.7\n" + b"a scanned page\n" * 40


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=TAIPEI)


def next_worked(day):
    """Saturdays and Sundays are not worked."""
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize(
    ("came", "due"),
    [
        (at(24, 17, 31), at(25, 9)),
        (at(25, 0, 0), at(25, 9)),
        (at(25, 8, 59), at(25, 9)),
        (at(25, 9, 0), at(26, 9)),
        (at(27, 20), at(30, 9)),  # Friday evening
        (at(28, 12), at(30, 9)),  # Saturday
        (at(29, 23, 59), at(30, 9)),
    ],
)
def test_it_is_due_at_nine_of_the_first_working_day_still_ahead(came, due):
    assert rules.hand_over_by(came, next_worked) == due
    assert not rules.is_late(due, due)
    assert rules.is_late(due, due + timedelta(seconds=1))


def found(received_at, **more):
    given = {"way": "BOX", "what": "陳述狀一份", "sender": "王小明", "key": uuid.uuid4()} | more
    return night.Found(received_at=received_at, **given)


def note(window, received_at=None, when=None, **more):
    when = when or at(23, 8, 40)
    night.note(found=found(received_at or at(22, 23, 10), **more), by=window.clerk, at=when,
               on=when.date())  # fmt: skip
    return NightItem.objects.latest("id")


def hand_over(window, when=None, key=None):
    when = when or at(23, 8, 50)
    return night.hand_over(given_name="李警衛", key=key or uuid.uuid4(), by=window.clerk, at=when,
                           on=when.date())  # fmt: skip


def given(case, kind="WRITTEN_STATEMENT"):
    from wuai.contexts.applications.declarations import declaration

    from .conftest import samples

    return samples(declaration(kind).questions(), case.number)


def register(window, item, case, scans=()):
    when = at(23, 10)
    return night.register_item(ref=item.ref, kind="WRITTEN_STATEMENT", given=given(case),
                               language="zh-hant", by=window.clerk, at=when, on=when.date(),
                               scans=scans)  # fmt: skip


def test_the_day_of_receipt_is_the_night_on_which_it_came_and_the_scan_waits_in_quarantine(window):
    item = note(window)
    assert item.due_at == at(23, 9)
    hand_over(window)
    filed = register(window, item, make.case(), [Scan("PAPER_ITSELF", "狀.pdf", len(PDF), [PDF])])
    row = Application.objects.get(ref=filed.ref)
    assert (row.channel, row.received_at, row.received_on) == (
        "NIGHT",
        item.received_at,
        date(2026, 11, 22),
    )
    file = Upload.objects.get(application=row)
    assert (file.scan, file.evidence, file.size) == ("QUARANTINED", "PAPER_ITSELF", len(PDF))
    again = register(window, item, make.case())
    assert (again.ref, again.replayed) == (filed.ref, True)
    item.refresh_from_db()
    assert item.application_id == row.id


def test_what_was_handed_over_late_is_counted_on_the_list(window):
    note(window)
    note(window, at(23, 7))
    held = queries.handover(window.branch.id, hand_over(window, at(23, 9, 5)))
    assert (held.items, held.late, len(held.held)) == (2, 2, 2)
    assert "其中 2 件" in "".join(queries.paper(window.branch.id, held)["said"])
    empty = queries.handover(window.branch.id, hand_over(window, at(24, 8, 59)))
    assert (empty.items, empty.late) == (0, 0)
    assert queries.paper(window.branch.id, empty)["said"] == ["信箱內沒有文件。"]


def test_nothing_is_registered_before_the_hand_over_nor_twice_nor_by_another_branch(window):
    item, case = note(window), make.case()
    with pytest.raises(rules.NotHandedOver):
        register(window, item, case)
    hand_over(window)
    night.pass_on(ref=item.ref, where="交收發：給移送機關的信", by=window.clerk, at=at(23, 10))
    with pytest.raises(rules.NightItemSettled):
        register(window, item, case)
    stranger = window.person(9, "外人", "application.edit", of=make.branch("TPY"))
    with pytest.raises(rules.NightItemUnknown):
        night.pass_on(ref=item.ref, where="別處", by=stranger, at=at(23, 10))


def test_it_cannot_have_come_later_than_now_and_the_same_form_is_one_entry(window):
    with pytest.raises(Exception, match="APPLICATION_RECEIVED_IN_FUTURE"):
        note(window, at(23, 9), when=at(23, 8))
    key = uuid.uuid4()
    first, second = note(window, key=key), note(window, key=key)
    assert first.number == second.number


def at_once(do):
    """Two of it at the same moment, and what came back."""
    done = []

    def run():
        try:
            done.append(do())
        except Exception as error:  # a thread's fault would be lost
            done.append(error)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return done


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_entry_one_list_and_one_request(window):
    key, other, case = uuid.uuid4(), uuid.uuid4(), make.case()
    entry = found(at(22, 23, 10), key=key)
    said = at_once(
        lambda: night.note(found=entry, by=window.clerk, at=at(23, 8), on=at(23, 8).date())
    )
    assert said == [NightItem.objects.get(key=key).number] * 2
    assert at_once(lambda: hand_over(window, key=other)) == [NightHandover.objects.get().ref] * 2
    arrival = Arrival(channel="COUNTER", received_at=at(23, 9), key=uuid.uuid4(), identity="STAFF")
    filed = at_once(
        lambda: register_request(
            kind="WRITTEN_STATEMENT", branch_id=window.branch.id, given=given(case), arrival=arrival,
            by=window.clerk, at=at(23, 10), on=at(23, 10).date(),
        ).number
    )  # fmt: skip
    assert filed == [Application.objects.get(key=arrival.key).number] * 2


@pytest.mark.django_db(transaction=True)
def test_two_clerks_emptying_at_once_take_each_piece_once(window):
    for _ in range(3):
        note(window)
    at_once(lambda: hand_over(window))
    assert sorted(NightHandover.objects.values_list("items", flat=True)) == [0, 3]
    assert NightItem.objects.filter(handover__isnull=True).count() == 0
