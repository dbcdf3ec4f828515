"""What contexts offer to pages that belong to nobody: panels of a case, happenings, work to be done.

A context declares them in its ``web/panels.py`` as ``PANELS`` and ``WORK``; ``portals/staff/offers.py``
names the modules and orders what they offer.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from wuai.platform.actors import Actor
from wuai.platform.ui.pieces import Happening, Text


@dataclass(frozen=True, slots=True)
class CaseView:
    """The case a page is about, who looks, and the day they look on; ``facts`` are those of cases."""

    case_id: int
    case_ref: uuid.UUID
    branch_id: int
    obligor_id: int
    is_open: bool
    actor: Actor
    on: date
    facts: Any
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, look: Callable[[], Any]) -> Any:
        """What ``look`` finds, looked for once: a panel and its timeline ask for the same rows."""
        if name not in self.kept:
            self.kept[name] = look()
        return self.kept[name]


@dataclass(frozen=True, slots=True)
class Panel:
    """One subject on the case page. ``query`` gives what ``template`` prints as ``data``.

    ``happenings`` gives entries for the one timeline; ``case_status`` and ``title`` are texts as
    gettext gives them. A panel without the permission is not asked.
    """

    code: str
    title: Text | Any
    order: int
    permission: str
    query: Callable[[CaseView], Any]
    template: str
    happenings: Callable[[CaseView], Sequence[Happening]] | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose work is looked for: a branch, or one section of it."""

    branch_id: int
    section_id: int | None
    actor: Actor
    on: date


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: what, about what, until when it should be done, and where."""

    what: Text | Any
    about: Text | Any
    by: date
    url: str
    detail: Text | Any = ""
    tone: str = "waiting"


@dataclass(frozen=True, slots=True)
class Pile:
    """How much there is (``capped``: at least so much), and the first things of it."""

    count: int
    todos: Sequence[Todo] = ()
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work that waits at a desk; ``url`` leads to all of it."""

    code: str
    label: Text | Any
    order: int
    permission: str
    url: str
    look: Callable[[Desk], Pile]
    press: bool = False


T = TypeVar("T", bound=Model)


@dataclass(frozen=True, slots=True)
class Looking:
    """Which tasks are looked for on the common list: whose, of which sections, only what is over.

    ``whose`` is an owner's ref (empty: anybody's), ``unassigned`` asks for nobody's;
    ``section_ids`` None means every section; ``ref`` asks for that one matter. At most ``most`` lines are wanted, the nearest first.
    """

    branch_id: int
    actor: Actor
    on: date
    whose: str = ""
    unassigned: bool = False
    section_ids: tuple[int, ...] | None = None
    overdue: bool = False
    ref: uuid.UUID | None = None
    most: int = 101

    def among(self, found: QuerySet[T], *, by_ref: str = "ref") -> QuerySet[T]:
        """Those of ``found`` that are looked for, but for what is over: each context knows its day.

        The rows have ``owner_ref`` and ``section``; ``by_ref`` leads to the matter's public id.
        """
        if self.whose:
            found = found.filter(owner_ref=self.whose)
        if self.ref is not None:
            found = found.filter(**{by_ref: self.ref})
        if self.unassigned:
            found = found.filter(owner_ref="")
        if self.section_ids is not None:
            own = Q(section__isnull=True, owner_ref=self.actor.ref)
            found = found.filter(Q(section_id__in=self.section_ids) | own)
        return found


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One matter that somebody has to answer: its number, by when, who has it, where it is done."""

    code: str
    ref: uuid.UUID
    number: str
    name: Text | Any
    state: Any
    due_on: date | None
    owner_ref: str
    owner_name: str
    section_id: int | None
    url: str


@dataclass(frozen=True, slots=True)
class Tasks:
    """What a context puts on the common list. ``find`` leaves out what the actor may not see.

    ``permissions``: one of them opens the kind. ``hand_over`` gives one to a colleague (keywords
    ref, to_ref, to_name, reason, by, at, on); whoever holds one of ``takers`` can take it.
    """

    code: str
    label: Text | Any
    order: int
    permissions: tuple[str, ...]
    find: Callable[[Looking], Sequence[TaskLine]]
    hand_over: Callable[..., Any]
    givers: tuple[str, ...]
    takers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the ids of the cases that a number on paper belongs to; none when it is another number."""

    code: str
    order: int
    permission: str
    find: Callable[[int, str], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that may be done with a case, with what follows from it said before.

    ``url`` gives the page of the owning context where it is done; ``when`` says for which cases.
    """

    code: str
    label: Text | Any
    consequence: Text | Any
    order: int
    permission: str
    url: Callable[[CaseView], str]
    open_only: bool = True
    grave: bool = False
    when: Callable[[CaseView], bool] = lambda view: True
