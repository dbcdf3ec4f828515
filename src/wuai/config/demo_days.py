"""What all parts of the demonstration share: its branch, its days, its people, its seed."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.kernel.refusal import Refusal
from wuai.kernel.taipei import TAIPEI, day_of
from wuai.platform.actors import Actor, system


@dataclass(slots=True)
class Figures:
    """What came about."""

    cases: int = 0
    rejected: int = 0
    notices: int = 0
    pages: int = 0
    set_aside: int = 0
    served: int = 0
    payments: int = 0
    unmatched: int = 0


class DemoDays:
    """The same seed and day give the same people and choices."""

    def __init__(
        self, branch_id: int, branch_code: str, seed: int, cases: int, now: datetime
    ) -> None:
        self.branch_id, self.branch_code, self.seed = branch_id, branch_code, seed
        self.count, self.now, self.today = cases, now, day_of(now)
        self.random = Random(f"{branch_code}|{seed}")  # noqa: S311 - invented data, repeatable
        self.figures = Figures()

    def day(self, before: int) -> date:
        """So many days ago."""
        return self.today - timedelta(days=before)

    def at(self, on: date, hour: int) -> datetime:
        """Some minutes after an hour of a day, but never in the future."""
        return min(datetime.combine(on, time(hour, 10), TAIPEI), self.now)

    def who(self, username: str, on: date) -> Actor:
        """One of the demo accounts; the demo itself where there is none."""
        try:
            return identity.actor_named(username, on=on)
        except Refusal:
            return system("demo", branch_id=self.branch_id, branch_code=self.branch_code)

    def sample(self, count: int) -> list[int]:
        """Some open cases, the same ones for a seed."""
        held = cases.open_case_ids(self.branch_id)
        return self.random.sample(held, min(count, len(held)))

    def key(self, of: object) -> uuid.UUID:
        """A key of a form, the same one for a seed."""
        return uuid.uuid5(uuid.NAMESPACE_OID, f"demo:{self.branch_code}:{self.seed}:{of}")
