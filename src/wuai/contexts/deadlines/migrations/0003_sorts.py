import wuai.platform.migration
from django.db import migrations, models


class Migration(wuai.platform.migration.Migration):

    dependencies = [
        ('deadlines', '0002_running_deadlines'),
    ]

    operations = [
        migrations.AddField(
            model_name='deadline',
            name='sort',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
    ]
