"""The cases of who is logged in, offered where a form asks which one it is about."""

from django.http import HttpRequest

from wuai.contexts.applications.rules.declaration import CASE_NO, Declaration, Question
from wuai.contexts.applications.web.forms import SectionForm
from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.parties import api as parties
from wuai.platform.access import actor_of

MOST = 50
LIST = "own-cases"


def offer(
    request: HttpRequest, form: SectionForm, wanted: Declaration, branch_id: int
) -> list[str]:
    """Let the field choose among one's own cases at this branch; the only one stands there already.

    Not where somebody may stay unnamed: a number that fills itself in would name him.
    """
    asked = [question for question in form.asked if question.kind == CASE_NO]
    numbers = _numbers(request, branch_id) if asked and not wanted.leaves_no_name else []
    for question in asked if numbers else ():
        _into(form, question, numbers)
    return numbers


def _numbers(request: HttpRequest, branch_id: int) -> list[str]:
    if actor_of(request).kind != "citizen":
        return []
    visit = identity.citizen_of(request)
    if not visit.may("APPLY"):
        return []
    people = [one for one in parties.of_person(visit.keys) if one.branch_id == branch_id]
    rows = [
        row for one in people for row in cases.cases_of_obligor(one.id)
        if visit.covers(branch_id=branch_id, case_ref=row.ref)
    ]  # fmt: skip
    rows.sort(key=lambda row: (row.closed_on is not None, -row.id))
    return [row.number for row in rows[:MOST]]


def _into(form: SectionForm, question: Question, numbers: list[str]) -> None:
    form.fields[question.name].widget.attrs["list"] = LIST
    if len(numbers) == 1 and question.required and not form.initial.get(question.name):
        form.initial[question.name] = numbers[0]
