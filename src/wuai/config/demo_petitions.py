"""Petitions in the demo branch: in every state, a group that was answered, a board with two posts."""

import uuid
from datetime import date
from typing import Any

from wuai.config.demo_days import DemoDays
from wuai.contexts.applications import api as applications
from wuai.contexts.organisation import api as organisation
from wuai.contexts.petitions import api as petitions

FEWEST = 30
NOBODY = {"name": "", "phone": "", "email": "", "address": "", "wish": "", "case_no": ""}
# mailbox, category, channel, days ago, who wrote, what about, how far it went, the reply
STORIES = (
    ("PUBLIC", "SERVICE", "POST", 0, "林示範", "電話一直忙線", 0, ""),
    ("PUBLIC", "PLACE", "COUNTER", 2, "周示範", "等候區冷氣太冷", 1, ""),
    ("PUBLIC", "WEBSITE", "MAIL", 3, "", "查詢頁的字太小", 2, "字級已經放大，您也可以在頁面右上角再調大。"),
    ("COMPLAINT", "WAIT", "PHONE", 8, "何示範", "等了一小時", 3, "對不起，讓您久等；週一上午已經加開一個窗口。"),
    ("PUBLIC", "SERVICE", "SOCIAL", 9, "江示範", "電話打不進去", 3, "總機已加開一線，也可以留話請我們回電。"),
    ("ETHICS", "OTHER", "POST", 1, "", "想請政風單位了解一件事", 0, ""),
)  # fmt: skip


def write_to_mailboxes(days: DemoDays) -> None:
    """Each letter comes on its day and goes as far as its story says."""
    if days.count < FEWEST:  # a very small demonstration
        return
    numbers = [_story(days, place, *story) for place, story in enumerate(STORIES)]
    _group(days, [numbers[0], numbers[4]])
    _board(days)


def _story(
    days: DemoDays, place: int, *story: Any
) -> str:  # fmt: skip
    box, category, channel, before, name, subject, steps, reply = story
    on = days.day(before)
    clerk = days.who("ethics" if box == "ETHICS" else "clerk", on)
    given = NOBODY | {"name": name, "subject": subject, "content": f"{subject}，請改善。（示範）"}
    arrival = applications.Arrival(
        channel=channel, received_at=days.at(on, 9), key=days.key(f"petition:{place}")
    )
    filed = petitions.register(
        coming=petitions.Coming(box, category), given=given, arrival=arrival, by=clerk,
        at=days.at(on, 10), on=on,
    )  # fmt: skip
    _go_on(days, filed.ref, on, steps, reply)
    return filed.number


def _go_on(days: DemoDays, ref: uuid.UUID, on: date, steps: int, reply: str) -> None:
    clerk, chief = days.who("clerk", on), days.who("chief", on)
    section = organisation.sections(days.branch_id, active_only=True)[0]
    if steps > 0:
        to = petitions.Assigning(section.id)
        petitions.assign(ref=ref, to=to, by=chief, at=days.at(on, 11), on=on)
    if steps > 1:
        draft = petitions.Draft("FOUNDED", reply)
        held = petitions.draft(ref=ref, reply=draft, by=clerk, at=days.at(on, 14))
    if steps > 2:
        petitions.approve(ref=ref, reply_ref=held, by=chief, at=days.at(on, 16), on=on)


def _group(days: DemoDays, numbers: list[str]) -> None:
    on = days.day(0)
    clerk, chief, at = days.who("clerk", on), days.who("chief", on), days.at(on, 8)
    group = petitions.make_group(
        title_zh="電話不好打", title_en="The telephone is hard to reach", by=clerk, at=at
    )
    for number in numbers:
        petitions.add_to_group(group=group, number=number, by=clerk, at=at)
    end = petitions.Outcome(
        "MEASURE", "總機加開一線；忙線時可以留話，當天回電。",
        "The switchboard has one more line; when it is busy leave your number and we call back the same day.",
    )  # fmt: skip
    petitions.propose_outcome(group=group, end=end, by=clerk, at=at)
    petitions.publish_group(group=group, read=end.digest, by=chief, at=at)


def _board(days: DemoDays) -> None:
    on = days.day(1)
    clerk, at = days.who("clerk", on), days.at(on, 15)
    texts = ("服務台的老花眼鏡很貼心。", "希望週六上午也能繳款。")
    refs = [
        petitions.write(
            branch_id=days.branch_id, alias="", text=text, language="zh-hant",
            key=days.key(f"post:{text}"), by=clerk, at=at,
        )
        for text in texts
    ]  # fmt: skip
    petitions.moderate(ref=refs[0], show=True, answer="謝謝您，我們會繼續準備。", by=clerk, at=at)
