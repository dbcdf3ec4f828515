import django.db.models.deletion
import wuai.platform.migration
from django.db import migrations, models


class Migration(wuai.platform.migration.Migration):
    dependencies = [
        ("applications", "0002_pieces_are_the_file"),
    ]

    # Nothing has written such a document yet: the page that does comes with this change.
    operations = [
        migrations.AddField(
            model_name="resultdocument",
            name="step",
            field=models.ForeignKey(
                default=0,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="results",
                to="applications.applicationstep",
            ),
            preserve_default=False,
        ),
    ]
