"""Texts for replies: those that are offered, one with its versions, one filled in."""

import uuid
from collections.abc import Mapping

from django.db.models import Q

from wuai.contexts.applications.models import ReplyText
from wuai.contexts.applications.rules.replies import filled
from wuai.kernel.bilingual import Bilingual


def current(branch_id: int) -> list[ReplyText]:
    """The text of each name as it stands, retired ones left out (1 query)."""
    found = ReplyText.objects.filter(branch_id=branch_id)
    last = found.order_by("kind", "name", "-version").distinct("kind", "name")
    return [row for row in last if not row.is_retired]


def offered(branch_id: int, kind: str) -> list[ReplyText]:
    """What is offered for one kind of request: its own texts, then those for every kind (1 query)."""
    found = ReplyText.objects.filter(Q(kind=kind) | Q(kind=""), branch_id=branch_id)
    last = found.order_by("kind", "name", "-version").distinct("kind", "name")
    return sorted((row for row in last if not row.is_retired), key=lambda r: (not r.kind, r.name))


def versions(branch_id: int, ref: uuid.UUID) -> list[ReplyText]:
    """Every version of the text that this one belongs to, the latest first; none when unknown."""
    one = ReplyText.objects.filter(branch_id=branch_id, ref=ref).first()
    if one is None:
        return []
    found = ReplyText.objects.filter(branch_id=branch_id, kind=one.kind, name=one.name)
    return list(found.order_by("-version"))


def text_of(branch_id: int, ref: str, facts: Mapping[str, Bilingual]) -> Bilingual | None:
    """A text with its facts in both languages; None when there is no such text."""
    try:
        wanted = uuid.UUID(ref)
    except ValueError:
        return None
    row = ReplyText.objects.filter(branch_id=branch_id, ref=wanted).first()
    if row is None:
        return None
    zh = {name: fact.zh for name, fact in facts.items()}
    en = {name: fact.en or fact.zh for name, fact in facts.items()}
    return Bilingual(filled(row.zh, zh), filled(row.en, en))
