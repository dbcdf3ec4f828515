"""Who may be told what about a person's cases: one table of channels, proofs and what each opens."""

from dataclasses import dataclass

from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal

COUNTER, PHONE, LETTER = "COUNTER", "PHONE", "LETTER"
ALL, AMOUNTS = "ALL", "AMOUNTS"
SELF, AGENT, REPRESENTATIVE = "SELF", "AGENT", "REPRESENTATIVE"
SHORTEST_PURPOSE = 2
CHANNELS = {
    COUNTER: Bilingual("臨櫃", "counter"),
    PHONE: Bilingual("電話", "telephone"),
    LETTER: Bilingual("書面或電子郵件", "letter or e-mail"),
}
ASKERS = {
    SELF: Bilingual("義務人本人", "the person who owes"),
    REPRESENTATIVE: Bilingual("法定代理人或負責人", "legal representative or head"),
    AGENT: Bilingual("受任人", "agent with power of attorney"),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """One way of making sure who asks: on which channels, for whom, what may then be told.

    ``facts``: the asker says the identity number and the birthday, and both are compared.
    """

    code: str
    name: Bilingual
    channels: tuple[str, ...]
    askers: tuple[str, ...]
    tells: str
    facts: bool = False


PROOFS = {
    proof.code: proof
    for proof in (
        Proof("ID_SEEN", Bilingual("已查驗身分證件", "identity card was shown"), (COUNTER,),
              (SELF, REPRESENTATIVE), ALL),
        Proof("POWER", Bilingual("已查驗委任書與受任人證件", "power of attorney and the agent's card were shown"),
              (COUNTER, LETTER), (AGENT,), ALL),
        Proof("FACTS", Bilingual("證號與出生日期相符", "identity number and birthday agree"), (PHONE,),
              (SELF,), AMOUNTS, facts=True),
        Proof("CALL_BACK", Bilingual("已撥打登錄的電話回覆", "called back at the number on record"), (PHONE,),
              (SELF, REPRESENTATIVE), ALL),
        Proof("SIGNED", Bilingual("親自簽名並附證件影本", "signed by hand, with a copy of the card"), (LETTER,),
              (SELF, REPRESENTATIVE), ALL),
    )
}  # fmt: skip


class ProofUnfit(Refusal):
    code = "ENQUIRY_PROOF_UNFIT"
    zh = "「{channel_zh}」不能用「{proof_zh}」確認{asker_zh}"
    en = "By {channel_en}, “{proof_en}” does not prove that it is {asker_en}"
    next_zh = "可用的方式：{ways_zh}"
    next_en = "What proves it: {ways_en}"
    basis = "個人資料保護法第 15、16 條"
    status = 422


class FactsDiffer(Refusal):
    code = "ENQUIRY_FACTS_DIFFER"
    zh = "說出的證號或出生日期與登錄的不符，不能告知"
    en = "The number or the birthday differs from what is on record; nothing may be told"
    next_zh = "請改撥登錄的電話回覆，或請對方帶證件到櫃檯"
    next_en = "Call back at the number on record, or ask the person to come with the card"
    basis = "個人資料保護法第 16 條"
    status = 422


class AskerUnnamed(Refusal):
    code = "ENQUIRY_ASKER_UNNAMED"
    zh = "不是本人來問時，須登錄來問的人的姓名"
    en = "When somebody else asks, that person's name is recorded"
    next_zh = "請填寫來問的人的姓名"
    next_en = "Enter the name of who asks"
    status = 422


class PurposeMissing(Refusal):
    code = "ENQUIRY_PURPOSE_MISSING"
    zh = "須填寫查詢的事由"
    en = "The reason of the enquiry is needed"
    next_zh = "例如：查欠款、要繳款、要申請分期"
    next_en = "For example: balance, wants to pay, wants instalments"
    status = 422


def proof_for(*, channel: str, proof: str, asker: str) -> Proof:
    """The proof, if it proves this asker on this channel."""
    found = PROOFS.get(proof)
    if found is None or channel not in found.channels or asker not in found.askers:
        fitting = [p.name for p in PROOFS.values() if channel in p.channels and asker in p.askers]
        raise ProofUnfit(
            field="proof", channel_zh=_zh(CHANNELS, channel), channel_en=_en(CHANNELS, channel),
            proof_zh=found.name.zh if found else proof, proof_en=found.name.en if found else proof,
            asker_zh=_zh(ASKERS, asker), asker_en=_en(ASKERS, asker),
            ways_zh="、".join(name.zh for name in fitting) or "沒有",
            ways_en=", ".join(name.en for name in fitting) or "none",
        )  # fmt: skip
    return found


def _zh(names: dict[str, Bilingual], code: str) -> str:
    return names[code].zh if code in names else code


def _en(names: dict[str, Bilingual], code: str) -> str:
    return names[code].en if code in names else code


def purpose(text: str) -> str:
    """Why it was asked, as it is kept."""
    said = " ".join(text.split())[:200]
    if len(said) < SHORTEST_PURPOSE:
        raise PurposeMissing(field="purpose")
    return said
