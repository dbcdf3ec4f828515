"""What the announcement on the board and the certificate in the file say.

The board carries the full name, or nobody could know himself by it; never a number of identity and
never an address.
"""

from datetime import date
from typing import Any

from wuai.contexts.notices.models import ServiceAttempt
from wuai.contexts.notices.queries.publications import PublicationRow
from wuai.contexts.notices.rules.publications import BASES, GROUNDS
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.roc_dates import long_en, spoken_zh
from wuai.kernel.taipei import TAIPEI, day_of

_WHEN = {
    "PUBLIC": (
        "自張貼公告欄之日起（刊登公報或新聞紙者，自最後刊登之日起）經二十日發生效力。",
        "It takes effect twenty days after it was posted, or last printed in a gazette or newspaper.",
    ),
    "PUBLIC_ABROAD": (
        "自張貼公告欄之日起（刊登公報或新聞紙者，自最後刊登之日起）經六十日發生效力。",
        "It takes effect sixty days after it was posted, or last printed in a gazette or newspaper.",
    ),
    "PUBLIC_AGAIN": (
        "曾對同一當事人公示送達，自張貼公告欄之翌日起發生效力。",
        "The person was served in this way before: it takes effect on the day after posting.",
    ),
}


def failed_attempts(notice_id: int) -> int:
    """How often service of a notice was tried in vain."""
    return ServiceAttempt.objects.filter(notice_id=notice_id, method="FAILED").count()


def announcement(row: PublicationRow) -> dict[str, Any] | None:
    """The words for the board; nothing before it was approved, or once it was taken back."""
    if row.decided_at is None or row.state not in {"APPROVED", "POSTED", "EFFECTIVE"}:
        return None
    branch, section = organisation.branch_by_id(row.branch_id), organisation.section(row.section_id)
    name, issued = parties.party_row(row.obligor_id).name, row.notice_issued_on
    approved = day_of(row.decided_at)
    phone = (section.phone or branch.phone) + (
        f" 轉 {section.extension}" if section.extension else ""
    )
    zh, en = _WHEN[row.method]
    laws = [GROUNDS[row.ground].law.zh, BASES[row.basis].law.zh, "行政程序法第 80 條、第 81 條"]
    return {
        "branch": branch.name_zh, "title": "公示送達公告", "number": row.number,
        "facts": [["公告字號", row.number], ["核可日期", _day(approved)]],
        "parts": [
            ["主旨", [f"公示送達應受送達人{name}之執行通知書（{row.notice_number}，發文日{_day(issued)}）。"]],
            ["依據", ["、".join(dict.fromkeys(laws)) + "。"]],
            ["公告事項", [
                f"一、應送達之文書由本分署{section.name_zh}保管，應受送達人得隨時攜帶身分證明文件領取；"
                "委託他人領取者，請附委任書。",
                f"二、{zh}",
                f"三、領取處所：{branch.address_zh}。電話：{phone}。服務時間：{branch.hours_zh}。",
            ]],
        ],
        "signers": [],
        "english": [
            f"Service by publication. The document {row.notice_number} of {long_en(issued)} is kept"
            f" for the person named above at {branch.name_en or branch.name_zh}, {section.name_en or section.name_zh},"
            f" and can be fetched at any time with proof of identity. {en}"
        ],
        "foot": "本公告張貼於本分署公告欄，並列於網站公示送達公告。",
    }  # fmt: skip


def certificate(row: PublicationRow) -> dict[str, Any] | None:
    """The certificate of art. 82 for the file: the cause, the year, month, day and hour."""
    if row.posted_at is None or row.posted_on is None or row.effective_on is None:
        return None
    branch = organisation.branch_by_id(row.branch_id)
    posted = row.posted_at.astimezone(TAIPEI)
    facts = [
        ["公告字號", row.number], ["應受送達人", parties.party_row(row.obligor_id).name],
        ["文書", f"執行通知書 {row.notice_number}"],
        ["事由", GROUNDS[row.ground].name.zh], ["依據", BASES[row.basis].law.zh],
        ["張貼時間", f"{_day(posted.date())} {posted:%H} 時 {posted:%M} 分"],
        ["張貼處所", row.posted_place], ["張貼人", row.posted_by_name],
    ]  # fmt: skip
    if row.printed_on is not None:
        facts.append(["最後刊登", f"{_day(row.printed_on)} {row.printed_where}"])
    facts.append(["生效日", _day(row.effective_on)])
    steps = [f"{one['on']}　{one['zh']}" for one in row.steps]
    return {
        "branch": branch.name_zh, "title": "公示送達證書", "number": row.number, "facts": facts,
        "parts": [["查證經過", [row.facts or "未能送達之紀錄如卷附送達證書。"]], ["生效日之計算", steps]],
        "signers": ["張貼人簽章"], "english": [], "foot": "依行政程序法第 82 條製作，附卷。",
    }  # fmt: skip


def _day(on: date) -> str:
    return f"中華民國 {spoken_zh(on)}"
