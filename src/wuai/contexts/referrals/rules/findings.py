"""What is found out while rows are checked, and what they are judged by."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from wuai.contexts.referrals.rules.columns import BY_NAME
from wuai.contexts.referrals.rules.faults import Fault


@dataclass(slots=True)
class Findings:
    """What was found out about a chunk: faults and warnings by place in the chunk."""

    faults: dict[int, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    warnings: dict[int, list[Fault]] = field(default_factory=lambda: defaultdict(list))

    def add(self, rows: Iterable[int], name: str, code: str, fact: str = "") -> None:
        """The same fault in the same column for some rows."""
        for row in rows:
            self.faults[row].append(Fault(BY_NAME[name].zh, code, fact))

    def warn(self, rows: Iterable[int], name: str, code: str) -> None:
        """The same warning for some rows."""
        for row in rows:
            self.warnings[row].append(Fault(BY_NAME[name].zh, code))


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows are judged by: the day, and the categories of the branch (code to id, kind)."""

    on: date
    categories: dict[str, tuple[int, str]]


def rows_where(frame: pl.DataFrame, condition: pl.Expr) -> list[int]:
    """Places of the rows that meet a condition."""
    return frame.select(condition.fill_null(False).arg_true()).to_series().to_list()
