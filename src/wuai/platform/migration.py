"""A migration that draws each model it changes once.

Django draws a changed model and all its relations anew for each operation: eighteen seconds for
a house of 200 tables, paid by every first start and every test database. What changes different
tables needs no such drawing in between: two and a half.
"""

from collections.abc import Iterable, Iterator

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import operations as change
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState, StateApps
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from wuai.platform.tables import Tables

_MAKING = (change.CreateModel, Tables, change.AddField)
_TAKING = (change.RemoveConstraint, change.RemoveIndex, RemoveTrigger)
_TOGETHER = (
    *_MAKING, *_TAKING, change.AddConstraint, change.AddIndex, AddTrigger, change.RunSQL,
)  # fmt: skip


class Migration(migrations.Migration):
    """Like Django's: the same statements in the same order.

    An operation that is not listed above (a field altered, data moved by Python) runs alone and
    is drawn as Django draws it. When only the SQL is asked for, it is Django's own.
    """

    def mutate_state(self, project_state: ProjectState, preserve: bool = True) -> ProjectState:
        """The state after the operations; ``preserve`` leaves the one passed in as it is."""
        state = project_state.clone() if preserve else project_state
        for group in groups(self.operations):
            _forward(group, self.app_label, state)
        return state

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        """Run the operations, group by group; the state passed in becomes the state after them."""
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        for group in groups(self.operations):
            before = project_state.clone()
            _forward(group, self.app_label, project_state)
            for operation in group:
                operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state

    def unapply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        """Take the operations back, the last first; ``project_state`` is the one before them."""
        if collect_sql:
            return super().unapply(project_state, schema_editor, collect_sql)
        taken = []
        state = project_state
        for group in groups(self.operations):
            if fixed := [operation for operation in group if not operation.reversible]:
                raise IrreversibleError(f"Operation {fixed[0]} in {self} is not reversible")
            before, state = state, state.clone()
            _forward(group, self.app_label, state)
            taken += [(operation, before, state) for operation in group]
        for operation, before, after in reversed(taken):
            operation.database_backwards(self.app_label, schema_editor, after, before)
        return project_state


def groups(operations: Iterable[Operation]) -> Iterator[list[Operation]]:
    """What may be drawn together.

    No group touches again what it made or gave a column, and none takes from a table what it may
    itself have put there.
    """
    group: list[Operation] = []
    made: set[str] = set()
    touched: set[str] = set()
    for operation in operations:
        alone = not isinstance(operation, _TOGETHER)
        seen = touched if isinstance(operation, _TAKING) else made
        if group and (alone or seen & _named(operation) or not isinstance(group[0], _TOGETHER)):
            yield group
            group, made, touched = [], set(), set()
        group.append(operation)
        touched |= _named(operation)
        made |= _named(operation) if isinstance(operation, _MAKING) else set()
    if group:
        yield group


def _named(operation: Operation) -> set[str]:
    """The models, in lower case, that an operation makes or changes."""
    if isinstance(operation, Tables):
        return {table.name_lower for table in operation.tables}
    if isinstance(operation, change.CreateModel):
        return {operation.name_lower}
    name: str = getattr(operation, "model_name", "")
    return {name.lower()} if name else set()


def _forward(group: list[Operation], app_label: str, state: ProjectState) -> None:
    """Bring the state forward; where that is enough, draw nothing but what was changed."""
    drawn: StateApps | None = state.__dict__.get("apps")
    if drawn is None or not isinstance(group[0], _TOGETHER):
        for operation in group:
            operation.state_forwards(app_label, state)
        return
    del state.apps  # a cached property: without it the operations draw nothing
    for operation in group:
        operation.state_forwards(app_label, state)
    changed = sorted({(app_label, name) for operation in group for name in _named(operation)})
    with drawn.bulk_update():
        for key in changed:
            drawn.unregister_model(*key)
    drawn.render_multiple([state.models[key] for key in changed])
    state.apps = drawn
