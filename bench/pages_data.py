"""A branch with a million cases, written by SQL in a few minutes; used again when it is there."""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from wuai.kernel.identity_numbers import NATIONAL_ID
from wuai.platform import bigrams
from wuai.platform.crypto import indexer, sealer

SURNAMES = "陳陳陳陳陳林林林林黃黃黃張張李李王王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余趙盧梁顏柯翁魏孫戴"
GIVEN = "怡君雅婷淑芬志明俊傑家豪宗翰冠宇美玲麗華建宏文雄秀英玉蘭承恩子涵品妤詩涵宥廷柏翰欣怡佳穎信宏國榮金龍春嬌阿土火旺水木永昌德福添財進丁"
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
ON = date(2026, 11, 20)
_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1)


def id_number(number: int) -> str:
    """The ``number``-th national identity number with a right check digit."""
    body = f"1{number:07d}"
    # A is 10: its two digits weigh 1 and 9
    digits = [1, 0, *map(int, body)]
    total = sum(d * w for d, w in zip(digits, _WEIGHTS, strict=True))
    return f"A{body}{(10 - total % 10) % 10}"


def parties(count: int, branch_id: int) -> Iterator[tuple[Any, ...]]:
    """Rows for COPY: names with the frequencies of real ones, numbers sealed and indexed."""
    chance, seal, index = random.Random(7), sealer("parties_party.id_number"), indexer("party-id")
    for number in range(count):
        name = chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)
        ref, text = uuid.UUID(int=chance.getrandbits(128)), id_number(number)
        yield (
            ref, branch_id, "PERSON", name, bigrams.vector(name), NATIONAL_ID,
            seal(str(ref), text), index(text), f"新竹市東區測試路{number % 900}號", "300",
            number % 5000 == 0, AT,
        )  # fmt: skip


_PARTY_COLUMNS = (
    "ref, branch_id, kind, name, name_search, id_kind, id_number, id_index, address, postcode,"
    " is_major, created_at"
)
_CASES = """
INSERT INTO cases_case (ref, branch_id, year, serial, category_id, track, number, number_key,
  section_id, agency_id, agency_ref, obligor_id, status, referred, period, title, served_on, due_on,
  suspended_days, limit_1_on, limit_2_on, started_on, certificate_no, measures, remark,
  registered_on, registered_at, closed_on, closing_code)
SELECT gen_random_uuid(), %(branch)s, y.year, n, c.id, c.track,
  y.year || '年度' || c.word || c.track || '字第' || lpad(n::text, 8, '0') || '號',
  y.year || '-' || c.word || '-' || c.track || '-' || n,
  (%(sections)s::bigint[])[1 + n %% %(section_count)s],
  (%(agencies)s::bigint[])[1 + (n / 7) %% %(agency_count)s], 'B' || n,
  %(first_party)s + (n * 7919::bigint) %% %(party_count)s,
  CASE WHEN n %% 10 < 4 THEN 'PAID' ELSE 'OPEN' END, 500 + n %% 20000, '114', '繳款書第' || n || '號',
  y.on - 200, y.on - 300, 0, y.on - 300 + interval '5 years', y.on - 300 + interval '10 years',
  CASE WHEN n %% 3 > 0 THEN y.on + 20 END, '', '', '', y.on, y.on + interval '2 hours',
  CASE WHEN n %% 10 < 4 THEN y.on + 90 END, CASE WHEN n %% 10 < 4 THEN 'PAID' ELSE '' END
FROM generate_series(%(from)s::int, %(to)s::int) n
CROSS JOIN LATERAL (SELECT %(day)s::date AS on, extract(year FROM %(day)s::date)::int - 1911 AS year) y
JOIN organisation_category c ON c.id = (%(categories)s::bigint[])[1 + n %% %(category_count)s]
"""
_MONEY = """
WITH t AS (INSERT INTO ledger_ledgertransaction
    (branch_id, kind, reference, occurred_on, posted_at, by_ref)
  VALUES (%(branch)s, 'REFERRAL', %(reference)s, %(day)s, %(day)s, 'system:bench') RETURNING id),
e AS (SELECT id, referred FROM cases_case
  WHERE branch_id = %(branch)s AND serial BETWEEN %(from)s AND %(to)s)
INSERT INTO ledger_ledgerentry (transaction_id, account_id, subject_id, component, amount)
SELECT t.id, %(receivable)s, e.id, 'PRINCIPAL', e.referred FROM t, e
UNION ALL SELECT t.id, %(claims)s, NULL, '', -(SELECT sum(referred) FROM e) FROM t
"""


def load(connection: Any, *, cases: int, branch_id: int) -> None:
    """Fill an empty branch; nothing when it holds as many cases already."""
    held = connection.execute("SELECT count(*) FROM cases_case").fetchone()[0]
    if held >= cases:
        return
    if held:
        raise RuntimeError(f"{held} cases are there: begin with an empty folder")
    people = cases * 6 // 10
    with connection.cursor() as cursor:
        with cursor.copy(
            f"COPY parties_party ({_PARTY_COLUMNS}, phone, email, representative) FROM STDIN"
        ) as copy:
            for row in parties(people, branch_id):
                copy.write_row([*row, "", "", ""])
        first = cursor.execute("SELECT min(id) FROM parties_party").fetchone()[0]
        fixed = _reference(cursor, branch_id) | {"first_party": first, "party_count": people}
        step = 20_000
        for begin in range(1, cases + 1, step):
            day = ON - timedelta(days=(cases - begin) * 1800 // cases)
            part = fixed | {"from": begin, "to": min(begin + step - 1, cases), "day": day,
                            "reference": f"bench:{begin}"}  # fmt: skip
            cursor.execute(_CASES, part)
            cursor.execute(_MONEY, part)
            connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")


def _reference(cursor: Any, branch_id: int) -> dict[str, Any]:
    found: dict[str, Any] = {"branch": branch_id}
    for name, table, only in (
        ("sections", "organisation_section", "WHERE branch_id = %s"),
        ("categories", "organisation_category", "WHERE branch_id = %s"),
        ("agencies", "organisation_agency", "WHERE %s > 0"),
    ):
        ids = [
            row[0]
            for row in cursor.execute(f"SELECT id FROM {table} {only} ORDER BY id", [branch_id])
        ]
        single = {"sections": "section", "categories": "category", "agencies": "agency"}[name]
        found |= {name: ids, f"{single}_count": len(ids)}
    for code in ("RECEIVABLE", "CLAIMS"):
        found[code.lower()] = cursor.execute(
            "INSERT INTO ledger_ledgeraccount (branch_id, code, reference) VALUES (%s, %s, %s)"
            " ON CONFLICT (branch_id, code, reference) DO UPDATE SET code = excluded.code RETURNING id",
            [branch_id, code, "" if code == "RECEIVABLE" else "BENCH"],
        ).fetchone()[0]
    return found
