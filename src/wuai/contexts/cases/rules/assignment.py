"""Who gets a case. Rule version 1, replayable from the seed and the inputs that were stored.

1. An obligor who has an open case stays with its section (同一義務人同股).
2. Else the category decides which sections are in the rotation: those that name the category;
   when none does, those that name no category.
3. The rotation deals cards: each section holds as many cards in a deck as its quota; a deck is
   laid out by the SHA-256 of seed, pool, deck, section and card, and dealt to new obligors in the
   order of the file. A new deck follows the last.
4. A section on leave passes the card to the section that covers it.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wuai.kernel.refusal import Refusal

VERSION = 1
SAME_OBLIGOR, ROTATION, COVER, REASSIGNED = "SAME_OBLIGOR", "ROTATION", "COVER", "REASSIGNED"
GROUNDS = (SAME_OBLIGOR, ROTATION, COVER, REASSIGNED)


class NoSectionInRotation(Refusal):
    code = "NO_SECTION_IN_ROTATION"
    zh = "本分署沒有可分案的股"
    en = "No section of this branch takes new cases"
    next_zh = "請先於基本資料設定股別及其分案配額"
    next_en = "Set up a section with a quota in the reference data first"


@dataclass(frozen=True, slots=True)
class Seat:
    """A section in the rotation."""

    id: int
    code: str
    quota: int
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The inputs of one run: sections in the rotation, covers of the day."""

    seats: tuple[Seat, ...]
    covers: Mapping[int, int] = field(default_factory=dict)

    def pool(self, category: str) -> tuple[Seat, ...]:
        """The sections that may get a case of this category, in the order of their codes."""
        taking = [seat for seat in self.seats if seat.quota > 0]
        named = [seat for seat in taking if category in seat.categories]
        chosen = named or [seat for seat in taking if not seat.categories] or taking
        if not chosen:
            raise NoSectionInRotation()
        return tuple(sorted(chosen, key=lambda seat: seat.code))


@dataclass(frozen=True, slots=True)
class Draw:
    """A dealt card: the section drawn, and the one that really gets the case."""

    drawn: int
    section: int
    ground: str


def pool_key(pool: Iterable[Seat]) -> str:
    """The name of a pool in the deal."""
    return ",".join(seat.code for seat in pool)


def deal(seed: str, pool: tuple[Seat, ...], covers: Mapping[int, int]) -> Iterator[Draw]:
    """Deal cards without end; the same seed, pool and covers deal the same cards."""
    cards = [(seat, card) for seat in pool for card in range(seat.quota)]
    outcome = {seat.id: _covered(seat.id, covers) for seat in pool}
    head, deck = f"{seed}|{pool_key(pool)}", 0
    while True:
        laid = sorted(
            cards,
            key=lambda one: hashlib.sha256(
                f"{head}|{deck}|{one[0].code}|{one[1]}".encode()
            ).digest(),
        )
        for seat, _ in laid:
            yield outcome[seat.id]
        deck += 1


def _covered(section: int, covers: Mapping[int, int]) -> Draw:
    current, seen = section, {section}
    while current in covers and covers[current] not in seen:
        current = covers[current]
        seen.add(current)
    return Draw(section, current, ROTATION if current == section else COVER)


def seed_of(secret: bytes, batch_ref: str) -> str:
    """The seed of a batch: fixed when the batch arrives, unknown to who sends it."""
    return hmac.digest(secret, f"assignment|{batch_ref}".encode(), "sha256").hex()


def commitment(seed: str) -> str:
    """What is recorded before anything is dealt."""
    return hashlib.sha256(seed.encode()).hexdigest()
