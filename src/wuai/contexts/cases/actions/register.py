"""Many cases at once, from a temporary table of the caller.

The table has ``row_no, party_id, category_id, agency_ref, cost, interest, surcharge, fine,
principal, period, title, served_on, due_on, final_on, collection_end_on, started_on,
suspended_days, limit_1_on, limit_2_on, accrual_base, accrual_from, accrual_rate, certificate_no,
measures, remark`` and may have more. Numbers come from a block that the caller reserved.
Afterwards the temporary table ``cases_registered`` (row_no, case_id, number, section_id, …) tells
what became of each row. Called inside the action of a higher context, which records the history.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from wuai.contexts.cases.actions.assign import AssignmentDone, assign_staged
from wuai.contexts.cases.actions.intake import Intake
from wuai.contexts.cases.actions.major import flag_major_obligors
from wuai.contexts.ledger import api as ledger
from wuai.platform.actors import Actor

COMPONENTS = {
    "COST": "cost", "INTEREST": "interest", "SURCHARGE": "surcharge", "FINE": "fine",
    "PRINCIPAL": "principal",
}  # fmt: skip
_TOTAL = " + ".join(f"t.{column}" for column in COMPONENTS.values())
# A random public id costs a system call per row where the server has no random source of its own;
# hashed from one secret, which nobody keeps, it can be foretold no better and costs a tenth.
_REF = "encode(substring(sha256(%(secret)s::bytea || int8send(x.serial)) FOR 16), 'hex')::uuid"
_AS_GIVEN = (
    "period", "title", "served_on", "due_on", "final_on", "collection_end_on", "started_on",
    "suspended_days", "limit_1_on", "limit_2_on", "accrual_base", "accrual_from", "accrual_rate",
    "certificate_no", "measures", "remark",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Registered:
    """How many cases came about, and for how many dollars."""

    cases: int
    total: int
    assignment: AssignmentDone


def register_staged(table: str, *, intake: Intake, by: Actor, at: datetime, on: date) -> Registered:
    """Number, assign, insert and post every row of ``table``."""
    with connection.cursor() as cursor:
        done = assign_staged(cursor, table, intake=intake, at=at, on=on)
        _number(cursor, table, intake)
        _insert(cursor, table, intake, at, on)
        cursor.execute(
            "INSERT INTO cases_assignment"
            " (case_id, section_id, run_id, ground, prior_section_id, at, by_ref)"
            " SELECT case_id, section_id, %s, ground, prior_section_id, %s, %s"
            " FROM cases_registered ORDER BY case_id",
            [done.run_id, at, by.ref],
        )
        count = cursor.rowcount
        total = _post(cursor, table, intake, by, at, on)
        flag_major_obligors(cursor, intake.branch_id, on)
    return Registered(count, total, done)


def _number(cursor: Any, table: str, intake: Intake) -> None:
    cursor.execute("DROP TABLE IF EXISTS cases_registered")
    cursor.execute(
        "CREATE TEMPORARY TABLE cases_registered ON COMMIT DROP AS"
        f" SELECT x.*, nextval('cases_case_id_seq') AS case_id, {_REF} AS ref,"
        " format('%%s年度%%s%%s字第%%s號', %(year)s::int, x.word, x.track,"
        "  lpad(x.serial::text, 8, '0')) AS number"
        " FROM (SELECT t.row_no, t.party_id, o.section_id, o.ground, o.prior_section_id,"
        "  c.word, c.track, %(first)s::bigint - 1 + row_number() OVER (ORDER BY t.row_no) AS serial"
        f"  FROM {table} t JOIN cases_dealt o ON o.party_id = t.party_id"
        "  JOIN cases_words c ON c.id = t.category_id ORDER BY t.row_no) x",
        {"year": intake.year, "first": intake.first_serial, "secret": secrets.token_bytes(32)},
    )
    cursor.execute("ANALYZE cases_registered (row_no, case_id, party_id)")


def _insert(cursor: Any, table: str, intake: Intake, at: datetime, on: date) -> None:
    given = ", ".join(_AS_GIVEN)
    cursor.execute(
        "INSERT INTO cases_case (id, ref, branch_id, year, serial, category_id, track, number,"
        " number_key, section_id, agency_id, agency_ref, obligor_id, batch_id, status, referred,"
        f" registered_on, registered_at, closing_code, {given})"
        " SELECT r.case_id, r.ref, %(branch)s, %(year)s, r.serial, t.category_id, r.track, r.number,"
        " %(year)s || '-' || r.word || '-' || r.track || '-' || r.serial, r.section_id,"
        f" %(agency)s, t.agency_ref, t.party_id, %(batch)s, 'OPEN', {_TOTAL}, %(on)s, %(at)s, '',"
        f" {', '.join('t.' + column for column in _AS_GIVEN)}"
        f" FROM cases_registered r JOIN {table} t ON t.row_no = r.row_no ORDER BY r.case_id",
        {"branch": intake.branch_id, "year": intake.year, "agency": intake.agency_id,
         "batch": intake.batch_id, "on": on, "at": at},
    )  # fmt: skip


def _post(cursor: Any, table: str, intake: Intake, by: Actor, at: datetime, on: date) -> int:
    accounts = ledger.accounts(
        intake.branch_id, [("RECEIVABLE", ""), ("CLAIMS", intake.agency_code)]
    )
    stage = ledger.open_stage("cases_referral")
    cursor.execute(
        f"INSERT INTO {stage.heads} (reference, occurred_on) VALUES (%s, %s) RETURNING posting",
        [f"batch:{intake.batch_ref}", on],
    )
    posting = cursor.fetchone()[0]
    components = ", ".join(f"('{code}', t.{column})" for code, column in COMPONENTS.items())
    cursor.execute(
        f"INSERT INTO {stage.entries} (posting, account_id, subject_id, component, amount)"
        f" SELECT %s, %s, r.case_id, v.component, v.amount FROM cases_registered r"
        f" JOIN {table} t ON t.row_no = r.row_no"
        f" CROSS JOIN LATERAL (VALUES {components}) AS v(component, amount)"
        " WHERE v.amount <> 0 ORDER BY r.case_id",
        [posting, accounts["RECEIVABLE", ""]],
    )
    cursor.execute(
        f"INSERT INTO {stage.entries} (posting, account_id, subject_id, component, amount)"
        f" SELECT %s, %s, NULL, '', -sum(amount) FROM {stage.entries}"
        " RETURNING -amount",
        [posting, accounts["CLAIMS", intake.agency_code]],
    )
    total = int(cursor.fetchone()[0])
    ledger.post_staged(stage, branch_id=intake.branch_id, kind="REFERRAL", by=by, at=at)
    cursor.execute(f"DROP TABLE {stage.heads}, {stage.entries}")
    return total
