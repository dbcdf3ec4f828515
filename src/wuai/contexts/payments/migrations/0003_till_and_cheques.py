

import django.contrib.postgres.functions
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_initial'),
        ('organisation', '0001_initial'),
        ('payments', '0002_instalment_slips'),
    ]

    operations = [
        migrations.CreateModel(
            name='CardSettlement',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('settled_on', models.DateField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='CardSlip',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('paid_on', models.DateField()),
                ('terminal_no', models.CharField(max_length=16)),
                ('approval_code', models.CharField(max_length=12)),
                ('last_four', models.CharField(max_length=4)),
                ('brand', models.CharField(max_length=12)),
                ('is_foreign', models.BooleanField()),
                ('is_obligors', models.BooleanField()),
                ('holder', models.CharField(blank=True, max_length=100)),
                ('has_consent', models.BooleanField()),
                ('fee', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Cheque',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('key', models.UUIDField(unique=True)),
                ('paper_no', models.CharField(max_length=40)),
                ('kind', models.CharField(max_length=11)),
                ('number', models.CharField(max_length=20)),
                ('bank', models.CharField(max_length=60)),
                ('drawer', models.CharField(max_length=100)),
                ('amount', models.BigIntegerField()),
                ('received_on', models.DateField()),
                ('due_on', models.DateField()),
                ('received_at', models.DateTimeField()),
                ('by_ref', models.CharField(max_length=80)),
                ('by_name', models.CharField(max_length=120)),
                ('state', models.CharField(default='HELD', max_length=8)),
                ('ended_on', models.DateField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='ChequeCase',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('place', models.SmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='ChequeList',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('number', models.CharField(max_length=40)),
                ('bank', models.CharField(max_length=60)),
                ('made_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by_ref', models.CharField(max_length=80)),
                ('by_name', models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name='ReceiptPrint',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('no', models.SmallIntegerField()),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('at', models.DateTimeField()),
                ('by_ref', models.CharField(max_length=80)),
                ('by_name', models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name='Till',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('by_ref', models.CharField(max_length=80)),
                ('by_name', models.CharField(max_length=120)),
                ('opened_at', models.DateTimeField()),
                ('opened_on', models.DateField()),
                ('opening_float', models.BigIntegerField()),
                ('state', models.CharField(default='OPEN', max_length=7)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_on', models.DateField(null=True)),
                ('expected', models.BigIntegerField(null=True)),
                ('counted', models.BigIntegerField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=200)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(max_length=80, null=True)),
                ('decided_name', models.CharField(max_length=120, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='TillCash',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('amount', models.BigIntegerField()),
                ('tendered', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='TillCount',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('no', models.SmallIntegerField()),
                ('pieces', models.JSONField()),
                ('counted', models.BigIntegerField()),
                ('expected', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('by_ref', models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='TillDeposit',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('ref', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('bank', models.CharField(max_length=60)),
                ('slip_no', models.CharField(max_length=40)),
                ('amount', models.BigIntegerField()),
                ('deposited_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by_ref', models.CharField(max_length=80)),
                ('by_name', models.CharField(max_length=120)),
            ],
        ),
        migrations.AddField(
            model_name='counterreceipt',
            name='token',
            field=models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), unique=True),
        ),
        migrations.CreateModel(
            name='CardRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('brand', models.CharField(max_length=12)),
                ('name_zh', models.CharField(max_length=40)),
                ('name_en', models.CharField(max_length=40)),
                ('domestic', models.PositiveSmallIntegerField()),
                ('foreign', models.PositiveSmallIntegerField()),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('confirmed', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('brand', 'since'), name='card_rate_once_a_day'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='card_rate_until_after_since')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cardrate',
            trigger=pgtrigger.compiler.Trigger(name='row_image', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nINSERT INTO platform_rowimage (at, table_name, row_id, operation, by_ref, action, old)\nVALUES (clock_timestamp(), TG_TABLE_NAME, OLD.id::text, TG_OP,\n        coalesce(current_setting('wuai.by', true), ''),\n        coalesce(current_setting('wuai.action', true), ''), to_jsonb(OLD));\nRETURN NULL;\n", hash='5a887cdf2e112b1ab0b91d717e9f9b85bd74e198', operation='UPDATE OR DELETE', pgid='pgtrigger_row_image_22451', table='payments_cardrate', when='AFTER')),
        ),
        migrations.AddField(
            model_name='cardsettlement',
            name='event',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.rawevent'),
        ),
        migrations.AddField(
            model_name='cardslip',
            name='branch',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.branch'),
        ),
        migrations.AddField(
            model_name='cardslip',
            name='receipt',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.receipt'),
        ),
        migrations.AddField(
            model_name='cardsettlement',
            name='slip',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.cardslip'),
        ),
        migrations.AddField(
            model_name='cheque',
            name='branch',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.branch'),
        ),
        migrations.AddField(
            model_name='cheque',
            name='receipt',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.receipt'),
        ),
        migrations.AddField(
            model_name='chequecase',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='chequecase',
            name='cheque',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.cheque'),
        ),
        migrations.AddField(
            model_name='chequelist',
            name='branch',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.branch'),
        ),
        migrations.AddField(
            model_name='cheque',
            name='sent_in',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.chequelist'),
        ),
        migrations.AddField(
            model_name='receiptprint',
            name='paper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.counterreceipt'),
        ),
        migrations.AddField(
            model_name='till',
            name='branch',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.branch'),
        ),
        migrations.AddField(
            model_name='tillcash',
            name='receipt',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.receipt'),
        ),
        migrations.AddField(
            model_name='tillcash',
            name='till',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.till'),
        ),
        migrations.AddField(
            model_name='tillcount',
            name='till',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.till'),
        ),
        migrations.AddField(
            model_name='tilldeposit',
            name='branch',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.branch'),
        ),
        migrations.AddField(
            model_name='tilldeposit',
            name='till',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.till'),
        ),
        migrations.AddConstraint(
            model_name='cardslip',
            constraint=models.UniqueConstraint(fields=('branch', 'terminal_no', 'approval_code', 'paid_on'), name='card_slip_once'),
        ),
        migrations.AddConstraint(
            model_name='cardslip',
            constraint=models.CheckConstraint(condition=models.Q(('last_four__regex', '^[0-9]{4}$')), name='card_last_four_digits'),
        ),
        migrations.AddConstraint(
            model_name='cardslip',
            constraint=models.CheckConstraint(condition=models.Q(('is_obligors', True), models.Q(('has_consent', True), ('holder__gt', '')), _connector='OR'), name='card_of_another_has_consent'),
        ),
        migrations.AddConstraint(
            model_name='cardslip',
            constraint=models.CheckConstraint(condition=models.Q(('fee__gte', 0)), name='card_fee_not_negative'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cardslip',
            trigger=pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6290aef0b539a103b8fae39a33c3897d2372d483', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_ceeff', table='payments_cardslip', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cardslip',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'wuai: % is append-only', TG_TABLE_NAME;", hash='a4820c5e7e8d971044cb7983a494d825a8b36c3f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_bea88', table='payments_cardslip', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cardsettlement',
            trigger=pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3f3b580120986939d6695c8589d4d11607b26999', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_d5a8f', table='payments_cardsettlement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cardsettlement',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'wuai: % is append-only', TG_TABLE_NAME;", hash='583d43edef1c44d0e7b99b6c2f2ede0700ee5d52', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_14dfe', table='payments_cardsettlement', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='chequecase',
            constraint=models.UniqueConstraint(fields=('cheque', 'place'), name='cheque_case_place'),
        ),
        migrations.AddConstraint(
            model_name='chequecase',
            constraint=models.UniqueConstraint(fields=('cheque', 'case'), name='cheque_case_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chequecase',
            trigger=pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='425b287bfc096a015aa37fcf1330663e92bf03fc', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_a62c8', table='payments_chequecase', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chequecase',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'wuai: % is append-only', TG_TABLE_NAME;", hash='dc77b56915fa65548b297838973d46e1e275039f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_2789f', table='payments_chequecase', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='chequelist',
            constraint=models.UniqueConstraint(fields=('branch', 'number'), name='cheque_list_number_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chequelist',
            trigger=pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e8ca7a07249d3808de3fcf56e263d4b85a66199e', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_fde34', table='payments_chequelist', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='chequelist',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'wuai: % is append-only', TG_TABLE_NAME;", hash='ac44a69e6b51bec6c6ae1d429da47920e83a4b9c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_c131d', table='payments_chequelist', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='cheque',
            index=models.Index(condition=models.Q(('state__in', ['HELD', 'SENT'])), fields=['branch', 'due_on', 'id'], name='cheque_waiting'),
        ),
        migrations.AddConstraint(
            model_name='cheque',
            constraint=models.UniqueConstraint(fields=('branch', 'paper_no'), name='cheque_paper_once'),
        ),
        migrations.AddConstraint(
            model_name='cheque',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['HELD', 'SENT', 'CLEARED'])), fields=('branch', 'kind', 'bank', 'number'), name='cheque_held_once'),
        ),
        migrations.AddConstraint(
            model_name='cheque',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['CHEQUE', 'MONEY_ORDER'])), name='cheque_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='cheque',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['HELD', 'SENT', 'CLEARED', 'BOUNCED', 'RETURNED'])), name='cheque_state_known'),
        ),
        migrations.AddConstraint(
            model_name='cheque',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='cheque_positive'),
        ),
        migrations.AddConstraint(
            model_name='cheque',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_on__isnull', True), ('state__in', ['HELD', 'SENT'])), models.Q(('ended_at__isnull', False), ('ended_on__isnull', False), ('state__in', ['CLEARED', 'BOUNCED', 'RETURNED'])), _connector='OR'), name='cheque_ended_whole'),
        ),
        migrations.AddConstraint(
            model_name='cheque',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('receipt__isnull', True), ('state__in', ['HELD', 'SENT'])), models.Q(('receipt__isnull', False), ('state', 'CLEARED')), models.Q(('reason__gt', ''), ('state__in', ['BOUNCED', 'RETURNED'])), _connector='OR'), name='cheque_money_or_reason'),
        ),
        migrations.AddConstraint(
            model_name='cheque',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'SENT'), _negated=True), ('sent_in__isnull', False), _connector='OR'), name='cheque_sent_in_list'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='cheque',
            trigger=pgtrigger.compiler.Trigger(name='row_image', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nINSERT INTO platform_rowimage (at, table_name, row_id, operation, by_ref, action, old)\nVALUES (clock_timestamp(), TG_TABLE_NAME, OLD.id::text, TG_OP,\n        coalesce(current_setting('wuai.by', true), ''),\n        coalesce(current_setting('wuai.action', true), ''), to_jsonb(OLD));\nRETURN NULL;\n", hash='9a93bb61f0a71f3d43ca489b5943a80e3db526df', operation='UPDATE OR DELETE', pgid='pgtrigger_row_image_7b374', table='payments_cheque', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='receiptprint',
            constraint=models.UniqueConstraint(fields=('paper', 'no'), name='receipt_print_numbered'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receiptprint',
            trigger=pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='da65ed72d12c3a86cc02cb48f69563cc2bb4e7b2', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_eeaba', table='payments_receiptprint', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='receiptprint',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'wuai: % is append-only', TG_TABLE_NAME;", hash='26e3413dc33512eb1b7d39d21eafb60d54b31723', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_e5d58', table='payments_receiptprint', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='till',
            index=models.Index(fields=['branch', 'opened_on', 'id'], name='till_day'),
        ),
        migrations.AddConstraint(
            model_name='till',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'OPEN')), fields=('by_ref',), name='till_one_open_a_person'),
        ),
        migrations.AddConstraint(
            model_name='till',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['OPEN', 'COUNTED', 'CLOSED'])), name='till_state_known'),
        ),
        migrations.AddConstraint(
            model_name='till',
            constraint=models.CheckConstraint(condition=models.Q(('opening_float__gte', 0)), name='till_float_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='till',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_on__isnull', True), ('counted__isnull', True), ('expected__isnull', True), ('state', 'OPEN')), models.Q(models.Q(('state', 'OPEN'), _negated=True), ('closed_at__isnull', False), ('closed_on__isnull', False), ('counted__isnull', False), ('expected__isnull', False)), _connector='OR'), name='till_closed_whole'),
        ),
        migrations.AddConstraint(
            model_name='till',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'OPEN'), ('expected', models.F('counted')), ('reason__gt', ''), _connector='OR'), name='till_difference_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='till',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'CLOSED'), _negated=True), ('expected', models.F('counted')), ('decided_by__isnull', False), _connector='OR'), name='till_difference_approved'),
        ),
        migrations.AddConstraint(
            model_name='till',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decided_name__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('decided_name__isnull', False)), _connector='OR'), name='till_decided_whole'),
        ),
        migrations.AddConstraint(
            model_name='till',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('by_ref')), _negated=True), _connector='OR'), name='till_two_people'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='till',
            trigger=pgtrigger.compiler.Trigger(name='row_image', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nINSERT INTO platform_rowimage (at, table_name, row_id, operation, by_ref, action, old)\nVALUES (clock_timestamp(), TG_TABLE_NAME, OLD.id::text, TG_OP,\n        coalesce(current_setting('wuai.by', true), ''),\n        coalesce(current_setting('wuai.action', true), ''), to_jsonb(OLD));\nRETURN NULL;\n", hash='8664375207e4ea11cfe11b1ec04874aaf46e339d', operation='UPDATE OR DELETE', pgid='pgtrigger_row_image_e25df', table='payments_till', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='tillcash',
            constraint=models.UniqueConstraint(condition=models.Q(('amount__gt', 0)), fields=('receipt',), name='till_cash_taken_once'),
        ),
        migrations.AddConstraint(
            model_name='tillcash',
            constraint=models.UniqueConstraint(condition=models.Q(('amount__lt', 0)), fields=('receipt',), name='till_cash_given_back_once'),
        ),
        migrations.AddConstraint(
            model_name='tillcash',
            constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='till_cash_not_zero'),
        ),
        migrations.AddConstraint(
            model_name='tillcash',
            constraint=models.CheckConstraint(condition=models.Q(('tendered__isnull', True), ('tendered__gte', models.F('amount')), _connector='OR'), name='till_tendered_enough'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tillcash',
            trigger=pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ee00fb5b9495db0313efc600cbd0b444321998b9', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_09bd2', table='payments_tillcash', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tillcash',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'wuai: % is append-only', TG_TABLE_NAME;", hash='b060d169c2d5ca14630368dd34720215a7b0fd17', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_736b1', table='payments_tillcash', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='tillcount',
            constraint=models.UniqueConstraint(fields=('till', 'no'), name='till_count_numbered'),
        ),
        migrations.AddConstraint(
            model_name='tillcount',
            constraint=models.CheckConstraint(condition=models.Q(('counted__gte', 0)), name='till_count_not_negative'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tillcount',
            trigger=pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='481c0328d9a697368615816bab8899ec5af667d8', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_7cd52', table='payments_tillcount', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tillcount',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'wuai: % is append-only', TG_TABLE_NAME;", hash='d9c8f748aa582361a755fd18a4774c7bdc5eee60', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_fb35d', table='payments_tillcount', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='tilldeposit',
            index=models.Index(fields=['branch', 'deposited_on', 'id'], name='till_deposit_day'),
        ),
        migrations.AddConstraint(
            model_name='tilldeposit',
            constraint=models.UniqueConstraint(fields=('branch', 'bank', 'slip_no'), name='deposit_slip_once'),
        ),
        migrations.AddConstraint(
            model_name='tilldeposit',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='deposit_positive'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tilldeposit',
            trigger=pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9f04e1412040d4446869cb7400ba17806c08ab34', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_65acf', table='payments_tilldeposit', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tilldeposit',
            trigger=pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'wuai: % is append-only', TG_TABLE_NAME;", hash='38307623504a03e89b55b8f8b8a0cd0e0ed86eff', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_b4524', table='payments_tilldeposit', when='BEFORE')),
        ),
    ]
