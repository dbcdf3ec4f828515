"""The paper that goes out to somebody else once a request was granted."""

import uuid
from datetime import date
from typing import Any

from wuai.contexts.applications.actions.filing import answers_of_application
from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.models import Application, OutgoingPaper
from wuai.contexts.applications.rules import answers as reading
from wuai.contexts.applications.rules.outgoing import outgoing
from wuai.contexts.cases import api as cases
from wuai.contexts.parties import api as parties
from wuai.kernel.roc_dates import long_zh
from wuai.platform.actors import Actor


def issued(actor: Actor, ref: uuid.UUID) -> OutgoingPaper | None:
    """The paper that went out for a request of the branch (1 query)."""
    found = OutgoingPaper.objects.filter(application__ref=ref, branch_id=actor.branch_id or 0)
    return found.select_related("application", "original", "copy").first()


def words(
    row: Application, *, number: str, to: str, on: date, mark: str = ""
) -> dict[str, Any]:  # fmt: skip
    """The order or letter as the typesetter takes it (6 queries)."""
    made = outgoing(row.kind, row.state)
    if made is None or row.case_id is None:
        raise ValueError(row.kind)
    case, said = cases.case_row(row.case_id), _said(row)
    return {
        "number": number, "title": f"{made.title}{mark}", "basis": made.basis, **cases.desk_of(case),
        "facts": [
            ["發文日期", long_zh(on)], ["發文字號", number], ["受文者", to],
            ["執行案號", case.number], ["義務人", parties.party_row(case.obligor_id).name],
            ["收件號碼", row.number],
        ],
        "parts": [["主旨", made.subject], *([label, said.get(name, "")] for label, name in made.quoted),
                  ["說明", made.closing]],
    }  # fmt: skip


def _said(row: Application) -> dict[str, str]:
    held = answers_of_application(row)
    return {
        question.name: shown.zh
        for question in declaration(row.kind).questions()
        for _label, shown in reading.shown_all([question], held)
    }
