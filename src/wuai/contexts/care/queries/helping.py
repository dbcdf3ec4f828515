"""Signals and referrals, and what became of them all."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from wuai.contexts.care.models import Destination, Referral, Signal, Step
from wuai.contexts.care.rules.signals import from_data
from wuai.contexts.parties import api as parties
from wuai.kernel.bilingual import Bilingual

PAGE = 50


@dataclass(frozen=True, slots=True)
class SignalRow:
    """A signal about a person; without ``ref`` it follows from data and is not recorded."""

    kind: str
    source: str
    note: str
    noted_on: date | None
    noted_name: str
    ref: uuid.UUID | None = None


def signals_of(party_id: int, on: date) -> list[SignalRow]:
    """What stands open about a person, and what the data say."""
    return signals_about(parties.party_row(party_id), on)


def signals_about(person: parties.PartyRow, on: date) -> list[SignalRow]:
    """The same for a person who is held already (one query)."""
    held = [
        SignalRow(s.kind, s.source, s.note, s.noted_on, s.noted_name, s.ref)
        for s in Signal.objects.filter(party_id=person.id, ended_at__isnull=True).order_by("id")
    ]
    known = from_data(born_on=person.born_on, on=on)
    told = {row.kind for row in held}
    return held + [SignalRow(kind, "DATA", "", None, "") for kind in sorted(known - told)]


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A referral as lists show it."""

    id: int
    ref: uuid.UUID
    number: str
    kind: str
    state: str
    party_id: int
    case_id: int
    place: Bilingual
    made_on: date
    sent_on: date | None
    follow_up_on: date | None
    help_amount: int


def _row(r: Referral) -> ReferralRow:
    place = Bilingual(r.destination.name_zh, r.destination.name_en)
    return ReferralRow(
        r.id, r.ref, r.number, r.kind, r.state, r.party_id, r.case_id, place, r.made_on, r.sent_on,
        r.follow_up_on, r.help_amount,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """Which referrals: made in these days, to this destination, in this state; "" is any."""

    since: date
    until: date
    destination: str = ""
    state: str = ""


def _within(branch_id: int, span: Span) -> Q:
    found = Q(branch_id=branch_id, made_on__gte=span.since, made_on__lte=span.until)
    if span.destination:
        found &= Q(destination__code=span.destination)
    if span.state:
        found &= Q(state=span.state)
    return found


def referrals(branch_id: int, span: Span, *, before_id: int | None = None) -> list[ReferralRow]:
    """Referrals of a branch, newest first."""
    found = Referral.objects.filter(_within(branch_id, span)).select_related("destination")
    if before_id:
        found = found.filter(id__lt=before_id)
    return [_row(r) for r in found.order_by("-id")[:PAGE]]


def due(branch_id: int, on: date) -> list[ReferralRow]:
    """Referrals that should be looked at by a day, the oldest first."""
    found = Referral.objects.filter(
        branch_id=branch_id, closed_on__isnull=True, follow_up_on__lte=on
    )
    return [
        _row(r) for r in found.select_related("destination").order_by("follow_up_on", "id")[:PAGE]
    ]


def referrals_of(party_id: int) -> list[ReferralRow]:
    """Referrals of a person, newest first."""
    found = Referral.objects.filter(party_id=party_id).select_related("destination")
    return [_row(r) for r in found.order_by("-id")]


def referral(ref: uuid.UUID, branch_id: int) -> tuple[Referral, list[Step]] | None:
    """One referral of a branch with what happened."""
    held = (
        Referral.objects.filter(ref=ref, branch_id=branch_id).select_related("destination").first()
    )
    return (held, list(Step.objects.filter(referral=held).order_by("id"))) if held else None


@dataclass(frozen=True, slots=True)
class Total:
    """What went to one destination in some days, and what came of it."""

    code: str
    kind: str
    place: Bilingual
    referred: int
    emergencies: int
    waiting: int
    helped: int
    amount: int


def totals(branch_id: int, span: Span) -> list[Total]:
    """Referrals and donations by destination (one query); Σ of the rows is the programme's total."""
    rows = (
        Referral.objects.filter(_within(branch_id, span)).exclude(state="WITHDRAWN")
        .values("destination__code", "destination__kind", "destination__name_zh", "destination__name_en")
        .annotate(
            referred=Count("id"), emergencies=Count("id", filter=Q(kind="EMERGENCY")),
            waiting=Count("id", filter=Q(closed_on__isnull=True)),
            helped=Count("id", filter=Q(state="HELPED")), amount=Sum("help_amount"),
        ).order_by("destination__kind", "destination__code")
    )  # fmt: skip
    return [
        Total(
            r["destination__code"], r["destination__kind"],
            Bilingual(r["destination__name_zh"], r["destination__name_en"]), r["referred"],
            r["emergencies"], r["waiting"], r["helped"], int(r["amount"] or 0),
        )
        for r in rows
    ]  # fmt: skip


def destinations(county: str, counties: Sequence[str] = ()) -> list[Destination]:
    """Where a branch may refer to: its counties first, then what serves the whole country."""
    near = [county, *counties, ""]
    found = Destination.objects.filter(is_active=True, county__in=near)
    return sorted(found, key=lambda d: (near.index(d.county), d.kind, d.code))
