"""A letter to nobody, to see how a text will print."""

from datetime import date, timedelta
from typing import Any

from wuai.contexts.notices.queries.blocks import VersionRow
from wuai.contexts.notices.queries.senders import Senders, pay_url
from wuai.contexts.notices.rules.letter import (
    CaseOnLetter,
    Heading,
    Recipient,
    SlipOnLetter,
    compose,
)
from wuai.contexts.organisation import api as organisation
from wuai.kernel import store_barcodes
from wuai.kernel.bilingual import Bilingual

_NOBODY = Recipient("樣張收件人", True, "", "樣張地址（不寄送）")


def sample_letter(branch_id: int, on: date, version: VersionRow) -> dict[str, Any]:
    """The letter of the branch's first section with this version in it."""
    senders = Senders(branch_id, on, {version.block: Bilingual(version.zh, version.en)})
    section = organisation.sections(branch_id)[0]
    sender, blocks = senders.of_section(section.id)
    due = on + timedelta(days=30)
    slip = SlipOnLetter(
        number="00000000000000", due_on=due, store_refused=None,
        store=store_barcodes.compose(due, "000", "00000000000000", 1),
        bank=Bilingual("樣張銀行（000）", "Sample bank"), account="00000000000000",
        pay_url=pay_url("sample"),
    )  # fmt: skip
    case = CaseOnLetter(
        "000年度樣字第00000000號", Bilingual("樣張機關", "Sample agency"),
        Bilingual("樣張", "Sample"), 1, slip,
    )  # fmt: skip
    return compose(Heading("sample", "樣張", "PAYMENT", on), sender, _NOBODY, [case], blocks)
