"""What notices and certificates are called by the deadlines; no name of a person."""

from collections.abc import Mapping, Sequence

from wuai.contexts.auctions.models import Preemption, Transfer
from wuai.contexts.deadlines.api import Described
from wuai.kernel.bilingual import Bilingual
from wuai.platform.actors import Actor


def preemptions(refs: Sequence[str], by: Actor) -> Mapping[str, Described]:
    """The number of each notice of the branch."""
    found = Preemption.objects.filter(ref__in=refs, branch_id=by.branch_id or 0)
    return {
        str(ref): Described(
            Bilingual(f"優先承買通知 {number}", f"Notice of pre-emption {number}"),
            f"/staff/preemption/{ref}/",
        )
        for ref, number in found.values_list("ref", "number")
    }


def transfers(refs: Sequence[str], by: Actor) -> Mapping[str, Described]:
    """The lot of each certificate of the branch."""
    found = Transfer.objects.filter(ref__in=refs, branch_id=by.branch_id or 0)
    return {
        str(ref): Described(
            Bilingual(f"權利移轉證書 {lot}", f"Certificate of transfer {lot}"),
            f"/staff/transfers/{ref}/",
        )
        for ref, lot in found.values_list("ref", "lot")
    }
