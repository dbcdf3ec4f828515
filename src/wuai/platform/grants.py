"""Two roles in the database: the app role may not change ledger and history."""

from django.apps import apps
from django.db import connection
from django.db.models import Model

_NAMES = {"no_change", "no_truncate"}


def is_append_only(model: type[Model]) -> bool:
    """Whether the model carries the append-only triggers."""
    return any(trigger.name in _NAMES for trigger in getattr(model._meta, "triggers", []))


def append_only_tables() -> list[str]:
    """Tables whose models carry the append-only triggers (those that are migrated)."""
    there = set(connection.introspection.table_names())
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.db_table in there and is_append_only(model)
    )


def grant(role: str) -> None:
    """Give ``role`` daily work on every table and sequence, less changes to append-only tables."""
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if not cursor.fetchone():
            return
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT TEMPORARY ON DATABASE {_database()} TO {quoted}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}"
        )
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {quoted}")
        for table in append_only_tables():
            cursor.execute(
                f"REVOKE UPDATE, DELETE, TRUNCATE ON {connection.ops.quote_name(table)} FROM {quoted}"
            )


def _database() -> str:
    return connection.ops.quote_name(connection.settings_dict["NAME"])
