"""Remind who pays by instalments that one falls due; the mail names a day and no debt."""

import uuid
from datetime import date, datetime

from wuai.contexts.instalments.actions.held import held_plan
from wuai.contexts.instalments.queries.standings import standings
from wuai.contexts.messages import api as messages
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.roc_dates import long_en, long_zh
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

SUBJECT = "{branch}：提醒您近日的繳納日 / a payment day is near"
BODY = (
    "您好：\n\n提醒您，您與{branch}約定的一期款項，繳納日是 {day_zh}。請使用手上該期的繳款單。\n"
    "金額與案號為了保護您的隱私不寫在信裡。如果已經繳了，謝謝您；有困難請先打電話 {phone}，我們一起想辦法。\n"
    "我們不會請您操作提款機解除設定；有疑問請撥 165。\n\n"
    "A payment that you agreed on with {branch_en} falls due on {day_en}. Please use the slip of that"
    " instalment. If you have paid, thank you; if it is difficult, please call {phone} first.\n"
)


@action("instalment.remind")
def remind(*, plan_ref: uuid.UUID, by: Actor, at: datetime, on: date) -> bool:
    """Put a reminder of the next open instalment into the outbox, once; False without an address."""
    plan = held_plan(plan_ref, by)
    line = standings([plan], on)[plan.id].standing.next
    email = plan.email or parties.party_row(plan.obligor_id).email
    told = bool(line and email)
    if line and email:
        branch = organisation.branch_by_id(plan.branch_id)
        section = organisation.section(plan.section_id)
        facts = {
            "branch": branch.name_zh, "branch_en": branch.name_en, "day_zh": long_zh(line.due_on),
            "day_en": long_en(line.due_on), "phone": section.phone or branch.phone,
        }  # fmt: skip
        messages.send_mail(
            once_key=f"instalment-due:{plan.ref}:{line.no}", recipient=email,
            subject=SUBJECT.format(**facts), body=BODY.format(**facts),
            branch_id=plan.branch_id, at=at,
        )  # fmt: skip
    record(kind="plan", ref=plan.ref, branch_id=plan.branch_id,
           data={"reminded": told, "no": line.no if line else None})  # fmt: skip
    return told
