"""What stands on the papers of an objection: the record, the opinion, the letters."""

import uuid
from datetime import date
from typing import Any

from wuai.contexts.applications import api as applications
from wuai.contexts.cases import api as cases
from wuai.contexts.objections.models import Objection
from wuai.contexts.objections.queries import english
from wuai.contexts.objections.rules import life
from wuai.contexts.objections.rules import objecting as o
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.roc_dates import long_zh

BASIS = "行政執行法第 9 條；行政執行法施行細則第 15 條至第 17 條"
NO_STAY = "行政執行，除法律另有規定外，不因聲明異議而停止執行（行政執行法第 9 條第 3 項）。"

STAYED = "本件執行目前停止，至異議決定為止（行政執行法第 9 條第 3 項但書）。"


def number_of(ref: uuid.UUID) -> str:
    """The number of an objection."""
    return Objection.objects.values_list("number", flat=True).get(ref=ref)


def record(ref: uuid.UUID) -> dict[str, Any]:
    """The record of what was said on the spot (執行筆錄之異議部分), to be read back and signed."""
    row = Objection.objects.get(ref=ref)
    facts = [*_facts(row, row.received_on), *_objected(row)]
    if row.place:
        facts.append(["執行地點", row.place])
    parts = [
        ["異議人陳述", row.statement],
        *([["請求", row.wish]] if row.wish else []),
        ["確認", "以上筆錄經當場朗讀或交閱，陳述人確認無訛後簽名。\n" + NO_STAY],
    ]
    return paper(row, "聲明異議筆錄", facts, parts, ["陳述人", "記錄人", "在場人"])


def opinion(row: Objection) -> list[list[str]]:
    """The opinion of the branch as sections of text."""
    return [
        ["異議意旨", f"對象：{o.AGAINST[row.against].zh}，{row.act}\n{row.statement}"],
        *([["異議人之請求", row.wish]] if row.wish else []),
        ["本分署意見", row.opinion],
        *([["受理時執行程序已終結", "本件於執行程序終結後始提出，併請審酌。"]] if row.is_late else []),
        ["結論", o.FINDINGS[row.finding].zh if row.finding else "尚未認定"],
    ]  # fmt: skip


def letter(ref: uuid.UUID, made_for: str) -> dict[str, Any]:
    """The letter that goes with a state."""
    row = Objection.objects.get(ref=ref)
    title, on, said = {
        life.REMEDY: _upheld, life.REDIRECTED: _redirected, life.FORWARDED: _forwarded,
        life.REMEDIED: _remedied,
    }[made_for](row)  # fmt: skip
    facts = [
        *_facts(row, on),
        ["受文者", row.name],
        *([["地址", row.address]] if row.address else []),
    ]
    made = paper(row, title, [*facts, *_objected(row)], said, [])
    if applications.language_of(row.application_ref).startswith("en"):
        made["english"] = english.companion(row, made_for, on)
    return made


def to_agency(ref: uuid.UUID) -> dict[str, Any]:
    """The letter by which the Agency learns that an objection it was sent is withdrawn."""
    row = Objection.objects.get(ref=ref)
    sent, ended = row.forwarded_on or row.received_on, row.ended_on or row.received_on
    facts = [*_facts(row, ended), ["受文者", "法務部行政執行署"], *_objected(row)]
    said = [
        ["主旨", f"聲明異議 {row.number} 業經異議人撤回，請查照並檢還送件卷宗。"],
        ["說明", f"一、本件前於 {long_zh(sent)} 以 {row.forward_no} 加具意見送請決定。\n"
         f"二、異議人已於 {long_zh(ended)} 撤回異議。"],
    ]  # fmt: skip
    return paper(row, "聲明異議撤回通知（致行政執行署）", facts, said, [])


def _stands_still(row: Objection) -> bool:
    stayed = o.stands_still(row.stayed_on, row.stay_ended_on)
    return stayed and cases.case_row(row.case_id).status == "SUSPENDED"


def _upheld(row: Objection) -> tuple[str, date, list[list[str]]]:
    said = [
        ["決定", "您的異議有理由。本分署已停止執行，並撤銷或更正下列執行行為。"],
        ["撤銷或更正的內容", row.remedy], ["理由", row.opinion],
    ]  # fmt: skip
    return "聲明異議有理由通知", row.approved_on or row.received_on, said


def _redirected(row: Objection) -> tuple[str, date, list[list[str]]]:
    said = [
        [
            "答復",
            "您提出的內容不是對執行命令、執行方法或程序的異議，本分署不能依聲明異議程序辦理。",
        ],
        ["理由與可以向哪裡提出", row.opinion],
    ]
    return "聲明異議處理情形通知", row.approved_on or row.received_on, said


def _forwarded(row: Objection) -> tuple[str, date, list[list[str]]]:
    said = [
        ["辦理情形", f"本分署認為異議無理由，已於 {long_zh(row.forwarded_on or row.received_on)} 加具意見，"
         f"以 {row.forward_no} 送法務部行政執行署決定。該署應於收案後三十日內決定，並以書面通知您。"],
        ["本分署意見", row.opinion], ["執行是否停止", STAYED if _stands_still(row) else NO_STAY],
    ]  # fmt: skip
    return "聲明異議送請決定通知", row.forwarded_on or row.received_on, said


def _remedied(row: Objection) -> tuple[str, date, list[list[str]]]:
    by_agency = (
        f"依行政執行署 {row.decision_no} 決定，" if row.decision == o.ORDER else "依您的異議，"
    )
    goes_on = row.stay_ended_on is not None
    said = [
        ["辦理結果", f"{by_agency}已於 {long_zh(row.remedied_on or row.received_on)} 辦理完成：\n{row.remedied}"],
        ["執行是否繼續", "更正後續行執行。" if goes_on else "執行沒有續行。"],
    ]  # fmt: skip
    return "聲明異議辦理完成通知", row.remedied_on or row.received_on, said


def _facts(row: Objection, on: date) -> list[list[str]]:
    case = cases.case_row(row.case_id)
    return [
        ["日期", long_zh(on)], ["異議編號", row.number], ["執行案號", case.number],
        ["義務人", parties.party_row(case.obligor_id).name],
    ]  # fmt: skip


def _objected(row: Objection) -> list[list[str]]:
    who = f"{row.name}（{o.OBJECTORS[row.objector].zh}）"
    facts = [["異議人", who], ["提出方式", f"{o.FORMS[row.form].zh}，{long_zh(row.received_on)}"]]
    if row.interest:
        facts.append(["與執行的關係", row.interest])
    return [*facts, ["異議對象", f"{o.AGAINST[row.against].zh}：{row.act}"]]


def paper(
    row: Objection, title: str, facts: list[list[str]], parts: list[list[str]], signers: list[str]
) -> dict[str, Any]:
    """A paper as the typesetter takes it."""
    branch = organisation.branch_by_id(row.branch_id)
    section = organisation.section(row.section_id)
    return {
        "number": row.number, "title": title, "branch": branch.name_zh, "facts": facts,
        "parts": parts, "signers": signers, "basis": BASIS,
        "foot": f"{branch.name_zh} {section.name_zh}　電話 {section.phone or branch.phone}",
    }  # fmt: skip
