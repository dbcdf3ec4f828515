"""How surely somebody must be known who asks online, and whether he is."""

import uuid
from dataclasses import dataclass

from wuai.contexts.applications.rules.declaration import (
    AGENT_CARD,
    CERTIFICATE,
    IDENTITIES,
    NOBODY,
    NOTICE_CODE,
)
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal


class IdentityMissing(Refusal):
    code = "APPLICATION_IDENTITY_MISSING"
    zh = "這一項線上申請要先證明身分"
    en = "To apply for this online, please prove who you are first"
    next_zh = "請用自然人憑證或手機登入後重新開始；沒有憑證，可以寄紙本、打電話或到櫃檯"
    next_en = (
        "Log in with a citizen certificate or your phone and begin again; without one,"
        " send the paper form, call or come to the counter"
    )
    status = 403


class ProvenForAnotherCase(Refusal):
    code = "APPLICATION_PROVEN_FOR_ANOTHER_CASE"
    zh = "您證明的是另一個案件"
    en = "What you proved is another case"
    next_zh = "請用這個案件通知書上的查詢碼重新開始，或登入後申請"
    next_en = "Begin again with the code on this case's notice, or log in"
    status = 403


class NotThePersonNamed(Refusal):
    code = "APPLICATION_NOT_THE_PERSON_NAMED"
    zh = "填寫的證號，不是登入的人（或您代理的人）的證號"
    en = "The identity number in the form is not that of the person who logged in, or for whom you act"
    next_zh = "請填本人的證號；替別人或替公司申請，請寄紙本或到櫃檯，並附委任書"
    next_en = (
        "Give your own number; to ask for somebody else or for a company, send the paper form or come"
        " to the counter with a power of attorney"
    )
    status = 403


class NotTheObligor(Refusal):
    code = "APPLICATION_NOT_THE_OBLIGOR"
    zh = "登入的人不是這個案件的義務人"
    en = "The person who logged in is not the obligor of this case"
    next_zh = "請查對案號；代公司或家人申請，請用這個案件通知書上的查詢碼重新開始，或到櫃檯辦理"
    next_en = (
        "Check the case number; for a company or a relative begin again with the code on this case's"
        " notice, or come to the counter"
    )
    status = 403


class PowerDoesNotCover(Refusal):
    code = "APPLICATION_POWER_DOES_NOT_COVER"
    zh = "您的委任不包括這一件，或已經終止"
    en = "Your power of attorney does not cover this matter, or has ended"
    next_zh = "請選委任所及的分署與案件；要辦別的案件，請委任人另外委任，或由本人申請"
    next_en = (
        "Choose the branch and case that the power is for; for another, let the person give you a"
        " power for it or ask in person"
    )
    status = 403


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody showed when the form was begun: nothing, a notice's code for one case, a card.

    ``power`` is the power of attorney under which an agent's card was shown.
    """

    identity: str = NOBODY
    case_id: int | None = None
    power: uuid.UUID | None = None

    @property
    def is_card(self) -> bool:
        """Whether a card or telephone says who it is: the person, or his agent."""
        return self.identity in (AGENT_CARD, CERTIFICATE)


# A person's own card, shown in his own session.
BY_CARD = Proof(CERTIFICATE)


def by_agent(power: uuid.UUID) -> Proof:
    """An agent's card, shown in his own session, for whom he acts under a power of attorney."""
    return Proof(AGENT_CARD, power=power)


def is_enough(needed: str, proof: Proof) -> bool:
    """Whether a proof is at least as sure as what is needed."""
    return IDENTITIES.index(proof.identity) >= IDENTITIES.index(needed)


def check(needed: str, proof: Proof) -> None:
    """Refuse a form whose sender did not show enough."""
    if not is_enough(needed, proof):
        raise IdentityMissing


def check_case(needed: str, proof: Proof, case_id: int | None) -> None:
    """Refuse a code of one case that is used for another."""
    if needed == NOTICE_CODE and proof.identity == NOTICE_CODE and proof.case_id != case_id:
        raise ProvenForAnotherCase(field="case_no")


def check_person(needed: str, proof: Proof, *, is_named: bool, is_obligor: bool) -> None:
    """Refuse a card that is another person's than the form speaks of.

    What needs no proof can be asked for anybody; what the notice would open is for its obligor.
    """
    if needed == NOBODY or not proof.is_card:
        return
    if not is_named:
        raise NotThePersonNamed(field="id_number")
    if needed == NOTICE_CODE and not is_obligor:
        raise NotTheObligor(field="case_no")


# How staff read what was shown, and how good it is.
SHOWN = {
    CERTIFICATE: (Bilingual("憑證或手機（本人）", "the person's own card or telephone"), "good"),
    AGENT_CARD: (Bilingual("代理人的憑證（依委任）", "an agent's card, under a power of attorney"), "good"),
    NOTICE_CODE: (Bilingual("通知書的查詢碼", "the code of a notice"), "good"),
    "STAFF": (Bilingual("由同仁受理，請依證件核對", "taken by a colleague: see the papers"), "neutral"),
    NOBODY: (Bilingual("未證明", "not proved"), "press"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether numbers agree; None where there is nothing to compare."""

    typed_is_person: bool | None = None
    person_is_obligor: bool | None = None
    typed_is_obligor: bool | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know before deciding."""

    agrees: bool
    text: Bilingual


def remarks(proof: Proof, held: Agreement) -> tuple[Remark, ...]:
    """What agrees and what does not, in the order in which it matters."""
    found = []
    if proof.is_card and held.typed_is_person is not None:
        found.append(_remark(held.typed_is_person, _TYPED))
    is_obligor = held.person_is_obligor if proof.is_card else held.typed_is_obligor
    if is_obligor is not None:
        found.append(_remark(is_obligor, _CARD_OBLIGOR if proof.is_card else _TYPED_OBLIGOR))
    return tuple(found)


def _remark(agrees: bool, texts: tuple[Bilingual, Bilingual]) -> Remark:
    return Remark(agrees, texts[0] if agrees else texts[1])


_TYPED = (
    Bilingual("填寫的證號與憑證相符", "the number written is that of the card"),
    Bilingual("填寫的證號與憑證不符", "the number written is not that of the card"),
)
_CARD_OBLIGOR = (
    Bilingual("是本案義務人", "the obligor of this case"),
    Bilingual("不是本案義務人", "not the obligor of this case"),
)
_TYPED_OBLIGOR = (
    Bilingual("填寫的證號與本案義務人相符", "the number written is the obligor's"),
    Bilingual("填寫的證號與本案義務人不符", "the number written is not the obligor's"),
)
