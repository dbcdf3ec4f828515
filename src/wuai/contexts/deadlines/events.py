"""What deadlines tells: days were declared closed, or no longer are."""

from dataclasses import dataclass

from wuai.platform.events import Event


@dataclass(frozen=True, slots=True)
class ClosureDeclared(Event):
    """A closure (or an extra working day) was declared; running deadlines may move."""

    closure_id: int
    on: str
    county: str
    half: str


@dataclass(frozen=True, slots=True)
class ClosureWithdrawn(Event):
    """A declaration was withdrawn; running deadlines may move back."""

    closure_id: int
    on: str
    county: str
    half: str


@dataclass(frozen=True, slots=True)
class DeadlineMoved(Event):
    """A closure, or its withdrawal (``is_back``), moved ``count`` deadlines: ``moves_of(batch)``."""

    batch: str
    closure_id: int
    is_back: bool
    count: int


@dataclass(frozen=True, slots=True)
class DeadlineExtended(Event):
    """A deadline was extended; the applicant was told on ``told_on``."""

    branch_id: int
    ref: str
    kind: str
    subject: str
    due_on: str


@dataclass(frozen=True, slots=True)
class DeadlinesMissed(Event):
    """Deadlines of a branch passed without being met."""

    branch_id: int
    refs: list[str]
    on: str


@dataclass(frozen=True, slots=True)
class DeadlinesNear(Event):
    """Deadlines of one section (None: of nobody in particular) fall due soon."""

    branch_id: int
    section_id: int | None
    refs: list[str]
    on: str
