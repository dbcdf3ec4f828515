"""Which citizen a session belongs to, for whom he may act, and how his cases are found."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from wuai.contexts.identity.models import (
    ATTORNEY_AGENT,
    ATTORNEY_PRINCIPAL,
    NUMBER,
    AddressFailure,
    Attorney,
    Citizen,
    CitizenNumber,
    LoginMeans,
)
from wuai.contexts.identity.queries import QUARTER_SECONDS
from wuai.contexts.identity.rules import citizens as rules
from wuai.kernel import identity_numbers
from wuai.platform.actors import Actor
from wuai.platform.crypto import blind_index, unseal


@dataclass(frozen=True, slots=True)
class CitizenRow:
    """A citizen; ``keys`` are the blind indexes (purpose ``party-id``) of all his numbers."""

    id: int
    ref: uuid.UUID
    name: str
    keys: tuple[bytes, ...]

    def actor(self) -> Actor:
        """The actor of what he does."""
        return Actor("citizen", f"citizen:{self.ref}", self.name)


@dataclass(frozen=True, slots=True)
class Principal:
    """For whom an agent may act: at one branch, in one case or in all, in ``scopes``, until when."""

    ref: uuid.UUID
    name: str
    keys: tuple[bytes, ...]
    branch_id: int
    case_ref: uuid.UUID | None
    case_number: str
    scopes: tuple[str, ...]
    until: date

    def covers(self, *, branch_id: int, case_ref: uuid.UUID | str | None) -> bool:
        """Whether it holds at a branch for a case; without one only a power for all cases does."""
        return self.branch_id == branch_id and self.case_ref in (None, case_ref)


@dataclass(frozen=True, slots=True)
class Visit:
    """A citizen's session: who it is, for whom he acts just now, when he last proved himself."""

    citizen: CitizenRow
    acting_for: Principal | None
    way: str
    proved_at: datetime

    @property
    def keys(self) -> tuple[bytes, ...]:
        """Whose cases this session may see now: the principal's while he acts for one."""
        return self.acting_for.keys if self.acting_for else self.citizen.keys

    @property
    def whose(self) -> str:
        """The name of the person whose cases are shown."""
        return self.acting_for.name if self.acting_for else self.citizen.name

    def actor(self) -> Actor:
        """Who does it; while he acts for another every line that is written says so."""
        if self.acting_for is None:
            return self.citizen.actor()
        name = f"{self.citizen.name}（代{self.acting_for.name}）"[:120]
        return replace(self.citizen.actor(), name=name)

    def covers(self, *, branch_id: int, case_ref: uuid.UUID | str) -> bool:
        """Whether a case that the keys found may be seen: a power of attorney may cover less."""
        held = self.acting_for
        return held is None or held.covers(branch_id=branch_id, case_ref=case_ref)

    def may(self, scope: str) -> bool:
        """Whether he may VIEW, PAY or APPLY: for himself always, for another within the power."""
        return self.acting_for is None or scope in self.acting_for.scopes


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A number of a citizen, masked."""

    kind: str
    masked: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class MeansRow:
    """A card or telephone that lets a citizen in."""

    ref: uuid.UUID
    kind: str
    valid_until: datetime
    linked_at: datetime


def citizen_row(ref: uuid.UUID | str) -> CitizenRow | None:
    """An active citizen (2 queries)."""
    found = Citizen.objects.filter(ref=ref, ended_at__isnull=True).first()
    return None if found is None else _row(found)


def session_citizen(ref: uuid.UUID | str, *, began: datetime) -> CitizenRow | None:
    """The citizen of a session that began then and was not ended since."""
    found = Citizen.objects.filter(
        ref=ref, ended_at__isnull=True, sessions_since__lte=began
    ).first()  # fmt: skip
    return None if found is None else _row(found)


def _row(citizen: Citizen) -> CitizenRow:
    return CitizenRow(citizen.id, citizen.ref, citizen.name, person_keys(citizen.id))


def person_keys(citizen_id: int) -> tuple[bytes, ...]:
    """The blind indexes of every number of a person, the first proven first."""
    found = CitizenNumber.objects.filter(citizen_id=citizen_id).order_by("id")
    return tuple(bytes(key) for key in found.values_list("id_index", flat=True))


def keys_with(key: bytes) -> tuple[bytes, ...]:
    """The blind indexes of every number of the person who has this one (old and new permit)."""
    of = CitizenNumber.objects.filter(id_index=key).values_list("citizen_id", flat=True).first()
    return person_keys(of) if of else (key,)


def citizen_with_number(number: str) -> CitizenRow | None:
    """The active citizen to whom a number belongs."""
    key = blind_index("party-id", number)
    held = CitizenNumber.objects.filter(id_index=key, citizen__ended_at__isnull=True)
    found = held.select_related("citizen").first()
    return None if found is None else _row(found.citizen)


def known_keys(keys: Iterable[bytes]) -> set[bytes]:
    """Those of the keys whose persons have proved here who they are (1 query)."""
    held = CitizenNumber.objects.filter(id_index__in=list(keys), citizen__ended_at__isnull=True)
    return {bytes(key) for key in held.values_list("id_index", flat=True)}


def citizen_of_means(kind: str, holder_key: str) -> CitizenRow | None:
    """The active citizen for whom a card or telephone stands."""
    held = LoginMeans.objects.filter(
        kind=kind, holder_index=blind_index("login-means", holder_key), ended_at__isnull=True,
        citizen__ended_at__isnull=True,
    ).select_related("citizen").first()  # fmt: skip
    return None if held is None else _row(held.citizen)


def numbers(citizen_id: int) -> list[NumberRow]:
    """A citizen's numbers, masked."""
    return [
        NumberRow(row.kind, identity_numbers.mask(_number(row)), row.added_at)
        for row in CitizenNumber.objects.filter(citizen_id=citizen_id).order_by("id")
    ]


def numbers_in_full(citizen_id: int) -> list[str]:
    """A citizen's numbers as they are, for rules only."""
    return [_number(row) for row in CitizenNumber.objects.filter(citizen_id=citizen_id)]


def _number(row: CitizenNumber) -> str:
    return unseal(NUMBER, str(row.ref), row.number)


def means(citizen_id: int) -> list[MeansRow]:
    """What lets a citizen in now."""
    found = LoginMeans.objects.filter(citizen_id=citizen_id, ended_at__isnull=True).order_by("id")
    return [MeansRow(m.ref, m.kind, m.valid_until, m.linked_at) for m in found]


def principals(citizen: CitizenRow, *, on: date) -> list[Principal]:
    """For whom a citizen may act on a day, by powers of attorney that branches accepted."""
    held = Attorney.objects.filter(agent_index__in=citizen.keys).filter(in_force(on))
    return [_principal(row) for row in held.order_by("until", "id")]


def principal(ref: uuid.UUID | str, citizen: CitizenRow, *, on: date) -> Principal | None:
    """One of them, if it still holds."""
    held = Attorney.objects.filter(ref=ref, agent_index__in=citizen.keys).filter(in_force(on))
    found = held.first()
    return None if found is None else _principal(found)


def power(ref: uuid.UUID, *, on: date) -> Principal | None:
    """A power of attorney by itself, if it still holds: for what was begun under it."""
    found = Attorney.objects.filter(ref=ref).filter(in_force(on)).first()
    return None if found is None else _principal(found)


def in_force(on: date) -> Q:
    """The powers of attorney that hold on a day."""
    return Q(since__lte=on, until__gte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on))


def _principal(row: Attorney) -> Principal:
    keys = keys_with(bytes(row.principal_index))
    return Principal(
        row.ref, row.principal_name, keys, row.branch_id, row.case_ref, row.case_number,
        tuple(row.scopes), row.until,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AttorneyRow:
    """A power of attorney as staff see it: numbers masked."""

    ref: uuid.UUID
    principal_name: str
    principal_masked: str
    agent_name: str
    agent_masked: str
    case_number: str
    scopes: tuple[str, ...]
    document: str
    since: date
    until: date
    accepted_at: datetime
    by_name: str
    ended_on: date | None
    ended_reason: str

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day."""
        over = self.ended_on is not None and self.ended_on <= on
        return self.since <= on <= self.until and not over


def attorneys(branch_id: int, *, number: str = "", limit: int = 100) -> list[AttorneyRow]:
    """The powers of attorney that a branch accepted, newest first; of one person if asked."""
    held = Attorney.objects.filter(branch_id=branch_id)
    if number:
        key = blind_index("party-id", number)
        held = held.filter(Q(principal_index=key) | Q(agent_index=key))
    return [_attorney(row) for row in held.order_by("-id")[:limit]]


def attorney(branch_id: int, ref: uuid.UUID | str) -> AttorneyRow | None:
    """One of a branch."""
    found = Attorney.objects.filter(branch_id=branch_id, ref=ref).first()
    return None if found is None else _attorney(found)


def _attorney(row: Attorney) -> AttorneyRow:
    mask, ref = identity_numbers.mask, str(row.ref)
    return AttorneyRow(
        row.ref, row.principal_name,
        mask(unseal(ATTORNEY_PRINCIPAL, ref, row.principal_number)), row.agent_name,
        mask(unseal(ATTORNEY_AGENT, ref, row.agent_number)), row.case_number, tuple(row.scopes),
        row.document, row.since, row.until, row.accepted_at, row.by_name, row.ended_on,
        row.ended_reason,
    )  # fmt: skip


def tries(*, network: str, case_text: str, at: datetime) -> rules.Tries:
    """How often look-ups went wrong in this quarter of an hour: address, both, case (1 query)."""
    keys = try_keys(network=network, case_text=case_text)
    held = dict(
        AddressFailure.objects.filter(
            address_index__in=keys, quarter=int(at.timestamp()) // QUARTER_SECONDS
        ).values_list("address_index", "failures")
    )
    counts = {bytes(key): count for key, count in held.items()}
    return rules.Tries(*(counts.get(key, 0) for key in keys))


def try_keys(*, network: str, case_text: str) -> tuple[bytes, bytes, bytes]:
    """Under what the wrong answers are counted; neither address nor case number is kept."""
    case = "".join(case_text.split())
    return (
        blind_index("look-up-address", network),
        blind_index("look-up-both", f"{network}|{case}"),
        blind_index("look-up-case", case),
    )
