"""A value that changes on known days: law is data with a date and a source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Generic, TypeVar

from wuai.kernel.refusal import Refusal

T = TypeVar("T")


class NotYetInForce(Refusal):
    code = "NOT_YET_IN_FORCE"
    zh = "{name}自 {first} 起才有規定，{day} 尚無適用值"
    en = "{name}: nothing is known for {day}; the first value holds from {first}"
    next_zh = "請改用較後的日期"
    next_en = "Use a later day"
    status = 422


@dataclass(frozen=True, slots=True)
class Version(Generic[T]):
    """One value, from the day on which it begins to hold; the next version ends it."""

    since: date
    value: T


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """Versions in order of their first day.

    Only first days are written down, so that neither a gap nor an overlap can be expressed.
    """

    name: str
    versions: tuple[Version[T], ...]

    def __post_init__(self) -> None:
        days = [version.since for version in self.versions]
        if not days:
            raise ValueError(f"{self.name}: at least one version is needed")
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError(f"{self.name}: versions must begin on later and later days")

    @classmethod
    def of(cls, name: str, versions: Iterable[tuple[date, T]]) -> "Dated[T]":
        """Build from pairs of first day and value."""
        return cls(name, tuple(Version(since, value) for since, value in versions))

    def version_on(self, day: date) -> Version[T]:
        """The version that holds on ``day``; refuses a day before the first one."""
        holding = [version for version in self.versions if version.since <= day]
        if not holding:
            raise NotYetInForce(name=self.name, day=day, first=self.versions[0].since)
        return holding[-1]

    def on(self, day: date) -> T:
        """The value that holds on ``day``."""
        return self.version_on(day).value

    def last_day_of(self, version: Version[T]) -> date | None:
        """The last day on which ``version`` holds; None while nothing replaces it."""
        later = [other.since for other in self.versions if other.since > version.since]
        return later[0] - timedelta(days=1) if later else None
