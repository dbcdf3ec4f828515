"""A claim against a guarantor that was lifted can be made again."""

import django.db.models.deletion
import wuai.platform.migration
from django.db import migrations, models


class Migration(wuai.platform.migration.Migration):
    dependencies = [
        ("instalments", "0003_guarantors"),
    ]

    operations = [
        migrations.AddField(
            model_name="guarantorclaim",
            name="before",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="guarantorclaim",
            name="surety",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="instalments.surety",
            ),
        ),
        migrations.AddConstraint(
            model_name="guarantorclaim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "LIFTED"), _negated=True),
                fields=("surety",),
                name="guarantor_claimed_once",
            ),
        ),
    ]
