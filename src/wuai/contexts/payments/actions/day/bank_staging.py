"""The open money of bank and channel in temporary tables, and what the rules make of it there."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from wuai.contexts.payments.models import BankTerm
from wuai.contexts.payments.queries.day.bank_open import OPEN_LINES, OPEN_MONEY, TAKEN_BACK
from wuai.contexts.payments.queries.day.day_lines import by_sets
from wuai.contexts.payments.rules.day.bank_later import Back, moved_backs
from wuai.contexts.payments.rules.day.bank_matching import BankMoney, ChannelDay, Fee, Pairing

LOCK = 0x4D54
_PAIRS = """
WITH l AS (
    SELECT id, account_id, channel_id, value_on, amount, ltrim(reference, '0') AS word, row_number()
        OVER (PARTITION BY account_id, value_on, amount, ltrim(reference, '0') ORDER BY id) AS nth
    FROM bank_open WHERE NOT held_out AND reference <> ''),
r AS (
    SELECT id, refund_id, account_id, channel_id, posted_on, amount, ltrim({word}, '0') AS word,
        row_number() OVER (PARTITION BY account_id, posted_on, amount, ltrim({word}, '0')
            ORDER BY id, refund_id) AS nth
    FROM receipts_open WHERE ltrim({word}, '0') IN (SELECT word FROM l))
INSERT INTO bank_made (line_id, receipt_id, refund_id, account_id, channel_id, value_on, rule,
    bank_total, lines, lines_total)
SELECT l.id, r.id, r.refund_id, r.account_id, r.channel_id, l.value_on, 'SAME_REFERENCE', l.amount,
    1, r.amount
FROM l JOIN r ON (l.account_id, l.value_on, l.amount, l.word, l.nth)
    = (r.account_id, r.posted_on, r.amount, r.word, r.nth)
    AND (l.channel_id IS NULL OR l.channel_id = r.channel_id)
"""
_TAKE_OUT = """
DELETE FROM bank_open WHERE id IN (SELECT line_id FROM bank_made WHERE line_id IS NOT NULL);
DELETE FROM receipts_open WHERE id IN (SELECT receipt_id FROM bank_made WHERE receipt_id IS NOT NULL)
    OR refund_id IN (SELECT refund_id FROM bank_made WHERE refund_id IS NOT NULL);
"""
# Money that went back and that the bank names, on another day than we booked it: exactly one fits.
_BACKS_LATER = """
INSERT INTO bank_made (line_id, refund_id, account_id, channel_id, value_on, rule, bank_total, lines,
    lines_total)
SELECT line_id, refund_id, account_id, channel_id, value_on, 'BACK_LATER', amount, 1, amount FROM (
    SELECT l.id AS line_id, r.refund_id, r.account_id, r.channel_id, l.value_on, l.amount,
        count(*) OVER (PARTITION BY l.id) AS of_line,
        count(*) OVER (PARTITION BY r.refund_id) AS of_refund
    FROM bank_open l JOIN receipts_open r ON r.refund_id IS NOT NULL AND r.account_id = l.account_id
        AND ltrim(r.serial, '0') = ltrim(l.reference, '0') AND r.amount = l.amount
        AND r.posted_on <> l.value_on AND (l.channel_id IS NULL OR l.channel_id = r.channel_id)
    WHERE l.reference <> '' AND NOT l.held_out) x
WHERE of_line = 1 AND of_refund = 1
"""
# What the cashier carried to the bank: its slip's number is the reference.
_DEPOSITS = """
INSERT INTO bank_made (line_id, account_id, channel_id, value_on, rule, bank_total, lines,
    lines_total, reason)
SELECT DISTINCT ON (d.id) l.id, l.account_id, c.id, l.value_on, 'SAME_REFERENCE', l.amount, 1,
    d.amount, d.ref::text
FROM bank_open l JOIN payments_tilldeposit d ON d.branch_id = %(branch)s
    AND d.slip_no = l.reference AND d.amount = l.amount AND d.deposited_on <= l.value_on
JOIN payments_channel c ON c.code = 'COUNTER'
WHERE NOT l.held_out AND NOT EXISTS (SELECT 1 FROM payments_bankmatch m
    WHERE m.reason = d.ref::text AND m.undone_at IS NULL)
ORDER BY d.id, l.id
"""
_NAMED = """
UPDATE bank_open l SET named = TRUE FROM receipts_open r WHERE l.reference <> ''
    AND (r.serial = l.reference OR r.number = ltrim(l.reference, '0'));
UPDATE receipts_open r SET named = TRUE FROM bank_open l WHERE l.named
    AND (r.serial = l.reference OR r.number = ltrim(l.reference, '0'));
"""
# How many payments a channel's day has, its sum, and what of it went back to cards.
DAY_FIGURES = (
    "count(r.id), sum(r.amount)::bigint,"
    " coalesce(-sum(r.amount) FILTER (WHERE r.refund_id IS NOT NULL), 0)::bigint"
)


def lock(branch_id: int) -> None:
    """Let two people who match at once do so one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, branch_id])


def stage(branch_id: int, on: date, *, with_taken_back: bool = False) -> None:
    """Gather what is open up to a day, also what was voided before its match and taken back."""
    lock(branch_id)
    values: dict[str, Any] = {"branch": branch_id, "on": on, "seen": None}
    money = f"{OPEN_MONEY} UNION ALL {TAKEN_BACK}" if with_taken_back else OPEN_MONEY
    with by_sets(branch_id, on), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bank_open, receipts_open, bank_made")
        cursor.execute(
            "CREATE TEMPORARY TABLE bank_open ON COMMIT DROP AS SELECT x.*, FALSE AS named, EXISTS"
            " (SELECT 1 FROM payments_bankmatchline m WHERE m.line_id = x.id AND m.undone)"
            f" AS held_out FROM ({OPEN_LINES}) x", values,
        )  # fmt: skip
        cursor.execute(
            "CREATE TEMPORARY TABLE receipts_open ON COMMIT DROP AS SELECT x.*, FALSE AS named"
            f" FROM ({money}) x", values,
        )  # fmt: skip
        cursor.execute("ANALYZE bank_open, receipts_open")
        cursor.execute(
            "CREATE TEMPORARY TABLE bank_made (id bigint NOT NULL"
            " DEFAULT nextval('payments_bankmatch_id_seq'), ref uuid NOT NULL DEFAULT"
            " gen_random_uuid(), line_id bigint, receipt_id bigint, refund_id bigint,"
            " account_id bigint, channel_id bigint, value_on date, rule text, bank_total bigint, lines integer,"
            " lines_total bigint, reason text NOT NULL DEFAULT '') ON COMMIT DROP"
        )
        cursor.execute(
            "CREATE TEMPORARY TABLE IF NOT EXISTS bank_links (match_id bigint, line_id bigint,"
            " receipt_id bigint, refund_id bigint) ON COMMIT DROP"
        )
        cursor.execute("TRUNCATE bank_links")


Key = tuple[int, int]
# Account, channel, the bank's lines, the channel's days, the fee; days to which refunds were moved.
Group = tuple[int, int, list[BankMoney], list[ChannelDay], Fee, set[date]]


def groups(on: date) -> Iterable[Group]:
    """The open money of each channel in each account that is no payment named by itself."""
    bank, fees = _bank_money(), _fees(on)
    days = _channel_days()
    moved = _move_backs(bank, days, fees)
    if any(moved.values()):
        days = _channel_days()
    for key in sorted(bank.keys() & days.keys()):
        yield (*key, bank[key], days[key], fees.get(key, Fee()), moved.get(key, set()))


def _bank_money() -> dict[Key, list[BankMoney]]:
    bank: dict[Key, list[BankMoney]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id, channel_id, id, value_on, amount FROM bank_open"
            " WHERE channel_id IS NOT NULL AND NOT held_out AND NOT named ORDER BY value_on, id"
        )
        for account_id, channel_id, *line in cursor.fetchall():
            bank.setdefault((account_id, channel_id), []).append(BankMoney(*line))
    return bank


def _channel_days() -> dict[Key, list[ChannelDay]]:
    days: dict[Key, list[ChannelDay]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT account_id, channel_id, posted_on, {DAY_FIGURES}"
            " FROM receipts_open r WHERE NOT named GROUP BY 1, 2, 3"
        )
        for account_id, channel_id, *day in cursor.fetchall():
            days.setdefault((account_id, channel_id), []).append(ChannelDay(*day))
    return days


def _fees(on: date) -> dict[Key, Fee]:
    return {
        (term.account_id, term.channel_id): Fee(term.fee_each, term.fee_rate)
        for term in BankTerm.objects.filter(since__lte=on).order_by("since")
        if term.until is None or on <= term.until
    }


def _move_backs(
    bank: dict[Key, list[BankMoney]], days: dict[Key, list[ChannelDay]], fees: dict[Key, Fee]
) -> dict[Key, set[date]]:
    """Let refunds count on the later day on which the bank took them, where there is one way only."""
    backs: dict[Key, list[Back]] = {}
    moved: dict[Key, set[date]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id, channel_id, refund_id, posted_on, -amount FROM receipts_open"
            " WHERE refund_id IS NOT NULL AND NOT named ORDER BY refund_id"
        )
        for account_id, channel_id, *back in cursor.fetchall():
            backs.setdefault((account_id, channel_id), []).append(Back(*back))
        for key in backs.keys() & bank.keys():
            to = moved_backs(bank[key], days[key], backs[key], fees.get(key, Fee()))
            moved[key] = set(to.values())
            for refund_id, day in to.items():
                cursor.execute(
                    "UPDATE receipts_open SET posted_on = %s WHERE refund_id = %s",
                    [day, refund_id],
                )
    return moved


def make(pairing: Pairing, account_id: int, channel_id: int, why: str = "") -> None:
    """Stage one match of lines and days."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bank_made (account_id, channel_id, value_on, rule, bank_total, lines,"
            " lines_total, reason) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
            [account_id, channel_id, max(line.value_on for line in pairing.bank), pairing.rule,
             pairing.bank_total, sum(day.lines for day in pairing.days), pairing.total, why],
        )  # fmt: skip
        match_id = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO bank_links (match_id, line_id) SELECT %s, unnest(%s::bigint[])",
            [match_id, [line.id for line in pairing.bank]],
        )
        cursor.execute(
            "INSERT INTO bank_links (match_id, receipt_id, refund_id)"
            " SELECT %s, id, refund_id FROM receipts_open"
            " WHERE account_id = %s AND channel_id = %s AND posted_on = ANY(%s) AND NOT named",
            [match_id, account_id, channel_id, [day.posted_on for day in pairing.days]],
        )


def pair_by_reference(branch_id: int) -> None:
    """Take lines that name one payment, or one deposit, out of what is open; mark other namings."""
    with connection.cursor() as cursor:
        for word in ("serial", "number"):
            cursor.execute(_PAIRS.format(word=word))
            cursor.execute(_TAKE_OUT)
        cursor.execute(_BACKS_LATER)
        cursor.execute(_TAKE_OUT)
        cursor.execute(_DEPOSITS, {"branch": branch_id})
        cursor.execute(_TAKE_OUT)
        cursor.execute(_NAMED)
