"""The record of what somebody said at the counter or on the telephone, to be read out and signed."""

import uuid
from typing import Any

from wuai.contexts.applications.actions.filing import answers_of_application
from wuai.contexts.applications.declarations import declaration
from wuai.contexts.applications.models import Application, ApplicationStep
from wuai.contexts.applications.rules import answers as reading
from wuai.contexts.applications.rules.paper import SPOKEN
from wuai.contexts.organisation import api as organisation
from wuai.kernel.taipei import moment_zh
from wuai.platform.actors import Actor

_HOW = {"COUNTER": "到場以言詞申請", "PHONE": "以電話申請"}
_CLOSING = {
    "COUNTER": "以上紀錄經當場朗讀或交閱，申請人確認內容無誤後簽名或蓋章。",
    "PHONE": "以上紀錄於電話中朗讀，申請人確認內容無誤；請於下次到場或以郵寄方式補簽。",
}
_BASIS = "行政程序法第 35 條"


def statement(actor: Actor, ref: uuid.UUID) -> dict[str, Any] | None:
    """The statement of one spoken request of the branch; None for any other (4 queries)."""
    row = Application.objects.filter(
        ref=ref, branch_id=actor.branch_id or 0, channel__in=SPOKEN, restricted_to=""
    ).first()
    if row is None:
        return None
    branch = organisation.branch_by_id(row.branch_id)
    taken = ApplicationStep.objects.filter(application=row).order_by("id").first()
    declared, held = declaration(row.kind), answers_of_application(row)
    asked = [[label.zh, said.zh] for label, said in reading.shown_all(declared.questions(), held)]
    return {
        "branch": branch.name_zh, "title": "言詞申請紀錄", "number": row.number,
        "facts": [
            ["申辦項目", declared.title.zh], ["收件號碼", row.number],
            ["時間", moment_zh(row.received_at)], ["方式", _HOW[row.channel]],
            ["記錄人", taken.by_name if taken else ""],
        ],
        "heading": "申請人陳述", "asked": asked, "said": [_CLOSING[row.channel]], "head": [],
        "rows": [], "signers": ["申請人", "記錄人"],
        "foot": f"依據：{_BASIS}　內容指紋（SHA-256） {row.digest}",
    }  # fmt: skip
