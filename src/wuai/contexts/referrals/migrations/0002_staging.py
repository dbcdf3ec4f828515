"""The staging table holds nothing that a crash could lose for good: the chunk ledger knows what is
missing, and the stored file still has it. So it is not logged."""

import wuai.platform.migration
from django.db import migrations


class Migration(wuai.platform.migration.Migration):
    dependencies = [("referrals", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE referrals_stagedrow SET UNLOGGED",
            "ALTER TABLE referrals_stagedrow SET LOGGED",
        ),
        migrations.RunSQL(
            "CREATE INDEX staged_batch ON referrals_stagedrow (batch_id, chunk_no)",
            "DROP INDEX staged_batch",
        ),
    ]
