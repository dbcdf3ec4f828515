"""What objections are called elsewhere: by the deadlines, on the list of tasks."""

from collections.abc import Mapping, Sequence

from wuai.contexts.deadlines.api import Concerned, Described
from wuai.contexts.objections.models import Objection
from wuai.kernel.bilingual import Bilingual
from wuai.platform.actors import Actor

HOME = "/staff/objections/"


def described(refs: Sequence[str], by: Actor) -> Mapping[str, Described]:
    """The number of each objection of the branch; no name."""
    found = Objection.objects.filter(ref__in=refs, branch_id=by.branch_id or 0)
    return {
        str(ref): Described(Bilingual(f"聲明異議 {number}", f"Objection {number}"), f"{HOME}{ref}/")
        for ref, number in found.values_list("ref", "number")
    }


def concerned(refs: Sequence[str]) -> Mapping[str, Sequence[Concerned]]:
    """Who objected, where an address for mail was given."""
    found = Objection.objects.filter(ref__in=refs).exclude(email="")
    return {
        str(ref): [Concerned(email, number)]
        for ref, email, number in found.values_list("ref", "email", "number")
    }
