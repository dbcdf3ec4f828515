"""What proves that somebody has the notice of his own case; handed to `identity` at start-up."""

from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.parties import api as parties
from wuai.contexts.payments import api as payments


def find(case_text: str, number: str, code: str) -> identity.CaseProof | None:
    """The case whose number, person and slip these are; None when one of them does not fit.

    Two branches may have the same case number: the person and the code tell which is meant.
    """
    held = cases.cases_with_number(case_text)
    his = parties.with_number([row.obligor_id for row in held], number)
    for row in held:
        slip = payments.slip_by_code(row.id, code)
        if slip is not None and row.obligor_id in his:
            name = parties.party_row(row.obligor_id).name
            return identity.CaseProof(row.branch_id, row.id, row.ref, row.number, slip.ref, name)
    return None
