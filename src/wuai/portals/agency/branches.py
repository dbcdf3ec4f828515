"""An agency may refer to several branches: which of them a page is about."""

from django.http import HttpRequest

from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.platform.actors import Actor


def of_agency(actor: Actor) -> list[organisation.BranchRow]:
    """The branches at which this agency has cases."""
    rows = organisation.branches()
    held = set(cases.branches_of_agency(actor.agency_id or 0, [row.id for row in rows]))
    return [row for row in rows if row.id in held]


def chosen(
    request: HttpRequest, offered: list[organisation.BranchRow]
) -> organisation.BranchRow | None:
    """The branch asked for by its code, else the first; none when there is none."""
    asked = request.GET.get("branch", "")
    return next((row for row in offered if row.code == asked), offered[0] if offered else None)
