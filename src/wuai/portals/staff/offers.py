"""Which contexts offer panels and work, in which order; each is one line here."""

import functools
import importlib
import importlib.util

from wuai.platform.actors import Actor
from wuai.platform.panels import Act, Finder, Panel, Tasks, Work

OFFERING = (
    "wuai.contexts.deadlines.web.panels",
    "wuai.contexts.cases.web.panels",
    "wuai.contexts.payments.web.panels",
    "wuai.contexts.notices.web.panels",
    "wuai.contexts.applications.web.panels",
    "wuai.contexts.objections.web.panels",
    "wuai.contexts.petitions.web.panels",
    "wuai.contexts.instalments.web.panels",
    "wuai.contexts.appointments.web.panels",
    "wuai.contexts.referrals.web.panels",
    "wuai.contexts.care.web.panels",
    "wuai.contexts.auctions.web.panels",
    "wuai.contexts.rewards.web.panels",
    "wuai.contexts.messages.web.panels",
)


@functools.cache
def _offered(name: str) -> tuple[Panel | Work | Finder | Act | Tasks, ...]:
    held = [
        offer
        for module in OFFERING
        if importlib.util.find_spec(module)
        for offer in getattr(importlib.import_module(module), name, ())
    ]
    return tuple(sorted(held, key=lambda offer: offer.order))


def panels(actor: Actor) -> list[Panel]:
    """The panels of the case page that this person may see."""
    return [p for p in _offered("PANELS") if isinstance(p, Panel) and actor.may(p.permission)]


def work(actor: Actor) -> list[Work]:
    """The kinds of work that this person does."""
    return [w for w in _offered("WORK") if isinstance(w, Work) and actor.may(w.permission)]


def finders(actor: Actor) -> list[Finder]:
    """The numbers on paper that this person may search by."""
    return [f for f in _offered("FINDERS") if isinstance(f, Finder) and actor.may(f.permission)]


def acts(actor: Actor) -> list[Act]:
    """What this person may do with a case."""
    return [a for a in _offered("ACTS") if isinstance(a, Act) and actor.may(a.permission)]


def tasks(actor: Actor) -> list[Tasks]:
    """The kinds of matters on the common list that this person may see."""
    return [
        t for t in _offered("TASKS") if isinstance(t, Tasks) and any(map(actor.may, t.permissions))
    ]


def agency_work(actor: Actor) -> list[Work]:
    """What waits for a person of an agency."""
    return [w for w in _offered("AGENCY_WORK") if isinstance(w, Work) and actor.may(w.permission)]


def agency_panels(actor: Actor) -> list[Panel]:
    """The panels of an agency's case page."""
    return [
        p for p in _offered("AGENCY_PANELS") if isinstance(p, Panel) and actor.may(p.permission)
    ]


def agency_acts(actor: Actor) -> list[Act]:
    """What a person of an agency may do with a case of theirs."""
    return [a for a in _offered("AGENCY_ACTS") if isinstance(a, Act) and actor.may(a.permission)]
