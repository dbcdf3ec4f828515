"""Statements: 12,000 agency-months, from the ledger to the papers that agencies get.

``python -m bench.statements`` (``BENCH_ROWS`` names other numbers of agency-months, ``BENCH_PAPERS``
how many of them are written as CSV; a quarter of those as PDF). Four figures: making the statements
beside a bare query that only adds the same entries up by agency and month, and beside the 52 a second
that sbc-pay told of its own run (12,583 in about four minutes); writing them as CSV beside bare
queries that fetch the lines of each; setting them as PDF beside the typesetter alone.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.money import BRANCH, make_cases, prepare_environment, say

prepare_environment("statements")
ROWS = [int(n) for n in os.environ.get("BENCH_ROWS", "12000").split(",")]
PAPERS = int(os.environ.get("BENCH_PAPERS", "2000"))
MONTHS, LINES = 12, 10
SBC_PAY, DAY = 12_583 / 240, timedelta(days=1)
_BARE = """
SELECT a.reference, date_trunc('month', t.posted_at AT TIME ZONE 'Asia/Taipei'), -sum(e.amount),
    count(*)
FROM ledger_ledgerentry e JOIN ledger_ledgeraccount a ON a.id = e.account_id
JOIN ledger_ledgertransaction t ON t.id = e.transaction_id
WHERE a.branch_id = %s AND a.code = 'PAYABLE' GROUP BY 1, 2
"""
_FETCH = """
SELECT r.ref, c.number, c.agency_ref, h.name_zh, r.paid_on, al.amount, t.posted_at
FROM ledger_ledgertransaction t JOIN payments_receipt r ON r.ref::text = t.reference
JOIN payments_allocation al ON al.receipt_id = r.id JOIN cases_case c ON c.id = al.case_id
JOIN payments_channel h ON h.id = r.channel_id
WHERE t.branch_id = %s AND t.kind = 'PAYMENT' AND c.agency_id = %s AND t.posted_at >= %s
    AND t.posted_at < %s ORDER BY t.posted_at
"""


def months() -> list[date]:
    """The first days of the twelve months that are over, oldest first."""
    from django.utils import timezone

    today = timezone.localdate()
    last = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(last - MONTHS, last)]


def make_agencies(count: int) -> list[str]:
    """Agencies that only this measure knows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisation_agency (code, name_zh, name_en, feedback_email, contact_name,"
            " contact_phone, address_zh, payee_name, payee_bank, is_active)"
            " SELECT 'BEN' || lpad(n::text, 5, '0'), '量測機關' || n, 'Bench agency ' || n, '', '', '',"
            " '', '', '', true FROM generate_series(1, %s) n ON CONFLICT DO NOTHING",
            [count],
        )
        cursor.execute("SELECT code FROM organisation_agency WHERE code LIKE 'BEN%%' ORDER BY id")
        return [row[0] for row in cursor.fetchall()][:count]


def collect(count: int, month: date) -> None:
    """One file of a month: ten payments of one dollar for each agency."""
    from wuai.contexts.organisation import api as organisation
    from wuai.contexts.payments import api as payments
    from wuai.platform.actors import system

    branch = organisation.branch(BRANCH)
    slips = [slip.number for slip in payments.open_slips(branch.id)][-count:]
    on = month.replace(day=15)
    lines = [
        (slip, on, on, 1, "CVS_711", "門市", f"{month:%Y%m}{number:02d}{place:06d}")
        for place, slip in enumerate(slips)
        for number in range(LINES)
    ]
    payments.import_settlement(
        branch_id=branch.id, channel_code="CVS_711", name="bench.csv",
        content=payments.write_settlement(lines), by=system("bench", branch_id=branch.id),
        at=datetime(on.year, on.month, 15, 4, tzinfo=UTC), on=on,
    )  # fmt: skip


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came back."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def queried(sql: str, *values: Any) -> int:
    """Run a bare query and fetch every row."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return len(cursor.fetchall())


def make(branch_id: int) -> int:
    """Make the statements of every month."""
    from django.utils import timezone

    from wuai.contexts.payments.actions.out.statements import make_statements
    from wuai.platform.actors import system

    by, at = system("bench", branch_id=branch_id), timezone.now()
    return sum(
        make_statements(
            branch_id=branch_id, kind="MONTH", since=month, by=by, at=at, on=timezone.localdate()
        )
        for month in months()
    )


def measure(rows: int) -> None:
    """One number of agency-months."""
    from django.db import connection

    from wuai.contexts.organisation import api as organisation

    branch, count = organisation.branch(BRANCH), rows // MONTHS
    make_cases(count, agencies=make_agencies(count))
    for month in months():
        collect(count, month)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    reference, groups = timed(lambda: queried(_BARE, branch.id))
    seconds, made = timed(lambda: make(branch.id))
    if made != count * MONTHS or groups != made:
        raise SystemExit(f"{made} statements, {groups} groups, {count * MONTHS} wanted")
    say("statements", f"make {made} agency-months", seconds, reference,
        reference_is="a bare query that adds the same entries up", unit="s")  # fmt: skip
    say("statements", f"make {made} agency-months", made / seconds, SBC_PAY, higher=True,
        reference_is="statements a second that sbc-pay told of its run", unit="1/s")  # fmt: skip
    papers()


def papers() -> None:
    """Write some of them as CSV, fewer as PDF."""
    from wuai.contexts.payments.gateways.statement_paper import client
    from wuai.contexts.payments.models import AgencyStatement
    from wuai.contexts.payments.queries.out.statements import lines_of
    from wuai.contexts.payments.rules.out.payout_postings import day_end
    from wuai.contexts.payments.web.out import statement_files

    held = list(AgencyStatement.objects.select_related("agency", "branch").order_by("-id")[:PAPERS])
    reference, _ = timed(lambda: [
        queried(_FETCH, one.branch_id, one.agency_id, day_end(one.since - DAY), day_end(one.until))
        for one in held
    ])  # fmt: skip
    seconds, _ = timed(lambda: [statement_files.as_csv(one, lines_of(one)) for one in held])
    say("statements", f"write {len(held)} of them as CSV", seconds, reference,
        reference_is="bare queries that fetch the same lines", unit="s")  # fmt: skip
    few = held[: max(1, len(held) // 4)]
    seconds, _ = timed(lambda: [statement_files.as_pdf(one, lines_of(one)) for one in few])
    words = [statement_files.words(one, lines_of(one)) for one in few]
    reference, _ = timed(lambda: [client.typeset(one) for one in words])
    say("statements", f"set {len(few)} of them as PDF", seconds, reference,
        reference_is="the typesetter alone", unit="s")  # fmt: skip


def main() -> None:
    """Every number asked for."""
    from wuai.config import boot

    boot.setup()
    for rows in ROWS:
        measure(rows)
    print("done", file=sys.stderr)


if __name__ == "__main__":
    main()
