"""Bank statements, matches, differences with an owner, and days that stay closed.

A closed day takes no more receipts: what comes late is booked on the day after the last closed
one, by the table of receipts itself.
"""

import django.db.models.deletion
import pgtrigger.compiler
import uuid
import wuai.platform.migration
import wuai.platform.tables
from django.db import migrations, models


LOCK = 0x4441  # "DA": whoever books shares it, whoever closes or reopens a day holds it alone

# The last day that is closed: no receipt may count on it, or before it.
LAST_CLOSED = """
CREATE FUNCTION payments_last_closed(in_branch bigint) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT c."on" FROM payments_dayclose c WHERE c.branch_id = in_branch
        AND NOT EXISTS (SELECT 1 FROM payments_dayreopening r
                        WHERE r.close_id = c.id AND r.decision = 'APPROVED')
        ORDER BY c."on" DESC LIMIT 1
$$;
"""
# A statement trigger, so that every way of taking money keeps it and a file of a million lines
# pays for it once. The lock is taken first: each statement of the function then sees what is
# committed, so a day that was being closed meanwhile is seen as closed.
BOOK = f"""
CREATE FUNCTION payments_book() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_branch bigint;
    last_closed date;
BEGIN
    FOR of_branch IN SELECT DISTINCT branch_id FROM fresh LOOP
        PERFORM pg_advisory_xact_lock_shared({LOCK}, of_branch::int);
        last_closed := payments_last_closed(of_branch);
        IF last_closed IS NOT NULL THEN
            INSERT INTO payments_latebooking (receipt_id, branch_id, booked_on)
                SELECT id, branch_id, last_closed + 1 FROM fresh
                WHERE branch_id = of_branch AND posted_on <= last_closed;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER payments_book AFTER INSERT ON payments_receipt
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION payments_book();
"""


class Migration(wuai.platform.migration.Migration):

    dependencies = [
        ('organisation', '0002_closing_codes'),
        ('payments', '0004_payouts_and_refunds'),
        ('platform', '0001_initial'),
    ]

    operations = [
        wuai.platform.tables.Tables(
            tables=[
                migrations.CreateModel(
                    name='BankAccount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.CharField(max_length=20)),
                        ('bank_zh', models.CharField(max_length=60)),
                        ('bank_en', models.CharField(max_length=120)),
                        ('since', models.DateField()),
                        ('until', models.DateField(blank=True, null=True)),
                        ('confirmed', models.BooleanField(default=False)),
                        ('branch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.branch')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('branch', 'number'), name='bank_account_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='bank_account_until_after_since')],
                        'triggers': [pgtrigger.compiler.Trigger(name='row_image', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nINSERT INTO platform_rowimage (at, table_name, row_id, operation, by_ref, action, old)\nVALUES (clock_timestamp(), TG_TABLE_NAME, OLD.id::text, TG_OP,\n        coalesce(current_setting('wuai.by', true), ''),\n        coalesce(current_setting('wuai.action', true), ''), to_jsonb(OLD));\nRETURN NULL;\n", hash='c07f4e107bbae75506ec3c3c3741ccab012bcf38', operation='UPDATE OR DELETE', pgid='pgtrigger_row_image_5c89b', table='payments_bankaccount', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='BankMatch',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('ref', models.UUIDField(default=uuid.uuid4, unique=True)),
                        ('on', models.DateField()),
                        ('rule', models.CharField(max_length=16)),
                        ('bank_total', models.BigIntegerField()),
                        ('lines', models.IntegerField()),
                        ('lines_total', models.BigIntegerField()),
                        ('reason', models.CharField(blank=True, default='', max_length=200)),
                        ('made_at', models.DateTimeField()),
                        ('made_by', models.CharField(max_length=80)),
                        ('made_name', models.CharField(max_length=120)),
                        ('undone_at', models.DateTimeField(null=True)),
                        ('undone_by', models.CharField(max_length=80, null=True)),
                        ('undone_name', models.CharField(max_length=120, null=True)),
                        ('undone_reason', models.CharField(blank=True, default='', max_length=200)),
                        ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.bankaccount')),
                        ('branch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.branch')),
                        ('channel', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.channel')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True), ('undone_name__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False), ('undone_name__isnull', False)), _connector='OR'), name='bank_match_undone_whole'), models.CheckConstraint(condition=models.Q(models.Q(('rule', 'BY_HAND'), _negated=True), ('reason__gt', ''), _connector='OR'), name='bank_match_hand_has_reason')],
                        'indexes': [models.Index(fields=['branch', 'on', 'id'], name='bank_match_day')],
                        'triggers': [pgtrigger.compiler.Trigger(name='row_image', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nINSERT INTO platform_rowimage (at, table_name, row_id, operation, by_ref, action, old)\nVALUES (clock_timestamp(), TG_TABLE_NAME, OLD.id::text, TG_OP,\n        coalesce(current_setting('wuai.by', true), ''),\n        coalesce(current_setting('wuai.action', true), ''), to_jsonb(OLD));\nRETURN NULL;\n", hash='fd3e440b369642027df6411ab424bd74663c0da7', operation='UPDATE OR DELETE', pgid='pgtrigger_row_image_002a1', table='payments_bankmatch', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='BankMatchReceipt',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('undone', models.BooleanField(default=False)),
                        ('match', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.bankmatch')),
                        ('receipt', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.receipt')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('undone', False)), fields=('receipt',), name='receipt_matched_once')],
                        'indexes': [models.Index(fields=['match'], name='bank_match_receipts')],
                        'triggers': [pgtrigger.compiler.Trigger(name='row_image', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nINSERT INTO platform_rowimage (at, table_name, row_id, operation, by_ref, action, old)\nVALUES (clock_timestamp(), TG_TABLE_NAME, OLD.id::text, TG_OP,\n        coalesce(current_setting('wuai.by', true), ''),\n        coalesce(current_setting('wuai.action', true), ''), to_jsonb(OLD));\nRETURN NULL;\n", hash='7e3e716f5622bd91e6aede5cddb6eb80f6efec07', operation='UPDATE OR DELETE', pgid='pgtrigger_row_image_78163', table='payments_bankmatchreceipt', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='BankStatement',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('ref', models.UUIDField(default=uuid.uuid4, unique=True)),
                        ('sha256', models.CharField(max_length=64)),
                        ('from_on', models.DateField()),
                        ('until_on', models.DateField()),
                        ('opening', models.BigIntegerField()),
                        ('closing', models.BigIntegerField()),
                        ('lines', models.IntegerField()),
                        ('duplicates', models.IntegerField()),
                        ('imported_at', models.DateTimeField()),
                        ('by_ref', models.CharField(max_length=80)),
                        ('by_name', models.CharField(max_length=120)),
                        ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.bankaccount')),
                        ('branch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.branch')),
                        ('stored', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='platform.storedfile')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('account', 'sha256'), name='bank_statement_once'), models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='bank_statement_days')],
                        'indexes': [models.Index(fields=['account', 'until_on'], name='bank_statement_days')],
                        'triggers': [pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3c81646f5d42e442528e67f0e05ea7e2cffe17d2', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_d8e11', table='payments_bankstatement', when='BEFORE')), pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'wuai: % is append-only', TG_TABLE_NAME;", hash='779d69c964c63ba6ee10efa7a5b9b5b42844db45', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_94acd', table='payments_bankstatement', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='BankLine',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('ref', models.UUIDField(default=uuid.uuid4, unique=True)),
                        ('line', models.IntegerField()),
                        ('identity', models.BinaryField()),
                        ('value_on', models.DateField()),
                        ('amount', models.BigIntegerField()),
                        ('text', models.CharField(max_length=120)),
                        ('reference', models.CharField(max_length=80)),
                        ('balance', models.BigIntegerField()),
                        ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.bankaccount')),
                        ('branch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.branch')),
                        ('channel', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.channel')),
                        ('statement', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.bankstatement')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('account', 'identity'), name='bank_line_once'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='bank_line_not_zero')],
                        'indexes': [models.Index(fields=['branch', 'value_on', 'id'], name='bank_line_day'), models.Index(fields=['statement', 'line'], name='bank_line_statement')],
                        'triggers': [pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f331aea7118dfd13df65b78609f58c758032f641', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_acc46', table='payments_bankline', when='BEFORE')), pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'wuai: % is append-only', TG_TABLE_NAME;", hash='d8b4e00dcb890df49bfc8c741b00331bb8dc12dd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_b36df', table='payments_bankline', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='BankMatchLine',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('undone', models.BooleanField(default=False)),
                        ('line', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.bankline')),
                        ('match', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.bankmatch')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('undone', False)), fields=('line',), name='bank_line_matched_once')],
                        'triggers': [pgtrigger.compiler.Trigger(name='row_image', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nINSERT INTO platform_rowimage (at, table_name, row_id, operation, by_ref, action, old)\nVALUES (clock_timestamp(), TG_TABLE_NAME, OLD.id::text, TG_OP,\n        coalesce(current_setting('wuai.by', true), ''),\n        coalesce(current_setting('wuai.action', true), ''), to_jsonb(OLD));\nRETURN NULL;\n", hash='6f679e78c6d904dca305abf795ab9581e6349a30', operation='UPDATE OR DELETE', pgid='pgtrigger_row_image_760e9', table='payments_bankmatchline', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='BankTerm',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('mark', models.CharField(max_length=40)),
                        ('fee_each', models.PositiveIntegerField(default=0)),
                        ('fee_rate', models.PositiveIntegerField(default=0)),
                        ('since', models.DateField()),
                        ('until', models.DateField(blank=True, null=True)),
                        ('confirmed', models.BooleanField(default=False)),
                        ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.bankaccount')),
                        ('channel', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.channel')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('account', 'channel', 'since'), name='bank_term_once_a_day'), models.CheckConstraint(condition=models.Q(('mark__gt', '')), name='bank_term_has_mark'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='bank_term_until_after_since')],
                        'triggers': [pgtrigger.compiler.Trigger(name='row_image', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nINSERT INTO platform_rowimage (at, table_name, row_id, operation, by_ref, action, old)\nVALUES (clock_timestamp(), TG_TABLE_NAME, OLD.id::text, TG_OP,\n        coalesce(current_setting('wuai.by', true), ''),\n        coalesce(current_setting('wuai.action', true), ''), to_jsonb(OLD));\nRETURN NULL;\n", hash='a75667704b00366932b5abb8ec0f31c099f7f3f4', operation='UPDATE OR DELETE', pgid='pgtrigger_row_image_3ddb5', table='payments_bankterm', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='DayDifference',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('ref', models.UUIDField(default=uuid.uuid4, unique=True)),
                        ('key', models.CharField(max_length=80)),
                        ('since', models.DateField()),
                        ('amount', models.BigIntegerField()),
                        ('reason', models.CharField(max_length=200)),
                        ('next_step', models.CharField(max_length=200)),
                        ('owner_ref', models.CharField(max_length=80)),
                        ('owner_name', models.CharField(max_length=120)),
                        ('owned_at', models.DateTimeField()),
                        ('branch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.branch')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('branch', 'key'), name='day_difference_once'), models.CheckConstraint(condition=models.Q(('next_step__gt', ''), ('owner_ref__gt', ''), ('reason__gt', '')), name='day_difference_owned_whole')],
                        'triggers': [pgtrigger.compiler.Trigger(name='row_image', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nINSERT INTO platform_rowimage (at, table_name, row_id, operation, by_ref, action, old)\nVALUES (clock_timestamp(), TG_TABLE_NAME, OLD.id::text, TG_OP,\n        coalesce(current_setting('wuai.by', true), ''),\n        coalesce(current_setting('wuai.action', true), ''), to_jsonb(OLD));\nRETURN NULL;\n", hash='98c43998e5b83b91336983031f5b86d8a610ad03', operation='UPDATE OR DELETE', pgid='pgtrigger_row_image_462a1', table='payments_daydifference', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='DayReopening',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('ref', models.UUIDField(default=uuid.uuid4, unique=True)),
                        ('reason', models.CharField(max_length=200)),
                        ('proposed_at', models.DateTimeField()),
                        ('proposed_by', models.CharField(max_length=80)),
                        ('proposed_name', models.CharField(max_length=120)),
                        ('decision', models.CharField(blank=True, max_length=8)),
                        ('decided_at', models.DateTimeField(null=True)),
                        ('decided_by', models.CharField(max_length=80, null=True)),
                        ('decided_name', models.CharField(max_length=120, null=True)),
                        ('close', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.dayclose')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('decision__in', ['', 'APPROVED'])), fields=('close',), name='reopening_once'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decided_name__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('decided_name__isnull', False)), _connector='OR'), models.Q(models.Q(('decided_at__isnull', True), ('decision', '')), models.Q(('decided_at__isnull', False), ('decision__gt', '')), _connector='OR')), name='reopening_decided_whole'), models.CheckConstraint(condition=models.Q(('decided_by', models.F('proposed_by')), ('decision', 'APPROVED'), _negated=True), name='reopening_two_people')],
                        'triggers': [pgtrigger.compiler.Trigger(name='row_image', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nINSERT INTO platform_rowimage (at, table_name, row_id, operation, by_ref, action, old)\nVALUES (clock_timestamp(), TG_TABLE_NAME, OLD.id::text, TG_OP,\n        coalesce(current_setting('wuai.by', true), ''),\n        coalesce(current_setting('wuai.action', true), ''), to_jsonb(OLD));\nRETURN NULL;\n", hash='db3f5035e956fd8e7051331cd2eb00a4452d5fb2', operation='UPDATE OR DELETE', pgid='pgtrigger_row_image_3efad', table='payments_dayreopening', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='LateBooking',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('booked_on', models.DateField()),
                        ('branch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.branch')),
                        ('receipt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.receipt')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['branch', 'booked_on'], name='late_booking_day')],
                        'triggers': [pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1f5ca7edbbd88f1cbea17c1f85da3043fec3fb03', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_d560e', table='payments_latebooking', when='BEFORE')), pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'wuai: % is append-only', TG_TABLE_NAME;", hash='98baaea1eeda86dbfde1b67aef30497097b9586e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_d6943', table='payments_latebooking', when='BEFORE'))],
                    },
                ),
            ],
        ),
        migrations.AddField(
            model_name='dayclose',
            name='ledger_upto',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='dayclose',
            name='round',
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name='dayclose',
            constraint=models.UniqueConstraint(fields=('branch', 'on', 'round'), name='day_closed_once'),
        ),
        migrations.RunSQL(LAST_CLOSED, "DROP FUNCTION payments_last_closed(bigint);"),
        migrations.RunSQL(
            BOOK,
            "DROP TRIGGER payments_book ON payments_receipt; DROP FUNCTION payments_book();",
        ),
    ]
