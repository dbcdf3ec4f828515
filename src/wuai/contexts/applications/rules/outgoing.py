"""Papers that go to somebody else when a request was granted: an order to a holder, a letter to an office."""

from dataclasses import dataclass

from wuai.contexts.applications.rules import procedure as p
from wuai.kernel.refusal import Refusal

COPY = "（抄本）"


class AddresseeMissing(Refusal):
    code = "OUTGOING_ADDRESSEE_MISSING"
    zh = "請填寫受文機關"
    en = "Say to which office it goes"
    next_zh = "填寫管轄的地政事務所全名，再按一次製作"
    next_en = "Give the full name of the land office in charge, then press again"
    status = 422


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A paper: to whom, what it asks, which answers it quotes, on what ground.

    ``to`` names the question that says the addressee; empty where staff name the office.
    """

    title: str
    to: str
    subject: str
    quoted: tuple[tuple[str, str], ...]
    closing: str
    basis: str


OUTGOING = {
    "PRODUCE_DOCUMENTS": Outgoing(
        "交出書據命令", "holder", "請將下列書據交付本分署。", (("書據", "documents"),),
        "債務人應交出書據而拒絕交出時，本分署得將書據取交債權人或買受人，"
        "並得以公告宣示未交出之書據無效，另作證明書發給債權人或買受人。",
        "行政執行法第 26 條準用強制執行法第 101 條",
    ),
    "INHERITANCE_REGISTRATION": Outgoing(
        "囑託辦理繼承登記函", "", "請就下列不動產辦理繼承登記，辦妥後檢送登記謄本並惠復結果。",
        (("不動產標示", "property"), ("被繼承人", "deceased"), ("死亡日期", "died_on"), ("繼承人", "heirs")),
        "登記所需費用由債務人負擔；無法辦理時，請敘明原因退還。",
        "行政執行法第 26 條準用強制執行法第 11 條",
    ),
}  # fmt: skip


def outgoing(kind: str, state: str) -> Outgoing | None:
    """The paper that a granted request of this kind sends out; None for all others."""
    return OUTGOING.get(kind) if state == p.GRANTED else None


def addressee(named: str, given: str) -> str:
    """To whom it goes: whom the request names, or the office that staff name; raises AddresseeMissing."""
    to = " ".join((named or given).split())[:100]
    if not to:
        raise AddresseeMissing(field="to")
    return to
