"""Which contexts above have deadlines: each registers its kind of subject at start-up.

Nothing here knows what an application is; it asks the function that came with the kind.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from wuai.kernel.bilingual import Bilingual
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Described:
    """What a subject is called on a page (no personal detail), and where it is looked at."""

    label: Bilingual
    url: str


@dataclass(frozen=True, slots=True)
class Concerned:
    """Who is told when a deadline moves: an address, and the number they know the matter by."""

    recipient: str
    number: str


Describe = Callable[[Sequence[str], Actor], Mapping[str, Described]]
Concern = Callable[[Sequence[str]], Mapping[str, Sequence[Concerned]]]


def _unsorted(sort: str) -> Bilingual | None:
    return None


def _nobody(subjects: Sequence[str]) -> Mapping[str, Sequence[Concerned]]:
    return {}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of subject. ``describe`` leaves out what the actor may not see: it stays hidden.

    ``permission`` opens the kind as a whole (one of several, with ``|``); ``concerned`` says who
    is told of a move, ``sort_name`` what a sort of its subjects is called in figures. With
    ``extends_itself`` an extension is given on the subject's own page only: who may give it, and what
    moves along, is its context's rule.
    """

    code: str
    name: Bilingual
    permission: str
    describe: Describe
    concerned: Concern = _nobody
    sort_name: Callable[[str], Bilingual | None] = _unsorted
    extends_itself: bool = False

    def is_open_to(self, by: Actor) -> bool:
        """Whether this person may see subjects of this kind at all."""
        return any(by.may(one) for one in self.permission.split("|"))


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """A thing that the branch does for the public, and the rule that limits how long it takes."""

    code: str
    name: Bilingual
    rule: str
    url: str = ""


_kinds: dict[str, Kind] = {}
_offers: list[Callable[[], Iterable[ServiceItem]]] = []


def register(kind: Kind) -> None:
    """Let a context above name its subjects; called in ``AppConfig.ready``."""
    _kinds[kind.code] = kind


def offer_items(offer: Callable[[], Iterable[ServiceItem]]) -> None:
    """Let a context above put lines into the table of processing times; asked when it is shown."""
    _offers.append(offer)


def kind(code: str) -> Kind | None:
    """The kind of this code, if its context is installed."""
    return _kinds.get(code)


def kinds() -> list[Kind]:
    """Every kind, in the order in which they came."""
    return list(_kinds.values())


def items() -> list[ServiceItem]:
    """Every line that contexts put into the table of processing times."""
    return [item for offer in _offers for item in offer()]


def extends_itself(code: str) -> bool:
    """Whether the kind's own context extends, and nobody here."""
    one = _kinds.get(code)
    return one is not None and one.extends_itself


def visible_kinds(by: Actor) -> list[str]:
    """The codes of the kinds that this person may see."""
    return [one.code for one in _kinds.values() if one.is_open_to(by)]


def describe(subjects: Iterable[tuple[str, str]], by: Actor) -> dict[tuple[str, str], Described]:
    """What this person may know of these subjects (kind, id); one call for each kind."""
    asked: dict[str, list[str]] = {}
    for code, subject in subjects:
        asked.setdefault(code, []).append(subject)
    found = {}
    for code, names in asked.items():
        one = _kinds.get(code)
        if one is not None and one.is_open_to(by):
            held = one.describe(names, by)
            found.update({(code, name): said for name, said in held.items()})
    return found
