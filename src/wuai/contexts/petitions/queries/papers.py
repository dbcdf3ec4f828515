"""What stands on a letter of reply and on the record of a spoken petition."""

from datetime import date
from typing import Any

from wuai.contexts.organisation import api as organisation
from wuai.contexts.petitions.queries.desk import PetitionPage
from wuai.contexts.petitions.queries.replies import words
from wuai.kernel.roc_dates import long_zh


def letter(page: PetitionPage, on: date) -> dict[str, Any] | None:
    """The approved reply as a letter; None before a head approved."""
    reply = page.approved
    if reply is None:
        return None
    branch = organisation.branch_by_id(page.row.branch_id)
    given = page.contents.answers
    said = words(reply.text, agency=reply.agency, remedy=reply.remedy, say=lambda text: text.zh)
    name = str(given.get("name", "")) or "陳情人"
    return {
        "branch": branch.name_zh, "title": "陳情回復", "lang": "zh", "number": page.line.number,
        "facts": [["受文者", name], ["地址", str(given.get("address", "")) or "—"],
                  ["陳情編號", page.line.number], ["收到日", long_zh(page.line.received_on)],
                  ["發文日", long_zh(on)]],
        "said": said, "sign": [],
        "close": [f"對這封回復有疑問，請電 {branch.phone}，並告知陳情編號。", branch.name_zh],
        "ask": ["想請您告訴我們（剪下寄回或交到櫃檯，不記名；5 是很滿意，1 是很不滿意）",
                "我們聽懂您的意思嗎", "回復得夠快嗎", "回復的內容對您有幫助嗎"],
        "more": "還想說的：",
        "foot": "也可以到本分署網站「信箱」的滿意度調查填寫。",
    }  # fmt: skip


def statement(page: PetitionPage) -> dict[str, Any]:
    """What was said, written down to be read back and signed (行政程序法 169)."""
    branch = organisation.branch_by_id(page.row.branch_id)
    return {
        "branch": branch.name_zh, "title": "言詞陳情紀錄", "lang": "zh", "number": page.line.number,
        "facts": [["陳情編號", page.line.number], ["收到日", long_zh(page.line.received_on)],
                  *([label.zh, value.zh] for label, value in page.contents.shown)],
        "said": ["以上紀錄已向陳情人朗讀或交其閱覽；陳情人對紀錄有異議的地方已經更正。"],
        "close": [], "ask": [], "more": "", "sign": ["陳情人簽名或蓋章：", "紀錄人：", "日期："],
        "foot": "行政程序法第 169 條",
    }  # fmt: skip
