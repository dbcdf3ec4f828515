"""The page in English behind a decision about instalments: for information, never in its place."""

from datetime import date
from typing import Any

from wuai.contexts.cases import api as cases
from wuai.contexts.instalments.models import Plan, PlanCase
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.money import format_nt

MARK = (
    "This page is a translation for your information. The letter in Chinese before it has effect;"
    " what officers wrote in their own words stays in Chinese."
)
OWN_WORDS = "What the officer wrote (in Chinese)"
BASIS = (
    "Enforcement Rules of the Administrative Execution Act, art. 27; Directions on paying the amount"
    " enforced by instalments"
)
TITLES = {
    "GRANTED": "You may pay by instalments",
    "REFUSED": "You may not pay by instalments",
    "REVOKED": "Payment by instalments has ended",
}
EQUAL = "All instalments are equal; what cannot be divided is part of the last one."
ACCRUES = "Interest that runs by law from day to day is not in the table; it is asked for after the last instalment."
AHEAD = (
    "You may pay earlier, or all at once; each payment goes to the earliest instalment still open."
)
LATE = (
    "If an instalment is late, we may end this arrangement and ask for the whole amount at once; a guarantor"
    " is then liable too (Administrative Execution Act, art. 18)."
)
OBJECT = "If you disagree, you may object before enforcement ends (Administrative Execution Act, art. 9)."
WHOLE = (
    "All that is left is to be paid at once, as the notice of payment that follows will tell you."
)


def companion(
    plan: Plan, outcome: str, on: date, dues: list[tuple[int, date, int]]
) -> dict[str, Any]:
    """The page in English for a decision; ``dues`` are the instalments: number, day, amount."""
    branch = organisation.branch_by_id(plan.branch_id)
    ids = PlanCase.objects.filter(plan=plan).order_by("place").values_list("case_id", flat=True)
    numbers = cases.numbers_of(list(ids))
    said, own = {
        "GRANTED": (_granted(plan), plan.waived_because),
        "REFUSED": ([OBJECT], plan.reason),
        "REVOKED": ([WHOLE], plan.end_reason),
    }[outcome]
    return {
        "branch": branch.name_en, "title": TITLES[outcome], "mark": MARK,
        "facts": [
            ["Date", on.isoformat()], ["Plan", plan.number],
            ["Obligor", parties.party_row(plan.obligor_id).name],
            ["Cases", ", ".join(numbers[one] for one in ids)],
        ],
        "said": [*said, f"If you would like it explained, call us at {branch.phone}."],
        "rows": [[str(no), day.isoformat(), format_nt(amount)] for no, day, amount in dues],
        "own": own, "own_heading": OWN_WORDS, "foot": f"Basis: {BASIS}",
    }  # fmt: skip


def _granted(plan: Plan) -> list[str]:
    total = format_nt(plan.total or 0)
    return [f"You may pay {total} in {plan.count} instalments.", EQUAL, ACCRUES, AHEAD, LATE]
