"""Who writes the letter: branch, section, person, agency names and text blocks, read once a batch."""

from datetime import date

from django.conf import settings

from wuai.contexts.notices.queries.blocks import in_force
from wuai.contexts.notices.rules.blocks import complete, merged
from wuai.contexts.notices.rules.letter import Sender
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual

Blocks = dict[str, Bilingual]


def pay_url(token: str) -> str:
    """The address behind the QR code of a slip."""
    return f"{settings.SITE_URL}/p/{token}"


class Senders:
    """The senders of one branch on one day; ``instead`` are texts to be tried out."""

    def __init__(self, branch_id: int, on: date, instead: Blocks | None = None) -> None:
        self._branch = organisation.branch_by_id(branch_id)
        self._sections = {row.id: row for row in organisation.sections(branch_id)}
        self._clerks = organisation.clerks(branch_id, on=on)
        self._agencies = {row.id: Bilingual(row.name_zh, row.name_en) for row in organisation.agencies()}  # fmt: skip
        self._blocks = complete(in_force(branch_id, on) | (instead or {}))
        self._made: dict[int, tuple[Sender, Blocks]] = {}

    def number(self, year: int, serial: int) -> str:
        """A notice number, as it is printed and searched."""
        return f"{year}{self._branch.short_zh}傳繳{serial:07d}"

    def agency(self, agency_id: int) -> Bilingual:
        """The name of a referring agency."""
        return self._agencies[agency_id]

    def of_section(self, section_id: int) -> tuple[Sender, Blocks]:
        """The sender and the text blocks of a letter of this section."""
        if section_id not in self._made:
            sender = self._sender(section_id)
            self._made[section_id] = (sender, self._filled(sender))
        return self._made[section_id]

    def _sender(self, section_id: int) -> Sender:
        branch, section = self._branch, self._sections[section_id]
        clerk = self._clerks.get(section_id)
        extension = f" 轉 {section.extension}" if section.extension else ""
        phone = section.phone or branch.phone
        return Sender(
            branch=Bilingual(branch.name_zh, branch.name_en),
            address=Bilingual(branch.address_zh, branch.address_en),
            postcode=branch.postcode,
            hours=Bilingual(branch.hours_zh, branch.hours_en),
            map=Bilingual(branch.map_zh, branch.map_en),
            complaint_phone=branch.complaint_phone,
            section=Bilingual(section.name_zh, section.name_en),
            division=section.division_zh,
            room=section.room,
            phone=Bilingual(phone + extension, phone + extension.replace("轉", "ext.")),
            person=Bilingual(clerk.name_zh, clerk.name_en)
            if clerk
            else Bilingual("書記官", "the clerk"),
        )

    def _filled(self, sender: Sender) -> Blocks:
        def fields(lang: str) -> dict[str, str]:
            return {
                "branch": sender.branch.pick(lang)[0],
                "section": sender.section.pick(lang)[0],
                "phone": sender.phone.pick(lang)[0],
                "complaint_phone": sender.complaint_phone,
            }

        zh, en = fields("zh"), fields("en")
        return {code: merged(text, zh, en) for code, text in self._blocks.items()}
