import pgtrigger.compiler
import wuai.platform.migration
import wuai.platform.tables
from django.db import migrations, models


class Migration(wuai.platform.migration.Migration):

    dependencies = [
        ('platform', '0003_reads_by_page'),
    ]

    operations = [
        wuai.platform.tables.Tables(
            tables=[
                migrations.CreateModel(
                    name='RefusedChange',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('at', models.DateTimeField()),
                        ('table_name', models.CharField(max_length=80)),
                        ('statement', models.CharField(max_length=20)),
                        ('action', models.CharField(max_length=80)),
                        ('by_ref', models.CharField(max_length=80)),
                    ],
                    options={
                        'triggers': [pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d33b892bedf46cdaa4a10d55ebb093cc16292b15', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_7ab7c', table='platform_refusedchange', when='BEFORE')), pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'wuai: % is append-only', TG_TABLE_NAME;", hash='46f635b990d9a87ec6c42ab8a22801f9118cfeac', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_7bc02', table='platform_refusedchange', when='BEFORE'))],
                    },
                ),
            ],
        ),
    ]
