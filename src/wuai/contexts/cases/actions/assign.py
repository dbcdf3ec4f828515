"""Deal the new cases of a batch to the sections: the rule in Python, the joins in SQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from wuai.contexts.cases.actions.intake import Intake, words_table
from wuai.contexts.cases.models import AssignmentRun
from wuai.contexts.cases.rules import assignment as rules
from wuai.contexts.organisation import api as organisation


@dataclass(frozen=True, slots=True)
class AssignmentDone:
    """The run that can be replayed, and how many obligors it dealt and kept."""

    run_id: int
    dealt: int
    kept: int


def table_of(branch_id: int, on: date) -> rules.Table:
    """The sections and covers of a branch on a day, as the rule takes them."""
    seats = tuple(
        rules.Seat(row.id, row.code, row.quota, tuple(row.categories))
        for row in organisation.sections(branch_id, active_only=True)
    )
    return rules.Table(seats, organisation.covers(branch_id, on=on))


def assign_staged(
    cursor: Any, table: str, *, intake: Intake, at: datetime, on: date
) -> AssignmentDone:
    """Fill the temporary table ``cases_dealt`` (party_id, section_id, ground, prior_section_id)."""
    inputs = table_of(intake.branch_id, on)
    words_table(cursor, intake.branch_id)
    pools = _pools(cursor, inputs)
    counts = _obligors(cursor, table, intake.branch_id, [seat.id for seat in inputs.seats])
    _deal(cursor, intake.seed, pools, counts, inputs)
    kept = _join(cursor)
    run = AssignmentRun.objects.create(
        branch_id=intake.branch_id, batch_id=intake.batch_id,
        batch_ref=intake.batch_ref, rule_version=rules.VERSION,
        seed=intake.seed, seed_sha256=rules.commitment(intake.seed), inputs=stored(inputs, on),
        at=at,
    )  # fmt: skip
    return AssignmentDone(run.id, sum(counts.values()), kept)


def stored(inputs: rules.Table, on: date) -> dict[str, Any]:
    """The inputs as JSON; :func:`restored` reads them back."""
    return {
        "on": on.isoformat(),
        "sections": [
            {"id": s.id, "code": s.code, "quota": s.quota, "categories": list(s.categories)}
            for s in inputs.seats
        ],
        "covers": {str(section): cover for section, cover in inputs.covers.items()},
    }


def restored(inputs: dict[str, Any]) -> rules.Table:
    """The inputs of an earlier run."""
    seats = tuple(
        rules.Seat(s["id"], s["code"], s["quota"], tuple(s["categories"]))
        for s in inputs["sections"]
    )
    return rules.Table(seats, {int(section): cover for section, cover in inputs["covers"].items()})


def _pools(cursor: Any, inputs: rules.Table) -> dict[str, tuple[rules.Seat, ...]]:
    cursor.execute("SELECT id, code FROM cases_words")
    found: dict[str, tuple[rules.Seat, ...]] = {}
    keys = []
    for category_id, code in cursor.fetchall():
        pool = inputs.pool(code)
        found[rules.pool_key(pool)] = pool
        keys.append((category_id, rules.pool_key(pool)))
    cursor.execute("DROP TABLE IF EXISTS cases_pools")
    cursor.execute(
        "CREATE TEMPORARY TABLE cases_pools ON COMMIT DROP AS"
        " SELECT * FROM unnest(%s::bigint[], %s::text[]) AS p(category_id, pool)",
        [[k for k, _ in keys], [p for _, p in keys]],
    )
    return found


def _obligors(cursor: Any, table: str, branch_id: int, active: list[int]) -> dict[str, int]:
    cursor.execute("DROP TABLE IF EXISTS cases_obligors, cases_cards, cases_dealt")
    cursor.execute(
        "CREATE TEMPORARY TABLE cases_obligors ON COMMIT DROP AS"
        " WITH firsts AS (SELECT DISTINCT ON (t.party_id) t.party_id, t.row_no, p.pool"
        f"  FROM {table} t JOIN cases_pools p ON p.category_id = t.category_id"
        "  ORDER BY t.party_id, t.row_no),"
        " prior AS (SELECT DISTINCT ON (c.obligor_id) c.obligor_id, c.section_id"
        "  FROM cases_case c WHERE c.branch_id = %s AND c.closed_on IS NULL"
        "  AND c.section_id = ANY(%s) AND c.obligor_id IN (SELECT party_id FROM firsts)"
        "  ORDER BY c.obligor_id, c.id DESC)"
        " SELECT f.party_id, f.pool, prior.section_id AS prior_section_id,"
        "  row_number() OVER (PARTITION BY f.pool, prior.section_id IS NULL ORDER BY f.row_no)"
        "  AS position FROM firsts f LEFT JOIN prior ON prior.obligor_id = f.party_id",
        [branch_id, active],
    )
    cursor.execute(
        "SELECT pool, count(*) FROM cases_obligors WHERE prior_section_id IS NULL GROUP BY pool"
    )
    return dict(cursor.fetchall())


def _deal(
    cursor: Any, seed: str, pools: dict[str, tuple[rules.Seat, ...]], counts: dict[str, int],
    inputs: rules.Table,
) -> None:  # fmt: skip
    cursor.execute(
        "CREATE TEMPORARY TABLE cases_cards"
        " (pool text, position bigint, section_id bigint, ground text) ON COMMIT DROP"
    )
    with cursor.copy("COPY cases_cards FROM STDIN") as copy:
        for key, count in counts.items():
            draws = islice(rules.deal(seed, pools[key], inputs.covers), count)
            for block in _lines(key, draws):
                copy.write(block)
    cursor.execute("ANALYZE cases_cards")


def _lines(pool: str, draws: Iterator[rules.Draw]) -> Iterator[str]:
    lines: list[str] = []
    for position, draw in enumerate(draws, start=1):
        lines.append(f"{pool}\t{position}\t{draw.section}\t{draw.ground}\n")
        if len(lines) == 5000:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)


def _join(cursor: Any) -> int:
    cursor.execute(
        "CREATE TEMPORARY TABLE cases_dealt ON COMMIT DROP AS"
        " SELECT o.party_id, coalesce(o.prior_section_id, d.section_id) AS section_id,"
        " CASE WHEN o.prior_section_id IS NULL THEN d.ground ELSE 'SAME_OBLIGOR' END AS ground,"
        " o.prior_section_id FROM cases_obligors o LEFT JOIN cases_cards d"
        " ON o.prior_section_id IS NULL AND d.pool = o.pool AND d.position = o.position"
    )
    cursor.execute("ANALYZE cases_dealt")
    cursor.execute("SELECT count(*) FROM cases_dealt WHERE prior_section_id IS NOT NULL")
    return int(cursor.fetchone()[0])
