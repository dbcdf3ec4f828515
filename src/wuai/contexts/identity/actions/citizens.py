"""A person proves who he is: challenges, the first link, coming in, more numbers, going out."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import IntegrityError, connection, transaction

from wuai.contexts.identity import queries_citizens as queries
from wuai.contexts.identity.models import (
    NUMBER,
    Citizen,
    CitizenNumber,
    LoginChallenge,
    LoginMeans,
)
from wuai.contexts.identity.queries import QUARTER_SECONDS
from wuai.contexts.identity.rules import citizens as rules
from wuai.kernel import identity_numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.crypto import blind_index, seal


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the card shall sign, and the nonce that stands in it."""

    text: str
    nonce: str


@action("citizen.begin_login")
def begin_challenge(
    *, origin: str, binding: str, purpose: str, by: Actor, at: datetime
) -> Challenge:
    """Give a session something to sign; what was given before to the same session is void."""
    nonce, bound = secrets.token_hex(32), digest(binding)
    text = rules.challenge_text(
        nonce=nonce, binding=bound.hex(), origin=origin, at=at.timestamp()
    )  # fmt: skip
    earlier = LoginChallenge.objects.filter(binding_sha256=bound, used_at__isnull=True)
    earlier.update(used_at=at)
    LoginChallenge.objects.filter(made_at__lt=at - 60 * rules.CHALLENGE_HOLDS).delete()
    LoginChallenge.objects.create(
        nonce_sha256=digest(nonce), text_sha256=digest(text), binding_sha256=bound,
        purpose=purpose, made_at=at,
    )  # fmt: skip
    record(kind="login", ref=digest(nonce).hex()[:16], data={"purpose": purpose})
    return Challenge(text, nonce)


@action("citizen.answer_login")
def use_challenge(*, text: bytes, nonce: str, binding: str, by: Actor, at: datetime) -> str:
    """Take the answer to a challenge of this session, once and in time; its purpose comes back.

    It is used up before the signature is checked, so a wrong answer cannot be tried again. One
    UPDATE decides between two that come at once.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE identity_loginchallenge SET used_at = %s WHERE nonce_sha256 = %s"
            " AND text_sha256 = %s AND binding_sha256 = %s AND used_at IS NULL"
            " AND made_at > %s AND made_at <= %s RETURNING purpose",
            [at, digest(nonce), hashlib.sha256(text).digest(), digest(binding),
             at - rules.CHALLENGE_HOLDS, at],
        )  # fmt: skip
        found = cursor.fetchone()
    if found is None:
        raise rules.ChallengeOver
    record(kind="login", ref=digest(nonce).hex()[:16], data={"purpose": found[0]})
    return str(found[0])


def digest(text: str) -> bytes:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode()).digest()


@action("citizen.link")
def link_holder(
    *, holder: rules.Holder, number: str, name: str, proven_by: str, by: Actor, at: datetime
) -> queries.CitizenRow:
    """Link a card or telephone to a person for the first time.

    ``name`` and ``number`` are those of the case or of the register that proves the person.
    """
    number = rules.number_of_person(number)
    rules.check_holder(holder, number=number, name=name)
    held = queries.citizen_with_number(number) or _new_citizen(name, number, proven_by, at)
    try:
        with transaction.atomic():
            LoginMeans.objects.create(
                citizen_id=held.id, kind=holder.kind, serial=holder.serial,
                holder_index=blind_index("login-means", holder.holder_key),
                valid_until=datetime.fromtimestamp(holder.valid_until, UTC), linked_at=at,
            )  # fmt: skip
    except IntegrityError as twice:
        known = queries.citizen_of_means(holder.kind, holder.holder_key)
        if known is None or known.ref != held.ref:
            raise rules.NumberOfAnother from twice
    record(kind="citizen", ref=held.ref, data={"means": holder.kind, "proven_by": proven_by})
    return held


def _new_citizen(name: str, number: str, proven_by: str, at: datetime) -> queries.CitizenRow:
    try:
        with transaction.atomic():
            citizen = Citizen.objects.create(name=name, created_at=at, sessions_since=at)
            key = _add(citizen.id, number, proven_by, at)
    except IntegrityError as twice:  # the same person, at once, in another window
        found = queries.citizen_with_number(number)
        if found is None:
            raise rules.NumberOfAnother from twice
        return found
    return queries.CitizenRow(citizen.id, citizen.ref, citizen.name, (key,))


def _add(citizen_id: int, number: str, proven_by: str, at: datetime) -> bytes:
    ref, key = uuid.uuid4(), blind_index("party-id", number)
    CitizenNumber.objects.create(
        ref=ref, citizen_id=citizen_id, kind=identity_numbers.kind_of(number),
        number=seal(NUMBER, str(ref), number), id_index=key, proven_by=proven_by, added_at=at,
    )  # fmt: skip
    return key


@action("citizen.log_in")
def note_entry(
    *, citizen: queries.CitizenRow, holder: rules.Holder, purpose: str, by: Actor, at: datetime
) -> None:
    """Somebody came in by card or telephone; which certificate it was is kept."""
    LoginMeans.objects.filter(citizen_id=citizen.id, kind=holder.kind).filter(
        holder_index=blind_index("login-means", holder.holder_key), ended_at__isnull=True
    ).exclude(serial=holder.serial).update(
        serial=holder.serial, valid_until=datetime.fromtimestamp(holder.valid_until, UTC)
    )
    record(
        kind="citizen", ref=citizen.ref,
        data={"means": holder.kind, "serial": holder.serial, "purpose": purpose},
    )  # fmt: skip


@action("citizen.log_out")
def note_departure(*, ref: str, everywhere: bool, by: Actor, at: datetime) -> None:
    """A citizen leaves, here or everywhere."""
    if everywhere:
        Citizen.objects.filter(ref=ref).update(sessions_since=at)
    record(kind="citizen", ref=ref, data={"everywhere": everywhere})


@action("citizen.add_number")
def add_number(
    *, citizen: queries.CitizenRow, number: str, name: str, by: Actor, at: datetime
) -> None:
    """Join the old and the new residence permit number of one person, proven by a case."""
    Citizen.objects.select_for_update().get(id=citizen.id)
    number = rules.number_of_person(number)
    rules.check_added_number(number, held=queries.numbers_in_full(citizen.id))
    if not rules.same_person_name(citizen.name, name):
        raise rules.HolderDiffers(field="number")
    try:
        with transaction.atomic():
            _add(citizen.id, number, "CASE", at)
    except IntegrityError as taken:
        raise rules.NumberOfAnother(field="number") from taken
    record(kind="citizen", ref=citizen.ref, data={"kind": identity_numbers.kind_of(number)})


@action("citizen.end_means")
def end_means(
    *, citizen: queries.CitizenRow, ref: uuid.UUID | str, by: Actor, at: datetime
) -> None:
    """A card or telephone no longer lets its owner in (lost, given away)."""
    LoginMeans.objects.filter(citizen_id=citizen.id, ref=ref, ended_at__isnull=True).update(
        ended_at=at
    )
    record(kind="citizen", ref=citizen.ref, data={"means": str(ref)})


@action("citizen.look_up_failed")
def note_wrong_try(*, network: str, case_text: str, step: str, by: Actor, at: datetime) -> None:
    """Count a wrong answer, of the address, of both, and of the case; none of them is kept."""
    quarter = int(at.timestamp()) // QUARTER_SECONDS
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO identity_addressfailure (address_index, quarter, failures)"
            " VALUES (%s, %s, 1) ON CONFLICT (address_index, quarter)"
            " DO UPDATE SET failures = identity_addressfailure.failures + 1",
            # In one order everywhere: two that fail at once wait for each other, never in a circle.
            [
                (key, quarter)
                for key in sorted(queries.try_keys(network=network, case_text=case_text))
            ],
        )
    record(kind="look_up", ref="", data={"step": step})
