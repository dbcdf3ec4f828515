"""What requests tell the deadlines below: their names, who is told of a new day, how long they take."""

from collections.abc import Iterable, Mapping, Sequence

from wuai.contexts.applications.declarations import declaration, declared
from wuai.contexts.applications.models import Application
from wuai.contexts.deadlines.api import Concerned, Described, ServiceItem
from wuai.kernel.bilingual import Bilingual
from wuai.platform.actors import Actor


def described(refs: Sequence[str], by: Actor) -> Mapping[str, Described]:
    """Kind and number of each request this person may see; no name."""
    found = Application.objects.filter(ref__in=refs, branch_id=by.branch_id or 0)
    return {
        str(ref): Described(_label(kind, number), f"/staff/applications/{ref}/")
        for ref, kind, number, restricted in found.values_list(
            "ref", "kind", "number", "restricted_to"
        )
        if by.may(restricted or "application.view")
    }


def concerned(refs: Sequence[str]) -> Mapping[str, Sequence[Concerned]]:
    """Who asked, where they gave an address for mail."""
    found = Application.objects.filter(ref__in=refs).exclude(email="")
    return {
        str(ref): [Concerned(email, number)]
        for ref, email, number in found.values_list("ref", "email", "number")
    }


def service_items() -> Iterable[ServiceItem]:
    """Every kind of request with the rule that limits it."""
    return [
        ServiceItem(one.code, one.title, one.rule, f"/apply/{one.code}/")
        for one in declared()
        if one.rule
    ]


def sort_name(kind: str) -> Bilingual | None:
    """What a kind of request is called; a restricted one has no name of its own in figures."""
    found = (one for one in declared() if one.code == kind and not one.restricted_to)
    return next((one.title for one in found), None)


def _label(kind: str, number: str) -> Bilingual:
    name = declaration(kind).title
    return Bilingual(f"{name.zh} {number}", f"{name.en or name.zh} {number}")
