"""One migration operation that makes all tables of a migration, with their triggers, at once.

Django draws every related model anew for each table, constraint and trigger that a migration
adds: half a minute for a house of 150 tables, at each first start. Here the models are drawn
once per migration.
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Tables(Operation):
    """Make these tables in order, each with the constraints, indexes and triggers of its options.

    A trigger stands in a model's options as ``makemigrations`` writes it. To turn a fresh migration
    into this, move what it adds to its own tables into their options.
    """

    serialization_expand_args = ["tables"]

    def __init__(self, tables: list[CreateModel]) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add all models; whoever needs them drawn draws them once, afterwards."""
        state.__dict__.pop("apps", None)  # a cached property: without it nothing is drawn yet
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the tables in order, then their triggers."""
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)
            for trigger in table.options.get("triggers", []):
                schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take the triggers and tables away, the last first."""
        for table in reversed(self.tables):
            for trigger in table.options.get("triggers", []):
                schema_editor.execute(trigger.uninstall_sql, params=None)
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def references_model(self, name: str, app_label: str) -> bool:
        """Whether one of the tables is, or points at, this model."""
        return any(table.references_model(name, app_label) for table in self.tables)

    def describe(self) -> str:
        """One line for ``migrate`` and ``sqlmigrate``."""
        return f"Create the tables {', '.join(table.name for table in self.tables)}"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How Django writes the operation down."""
        return type(self).__name__, [], {"tables": self.tables}
