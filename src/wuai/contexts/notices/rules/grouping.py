"""Which cases share a letter, and in which order the letters are posted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from wuai.contexts.notices.rules import postal
from wuai.contexts.notices.rules.letter import Recipient


class CaseLike(Protocol):
    """What grouping asks of a case."""

    @property
    def id(self) -> int:
        """Cases are told in this order."""

    @property
    def obligor_id(self) -> int:
        """Who owes."""

    @property
    def section_id(self) -> int:
        """Who answers."""


class PersonLike(Protocol):
    """What grouping asks of a person."""

    @property
    def kind(self) -> str:
        """PERSON, COMPANY or OTHER."""

    @property
    def name(self) -> str:
        """The name, kept exactly."""

    @property
    def postcode(self) -> str:
        """May be empty."""

    @property
    def address(self) -> str:
        """May be empty."""

    @property
    def representative(self) -> str:
        """May be empty."""


C = TypeVar("C", bound=CaseLike)


@dataclass(frozen=True, slots=True)
class Group(Generic[C]):
    """The cases of one letter."""

    obligor_id: int
    section_id: int
    recipient: Recipient
    sorting: str
    cases: tuple[C, ...]


def grouped(cases: Iterable[C], people: Mapping[int, PersonLike]) -> list[Group[C]]:
    """One letter a person and section (a letter names one section), in postal order."""
    found: dict[tuple[int, int], list[C]] = {}
    for case in sorted(cases, key=lambda c: c.id):
        found.setdefault((case.obligor_id, case.section_id), []).append(case)
    groups = [
        Group(obligor, section, *_to(people[obligor]), tuple(members))
        for (obligor, section), members in found.items()
    ]
    return sorted(groups, key=lambda g: (g.sorting, g.recipient.address, g.cases[0].id))


def _to(person: PersonLike) -> tuple[Recipient, str]:
    sorting = postal.sorting_code(person.postcode, person.address)
    postcode = person.postcode or ("" if sorting.startswith(postal.UNKNOWN) else sorting[:3])
    recipient = Recipient(
        person.name, person.kind == "PERSON", postcode, person.address, person.representative
    )
    return recipient, sorting
