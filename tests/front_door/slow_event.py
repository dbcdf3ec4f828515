"""An event with a handler that is slow the first time, for the test that kills its worker."""

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from wuai.platform.actions import action, record
from wuai.platform.actors import system
from wuai.platform.events import Event, subscribe

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Slow(Event):
    number: int


@action("test.slow")
def _do(*, number, by, at):
    record(kind="test", ref=number)
    flag = Path(os.environ["SLOW_FLAG"])
    if not flag.exists():
        flag.touch()
        time.sleep(300)


def hear(event: Slow) -> None:
    _do(number=event.number, by=system("test"), at=AT)


subscribe(Slow, hear)
