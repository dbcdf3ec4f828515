"""What people were told, and how they want to be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wuai.contexts.messages.models import Contact, Message, Preference, Telling
from wuai.contexts.messages.rules.channels import Way, order
from wuai.contexts.messages.rules.kinds import kinds, with_link
from wuai.kernel.bilingual import Bilingual

PAGE = 50
MAIL = "MAIL"


@dataclass(frozen=True, slots=True)
class Sent:
    """One message of a telling and where it stands."""

    channel: str
    status: str
    created_at: datetime
    sent_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class Copy:
    """What a person was told, as the portal keeps it; this copy counts."""

    id: int
    ref: str
    branch_id: int
    party_id: int
    kind: str
    name: Bilingual
    reference: str
    link: str
    language: str
    subject: str
    text: str
    created_at: datetime
    opened_at: datetime | None
    reached_at: datetime | None
    unreached_at: datetime | None
    sent: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True)
class Liking:
    """How one person wants to be told."""

    party_id: int
    language: str
    reminders: bool
    ways: tuple[Contact, ...]


def copies(
    party_ids: Iterable[int], *, before_id: int | None = None, limit: int = PAGE
) -> list[Copy]:
    """What these persons were told, newest first, with the messages of each (two queries)."""
    found = Telling.objects.filter(party_id__in=list(party_ids)).order_by("-id")
    if before_id:
        found = found.filter(id__lt=before_id)
    held = list(found[:limit])
    sent: dict[int, list[Sent]] = {}
    for m in Message.objects.filter(telling__in=held).order_by("id"):
        line = Sent(m.channel, m.status, m.created_at, m.sent_at, m.answer)
        sent.setdefault(m.telling_id or 0, []).append(line)
    return [_copy(t, tuple(sent.get(t.id, ()))) for t in held]


def copy_by_ref(ref: str) -> Copy | None:
    """One copy by its public id."""
    held = Telling.objects.filter(ref=ref).first()
    return _copy(held, ()) if held else None


def _copy(t: Telling, sent: tuple[Sent, ...]) -> Copy:
    kind = kinds().get(t.kind)
    return Copy(
        t.id, str(t.ref), t.branch_id, t.party_id, t.kind, kind.name if kind else Bilingual(t.kind),
        t.reference, t.link, t.language, t.subject, with_link(t.text, t.link), t.created_at,
        t.opened_at, t.reached_at, t.unreached_at, sent,
    )  # fmt: skip


def unread_count(party_ids: Iterable[int]) -> int:
    """How many copies these persons have not opened yet."""
    return Telling.objects.filter(party_id__in=list(party_ids), opened_at__isnull=True).count()


def likings(party_ids: Iterable[int]) -> dict[int, Liking]:
    """How these persons want to be told; who said nothing reads 中文 in the portal (two queries)."""
    ids = list(dict.fromkeys(party_ids))
    held = {p.party_id: p for p in Preference.objects.filter(party_id__in=ids)}
    ways: dict[int, list[Contact]] = {}
    for contact in Contact.objects.filter(party_id__in=ids).order_by("rank", "id"):
        ways.setdefault(contact.party_id, []).append(contact)
    found = {}
    for party_id in ids:
        said = held.get(party_id)
        found[party_id] = Liking(
            party_id, said.language if said else "zh-hant",
            not (said and said.reminders_stopped_at), tuple(ways.get(party_id, ())),
        )  # fmt: skip
    return found


def _is_usable(way: Contact) -> bool:
    known = way.channel != MAIL or way.confirmed_at is not None
    return known and way.ended_at is None and way.bad_since is None


def channels_of(liking: Liking) -> list[tuple[str, str]]:
    """The channels of a person in the order in which they are tried."""
    return order(Way(c.channel, c.address, c.rank, _is_usable(c)) for c in liking.ways)
