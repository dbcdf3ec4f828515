"""A mailbox is used once its owner has said that it is his: by the link in a letter."""

from datetime import datetime

from wuai.contexts.messages.actions.writing import Letter, write
from wuai.contexts.messages.models import Contact
from wuai.contexts.messages.queries.confirming import confirm_path
from wuai.contexts.messages.queries.tellings import likings
from wuai.contexts.parties import api as parties
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

MAIL = "MAIL"
MATTER = Bilingual("信箱確認", "mailbox")


class NothingToConfirm(Refusal):
    code = "MAILBOX_NOTHING_TO_CONFIRM"
    zh = "沒有等待確認的信箱"
    en = "No mailbox waits for its confirmation"
    next_zh = "請先登錄信箱與同意"
    next_en = "Record the mailbox and the consent first"


@action("contact.ask_to_confirm")
def ask_to_confirm(*, party_id: int, site: str, by: Actor, at: datetime) -> None:
    """Write to the mailbox that was recorded; ``site`` is where this site answers."""
    held = Contact.objects.select_for_update().filter(
        party_id=party_id, channel=MAIL, ended_at__isnull=True, confirmed_at__isnull=True
    ).first()  # fmt: skip
    if held is None:
        raise NothingToConfirm
    held.asked_at = at
    held.save(update_fields=["asked_at"])
    person, language = parties.party_row(party_id), likings([party_id])[party_id].language
    letter = Letter(
        kind="CONFIRM", event=f"confirm:{held.pk}:{at.isoformat()}", recipient=held.address,
        reference=MATTER.pick(language)[0], link=confirm_path(held), site=site,
        branch_id=person.branch_id, language=language,
    )  # fmt: skip
    write(letter=letter, at=at)
    record(kind="party", ref=person.ref, branch_id=person.branch_id, data={"confirming": MAIL})


@action("contact.confirm")
def confirm(*, contact_id: int, mine: bool, by: Actor, at: datetime) -> None:
    """The owner of the mailbox says that it is his; or that it is not, and nothing more goes there."""
    held = Contact.objects.select_for_update().get(id=contact_id)
    if mine and held.ended_at is None:
        held.confirmed_at = held.confirmed_at or at
    elif not mine:
        held.confirmed_at = None  # recorded again, it is asked again
        held.ended_at, held.ended_why = held.ended_at or at, held.ended_why or "NOT_MINE"
    held.save(update_fields=["confirmed_at", "ended_at", "ended_why"])
    person = parties.party_row(held.party_id)
    record(kind="party", ref=person.ref, branch_id=person.branch_id,
           data={"channel": held.channel, "mine": mine})  # fmt: skip
