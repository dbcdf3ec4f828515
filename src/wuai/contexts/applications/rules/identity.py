"""How surely somebody must be known who asks online, and whether he is."""

from dataclasses import dataclass

from wuai.contexts.applications.rules.declaration import IDENTITIES, NOBODY, NOTICE_CODE
from wuai.kernel.refusal import Refusal


class IdentityMissing(Refusal):
    code = "APPLICATION_IDENTITY_MISSING"
    zh = "這一項線上申請要先證明身分"
    en = "To ask for this online, please show who you are first"
    next_zh = "請用自然人憑證或手機登入後重新開始；沒有憑證，可以寄紙本、打電話或到櫃檯"
    next_en = (
        "Sign in with a citizen certificate or your telephone and begin again; without one,"
        " send the paper form, call or come to the counter"
    )
    status = 403


class ProvenForAnotherCase(Refusal):
    code = "APPLICATION_PROVEN_FOR_ANOTHER_CASE"
    zh = "您證明的是另一個案件"
    en = "What you proved is another case"
    next_zh = "請用這個案件通知書上的查詢碼重新開始，或登入後申請"
    next_en = "Begin again with the code on this case's notice, or sign in"
    status = 403


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody showed when the form was begun: nothing, a notice's code for one case, a card."""

    identity: str = NOBODY
    case_id: int | None = None


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
