"""What stands on the notice to appear and report: day, time, room, why, and what a person can do."""

from typing import Any

from wuai.contexts.appointments.models import Booking
from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.roc_dates import long_zh
from wuai.kernel.taipei import TAIPEI

SAID = (
    "為了辦理您的行政執行事件，請在下列時間到場，說明財產狀況或陳述意見。",
    "請帶本通知、身分證件，以及收入、財產的資料；委託他人到場，請另帶委任書。",
    "那一天不方便，請至遲於到場日一日前申請改期：線上申辦、電話、書面、臨櫃都可以。",
    "繳款有困難，請在到場時告訴我們；可以談分期，也可以轉介社會福利資源。",
    "到場不會要求您操作提款機或以現金交給個人；有疑問請撥 165 或本分署電話。",
)
BASIS = "行政執行法第 14 條"


def notice(booking: Booking) -> dict[str, Any]:
    """The notice of one reporting day."""
    branch, slot = organisation.branch_by_id(booking.branch_id), booking.slot
    begin = slot.starts_at.astimezone(TAIPEI)
    case = cases.case_row(booking.case_id) if booking.case_id else None
    section = organisation.section(case.section_id) if case else None
    phone = (section.phone if section else "") or branch.phone
    name = parties.party_row(booking.party_id).name if booking.party_id else booking.name
    place = " ".join(filter(None, (branch.name_zh, branch.address_zh, slot.room)))
    facts = [
        ["受通知人", name], ["執行案號", case.number if case else ""],
        ["到場日", long_zh(begin.date())], ["到場時間", f"{begin:%H:%M}"], ["地點", place],
        ["辦理事項", booking.note or "報告財產狀況、陳述意見"],
        ["承辦", f"{section.name_zh if section else ''}　電話 {phone}"],
    ]  # fmt: skip
    return {
        "title": "通知到場報告", "number": booking.number, "branch": branch.name_zh,
        "facts": [fact for fact in facts if fact[1]], "said": list(SAID), "basis": BASIS,
        "foot": f"{branch.name_zh}　電話 {branch.phone}　預約編號 {booking.number}",
    }  # fmt: skip
