"""A request arrives: online from its draft, or by any other way through staff. Numbered at once."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wuai.contexts.applications.actions.clock import begin
from wuai.contexts.applications.actions.drafts import (
    CODE_LETTERS,
    DraftUnknown,
    answers_of,
    code_index,
)
from wuai.contexts.applications.actions.once import one_at_a_time
from wuai.contexts.applications.actions.proving import check_proof, said
from wuai.contexts.applications.actions.scanning import give_files, take_scans
from wuai.contexts.applications.actions.uploads import Scan, of_draft
from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.events import ApplicationReceived
from wuai.contexts.applications.models import RECEIVING, Application, ApplicationStep, Draft
from wuai.contexts.applications.rules import answers as reading
from wuai.contexts.applications.rules import declaration as d
from wuai.contexts.applications.rules.identity import Proof, check
from wuai.contexts.applications.rules.procedure import RECEIVED
from wuai.contexts.cases import api as cases
from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.organisation import api as organisation
from wuai.kernel.refs import short_code
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import roc_year
from wuai.legal import deadlines as law
from wuai.platform import crypto, numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish

_ANSWERS = "applications_application.answers"
_KIND = "application"


class EvidenceMissing(Refusal):
    code = "APPLICATION_EVIDENCE_MISSING"
    zh = "還少了附件：{labels_zh}"
    en = "A file is missing: {labels_en}"
    next_zh = "請上傳，或把紙本寄到、帶到分署並改用紙本申請"
    next_en = "Send it, or apply on paper by post or at the counter"
    status = 422


class FilesUnderWay(Refusal):
    code = "APPLICATION_FILES_UNDER_WAY"
    zh = "有檔案還沒有傳完：{names}"
    en = "A file has not arrived whole: {names}"
    next_zh = "請等上傳完成或移除該檔案，再送出"
    next_en = "Wait until it is complete or remove it, then send"


class ReceivedInFuture(Refusal):
    code = "APPLICATION_RECEIVED_IN_FUTURE"
    zh = "收到的時間不能晚於現在"
    en = "It cannot have been received later than now"
    next_zh = "請填實際收到的日期與時間"
    next_en = "Give the day and time at which it really came"
    status = 422


class RegisteredElsewhere(Refusal):
    code = "APPLICATION_REGISTERED_ELSEWHERE"
    zh = "這份表單已經登記過，送到另一個分署"
    en = "This form was registered already, for another branch"
    next_zh = "另一份書狀請重新開啟表單；送錯分署，請聯絡收到的分署移轉"
    next_en = "Open the form anew for another paper; if it went to the wrong branch, ask that branch to pass it on"


@dataclass(frozen=True, slots=True)
class Filed:
    """What the receipt says. Online the code of the draft goes on and ``code`` is empty; a request
    registered by staff gets its code here, shown once.
    """

    ref: uuid.UUID
    number: str
    code: str
    digest: str
    due_on: date | None
    replayed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How and when a request reached us, and from whom; ``received_at`` is the real moment."""

    channel: str
    received_at: datetime
    key: uuid.UUID
    language: str = "zh-hant"
    identity: str = d.NOBODY
    person_index: bytes | None = None
    code_index: bytes | None = None
    proof: Proof | None = None


@action("application.submit")
def submit(*, draft: uuid.UUID, language: str, by: Actor, at: datetime, on: date) -> Filed:
    """Send what was filled in; a second sending changes nothing and gives the same number."""
    held = Draft.objects.select_for_update().filter(ref=draft).first()
    if held is None:
        raise DraftUnknown
    if held.application is not None:
        record(
            kind=_KIND, ref=held.application.ref, branch_id=held.branch_id, data={"replayed": True}
        )
        return _filed(held.application, "", replayed=True)
    declared, answers, files = declaration(held.kind), answers_of(held), of_draft(held)
    names = [file.name for file in files if file.scan == RECEIVING]
    if names:
        raise FilesUnderWay(names="、".join(names)[:120])
    _check_evidence(declared, {file.evidence for file in files})
    proof = Proof(held.identity, held.proven_case_id, held.power)
    check(declared.identity, proof)
    arrival = Arrival(
        channel="WEB", received_at=at, key=held.ref, language=language, identity=held.identity,
        proof=proof,
        person_index=bytes(held.person_index) if held.person_index else None,
        code_index=bytes(held.code_index),
    )  # fmt: skip
    filed = _file(declared, held.branch_id, answers, [f.sha256 for f in files], arrival, by, at, on)
    application = Application.objects.get(ref=filed.ref)
    held.application = application
    held.save(update_fields=["application"])
    give_files(application, files)
    return filed


@action("application.register")
def register(
    *, kind: str, branch_id: int, given: Mapping[str, Any], arrival: Arrival, by: Actor,
    at: datetime, on: date, scans: Sequence[Scan] = (),
) -> Filed:  # fmt: skip
    """Register what came by counter, phone, post, fax, mail, social channel or the night mailbox.

    ``given`` holds what the paper says, ``scans`` its picture; the received day is the real one.
    """
    if arrival.received_at > at:
        raise ReceivedInFuture(field="received_at")
    one_at_a_time(arrival.key)
    there = Application.objects.filter(key=arrival.key).first()
    if there is not None:
        if there.branch_id != branch_id:
            raise RegisteredElsewhere(field="branch")
        record(kind=_KIND, ref=there.ref, branch_id=branch_id, data={"replayed": True})
        return _filed(there, "", replayed=True)
    declared = declaration(kind)
    values, faults = reading.read(declared.questions(), given, {})
    if faults:
        raise reading.incomplete(declared, faults)
    held = take_scans(declared, scans, [], at)
    filed = _file(declared, branch_id, values, [one.sha256 for one in held], arrival, by, at, on)
    give_files(Application.objects.get(ref=filed.ref), held)
    if passed_on(by, branch_id):
        told = {"passed_on_to": branch_id, "number": filed.number}
        record(kind=_KIND, ref=filed.ref, branch_id=by.branch_id, data=told)
    return filed


def passed_on(by: Actor, branch_id: int) -> str:
    """Which branch took it in for the one in charge of the case, in both languages; else empty."""
    if by.kind != "staff" or by.branch_id in (None, branch_id):
        return ""
    taker = organisation.branch_by_id(by.branch_id or 0)
    return (
        f"由{taker.name_zh}收件，移送管轄的分署；收件日照算。"
        f" / Received by {taker.name_en} and passed on to the branch in charge; its day of receipt counts."
    )


def answers_of_application(row: Application) -> dict[str, Any]:
    """What was asked, opened."""
    held: dict[str, Any] = json.loads(crypto.unseal(_ANSWERS, str(row.ref), row.answers))
    return held


def due_on(rule: str, received_on: date, branch_id: int) -> date:
    """By when a request of this rule is to be answered, on the calendar of the branch's county."""
    county = organisation.branch_by_id(branch_id).county
    return law.compute(rule, received_on, deadlines.calendar(county)).due


def _check_evidence(declared: d.Declaration, there: set[str]) -> None:
    missing = [e.label for e in declared.evidence if e.required and e.code not in there]
    if missing:
        raise EvidenceMissing(
            labels_zh="、".join(m.zh for m in missing), labels_en=", ".join(m.en for m in missing)
        )


def told_of(row: Application, answers: Mapping[str, Any], on: date, chosen: str = "") -> d.Granted:
    """What a declaration's functions are told of a request."""
    return d.Granted(
        str(row.ref), row.branch_id, row.case_id, answers, on, row.channel, row.received_on, chosen,
        row.kind, row.number, row.key,
    )  # fmt: skip


def _file(
    declared: d.Declaration, branch_id: int, answers: dict[str, Any], files: list[str],
    arrival: Arrival, by: Actor, at: datetime, on: date,
) -> Filed:  # fmt: skip
    answers = reading.check_all(declared, answers)
    case = _case(declared, branch_id, answers)
    if arrival.proof:
        check_proof(
            declared.identity, arrival.proof, arrival.person_index, said(answers, case), branch_id,
            on,
        )  # fmt: skip
    if declared.check:
        declared.check(answers, d.Ground(on, _facts(case)))
    row = _row(declared, branch_id, answers, files, arrival, case, at)
    code = "" if arrival.code_index else short_code(CODE_LETTERS)
    row.code_index = arrival.code_index or code_index(code)
    row.number = _number(branch_id, row.received_on)
    begin(row, by, at, str(case.ref) if case else "")
    row.save(force_insert=True)
    ApplicationStep.objects.create(
        application=row, state=RECEIVED, move="receive", at=at, by_kind=by.kind, by_ref=by.ref,
        by_name=by.name, due_on=row.due_on, note=passed_on(by, branch_id),
    )  # fmt: skip
    record(
        kind=_KIND, ref=row.ref, branch_id=branch_id,
        # What is restricted is not read off the history of a case.
        case=case.ref if case and not declared.restricted_to else None,
        data={"kind": row.kind, "number": row.number, "channel": row.channel, "digest": row.digest},
    )  # fmt: skip
    if declared.filed:
        declared.filed(told_of(row, answers, on), by, at)
    publish(ApplicationReceived(branch_id, str(row.ref), row.kind, row.case_id, on.isoformat()))
    return _filed(row, code, replayed=False)


def _row(
    declared: d.Declaration, branch_id: int, answers: dict[str, Any], files: list[str],
    arrival: Arrival, case: cases.CaseRow | None, at: datetime,
) -> Application:  # fmt: skip
    from django.utils import timezone

    ref, received_on = uuid.uuid4(), timezone.localdate(arrival.received_at)
    return Application(
        ref=ref, branch_id=branch_id, kind=declared.code, version=declared.version,
        case_id=case.id if case else None, section_id=case.section_id if case else None,
        channel=arrival.channel, identity=arrival.identity, person_index=arrival.person_index,
        **_reach(declared, answers), language=arrival.language[:10],
        answers=crypto.seal(_ANSWERS, str(ref), json.dumps(answers, ensure_ascii=False)),
        digest=reading.digest(declared.code, declared.version, answers, files), key=arrival.key,
        restricted_to=declared.restricted_to, received_at=arrival.received_at,
        received_on=received_on, registered_at=at,
        due_on=None if declared.is_carried else due_on(declared.rule, received_on, branch_id),
        state=RECEIVED,
    )  # fmt: skip


def _reach(declared: d.Declaration, answers: Mapping[str, Any]) -> dict[str, str]:
    """Who asks, in columns that can be searched; of what is confidential only the seal knows."""
    if declared.restricted_to:
        return {"name": "", "phone": "", "email": ""}
    return {
        "name": str(answers.get("name", ""))[:100], "phone": str(answers.get("phone", ""))[:40],
        "email": str(answers.get("email", ""))[:254],
    }  # fmt: skip


def _case(declared: d.Declaration, branch_id: int, answers: dict[str, Any]) -> cases.CaseRow | None:
    number = answers.get("case_no")
    if declared.case == d.NEVER or not number:
        return None
    return cases.case_by_number(branch_id, number)


def _facts(case: cases.CaseRow | None) -> dict[str, Any]:
    if case is None:
        return {}
    return {
        "number": case.number, "status": case.status, "is_open": case.closed_on is None,
        "kind": case.kind,
    }  # fmt: skip


def _number(branch_id: int, on: date) -> str:
    year = roc_year(on)
    serial = numbers.take(branch_id=branch_id, year=year, kind="APPLICATION")
    return f"{year}申{serial:06d}"


def _filed(row: Application, code: str, *, replayed: bool) -> Filed:
    return Filed(row.ref, row.number, code, row.digest, row.due_on, replayed)
