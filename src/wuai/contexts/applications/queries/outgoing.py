"""The paper that goes out to somebody else once a request was granted."""

import uuid
from datetime import date
from typing import Any

from wuai.contexts.applications.actions.filing import answers_of_application
from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.models import Application
from wuai.contexts.applications.rules import answers as reading
from wuai.contexts.applications.rules.outgoing import outgoing
from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.roc_dates import long_zh
from wuai.platform.actors import Actor

BLANK = "＿" * 16


def paper(actor: Actor, ref: uuid.UUID, *, to: str, on: date) -> dict[str, Any] | None:
    """The order or letter; ``to`` is the office where the request itself names nobody (6 queries)."""
    row = Application.objects.filter(ref=ref, branch_id=actor.branch_id or 0).first()
    made = outgoing(row.kind, row.state) if row else None
    if row is None or made is None or row.case_id is None:
        return None
    case, held = cases.case_row(row.case_id), answers_of_application(row)
    branch = organisation.branch_by_id(row.branch_id)
    section = organisation.section(case.section_id) if case.section_id else None
    said = {
        question.name: shown.zh
        for question in declaration(row.kind).questions()
        for _label, shown in reading.shown_all([question], held)
    }
    desk = f"{branch.name_zh} {section.name_zh}" if section else branch.name_zh
    return {
        "number": row.number, "title": made.title, "branch": branch.name_zh,
        "facts": [
            ["日期", long_zh(on)], ["受文者", said.get(made.to, "") or to.strip()[:100] or BLANK],
            ["執行案號", case.number], ["義務人", parties.party_row(case.obligor_id).name],
            ["收件號碼", row.number],
        ],
        "parts": [["主旨", made.subject], *([label, said.get(name, "")] for label, name in made.quoted),
                  ["說明", made.closing]],
        "basis": made.basis, "foot": f"{desk}　電話 {(section and section.phone) or branch.phone}",
    }  # fmt: skip
