"""The sealer asks for lines by transaction; lines of a table lie roughly in that order (BRIN).

The page asks for reads about a case (GIN).
"""

import wuai.platform.migration
from django.db import migrations

TABLES = ("platform_historyline", "platform_readline", "platform_rowimage")


class Migration(wuai.platform.migration.Migration):
    dependencies = [("audit", "0001_initial"), ("platform", "0001_initial")]
    operations = [
        migrations.RunSQL(
            f"CREATE INDEX {table}_xid ON {table} USING brin (xid) WITH (autosummarize = on)",
            f"DROP INDEX {table}_xid",
        )
        for table in TABLES
    ] + [
        migrations.RunSQL(
            "CREATE INDEX platform_readline_subjects ON platform_readline"
            " USING gin (subjects jsonb_path_ops)",
            "DROP INDEX platform_readline_subjects",
        )
    ]
