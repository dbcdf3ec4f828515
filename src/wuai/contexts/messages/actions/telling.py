"""Tell people: the copy in the portal at once, then the first way they consented to."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max

from wuai.contexts.messages.actions.sending import put_out
from wuai.contexts.messages.models import Telling, Wording
from wuai.contexts.messages.queries.tellings import Liking, channels_of, likings
from wuai.contexts.messages.rules import kinds as rules
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


class CopyUnknown(Refusal):
    code = "MESSAGE_COPY_UNKNOWN"
    zh = "查無這則訊息"
    en = "There is no such message"
    next_zh = "請回到訊息清單"
    next_en = "Go back to the list of messages"
    status = 404


@dataclass(frozen=True, slots=True)
class ToTell:
    """Whom to tell what: ``event`` names the fact, so that it is told once however often it is said.

    ``link`` is a path of this site that shows the matter to the person after signing in.
    """

    party_id: int
    kind: str
    event: str
    reference: str
    link: str = "/my/messages/"

    @property
    def once_key(self) -> str:
        """The key under which this is told once: event, recipient, template."""
        return f"{self.event}:{self.party_id}:{self.kind}"[:200]


def tell(
    *, party_id: int, kind: str, event: str, reference: str, link: str = "/my/messages/",
    by: Actor, at: datetime,
) -> str:  # fmt: skip
    """Tell one person one thing, once; the public id of the copy comes back."""
    return tell_all(tellings=[ToTell(party_id, kind, event, reference, link)], by=by, at=at)[0]


@action("message.tell")
def tell_all(*, tellings: Sequence[ToTell], by: Actor, at: datetime) -> list[str]:
    """Tell many people in a handful of statements; what was told before is left as it is.

    The public ids of the copies come back in the order of ``tellings``.
    """
    asked = [
        replace(t, reference=rules.reference(t.reference), link=rules.link(t.link))
        for t in tellings
    ]
    liked = likings(t.party_id for t in asked)
    made = _rows(asked, liked, at)
    Telling.objects.bulk_create(made, ignore_conflicts=True, batch_size=2000)
    kept = dict(
        Telling.objects.filter(once_key__in=[t.once_key for t in made]).values_list(
            "once_key", "ref"
        )
    )
    fresh_refs = [t.ref for t in made if kept[t.once_key] == t.ref]
    fresh = list(Telling.objects.filter(ref__in=fresh_refs).order_by("id"))
    put_out([(t, way[0]) for t in fresh if (way := _ways(t, liked[t.party_id]))], at)
    record(
        kind="telling", ref=fresh[0].ref if len(fresh) == 1 else f"{len(fresh)} tellings",
        branch_id=made[0].branch_id if made else None,
        data={"asked": len(asked), "told": len(fresh), "kinds": sorted({t.kind for t in asked})},
    )  # fmt: skip
    return [str(kept[t.once_key]) for t in asked]


def _rows(asked: Sequence[ToTell], liked: dict[int, Liking], at: datetime) -> list[Telling]:
    people = parties.party_rows({t.party_id for t in asked})
    branches = {i: organisation.branch_by_id(i) for i in {p.branch_id for p in people.values()}}
    latest = wordings({t.kind for t in asked})
    made: dict[str, Telling] = {}
    for one in asked:
        branch = branches[people[one.party_id].branch_id]
        english = liked[one.party_id].language == "en"
        version, zh, en = latest[one.kind]
        words = rules.render(
            en if english else zh, reference=one.reference,
            branch=branch.name_en if english else branch.name_zh, phone=branch.phone,
        )  # fmt: skip
        made[one.once_key] = Telling(
            ref=uuid.uuid4(), branch_id=branch.id, party_id=one.party_id, kind=one.kind,
            once_key=one.once_key, reference=one.reference, link=one.link,
            language="en" if english else "zh-hant", wording=version, subject=words.subject[:200],
            text=words.text, short=words.short[:300], created_at=at,
        )  # fmt: skip
    return list(made.values())


def wordings(codes: Iterable[str]) -> dict[str, tuple[int, rules.Words, rules.Words]]:
    """The words in use of each kind: version, 中文, English; version 0 is as declared."""
    wanted = {code: rules.kind_of(code) for code in codes}
    last = dict(
        Wording.objects.filter(kind__in=wanted).values_list("kind").annotate(Max("version"))
    )
    found = {code: (0, kind.zh, kind.en) for code, kind in wanted.items()}
    for w in Wording.objects.filter(kind__in=last, version__in=set(last.values())):
        if last[w.kind] == w.version:
            found[w.kind] = (
                w.version, rules.Words(w.subject_zh, w.text_zh, w.short_zh),
                rules.Words(w.subject_en, w.text_en, w.short_en),
            )  # fmt: skip
    return found


def _ways(telling: Telling, liking: Liking) -> list[tuple[str, str]]:
    if not liking.reminders and not rules.kind_of(telling.kind).necessary:
        return []
    return channels_of(liking)


def next_way(telling: Telling, tried: Iterable[str]) -> tuple[str, str] | None:
    """The next channel for a telling that did not arrive; None when no way is left."""
    left = set(tried)
    ways = _ways(telling, likings([telling.party_id])[telling.party_id])
    return next((way for way in ways if way[0] not in left), None)


@action("message.open")
def note_opened(*, ref: str, party_ids: Iterable[int], by: Actor, at: datetime) -> None:
    """The person opened the copy in the portal: it has arrived, whatever the messages do."""
    telling = (
        Telling.objects.select_for_update().filter(ref=ref, party_id__in=list(party_ids)).first()
    )
    if telling is None:
        raise CopyUnknown
    first = telling.opened_at is None
    if first:
        telling.opened_at = at
        telling.reached_at = telling.reached_at or at
        telling.save(update_fields=["opened_at", "reached_at"])
    record(kind="telling", ref=telling.ref, branch_id=telling.branch_id, data={"first": first})
