"""The sealer asks for lines by transaction; lines of a table lie roughly in that order (BRIN)."""

from django.db import migrations

TABLES = ("platform_historyline", "platform_readline", "platform_rowimage")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("platform", "0001_initial")]
    operations = [
        migrations.RunSQL(
            f"CREATE INDEX {table}_xid ON {table} USING brin (xid) WITH (autosummarize = on)",
            f"DROP INDEX {table}_xid",
        )
        for table in TABLES
    ]
