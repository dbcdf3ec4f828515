"""The balance guard, and the one function by which a single posting is written.

The guard is a statement trigger with transition tables: a deferred row trigger doubles the time of
a million inserts. It holds three things at the end of each statement: every transaction touched
sums to zero, it lies within one branch, and it is written whole by one statement, so that nothing
can be added to a transaction that already stands.
"""

import wuai.platform.migration
from django.db import migrations

GUARD = """
CREATE FUNCTION ledger_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong bigint;
    first_new bigint;
BEGIN
    SELECT min(id) INTO first_new FROM fresh;
    IF first_new IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT transaction_id INTO wrong FROM fresh
        GROUP BY transaction_id HAVING sum(amount) <> 0 LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'wuai: ledger transaction % does not balance', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_balanced';
    END IF;
    SELECT f.transaction_id INTO wrong FROM fresh f
        JOIN ledger_ledgeraccount a ON a.id = f.account_id
        JOIN ledger_ledgertransaction t ON t.id = f.transaction_id
        WHERE a.branch_id <> t.branch_id LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'wuai: ledger transaction % leaves its branch', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_one_branch';
    END IF;
    SELECT e.transaction_id INTO wrong FROM ledger_ledgerentry e
        WHERE e.transaction_id IN (SELECT transaction_id FROM fresh) AND e.id < first_new LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'wuai: ledger transaction % stands already', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_written_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_guard AFTER INSERT ON ledger_ledgerentry
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_guard();
"""

POST = """
CREATE FUNCTION ledger_post(
    in_branch bigint, in_kind text, in_reference text, in_occurred_on date,
    in_posted_at timestamptz, in_by_ref text, in_reverses bigint,
    in_accounts bigint[], in_subjects bigint[], in_components varchar[], in_amounts bigint[],
    OUT posted_id bigint, OUT replayed boolean, OUT refused text
) LANGUAGE plpgsql AS $$
BEGIN
    -- What cannot stand is told by name instead of raised, so that a caller inside a larger
    -- transaction needs no savepoint. The guard on the table holds whoever writes.
    IF cardinality(in_amounts) = 0
        OR (SELECT sum(n) <> 0 OR bool_or(n = 0 OR n IS NULL) FROM unnest(in_amounts) n)
        OR (SELECT count(*) FROM ledger_ledgeraccount
            WHERE id = ANY(in_accounts) AND branch_id <> in_branch) > 0 THEN
        refused := 'NOT_BALANCED';
        RETURN;
    END IF;
    INSERT INTO ledger_ledgertransaction
        (branch_id, kind, reference, occurred_on, posted_at, by_ref, reverses_id)
        VALUES (in_branch, in_kind, in_reference, in_occurred_on, in_posted_at, in_by_ref, in_reverses)
        ON CONFLICT (branch_id, kind, reference) DO NOTHING
        RETURNING id INTO posted_id;
    replayed := posted_id IS NULL;
    IF NOT replayed THEN
        INSERT INTO ledger_ledgerentry (transaction_id, account_id, subject_id, component, amount)
            SELECT posted_id, * FROM unnest(in_accounts, in_subjects, in_components, in_amounts);
        RETURN;
    END IF;
    SELECT id INTO posted_id FROM ledger_ledgertransaction
        WHERE branch_id = in_branch AND kind = in_kind AND reference = in_reference
        AND occurred_on = in_occurred_on AND reverses_id IS NOT DISTINCT FROM in_reverses;
    IF posted_id IS NULL OR EXISTS (
        (SELECT account_id, subject_id, component, amount FROM ledger_ledgerentry
            WHERE transaction_id = posted_id
         EXCEPT ALL SELECT * FROM unnest(in_accounts, in_subjects, in_components, in_amounts))
        UNION ALL
        (SELECT * FROM unnest(in_accounts, in_subjects, in_components, in_amounts)
         EXCEPT ALL SELECT account_id, subject_id, component, amount FROM ledger_ledgerentry
            WHERE transaction_id = posted_id)
    ) THEN
        refused := 'POSTED_DIFFERENTLY';
    END IF;
END $$;
"""


class Migration(wuai.platform.migration.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(
            GUARD,
            "DROP TRIGGER ledger_guard ON ledger_ledgerentry; DROP FUNCTION ledger_guard();",
        ),
        migrations.RunSQL(
            POST,
            "DROP FUNCTION ledger_post(bigint, text, text, date, timestamptz, text, bigint,"
            " bigint[], bigint[], varchar[], bigint[]);",
        ),
    ]
