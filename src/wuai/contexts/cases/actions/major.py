"""Keep the flag of major defaulters: who owes the amount of the law in all open cases (R107)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from wuai.contexts.cases.queries import balances
from wuai.contexts.parties import api as parties
from wuai.legal import number


def flag_major_obligors(cursor: Any, branch_id: int, on: date) -> None:
    """Flag the obligors of ``cases_registered`` whose open total reaches the amount.

    The referred sums find the few who may reach it; the ledger decides.
    """
    cursor.execute(
        "SELECT c.obligor_id FROM cases_case c WHERE c.branch_id = %s AND c.closed_on IS NULL"
        " AND c.obligor_id IN (SELECT party_id FROM cases_registered)"
        " GROUP BY c.obligor_id HAVING sum(c.referred) >= %s",
        [branch_id, number("MAJOR_ARREARS", on=on)],
    )
    refresh_major([row[0] for row in cursor.fetchall()], on=on)


def refresh_major(party_ids: Iterable[int], *, on: date) -> None:
    """Set the flag of these parties by what they owe on a day."""
    wanted = list(party_ids)
    if not wanted:
        return
    amount = number("MAJOR_ARREARS", on=on)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT obligor_id, id FROM cases_case WHERE obligor_id = ANY(%s::bigint[])"
            " AND closed_on IS NULL",
            [wanted],
        )
        cases = cursor.fetchall()
    owed = balances([case_id for _, case_id in cases], on)
    totals = dict.fromkeys(wanted, 0)
    for party_id, case_id in cases:
        totals[party_id] += sum(owed[case_id].values())
    parties.flag_major(
        [p for p, total in totals.items() if total >= amount],
        [p for p, total in totals.items() if total < amount],
    )
