"""Holding an objection while something is done with it: its case first; and telling each step."""

import uuid
from contextlib import suppress
from datetime import date, datetime

from wuai.contexts.applications import api as applications
from wuai.contexts.cases import api as cases
from wuai.contexts.messages import api as messages
from wuai.contexts.objections.events import ObjectionMoved
from wuai.contexts.objections.models import Objection, ObjectionStep
from wuai.contexts.objections.rules import life
from wuai.contexts.objections.rules import objecting as o
from wuai.contexts.organisation import api as organisation
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import record
from wuai.platform.actors import Actor, system
from wuai.platform.events import publish

SUBJECT = "{branch}：聲明異議 {number} 有新進度 / news of your objection"
BODY = (
    "您好，這裡是{branch}：\n\n聲明異議 {number} 有新進度，請以收件號碼與查詢碼在本站「申辦進度查詢」查看。\n"
    "為了保護您的隱私，這封信不寫姓名、案情與結果。電話 {phone}。\n\n"
    "Hello from {branch_en},\n\nThere is news of your objection {number}. Please follow it on our site with"
    " its number and code.\nTo protect your privacy this message gives no name and no content. {phone}\n"
)


class ObjectionUnknown(Refusal):
    code = "OBJECTION_UNKNOWN"
    zh = "查無這件聲明異議"
    en = "There is no such objection"
    next_zh = "請由清單重新開啟"
    next_en = "Open it again from the list"
    status = 404


def held(ref: uuid.UUID, by: Actor, permission: str) -> Objection:
    """The objection, locked after its case; another branch's does not exist for who asks."""
    found = Objection.objects.filter(ref=ref).values_list("case_id", "branch_id").first()
    if found is None or (by.kind == "staff" and by.branch_id != found[1]):
        raise ObjectionUnknown
    if not by.may(permission):
        raise o.NotPermitted(permission=permission)
    cases.lock_cases([found[0]])
    return Objection.objects.select_for_update().get(ref=ref)


def enter(
    row: Objection, move: life.Move, *, note: str = "", told: str = "", by: Actor, at: datetime,
    on: date,
) -> ObjectionStep:  # fmt: skip
    """Write the objection in its new state, the step it took, and tell whoever follows it."""
    row.state = move.target
    if move.target in life.OVER:
        row.ended_on = on
    if by.kind == "staff" and not row.owner_ref:
        row.owner_ref, row.owner_name = by.ref, by.name
    row.save()
    step = ObjectionStep.objects.create(
        objection=row, move=move.code, state=row.state, at=at, by_ref=by.ref, by_name=by.name,
        note=note.strip(), told=told,
    )  # fmt: skip
    case = cases.case_row(row.case_id)
    record(
        kind="objection", ref=row.ref, case=case.ref, branch_id=row.branch_id,
        data={"move": move.code, "to": row.state, "number": row.number},
    )  # fmt: skip
    if told:
        _tell(row, step, case, by, at, on)
    publish(
        ObjectionMoved(row.branch_id, str(row.ref), row.case_id, move.code, row.state, on.isoformat())
    )  # fmt: skip
    return step


def _tell(
    row: Objection, step: ObjectionStep, case: cases.CaseRow, by: Actor, at: datetime, on: date
) -> None:
    """On the page where it is followed, and by mail or message that something happened."""
    if row.state != life.WITHDRAWN or by.kind == "staff":
        code = {life.WITHDRAWN: "called_off"}.get(row.state, "answer")
        # Who withdrew there meanwhile reads nothing more there; the objection goes its way.
        with suppress(applications.MoveImpossible):
            applications.move(
                ref=row.application_ref, code=code if row.ended_on else "tell", note=step.told,
                by=system("objections", branch_id=row.branch_id), at=at, on=on,
            )  # fmt: skip
    if row.objector == o.OBLIGOR:
        messages.tell(
            party_id=case.obligor_id, kind="CASE_NEWS",
            event=f"objection:{row.ref}:{step.id}", reference=row.number, by=by, at=at,
        )  # fmt: skip
    elif row.email:
        branch = organisation.branch_by_id(row.branch_id)
        facts = {"branch": branch.name_zh, "branch_en": branch.name_en, "number": row.number,
                 "phone": branch.phone}  # fmt: skip
        messages.send_mail(
            once_key=f"objection:{row.ref}:{step.id}", recipient=row.email,
            subject=SUBJECT.format(**facts), body=BODY.format(**facts), branch_id=row.branch_id,
            at=at,
        )  # fmt: skip
