import wuai.platform.migration
from django.db import migrations, models


class Migration(wuai.platform.migration.Migration):

    dependencies = [
        ('applications', '0006_reply_texts'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='power',
            field=models.UUIDField(null=True),
        ),
    ]
