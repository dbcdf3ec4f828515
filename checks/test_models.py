"""What tables must keep: keys between contexts, personal or plain, migrations both ways."""

import configparser
import json
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.test.utils import isolate_apps

from wuai.platform.migration import Migration

ROOT = Path(__file__).parents[1]
FOLDERS = {"outbox": "messages"}  # labels that differ from their folder


def _order() -> dict[str, int]:
    """Height of each context, from the contract that import-linter holds."""
    held = configparser.ConfigParser()
    held.read(ROOT / ".importlinter")
    lines = held["importlinter:contract:contexts"]["layers"].split("\n")
    floors = [line for line in lines if line.strip()]
    return {
        name.strip(): len(floors) - floor
        for floor, line in enumerate(floors)
        for name in line.split("|")
    } | {"platform": 0}


ORDER = _order()


def context(model: type[models.Model]) -> str:
    """The context of a model, or "" when it is not ours."""
    label = model._meta.app_label
    return FOLDERS.get(label, label) if FOLDERS.get(label, label) in ORDER else ""


def ours() -> list[type[models.Model]]:
    """Every model of the house."""
    return [model for model in apps.get_models() if model.__module__.startswith("wuai.")]


def bad_keys(model: type[models.Model]) -> list[str]:
    """Keys to another context that do not point down, are not protected, or lead back."""
    found = []
    for field in model._meta.get_fields():
        if not isinstance(field, models.ForeignKey) or field.auto_created:
            continue
        source, target = context(model), context(field.related_model)
        if source == target:
            continue
        name = f"{model._meta.label}.{field.name}"
        if not target or ORDER[target] >= ORDER[source]:
            found.append(f"{name} points up or aside to {field.related_model._meta.label}")
        if field.remote_field.on_delete is not models.PROTECT:
            found.append(f"{name} is not PROTECT")
        if field.remote_field.related_name != "+":
            found.append(f"{name} leads back")
    if model._meta.many_to_many:
        found.append(f"{model._meta.label} has a many-to-many field; give the link its own model")
    return found


def unclassified(model: type[models.Model]) -> list[str]:
    """Fields of which nobody said whether they are personal, and names that are no field."""
    fields = {field.name for field in model._meta.concrete_fields}
    personal = getattr(model, "personal", set())
    plain = getattr(model, "plain", set())
    return sorted((fields ^ (personal | plain)) | (personal & plain))


def test_keys_between_contexts_point_down_are_protected_and_lead_nowhere_back():
    assert [found for model in ours() for found in bad_keys(model)] == []


def test_every_field_is_personal_or_plain():
    assert {m._meta.label: found for m in ours() if (found := unclassified(m))} == {}


@isolate_apps("wuai.contexts.ledger", "wuai.contexts.cases")
def test_a_planted_key_upward_is_found():
    class Upward(models.Model):
        case = models.ForeignKey("cases.Planted", models.CASCADE, related_name="ups")

        class Meta:
            app_label = "ledger"

    class Planted(models.Model):
        class Meta:
            app_label = "cases"

    assert [text.split(" ", 1)[1] for text in bad_keys(Upward)] == [
        "points up or aside to cases.Planted", "is not PROTECT", "leads back",
    ]  # fmt: skip


@isolate_apps("wuai.contexts.cases")
def test_a_planted_unclassified_field_is_found():
    class Silent(models.Model):
        name = models.TextField()
        phone = models.TextField()
        personal = {"name", "ghost"}
        plain = {"id", "name"}

        class Meta:
            app_label = "cases"

    assert unclassified(Silent) == ["ghost", "name", "phone"]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_migration_of_ours_is_drawn_group_by_group():
    """Change ``migrations.Migration`` to ``wuai.platform.migration.Migration`` in a new one."""
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("wuai.")}
    found = MigrationLoader(None).disk_migrations.items()
    assert [key for key, each in found if key[0] in ours and not isinstance(each, Migration)] == []
    assert len(found) > 60


_UP_AND_DOWN = """
import django; django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.apps import apps
import sys
ours = {config.label for config in apps.get_app_configs() if config.name.startswith("wuai.")}
executor = MigrationExecutor(connection)
leaves = executor.loader.graph.leaf_nodes()
if sys.argv[1] == "down":
    targets = [(label, None) for label in sorted(ours) if label in executor.loader.migrated_apps]
else:
    targets = leaves
executor.migrate(targets)
left = MigrationExecutor(connection)
left.loader.build_graph()
print(len([key for key in left.loader.applied_migrations if key[0] in ours]))
"""

_SHAPE = """
SELECT 'column', table_name || '.' || column_name, data_type || ' ' || is_nullable
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)
  FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'e')
"""


def _shape(url: str) -> set[tuple[str, str, str]]:
    with psycopg.connect(url) as connection:
        return {tuple(row) for row in connection.execute(_SHAPE).fetchall()}


def _migrate(environment: dict[str, str], way: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", _UP_AND_DOWN, way],
        env=environment, capture_output=True, text=True, timeout=250,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return int(json.loads(done.stdout))


@pytest.mark.slow
@pytest.mark.deep
def test_migrations_go_up_down_and_up_again(own_database, deep_seconds):
    """Every test database went up; in its short form this one goes down, in the long one up again."""
    before = _shape(own_database["DATABASE_URL"])
    assert _migrate(own_database, "down") == 0
    between = _shape(own_database["DATABASE_URL"])
    assert {name for kind, name, _ in between if "cases_case" in name} == set()
    if deep_seconds is not None:
        assert _migrate(own_database, "up") > 0
        assert _shape(own_database["DATABASE_URL"]) == before
