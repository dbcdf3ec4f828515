import wuai.platform.migration
from django.db import migrations, models


class Migration(wuai.platform.migration.Migration):

    dependencies = [
        ("appointments", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="pattern",
            name="room_en",
            field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="slot",
            name="room_en",
            field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
    ]
