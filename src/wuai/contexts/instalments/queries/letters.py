"""What stands on the papers of a plan: the recorded statement, the decision, the revocation."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings

from wuai.contexts.applications import api as applications
from wuai.contexts.cases import api as cases
from wuai.contexts.instalments.models import Instalment, Plan, PlanCase
from wuai.contexts.instalments.queries import english
from wuai.contexts.instalments.rules.deciding import APPLICANTS, CHANNELS
from wuai.contexts.notices import api as notices
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.contexts.payments import api as payments
from wuai.kernel.money import format_nt
from wuai.kernel.roc_dates import long_zh
from wuai.legal.instalments import GROUNDS

EQUAL = "各期金額相等，除不盡的餘數併入最後一期。"
ACCRUES = "依法逐日計算的利息不在上表內，於最後一期之後另行計收。"
LATE = (
    "未依限繳納者，本分署得廢止分期，一次繳清全部欠款；擔保人並應負清償責任（行政執行法第 18 條）。"
)
BASIS = "行政執行法施行細則第 27 條；行政執行事件核准分期繳納執行金額實施要點"
BLANK = "＿" * 18
AHEAD = "可以提前或一次繳清；每筆款項先抵最早未繳的一期。"


def statement(ref: uuid.UUID) -> dict[str, Any]:
    """The record of what was said when instalments were asked for (筆錄), to be signed."""
    plan = Plan.objects.get(ref=ref)
    facts = _facts(plan, plan.requested_on)
    facts += [
        ["陳述人", f"{plan.applicant_name}（{APPLICANTS[plan.applicant].zh}）"],
        ["方式", CHANNELS[plan.channel].zh],
        ["事由", GROUNDS[plan.grounds].zh],
        ["每月收入", format_nt(plan.income)],
        ["每月支出", format_nt(plan.spending)],
        ["受扶養人數", f"{plan.dependants} 人（扶養義務人 {plan.sharers} 人）"],
        ["請求", f"{format_nt(plan.asked_total)}，分 {plan.asked_count} 期，第一期 {long_zh(plan.asked_first_on)}"],
    ]  # fmt: skip
    spoken = plan.channel == "PHONE"
    closing = "以上由電話陳述，經複述無誤後記錄。" if spoken else "以上筆錄經當場朗讀或交閱，陳述人確認無訛後簽名。"  # fmt: skip
    signers = ["記錄人"] if spoken else ["陳述人", "記錄人"]
    return _letter(plan, "分期繳納申請筆錄", facts, [plan.statement, closing], [], signers)


def decision(ref: uuid.UUID, kind: str) -> dict[str, Any]:
    """The decision about a request, or the revocation of a plan; in English too for who asked so."""
    plan = Plan.objects.get(ref=ref)
    outcome = (
        "REVOKED" if kind == "REVOCATION" else "REFUSED" if plan.status == "REFUSED" else "GRANTED"
    )
    on = (plan.ended_on if outcome == "REVOKED" else plan.decided_on) or plan.requested_on
    rows = Instalment.objects.filter(plan=plan).order_by("no") if outcome == "GRANTED" else ()
    dues = [(row.no, row.due_on, row.amount) for row in rows]
    title, said = _TOLD[outcome](plan)
    shown = [[str(no), long_zh(day), format_nt(amount)] for no, day, amount in dues]
    made = _letter(plan, title, _facts(plan, on), said, shown, [])
    if outcome == "GRANTED":
        made["slips"] = slips(plan)
    if applications.language_of(plan.key).startswith("en"):
        made["english"] = english.companion(plan, outcome, on, dues)
    return made


def _granted(plan: Plan) -> tuple[str, list[str]]:
    total = format_nt(plan.total or 0)
    said = [f"准予分 {plan.count} 期繳納 {total}。", EQUAL, ACCRUES, AHEAD, LATE]
    if plan.waived_because:
        said.append(f"免提供擔保：{plan.waived_because}")
    return "核准分期繳納通知", said


def _refused(plan: Plan) -> tuple[str, list[str]]:
    return "分期繳納申請駁回通知", [
        f"所請分期繳納，未便照准。理由：{plan.reason}",
        "對本決定不服，得於執行程序終結前聲明異議（行政執行法第 9 條）。",
    ]


def _revoked(plan: Plan) -> tuple[str, list[str]]:
    return "廢止分期繳納通知", [
        f"廢止本件分期繳納。理由：{plan.end_reason}",
        "全部餘額應一次繳清，請依隨後寄送的繳款通知辦理。",
    ]


_TOLD = {"GRANTED": _granted, "REFUSED": _refused, "REVOKED": _revoked}


def blank_form() -> dict[str, Any]:
    """The request as a form to fill in by hand (R89)."""
    grounds = "　".join(f"□ {one.zh}" for one in GROUNDS.values())
    asked = [
        "義務人姓名 Name", "統一編號 ID number", "執行案號 Case number", "電話 Telephone",
        "地址 Address", "每月收入 Income a month", "每月必要支出 Spending a month",
        "受扶養人數 Dependants", "希望期數 Instalments", "第一期繳納日 First payment on",
        "保證人、擔保物或票據 Guarantor, collateral or bills",
    ]  # fmt: skip
    return {
        "number": "", "title": "分期繳納申請書", "branch": "行政執行分署",
        "facts": [[one, BLANK] for one in asked] + [["事由 Grounds", grounds]],
        "said": ["請說明為什麼一次繳不出來（可以附收入、支出或特殊情形的證明）："] + [BLANK * 2] * 5,
        "rows": [], "signers": ["申請人簽名 Signature", "日期 Date"],
        "foot": "填好後請交給通知書上的承辦股；不方便寫，打電話或到櫃檯用說的也可以，我們幫您記錄。",
        "basis": BASIS, "by_hand": True,
    }  # fmt: skip


def slips(plan: Plan) -> list[dict[str, Any]]:
    """The slips of a granted plan as they stand, each on its day: what the payer takes along."""
    numbers = dict(Instalment.objects.filter(plan=plan).values_list("ref", "no"))
    return slip_faces(payments.instalment_slips(numbers), numbers)


def slip_faces(
    found: Sequence[payments.SlipRow], numbers: Mapping[uuid.UUID, int]
) -> list[dict[str, Any]]:
    """Slips as they are set on paper, the first to be paid first."""
    held = cases.numbers_of({slip.case_id for slip in found})
    return [
        {"no": numbers[slip.instalment_ref], "case": held[slip.case_id],
         "due": slip.due_on.isoformat(), "amount": format_nt(slip.amount),
         "bank": f"{slip.bank_name.zh}（{slip.bank_code}）", "account": slip.virtual_account,
         "refused": slip.store_refused_reason.zh if slip.store_refused_reason else "",
         "qr": notices.draw_qr(f"{settings.SITE_URL}/p/{slip.payment_link_token}"),
         "store": [{"text": one, "svg": notices.draw_code39(one), "mm": notices.bar_width(one)}
                   for one in slip.store_segments or ()]}
        for slip in sorted(found, key=lambda s: (s.due_on, s.id)) if slip.instalment_ref
    ]  # fmt: skip


def _facts(plan: Plan, on: date) -> list[list[str]]:
    ids = list(
        PlanCase.objects.filter(plan=plan).order_by("place").values_list("case_id", flat=True)
    )
    numbers = cases.numbers_of(ids)
    return [
        ["日期", long_zh(on)],
        ["分期編號", plan.number],
        ["義務人", parties.party_row(plan.obligor_id).name],
        ["執行案號", "、".join(numbers[one] for one in ids)],
    ]


def _letter(
    plan: Plan, title: str, facts: list[list[str]], said: list[str], rows: list[list[str]],
    signers: list[str],
) -> dict[str, Any]:  # fmt: skip
    branch = organisation.branch_by_id(plan.branch_id)
    section = organisation.section(plan.section_id)
    return {
        "number": plan.number, "title": title, "branch": branch.name_zh, "facts": facts,
        "said": said, "rows": rows, "signers": signers,
        "foot": f"{branch.name_zh} {section.name_zh}　電話 {section.phone or branch.phone}",
        "basis": BASIS,
    }  # fmt: skip
