"""Cases with slips for the benchmarks of money, made by sets; and what both benchmarks share."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
AGENCY, BRANCH = "NHI", "SCY"
_CASES = """
WITH people AS (
    INSERT INTO parties_party (ref, branch_id, kind, name, name_search, id_kind, address, postcode,
        phone, email, representative, is_major, created_at)
    SELECT gen_random_uuid(), %(branch)s, 'PERSON', '量測' || n, array_to_tsvector(ARRAY['量測']), '',
        '新竹市', '300', '', '', '', false, %(at)s FROM generate_series(1, %(count)s) n
    RETURNING id)
INSERT INTO cases_case (ref, branch_id, year, serial, category_id, track, number, number_key,
    section_id, agency_id, agency_ref, obligor_id, status, referred, period, title, served_on,
    due_on, suspended_days, limit_1_on, certificate_no, measures, remark, registered_on,
    registered_at, closing_code)
SELECT gen_random_uuid(), %(branch)s, 115, n, c.id, c.track,
    '115年度' || c.word || c.track || '字第' || lpad(n::text, 8, '0') || '號',
    '115-' || c.word || '-' || c.track || '-' || n, s.id, a.id, 'B' || n, p.id, 'OPEN',
    1000 + n %% 9000, '', '繳款書', '2026-06-01', '2026-05-01', 0, '2031-05-01', '', '', '', %(on)s,
    %(at)s, ''
FROM (SELECT id, row_number() OVER (ORDER BY id) + (SELECT coalesce(max(serial), 0)
        FROM cases_case WHERE branch_id = %(branch)s) AS n FROM people) p,
    (SELECT * FROM organisation_category WHERE branch_id = %(branch)s AND kind = 'NHI' LIMIT 1) c,
    (SELECT id FROM organisation_section WHERE branch_id = %(branch)s ORDER BY id LIMIT 1) s,
    (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM organisation_agency
     WHERE code = ANY(%(agencies)s::text[])) a
WHERE a.place = p.n %% cardinality(%(agencies)s::text[])
RETURNING id
"""


def prepare_environment(name: str) -> None:
    """Use an embedded database of its own under ``var-bench/``."""
    os.environ.setdefault("WUAI_VAR", str(ROOT / "var-bench" / name))
    sys.path.insert(0, str(ROOT / "src"))


def make_cases(
    count: int, *, with_slips: bool = True, agencies: Sequence[str] = (AGENCY,)
) -> list[int]:
    """Open ``count`` cases that owe principal to agencies in turn, each with a slip, in one transaction."""
    from django.db import connection, transaction
    from django.utils import timezone

    from wuai.contexts.ledger import api as ledger
    from wuai.contexts.organisation import api as organisation
    from wuai.contexts.payments import api as payments
    from wuai.platform.actors import system

    at, branch = timezone.now(), organisation.branch(BRANCH)
    on, by = timezone.localdate(), system("bench", branch_id=branch.id)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            _CASES,
            {"branch": branch.id, "at": at, "on": on, "count": count, "agencies": list(agencies)},
        )
        ids = [row[0] for row in cursor.fetchall()]
        accounts = ledger.accounts(
            branch.id, [("RECEIVABLE", ""), *(("CLAIMS", code) for code in agencies)]
        )
        stage = ledger.open_stage("bench")
        cursor.execute(
            f"INSERT INTO {stage.heads} (reference, occurred_on, subject_id)"
            " SELECT 'bench:' || id, registered_on, id FROM cases_case WHERE id = ANY(%s::bigint[])",
            [ids],
        )
        cursor.execute(
            f"INSERT INTO {stage.entries} SELECT h.posting, %s, h.subject_id, 'PRINCIPAL', c.referred"
            f" FROM {stage.heads} h JOIN cases_case c ON c.id = h.subject_id UNION ALL"
            f" SELECT h.posting, k.account, NULL, '', -c.referred FROM {stage.heads} h"
            " JOIN cases_case c ON c.id = h.subject_id JOIN organisation_agency g ON g.id = c.agency_id"
            " JOIN unnest(%s::text[], %s::bigint[]) AS k(code, account) ON k.code = g.code",
            [
                accounts["RECEIVABLE", ""],
                list(agencies),
                [accounts["CLAIMS", code] for code in agencies],
            ],
        )
        ledger.post_staged(stage, branch_id=branch.id, kind="REFERRAL", by=by, at=at)
        if with_slips:
            payments.issue_slips(ids, by=by, at=at, on=on)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return ids


def say(bench: str, case: str, ours: float, reference: float, **more: Any) -> None:
    """Print one figure; ``higher`` tells that more is better."""
    higher = more.pop("higher", False)
    ratio = ours / reference if higher else reference / ours
    line = {"bench": bench, "case": case, "ours": round(ours, 2), "reference": round(reference, 2),
            "ratio": round(ratio, 3), **more}  # fmt: skip
    print(json.dumps(line, ensure_ascii=False), flush=True)
