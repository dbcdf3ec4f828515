"""The letter that says how a request stands, with a page in English for who asked in English."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from wuai.contexts.applications.actions.clock import KIND
from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.models import Application
from wuai.contexts.applications.queries.rows import results_of
from wuai.contexts.applications.queries.steps import StepRow, steps_of
from wuai.contexts.applications.rules import letters as rules
from wuai.contexts.applications.rules import procedure as p
from wuai.contexts.cases import api as cases
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.roc_dates import long_zh
from wuai.kernel.taipei import day_of
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class _Held:
    """What a letter is made of, in whichever language."""

    row: Application
    code: str
    on: date
    notes: list[Bilingual | str]
    papers: list[str]
    case_no: str

    @property
    def is_running(self) -> bool:
        return self.row.state in p.RUNNING


def for_staff(actor: Actor, ref: uuid.UUID) -> dict[str, Any] | None:
    """The letter of a request of the branch; None where there is none to write (7 queries)."""
    found = Application.objects.filter(ref=ref, branch_id=actor.branch_id or 0).first()
    return letter(found) if found and rules.is_written(declaration(found.kind)) else None


def of_request(ref: uuid.UUID) -> dict[str, Any] | None:
    """The letter for who showed that the request is his."""
    row = Application.objects.get(ref=ref)
    return letter(row) if rules.is_written(declaration(row.kind)) else None


def letter(row: Application) -> dict[str, Any]:
    """The letter as the typesetter takes it."""
    held, declared = _held(row), declaration(row.kind)
    branch = organisation.branch_by_id(row.branch_id)
    section = organisation.section(row.section_id) if row.section_id else None
    desk = f"{branch.name_zh} {section.name_zh}" if section else branch.name_zh
    said = [rules.SAID[held.code].zh, *[_zh(line) for line in held.notes]]
    made: dict[str, Any] = {
        "number": row.number, "title": f"{declared.title.zh}　{rules.TITLES[held.code].zh}",
        "branch": branch.name_zh, "facts": _facts_zh(held, declared.title.zh),
        "parts": [["主旨", said[0]], *([["說明", "\n".join(said[1:])]] if held.notes else []),
                  *_rest_zh(held)],
        "basis": declared.basis.zh, "foot": f"{desk}　電話 {(section and section.phone) or branch.phone}",
    }  # fmt: skip
    if row.language.startswith("en"):
        made["english"] = _companion(held, declared.title, declared.basis, branch)
    return made


def _held(row: Application) -> _Held:
    limits = [one for one in deadlines.of_subject(KIND, str(row.ref)) if one.extended_on]
    code = rules.which(row.state, bool(limits))
    steps = steps_of(row.id, given_out=True)
    told = [step for step in steps if step.state != _PROPOSED]
    notes, on = _notes(row.state, steps), day_of(told[-1].at)
    if code == rules.EXTENDED:
        notes, on = [limits[-1].extension_reason], limits[-1].extended_on or on
    papers = [one.name for one in results_of(row.id, given_out=True)]
    case_no = cases.case_row(row.case_id).number if row.case_id else ""
    return _Held(row, code, on, notes, papers, case_no)


_PROPOSED = p.STATE_NAMES[p.PROPOSED]


def _notes(state: str, steps: Sequence[StepRow]) -> list[Bilingual | str]:
    """What was said with the step that stands: for an approved one what was proposed, and what was added."""
    if state in (p.RECEIVED, p.IN_HAND, p.PROPOSED):
        return []
    tail = list(steps[-1].said)
    if len(steps) > 1 and steps[-2].state == _PROPOSED and state in p.ENDED:
        tail = [*steps[-2].said, *tail]
    return tail


def _zh(line: Bilingual | str) -> str:
    return line.zh if isinstance(line, Bilingual) else line


def _facts_zh(held: _Held, kind: str) -> list[list[str]]:
    row = held.row
    facts = [["日期", long_zh(held.on)], ["受文者", row.name or "申請人"],
             ["收件號碼", row.number], ["申辦項目", kind], ["收件日", long_zh(row.received_on)]]  # fmt: skip
    if held.case_no:
        facts.append(["執行案號", held.case_no])
    if held.is_running and row.due_on:
        facts.append(["最遲答復日", long_zh(row.due_on)])
    return facts


def _rest_zh(held: _Held) -> list[list[str]]:
    rest = [["附件", "\n".join(held.papers)]] if held.papers else []
    ahead = p.NEXT.get(held.row.state)
    if ahead:
        rest.append(["接下來", f"{ahead.zh}。"])
    return [*rest, ["查詢進度", f"{settings.SITE_URL}/follow/（收件號碼與查詢碼）"]]


def _companion(
    held: _Held, kind: Bilingual, basis: Bilingual, branch: organisation.BranchRow
) -> dict[str, Any]:
    row, own = held.row, [one for one in held.notes if isinstance(one, str)]
    facts = [["Date", held.on.isoformat()], ["To", row.name or "The applicant"],
             ["Request", row.number], ["About", kind.en or kind.zh],
             ["Received", row.received_on.isoformat()]]  # fmt: skip
    if held.case_no:
        facts.append(["Case", held.case_no])
    if held.is_running and row.due_on:
        facts.append(["We answer by", row.due_on.isoformat()])
    ahead = p.NEXT.get(row.state)
    parts = [
        ["How it stands", rules.SAID[held.code].en],
        *[["Note", one.en] for one in held.notes if isinstance(one, Bilingual)],
        *([["What comes next", f"{ahead.en}."]] if ahead else []),
        ["Follow it", f"{settings.SITE_URL}/follow/ with the number and your code, or call {branch.phone}."],
    ]  # fmt: skip
    return {
        "branch": branch.name_en,
        "title": rules.TITLES[held.code].en,
        "mark": rules.MARK,
        "facts": facts,
        "parts": parts,
        "papers": held.papers,
        "own": own,
        "own_heading": rules.own_words(own),
        "foot": f"Basis: {basis.en}" if basis.en else "",
    }
