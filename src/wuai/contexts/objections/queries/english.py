"""The page in English behind a letter to somebody who asked in English: for information, never in its place."""

from datetime import date
from typing import Any

from wuai.contexts.cases import api as cases
from wuai.contexts.objections.models import Objection
from wuai.contexts.objections.rules import life
from wuai.contexts.objections.rules import objecting as o
from wuai.contexts.organisation import api as organisation

MARK = (
    "This page is a translation for your information. The letter in Chinese before it has effect;"
    " what officers wrote in their own words stands there in Chinese."
)
BASIS = "Administrative Execution Act, art. 9; Enforcement Rules, art. 15 to 17"
NO_STAY = (
    "Unless a law says otherwise, enforcement does not stop because of an objection"
    " (Administrative Execution Act, art. 9 III)."
)
_SEE = "See the letter in Chinese. If you would like it explained, call us at {phone}."
_TITLES = {
    life.REMEDY: "Your objection is well-founded",
    life.REDIRECTED: "How we handled your objection",
    life.FORWARDED: "Your objection was sent to the Agency",
    life.REMEDIED: "What was done about your objection",
}


def companion(row: Objection, made_for: str, on: date) -> dict[str, Any]:
    """The page in English for the letter that goes with a state."""
    branch = organisation.branch_by_id(row.branch_id)
    against = o.AGAINST[row.against].en
    facts = [
        ["Date", on.isoformat()], ["Objection", row.number],
        ["Case", cases.case_row(row.case_id).number],
        ["Objector", f"{row.name} ({o.OBJECTORS[row.objector].en})"],
        ["Received", f"{row.received_on.isoformat()}, {o.FORMS[row.form].en}"],
        ["Against", f"{against[:1].upper()}{against[1:]}: {row.act}"],
    ]  # fmt: skip
    return {
        "branch": branch.name_en, "title": _TITLES[made_for], "mark": MARK, "facts": facts,
        "parts": [*_said(row, made_for), ["Reasons in full", _SEE.format(phone=branch.phone)]],
        "foot": f"Basis: {BASIS}",
    }  # fmt: skip


def _said(row: Objection, made_for: str) -> list[list[str]]:
    if made_for == life.REMEDY:
        return [["Decision", "Your objection is well-founded. We have stopped enforcement, and will revoke"
                 " or correct the act that the letter names."]]  # fmt: skip
    if made_for == life.REDIRECTED:
        return [["Answer", "What you raise is no objection to an order, a method or a procedure of"
                 " enforcement, so we cannot decide it as one. The letter says where you can raise it."]]  # fmt: skip
    if made_for == life.FORWARDED:
        return [_sent(row), ["Does enforcement stop?", _stay(row)]]
    return [_done(row)]


def _sent(row: Objection) -> list[str]:
    sent = (row.forwarded_on or row.received_on).isoformat()
    return ["What happens next", f"We hold the objection unfounded. On {sent} we sent it with our opinion, as"
            f" {row.forward_no}, to the Administrative Enforcement Agency. It decides within thirty days of"
            " receipt and tells you in writing."]  # fmt: skip


def _stay(row: Objection) -> str:
    if o.stands_still(row.stayed_on, row.stay_ended_on) and _is_suspended(row):
        return "Enforcement is stopped until the objection is decided (art. 9 III, second half)."
    return NO_STAY


def _is_suspended(row: Objection) -> bool:
    return cases.case_row(row.case_id).status == "SUSPENDED"


def _done(row: Objection) -> list[str]:
    why = (
        f"By decision {row.decision_no} of the Agency"
        if row.decision == o.ORDER
        else "On your objection"
    )
    day = (row.remedied_on or row.received_on).isoformat()
    after = "goes on" if row.stay_ended_on is not None else "did not go on"
    return [
        "What was done",
        f"{why} the act was revoked or corrected on {day}. After that, enforcement {after}.",
    ]
