"""Objections in the demo branch: one fresh, one proposed, one to be sent, one before the Agency, one upheld."""

import uuid
from datetime import date
from typing import Any

from wuai.config.demo_days import DemoDays
from wuai.contexts.applications import api as applications
from wuai.contexts.cases import api as cases
from wuai.contexts.objections import api as objections
from wuai.contexts.parties import api as parties

OPINION = (
    "扣押命令係依執行名義及財產查詢結果核發，程序於法並無不合；異議人所指帳戶經查並非專戶。（示範）"
)
FEWEST = 40
STORIES = (
    # what happens to it, against what, the words
    ((), "ORDER", "115-11-10 扣押存款命令", "這個帳戶是領社會福利津貼用的，不應該扣押。（示範）"),
    (("UNFOUNDED",), "METHOD", "查封機車", "機車是我送貨唯一的工具。（示範）"),
    (("UNFOUNDED", "APPROVE"), "PROCEDURE", "通知書送達", "通知書寄到我以前的地址，我沒有收到。（示範）"),
    (("UNFOUNDED", "APPROVE", "FORWARD"), "ORDER", "扣薪命令", "扣了以後付不出房租。（示範）"),
    (("UPHELD", "APPROVE"), "ORDER", "扣押存款命令", "我已經在期限內繳清，收據附上。（示範）"),
)  # fmt: skip

TEXTS = (
    ("已收到，辦理中", "您 {received} 的申請（{number}）我們收到了，正在辦理；有疑問請打 {phone}。",
     "We received your request of {received} ({number}) and are working on it. Questions: {phone}."),
    ("請補資料", "您的申請（{number}）還差一份資料：＿＿。補齊以前期限先停下來，補齊後接著辦。",
     "Your request ({number}) lacks one paper: ＿＿. Time stands still until it is here."),
)  # fmt: skip


def object_to_enforcement(days: DemoDays) -> None:
    """Each story is filed some days ago and goes as far as it goes; one more is told on the spot."""
    found = days.sample(len(STORIES) + 1)
    if len(cases.open_case_ids(days.branch_id)) < FEWEST:  # a very small demonstration
        return
    for place, (story, case_id) in enumerate(zip(STORIES, found, strict=False)):
        steps, against, act, statement = story
        ref = _file(days, case_id, {"against": against, "act": act, "statement": statement}, place)
        _go_on(days, ref, steps)
    _told(days, found[-1])
    for name, zh, en in TEXTS:
        applications.write_reply_text(
            written=applications.ReplyWritten("", name, zh, en),
            **{k: v for k, v in _who(days, "clerk", days.day(30)).items() if k != "on"},
        )  # fmt: skip


def _given(case_id: int) -> dict[str, Any]:
    case = cases.case_row(case_id)
    person = parties.party_row(case.obligor_id)
    return {"case_no": case.number, "objector": "OBLIGOR", "name": person.name,
            "address": person.address or "新竹市示範區無礙路 5 號", "phone": person.phone}  # fmt: skip


def _file(days: DemoDays, case_id: int, said: dict[str, str], place: int) -> uuid.UUID:
    on = days.day(4)
    arrival = applications.Arrival(
        channel="POST", received_at=days.at(on, 9), key=days.key(f"objection:{place}")
    )
    filed = applications.register(
        kind="OBJECTION", branch_id=days.branch_id, given=_given(case_id) | said, arrival=arrival,
        by=days.who("clerk", on), at=days.at(on, 10), on=on,
    )  # fmt: skip
    return next(o.ref for o in objections.of_case(case_id) if o.application_ref == filed.ref)


def _go_on(days: DemoDays, ref: uuid.UUID, steps: tuple[str, ...]) -> None:
    if not steps:
        return
    objections.propose(
        ref=ref, found=objections.Found(steps[0], OPINION, "撤銷該扣押命令（示範）"),
        **_who(days, "clerk", days.day(3)),
    )  # fmt: skip
    if "APPROVE" in steps:
        proposal = objections.proposal_of(ref)
        objections.approve(ref=ref, proposal=proposal, **_who(days, "officer", days.day(2)))
    if "FORWARD" in steps:
        number = "竹執示範字第 1150000001 號"
        day = days.day(1)
        objections.forward(ref=ref, forwarded_on=day, number=number, **_who(days, "clerk", day))
        objections.arrive(ref=ref, arrived_on=days.today, **_who(days, "clerk", days.today))


def _told(days: DemoDays, case_id: int) -> None:
    on = days.day(1)
    given = _given(case_id) | {
        "against": "METHOD",
        "act": "現場查封電視",
        "statement": "電視是房東的。（示範）",
    }
    spoken = objections.Spoken(
        days.key("objection:oral"), case_id, days.at(on, 10), on, "新竹市示範區無礙路 5 號", given
    )
    objections.record_oral(spoken=spoken, **_who(days, "clerk", on))


def _who(days: DemoDays, username: str, on: date) -> dict[str, Any]:
    return {"by": days.who(username, on), "at": days.at(on, 15), "on": on}
