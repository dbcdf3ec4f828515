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
