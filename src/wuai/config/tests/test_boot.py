"""Starting: who comes while another process still makes the database waits for it."""

from django.db.migrations import executor
from django.db.utils import ProgrammingError

from wuai.config import boot


def test_a_database_that_is_being_made_counts_as_behind(monkeypatch):
    def not_granted_yet(_connection):
        raise ProgrammingError("permission denied for table django_migrations")

    monkeypatch.setattr(executor, "MigrationExecutor", not_granted_yet)
    assert boot.is_behind()
