"""The index over the obligor holds what a list of a name asks for."""

import django.db.models.deletion
import wuai.platform.migration
from django.db import migrations, models


class Migration(wuai.platform.migration.Migration):
    dependencies = [("cases", "0002_halting"), ("parties", "0001_initial")]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["obligor", "branch", "id"], name="case_obligor"),
        ),
        migrations.AlterField(
            model_name="case",
            name="obligor",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="parties.party",
            ),
        ),
    ]  # fmt: skip
