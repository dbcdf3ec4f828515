"""A migration drawn group by group says to the database what Django's own would say."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.state import ProjectState

from wuai.platform.migration import Migration, groups
from wuai.platform.tables import Tables

UNIQUE = models.UniqueConstraint(fields=["on"], name="trip_once_a_day")
EARLY = models.CheckConstraint(condition=models.Q(hour__lt=12), name="trip_early")
LATE = models.CheckConstraint(condition=models.Q(hour__gte=12), name="trip_early")


def _table(name, *columns):
    return migrations.CreateModel(name, [("id", models.BigAutoField(primary_key=True)), *columns])


def _to(model):
    return models.ForeignKey(model, on_delete=models.PROTECT, related_name="+")


MADE = [_table("Road"), _table("Trip", ("road", _to("house.road")))]
DAY = migrations.AddField("trip", "on", models.DateField(null=True))
HOUR = migrations.AddField("trip", "hour", models.IntegerField(default=9), preserve_default=False)
CHANGES = {
    "nothing": ([], 0),
    "tables that point at each other": (MADE, 1),
    "tables of one operation": ([Tables(MADE)], 1),
    "a column of a new table": ([*MADE, DAY], 2),
    "a condition on a new column": ([*MADE, HOUR, migrations.AddConstraint("Trip", EARLY)], 3),
    "a condition changed": (
        [*MADE, HOUR, migrations.AddConstraint("trip", EARLY),
         migrations.RemoveConstraint("trip", "trip_early"), migrations.AddConstraint("trip", LATE)],
        4,
    ),
    "a column altered": (
        [*MADE, DAY, migrations.AlterField("trip", "on", models.DateTimeField(null=True)),
         migrations.AddConstraint("trip", UNIQUE)],
        4,
    ),
    "a table drawn after its neighbour has changed": (
        [*MADE, migrations.AddField("road", "name", models.TextField(default="")),
         migrations.AddIndex("trip", models.Index(fields=["road"], name="trip_road")),
         _table("Stop", ("road", _to("house.road")), ("trip", _to("house.trip")))],
        2,
    ),
    "a statement between": ([*MADE, migrations.RunSQL("SELECT 1", "SELECT 2"), DAY], 2),
    "a column and a table taken away": (
        [*MADE, DAY, migrations.RemoveField("trip", "on"), migrations.DeleteModel("Trip")], 4,
    ),
}  # fmt: skip


def _of(kind, operations):
    return type("Migration", (kind,), {"operations": operations})("0002_trips", "house")


def _start(drawn):
    state = ProjectState()
    _table("House").state_forwards("house", state)
    if drawn:
        state.apps  # noqa: B018 - drawn, as the executor hands it over
    return state


def _said(kind, operations, way, drawn):
    with connection.schema_editor(collect_sql=True) as editor:
        getattr(_of(kind, operations), way)(_start(drawn), editor)
    return editor.collected_sql


@pytest.mark.django_db
@pytest.mark.parametrize("drawn", [True, False])
@pytest.mark.parametrize("way", ["apply", "unapply"])
@pytest.mark.parametrize("name", CHANGES)
def test_the_statements_are_django_s(name, way, drawn):
    operations, _ = CHANGES[name]
    said = _said(Migration, operations, way, drawn)
    assert said == _said(migrations.Migration, operations, way, drawn)
    assert bool(said) == bool(operations)


@pytest.mark.parametrize("name", CHANGES)
def test_what_does_not_touch_the_same_table_is_drawn_together(name):
    operations, expected = CHANGES[name]
    found = list(groups(operations))
    assert len(found) == expected
    assert [operation for group in found for operation in group] == operations


@pytest.mark.parametrize("name", CHANGES)
def test_the_state_afterwards_is_the_same_and_the_one_before_is_left_alone(name):
    operations, _ = CHANGES[name]
    before = _start(drawn=True)
    after = _of(Migration, operations).mutate_state(before)
    assert after == _of(migrations.Migration, operations).mutate_state(_start(drawn=True))
    assert before == _start(drawn=True)
    assert {model._meta.model_name for model in before.apps.get_models()} == {"house"}


@pytest.mark.django_db
def test_what_cannot_be_taken_back_is_refused_before_anything_is():
    last = migrations.RunSQL("SELECT 1")
    with connection.schema_editor(collect_sql=True) as editor, pytest.raises(IrreversibleError):
        _of(Migration, [*MADE, last]).unapply(_start(drawn=True), editor)
    assert editor.collected_sql == []
