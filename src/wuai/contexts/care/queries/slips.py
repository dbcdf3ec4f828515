"""The words of a referral slip: what the other side needs to help, and nothing about the debt."""

from typing import Any

from wuai.contexts.care.models import Referral
from wuai.contexts.care.rules.helping import GROUNDS, KINDS
from wuai.contexts.care.rules.signals import KINDS as SIGNALS
from wuai.contexts.organisation import api as organisation
from wuai.contexts.parties import api as parties
from wuai.kernel.roc_dates import long_zh

FACTS_ZH = "本單含個人資料，僅供辦理本件協助使用；請勿轉交他人，辦畢依規定保存或銷毀。"


def slip(held: Referral) -> dict[str, Any]:
    """One slip as the typesetter takes it."""
    branch, person = organisation.branch_by_id(held.branch_id), parties.party_row(held.party_id)
    consent = GROUNDS[held.ground].zh
    if held.consented_on:
        consent = f"{consent}（{long_zh(held.consented_on)}）"
    facts = [
        ["日期", long_zh(held.made_on)],
        ["編號", held.number],
        ["受轉介單位", held.destination.name_zh],
        ["當事人", person.name],
        ["聯絡電話", held.phone or "請洽本分署"],
        ["地址", person.address or "—"],
        ["依據", consent],
    ]
    if held.told:
        facts.append(["情況", "、".join(SIGNALS[code].zh for code in held.told)])
    said = [held.needs]
    if held.facts:
        said.append(f"所見所聞：{held.facts}")
    return {
        "number": held.number, "title": f"{KINDS[held.kind].zh}單", "branch": branch.name_zh,
        "facts": facts, "said": said, "note": FACTS_ZH,
        "reply": ["已受理", "已提供協助", "不符資格", "聯絡不上當事人"],
        "foot": f"{branch.name_zh}　電話 {branch.phone}　傳真 {branch.fax}",
        "signer": held.made_name,
    }  # fmt: skip
