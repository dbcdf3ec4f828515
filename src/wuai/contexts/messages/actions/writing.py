"""Write to an address that somebody left for one matter: people without a row of their own."""

from dataclasses import dataclass
from datetime import datetime

from wuai.contexts.messages.actions.outbox import send_mail
from wuai.contexts.messages.actions.telling import wordings
from wuai.contexts.messages.rules import kinds as rules
from wuai.contexts.organisation import api as organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One of our kinds to one address; ``event`` makes it one letter, ``link`` is a path of ``site``.

    The address serves this matter only: no consent is kept and nothing else goes there.
    """

    kind: str
    event: str
    recipient: str
    reference: str
    link: str
    site: str
    branch_id: int
    language: str = "zh-hant"


def write(*, letter: Letter, at: datetime) -> str:
    """Put the letter into the outbox, once; its public id comes back."""
    _version, zh, en = wordings({letter.kind})[letter.kind]
    english = letter.language.startswith("en")
    branch = organisation.branch_by_id(letter.branch_id)
    words = rules.render(
        en if english else zh, reference=rules.reference(letter.reference),
        branch=branch.name_en if english else branch.name_zh, phone=branch.phone,
    )  # fmt: skip
    return send_mail(
        once_key=f"{letter.event}:{letter.kind}"[:200], recipient=letter.recipient,
        subject=words.subject, body=rules.with_link(words.text, letter.site + rules.link(letter.link)),
        branch_id=branch.id, at=at,
    )  # fmt: skip
