"""Who stands at the intake desk: a person of a branch, or of an agency. The pages are the same."""

import functools
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals import queries
from wuai.contexts.referrals.models import Batch
from wuai.contexts.referrals.queries import BatchRow
from wuai.platform.access import View, actor_of
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class IntakeDesk:
    """The actor, the frame of the page, and the addresses below ``root``."""

    actor: Actor
    root: str
    frame: str

    @property
    def is_agency(self) -> bool:
        """Whether an agency looks at its own files."""
        return self.actor.kind == "agency"

    @property
    def cases_root(self) -> str:
        """Where the pages of cases are."""
        return "/agency/cases/" if self.is_agency else "/staff/cases/"

    def places(self) -> Sequence[Any]:
        """What may be chosen at upload: branches for an agency, agencies for a branch."""
        if self.is_agency:
            return organisation.open_branches()
        return organisation.agencies(active_only=True)

    def place_label(self) -> str:
        """The word for that choice."""
        return _("送至分署") if self.is_agency else _("移送機關")

    def resolve(self, code: str) -> tuple[int, int]:
        """Branch and agency of an upload."""
        if self.is_agency:
            return organisation.branch(code).id, self.actor.agency_id or 0
        return self.actor.branch_id or 0, organisation.agency(code).id

    def scope(self) -> dict[str, int]:
        """What this desk may see."""
        if self.is_agency:
            return {"agency_id": self.actor.agency_id or 0}
        return {"branch_id": self.actor.branch_id or 0}

    def row(self, ref: uuid.UUID) -> BatchRow:
        """A batch that this desk may see; another's is unknown."""
        return queries.batch(ref, **self.scope())

    def batch(self, ref: uuid.UUID) -> Batch:
        """The same, to act on."""
        return Batch.objects.get(id=self.row(ref).id)

    def first_file(self, ref: uuid.UUID) -> Batch:
        """The same, where its rows are chosen; a later try has no rows of its own to choose."""
        batch = self.batch(ref)
        if batch.parent_id:
            raise Http404
        return batch


def staff_desk(request: HttpRequest) -> IntakeDesk:
    """The desk of a branch."""
    return IntakeDesk(actor_of(request), "/staff/intake/", "ui/staff.html")


def agency_desk(request: HttpRequest) -> IntakeDesk:
    """The desk of an agency."""
    return IntakeDesk(actor_of(request), "/agency/referrals/", "ui/agency.html")


class Here(Protocol):
    """Turns a page of both desks into a view of one of them; ``posted`` takes nothing but a post."""

    def __call__(self, page: View, *, posted: bool = False) -> View:
        """The view."""


def pages_at(desk: Callable[[HttpRequest], IntakeDesk], enter: Callable[[View], View]) -> Here:
    """The pages as one desk has them, behind its own door."""

    def here(page: View, *, posted: bool = False) -> View:
        @functools.wraps(page)
        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return page(request, desk(request), *args, **kwargs)

        return enter(require_POST(view) if posted else view)

    return here
