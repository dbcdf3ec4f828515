"""A letter of the branch to nobody, to see how a text will print."""

from datetime import date
from typing import Any

from wuai.contexts.notices.queries.blocks import VersionRow
from wuai.contexts.notices.queries.senders import Senders, pay_url
from wuai.contexts.notices.rules.letter import Heading, compose
from wuai.contexts.notices.rules.probe import NOBODY, sample_case
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual


def sample_letter(branch_id: int, on: date, version: VersionRow) -> dict[str, Any]:
    """The letter of the branch's first section with this version in it."""
    senders = Senders(branch_id, on, {version.block: Bilingual(version.zh, version.en)})
    sender, blocks = senders.of_section(organisation.sections(branch_id)[0].id)
    case = sample_case(on, pay_url("sample"))
    return compose(Heading("sample", "樣張", "PAYMENT", on), sender, NOBODY, [case], blocks)
