"""The steps of a request: all of them for staff; for the applicant without what was only proposed."""

from dataclasses import dataclass
from datetime import datetime

from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.models import ApplicationStep
from wuai.contexts.applications.rules.procedure import STATE_NAMES
from wuai.contexts.applications.rules.procedure import given_out as steps_given_out
from wuai.kernel.bilingual import Bilingual
from wuai.platform.ui.wording import apart


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as it is shown; ``inner`` only to staff.

    ``said``: the note line by line; what the system wrote is a pair, what a person wrote stands whole.
    """

    at: datetime
    state: Bilingual
    who: Bilingual
    note: str
    inner: str
    said: tuple[Bilingual | str, ...] = ()


def steps_of(application_id: int, *, named: bool = False, given_out: bool = False) -> list[StepRow]:
    """Every step, the first one first (1 query).

    ``named``: also who it was of the applicants; ``given_out``: as the applicant reads them, without
    the words of a proposal that was not approved, or of the superior who sent it back.
    """
    kept = ApplicationStep.objects.filter(application_id=application_id).order_by("id")
    found = list(kept.select_related("application").defer("application__answers"))
    told = {row.id for row in found}
    if given_out:
        told = steps_given_out((row.id, row.move, row.state) for row in found)
    return [
        StepRow(row.at, STATE_NAMES[row.state], _who(row, named),
                row.note if row.id in told else "", "" if given_out else row.inner_note,
                _said(row) if row.id in told else ())
        for row in found
    ]  # fmt: skip


def _said(row: ApplicationStep) -> tuple[Bilingual | str, ...]:
    declared = declaration(row.application.kind)
    if row.by_kind == "system" or row.move == "receive" or declared.is_carried:
        return (apart(row.note),) if row.note else ()
    lines = [line for line in row.note.splitlines() if line.strip()]
    # What was arranged stands in front of what the officer wrote.
    is_ours = row.move == "grant" and declared.arrange is not None
    return tuple(apart(line) if is_ours and no == 0 else line for no, line in enumerate(lines))


def _who(row: ApplicationStep, named: bool) -> Bilingual:
    if row.by_kind == "public" or (row.by_kind == "citizen" and not named):
        return Bilingual("申請人", "the applicant")
    return Bilingual("系統", "the system") if row.by_kind == "system" else Bilingual(row.by_name)
