"""One file on its way through: its lines, what is known of them, what was decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments.gateways.settlement.codec import Line, Settlement
from wuai.contexts.payments.rules.receiving.placing import AGENCY, report_identity
from wuai.contexts.payments.rules.slips.slips import normal_number

POSTED, SUSPENSE, DUPLICATE, REJECTED = "POSTED", "SUSPENSE", "DUPLICATE", "REJECTED"


@dataclass(frozen=True, slots=True)
class SlipTarget:
    """The slip a number belongs to, or the case alone where an agency names it by its number."""

    slip_id: int | None
    case_id: int
    due_on: date | None


@dataclass(slots=True)
class Batch:
    """A file of one branch and channel; ``events`` gives the row of each line that was taken."""

    branch_id: int
    channel_id: int
    channel_code: str
    settlement: Settlement
    file_id: int = 0
    slips: dict[str, SlipTarget] = field(default_factory=dict)
    paid_slips: set[int] = field(default_factory=set)
    outcomes: list[str] = field(default_factory=list)
    events: dict[int, int] = field(default_factory=dict)
    reports: dict[str, tuple[str, str]] = field(default_factory=dict)
    # Cases of orders that lines speak of; some may be of other branches. Locked with the rest.
    other_cases: set[int] = field(default_factory=set)

    def load_slips(self) -> None:
        """Find the slips of all numbers, and which of them were paid before."""
        numbers = {normal_number(line.number) for line in self.settlement.lines if not line.reason}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT number, id, case_id, due_on FROM payments_slip"
                " WHERE branch_id = %s AND number = ANY(%s::text[])",
                [self.branch_id, list(numbers)],
            )
            self.slips = {row[0]: SlipTarget(*row[1:]) for row in cursor.fetchall()}
            cursor.execute(
                "SELECT DISTINCT slip_id FROM payments_receipt WHERE slip_id = ANY(%s::bigint[])",
                [[slip.slip_id for slip in self.slips.values()]],
            )
            self.paid_slips = {row[0] for row in cursor.fetchall()}
        if self.channel_code == AGENCY:
            self._load_cases(numbers - set(self.slips))

    def _load_cases(self, names: set[str]) -> None:
        """An agency's feed knows the case, not our slip."""
        for name, row in cases.cases_named(self.branch_id, names).items():
            self.slips[name] = SlipTarget(None, row.id, None)
            self.reports[name] = (organisation.agency_by_id(row.agency_id).code, row.number)

    def identity_of(self, line: Line, identity: bytes) -> bytes:
        """A line's identity; a receipt that the agency may have reported before is known by that."""
        report = self.reports.get(normal_number(line.number))
        return identity if report is None else report_identity(report[0], line.serial, report[1])

    def slip_of(self, line: Line) -> SlipTarget | None:
        """The slip of this line's number."""
        return self.slips.get(normal_number(line.number))

    def taken(self) -> list[Line]:
        """The lines that became receipts, by the day they were paid, then as in the file."""
        lines = [line for line in self.settlement.lines if line.place_in_file in self.events]
        return sorted(lines, key=lambda line: (line.paid_on or date.min, line.place_in_file))

    def counts(self) -> dict[str, int]:
        """How many lines had each outcome."""
        return {
            "lines": len(self.settlement.lines),
            "posted": self.outcomes.count(POSTED),
            "suspense": self.outcomes.count(SUSPENSE),
            "duplicates": self.outcomes.count(DUPLICATE),
            "rejected": self.outcomes.count(REJECTED),
        }


def next_ids(sequence: str, count: int) -> list[int]:
    """Ids of rows to come, so that rows which point at each other can be copied in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, count])
        return [int(row[0]) for row in cursor.fetchall()]


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows into a table."""
    into = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)
