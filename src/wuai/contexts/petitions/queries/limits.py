"""What petitions tell the deadlines below: their numbers to who may see them, and who is told."""

from collections.abc import Mapping, Sequence

from wuai.contexts.applications import api as applications
from wuai.contexts.deadlines.api import Concerned, Described
from wuai.contexts.petitions.models import Petition
from wuai.contexts.petitions.queries.desk import visible
from wuai.kernel.bilingual import Bilingual
from wuai.platform.actors import Actor


def described(refs: Sequence[str], by: Actor) -> Mapping[str, Described]:
    """The number of each petition this person may see; no name, no subject."""
    found = visible(by).filter(application__ref__in=refs)
    return {
        str(ref): Described(Bilingual(f"陳情 {number}", f"Petition {number}"), f"/staff/petitions/{ref}/")
        for ref, number in found.values_list("application__ref", "number")
    }  # fmt: skip


def concerned(refs: Sequence[str]) -> Mapping[str, Sequence[Concerned]]:
    """Who wrote, where he left an address for mail."""
    found = Petition.objects.filter(application__ref__in=refs).values_list(
        "application__ref", "number"
    )
    told = {}
    for ref, number in found:
        email = str(applications.answers(ref).get("email", ""))
        if email:
            told[str(ref)] = [Concerned(email, number)]
    return told
