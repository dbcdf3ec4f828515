import wuai.platform.migration
from django.db import migrations, models


class Migration(wuai.platform.migration.Migration):

    dependencies = [
        ('payments', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='slip',
            name='slip_one_live_a_case',
        ),
        migrations.AddField(
            model_name='slip',
            name='instalment_ref',
            field=models.UUIDField(null=True),
        ),
        migrations.AddConstraint(
            model_name='slip',
            constraint=models.UniqueConstraint(condition=models.Q(('instalment_ref__isnull', True), ('superseded_at__isnull', True)), fields=('case',), name='slip_one_live_a_case'),
        ),
        migrations.AddConstraint(
            model_name='slip',
            constraint=models.UniqueConstraint(condition=models.Q(('instalment_ref__isnull', False), ('superseded_at__isnull', True)), fields=('instalment_ref', 'case'), name='slip_one_live_an_instalment'),
        ),
    ]
