"""An action is one transaction with one line of history, or nothing."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from wuai.platform import numbers
from wuai.platform.actions import NothingRecorded, action, record
from wuai.platform.actors import system
from wuai.platform.models import HistoryLine, NumberCounter

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@action("test.silent")
def _silent(*, by, at):
    numbers.take(branch_id=1, year=115, kind="test")


@action("test.number")
def _number(*, by, at):
    first = numbers.take(branch_id=1, year=115, kind="test", count=3)
    record(kind="test", ref=first)
    return first


def test_an_action_that_records_nothing_saves_nothing():
    with pytest.raises(NothingRecorded):
        _silent(by=system(), at=AT)
    assert not NumberCounter.objects.exists()


def test_numbers_are_taken_in_blocks_and_never_twice():
    assert [_number(by=system(), at=AT) for _ in range(3)] == [1, 4, 7]
    assert HistoryLine.objects.filter(action="test.number", by_ref="system:cli").count() == 3


@pytest.mark.parametrize(
    ("by", "at"), [(None, AT), (system(), None), (system(), datetime(2026, 1, 1))]
)
def test_an_action_insists_on_who_and_when(by, at):
    with pytest.raises(TypeError):
        _number(by=by, at=at)


@pytest.mark.parametrize(
    "statement", ["UPDATE platform_historyline SET action='x'", "DELETE FROM platform_historyline"]
)
def test_history_cannot_be_changed_by_the_app_role(statement):
    _number(by=system(), at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)
