"""What care tells; never about whom it cares or why."""

from dataclasses import dataclass

from wuai.platform.events import Event


@dataclass(frozen=True, slots=True)
class HardMeasuresPaused(Event):
    """An officer decided that hard measures rest in a case until a day."""

    branch_id: int
    case_id: int
    until: str


@dataclass(frozen=True, slots=True)
class HardMeasuresResumed(Event):
    """A pause ended before its day."""

    branch_id: int
    case_id: int
