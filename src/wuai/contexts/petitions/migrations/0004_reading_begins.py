import wuai.platform.migration
from django.db import migrations, models


class Migration(wuai.platform.migration.Migration):

    dependencies = [
        ("petitions", "0003_letters_added"),
    ]

    operations = [
        migrations.AddField(
            model_name="fetchedbox",
            name="begun_at",
            field=models.DateTimeField(null=True),
        ),
    ]
