"""Filling in: a draft is kept at every step and found again by its code."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.models import Draft
from wuai.contexts.applications.rules.answers import Fault, read
from wuai.contexts.applications.rules.declaration import Declaration, Section
from wuai.contexts.applications.rules.identity import Proof
from wuai.kernel.refs import normalise_code, short_code
from wuai.kernel.refusal import Refusal
from wuai.platform import crypto
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

KEPT_DAYS = 30
CODE_LETTERS = 12
_ANSWERS = "applications_draft.answers"


class DraftUnknown(Refusal):
    code = "DRAFT_UNKNOWN"
    zh = "找不到這份暫存的申請"
    en = "This saved application cannot be found"
    next_zh = "請查對續填代碼；暫存超過 30 日的會刪除，請重新申請"
    next_en = (
        "Check the code for resuming; drafts are deleted after 30 days, then please start again"
    )
    status = 404


class AlreadySent(Refusal):
    code = "DRAFT_SENT"
    zh = "這份申請已經送出，不能再改"
    en = "This application was sent already and cannot be changed"
    next_zh = "要補充資料，請用案號與查詢碼到「進度查詢」"
    next_en = "To add something, use its number and code on the page “Follow”"


@dataclass(frozen=True, slots=True)
class Started:
    """A new draft, with the code that is shown once and kept nowhere."""

    ref: uuid.UUID
    code: str


def code_index(code: str) -> bytes:
    """How the code of a draft, or of an application, is looked up."""
    return crypto.blind_index("application-code", normalise_code(code))


def answers_of(draft: Draft) -> dict[str, Any]:
    """What was answered so far."""
    held: dict[str, Any] = json.loads(crypto.unseal(_ANSWERS, str(draft.ref), draft.answers))
    return held


def sealed_answers(ref: uuid.UUID, answers: Mapping[str, Any]) -> bytes:
    """Answers as a draft keeps them."""
    return crypto.seal(_ANSWERS, str(ref), json.dumps(answers, ensure_ascii=False))


@action("application.start")
def start(
    *, kind: str, branch_id: int, by: Actor, at: datetime, on: date,
    answers: Mapping[str, Any] | None = None, person_index: bytes | None = None,
    proof: Proof | None = None,
) -> Started:  # fmt: skip
    """Begin to fill in an application of a kind."""
    declared, ref, code = declaration(kind), uuid.uuid4(), short_code(CODE_LETTERS)
    shown = proof or Proof()
    Draft.objects.create(
        ref=ref, branch_id=branch_id, kind=kind, version=declared.version,
        code_index=code_index(code), person_index=person_index, identity=shown.identity,
        proven_case_id=shown.case_id, power=shown.power,
        answers=sealed_answers(ref, answers or {}), started_at=at, saved_at=at,
        expires_on=on + timedelta(days=KEPT_DAYS),
    )  # fmt: skip
    record(kind="draft", ref=ref, branch_id=branch_id, data={"kind": kind})
    return Started(ref, code)


@action("application.save")
def save(
    *, ref: uuid.UUID, section: str, given: Mapping[str, Any], by: Actor, at: datetime, on: date
) -> Sequence[Fault]:
    """Keep what was answered on one page, also where something is still wrong."""
    draft = locked(ref)
    declared = declaration(draft.kind)
    page = section_of(declared, section)
    answers = answers_of(draft)
    before = before_section(declared, page, answers)
    values, faults = read(page.questions, given, before)
    for question in page.questions:
        answers.pop(question.name, None)
    answers |= values
    done = [code for code in draft.done if code != page.code]
    draft.answers, draft.saved_at = sealed_answers(ref, answers), at
    draft.done = done if faults else [*done, page.code]
    draft.expires_on = on + timedelta(days=KEPT_DAYS)
    draft.save(update_fields=["answers", "saved_at", "done", "expires_on"])
    record(
        kind="draft", ref=ref, branch_id=draft.branch_id,
        data={"section": page.code, "faults": len(faults)},
    )  # fmt: skip
    return faults


def locked(ref: uuid.UUID) -> Draft:
    """A draft that may still be changed, locked."""
    draft = Draft.objects.select_for_update().filter(ref=ref).first()
    if draft is None:
        raise DraftUnknown
    if draft.application_id is not None:
        raise AlreadySent
    return draft


def section_of(declared: Declaration, code: str) -> Section:
    """The page of this code."""
    page = declared.section(code)
    if page is None:
        raise DraftUnknown
    return page


def before_section(
    declared: Declaration, page: Section, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """The answers that were given on the pages before this one."""
    names: set[str] = set()
    for section in declared.sections:
        if section.code == page.code:
            break
        names |= {question.name for question in section.questions}
    return {name: value for name, value in answers.items() if name in names}
