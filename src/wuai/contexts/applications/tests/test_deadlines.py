"""The limit of a request runs in deadlines: it stands still, moves with a closure, and ends with it."""

import json
from datetime import date, timedelta

from django.db import connection

from wuai.contexts.applications.actions import work
from wuai.contexts.deadlines import api as deadlines
from wuai.platform.actors import PUBLIC, system
from wuai.platform.jobs import procrastinate_app


def hear():
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name LIKE '%deliver' RETURNING task_name, args"
        )
        rows = cursor.fetchall()
    for name, given in rows:
        procrastinate_app.tasks[name](**(json.loads(given) if isinstance(given, str) else given))


def clock(row):
    (held,) = deadlines.of_subject("application", str(row.ref))
    return held


def test_a_request_starts_its_limit_stands_still_and_ends_it(window):
    row = window.filed()
    assert (clock(row).due_on, clock(row).state) == (row.due_on, "RUNNING")
    window.move(row, "ask", note="請補身分證影本")
    assert clock(row).state == "SUSPENDED"
    later = window.on + timedelta(days=5)
    work.applicants_move(ref=row.ref, code="complete", note="補上了", by=PUBLIC, at=window.at, on=later)  # fmt: skip
    row.refresh_from_db()
    assert (clock(row).state, clock(row).due_on) == ("RUNNING", row.due_on)


def test_a_withdrawn_request_has_no_limit_any_more(window):
    row = window.filed()
    work.applicants_move(ref=row.ref, code="withdraw", by=PUBLIC, at=window.at, on=window.on)
    assert clock(row).state == "CANCELLED"


def test_a_request_that_is_already_late_can_still_be_completed(window):
    row = window.filed()
    late = row.due_on + timedelta(days=3)
    window.on = late
    window.move(row, "ask", note="請補身分證影本")
    work.applicants_move(ref=row.ref, code="complete", by=PUBLIC, at=window.at, on=late)
    assert clock(row).due_on == row.due_on


def test_a_declared_closure_moves_the_day_on_the_request_and_tells_whoever_asked(window):
    from wuai.contexts.messages.models import Message

    row = window.filed()
    before = row.due_on
    said = deadlines.Declaration(before, "", "", "颱風停止上班", "Typhoon")
    number = deadlines.declare_closure(declaration=said, by=system("test"), at=window.at)
    hear()
    row.refresh_from_db()
    assert row.due_on == clock(row).due_on > before
    told = Message.objects.filter(once_key__startswith="deadline-moved:")
    assert {row.email} - {""} == {message.recipient for message in told}
    assert not any(row.name and row.name in message.body for message in told)
    deadlines.withdraw_closure(
        closure_id=number, reason="誤植", by=system("test"), at=window.at
    )  # fmt: skip
    hear()
    row.refresh_from_db()
    assert row.due_on == before


def test_every_request_stands_in_the_table_of_processing_times():
    from wuai.contexts.applications.declarations import declared
    from wuai.contexts.deadlines.queries.limits import limits

    found = {line.code: line.rule for line in limits(date(2026, 11, 23))}
    assert {one.code: one.rule for one in declared()}.items() <= found.items()
