"""A letter to nobody: what layouts are checked with and texts are tried out in."""

from datetime import date, timedelta
from typing import Any

from wuai.contexts.notices.rules.blocks import BLOCKS
from wuai.contexts.notices.rules.letter import (
    CaseOnLetter,
    Heading,
    Recipient,
    Sender,
    SlipOnLetter,
    compose,
)
from wuai.kernel import store_barcodes
from wuai.kernel.bilingual import Bilingual

_DAY = date(2026, 1, 2)
_WORD = Bilingual("樣張", "Sample")
NOBODY = Recipient("樣張收件人", True, "", "樣張地址（不寄送）")


def sample_case(on: date, pay_url: str) -> CaseOnLetter:
    """One case that does not exist, with a slip that nobody takes."""
    due = on + timedelta(days=30)
    slip = SlipOnLetter(
        number="00000000000000", due_on=due, store_refused=None,
        store=store_barcodes.compose(due, "000", "00000000000000", 1),
        bank=Bilingual("樣張銀行（000）", "Sample bank"), account="00000000000000", pay_url=pay_url,
    )  # fmt: skip
    return CaseOnLetter("000年度樣字第00000000號", _WORD, _WORD, 1, slip)


def probe_letter() -> dict[str, Any]:
    """A whole letter with a word in every place."""
    sender = Sender(
        branch=_WORD, address=_WORD, postcode="000", hours=_WORD, map=_WORD, complaint_phone="0",
        section=_WORD, division="", room="", phone=_WORD, person=_WORD,
    )  # fmt: skip
    case = sample_case(_DAY, "https://example.invalid/p/sample")
    blocks = dict.fromkeys(BLOCKS, _WORD)
    return compose(Heading("probe", "樣張", "PAYMENT", _DAY), sender, NOBODY, [case], blocks)
