import wuai.platform.migration
from django.db import migrations, models


class Migration(wuai.platform.migration.Migration):

    dependencies = [
        ('platform', '0002_reads_by_subject'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='readline',
            index=models.Index(fields=['page', 'at'], name='read_page'),
        ),
    ]
