"""Deal a batch again from its stored seed and inputs, and compare with what was done."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from wuai.contexts.cases.actions.assign import restored
from wuai.contexts.cases.models import AssignmentRun
from wuai.contexts.cases.rules import assignment as rules
from wuai.kernel.refusal import Refusal


class NoAssignmentRun(Refusal):
    code = "NO_ASSIGNMENT_RUN"
    zh = "這一批沒有分案紀錄"
    en = "Nothing was assigned in this batch"
    next_zh = "請查對批號；全數退件的批次不分案"
    next_en = "Check the batch; a batch without accepted rows assigns nothing"
    status = 404


@dataclass(frozen=True, slots=True)
class Replay:
    """How many cases came out the same, how many not, and whether the seed is the committed one."""

    same: int
    different: int
    seed_holds: bool


def replay(batch_ref: Any, committed: str) -> Replay:
    """Recompute each assignment of the batch; ``committed`` is the hash recorded beforehand."""
    run = AssignmentRun.objects.filter(batch_ref=as_uuid(batch_ref)).first()
    if run is None:
        raise NoAssignmentRun()
    table, hands = restored(run.inputs), _Hands(run.seed, restored(run.inputs))
    given: dict[int, int] = {}
    same = different = 0
    for obligor, category, section, prior in _assigned(run.id):
        if obligor not in given:
            given[obligor] = prior if prior is not None else hands.next(table.pool(category))
        if given[obligor] == section:
            same += 1
        else:
            different += 1
    holds = rules.commitment(run.seed) == run.seed_sha256 == committed
    return Replay(same, different, holds)


def as_uuid(text: Any) -> uuid.UUID:
    """The public id of a batch; refuses what is none."""
    try:
        return uuid.UUID(str(text))
    except ValueError as error:
        raise NoAssignmentRun() from error


class _Hands:
    """The decks of one run, one for each pool."""

    def __init__(self, seed: str, table: rules.Table) -> None:
        self._seed, self._table = seed, table
        self._deals: dict[str, Any] = {}

    def next(self, pool: tuple[rules.Seat, ...]) -> int:
        key = rules.pool_key(pool)
        if key not in self._deals:
            self._deals[key] = rules.deal(self._seed, pool, self._table.covers)
        return int(next(self._deals[key]).section)


def _assigned(run_id: int) -> Iterator[list[Any]]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT a.case_id, c.obligor_id, g.code, a.section_id, a.prior_section_id"
                " FROM cases_assignment a JOIN cases_case c ON c.id = a.case_id"
                " JOIN organisation_category g ON g.id = c.category_id"
                " WHERE a.run_id = %s AND a.case_id > %s ORDER BY a.case_id LIMIT 20000",
                [run_id, last],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        for _, *rest in rows:
            yield rest
        last = rows[-1][0]
