"""A mailbox is set up or changed: a new edition with its reason, never a rewritten one."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from wuai.contexts.applications import api as applications
from wuai.contexts.petitions.models import BoxOpening, Incoming, MailboxEdition
from wuai.contexts.petitions.queries.mailboxes import first, mailboxes
from wuai.contexts.petitions.rules import mailboxes as rules
from wuai.contexts.petitions.rules.incoming import ASIDE
from wuai.contexts.petitions.rules.states import MayNotHandle, ReasonMissing
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


class MailboxChangedMeanwhile(Refusal):
    code = "MAILBOX_CHANGED_MEANWHILE"
    zh = "這個信箱剛剛被別人改過"
    en = "Somebody else just changed this mailbox"
    next_zh = "請重新整理頁面，看過新的設定再改"
    next_en = "Reload the page, look at how it is now, then change it"
    status = 409


@action("petition.mailbox")
def set_mailbox(
    *, branch_id: int, box: rules.Mailbox, reason: str, by: Actor, at: datetime, on: date
) -> int:
    """Keep a mailbox as it shall be from now on; ``box.edition`` is the one that was looked at."""
    if not by.may("reference.edit"):
        raise MayNotHandle(permission="reference.edit")
    if not reason.strip():
        raise ReasonMissing(field="reason")
    others = [one.code for one in applications.declared() if one.code not in rules.PETITION_KINDS]
    rules.check(box, others, on)
    before = {one.code: one for one in mailboxes(branch_id)}.get(box.code)
    rules.check_guard(before, box, by.may)
    newest = (
        MailboxEdition.objects.filter(branch_id=branch_id, code=box.code)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    if (newest or 0) != box.edition:
        raise MailboxChangedMeanwhile
    try:
        with transaction.atomic():
            _keep(branch_id, box, reason, by, at)
    except IntegrityError as error:
        raise MailboxChangedMeanwhile from error
    record(
        kind="reference", ref=f"mailbox:{box.code}", branch_id=branch_id, reason=reason.strip(),
        data={"edition": box.edition + 1, "new": not newest and box.code not in first()},
    )  # fmt: skip
    return box.edition + 1


def _keep(branch_id: int, box: rules.Mailbox, reason: str, by: Actor, at: datetime) -> None:
    MailboxEdition.objects.create(
        branch_id=branch_id, code=box.code, number=box.edition + 1, position=box.position,
        name_zh=box.name.zh, name_en=box.name.en, opening_zh=box.opening.zh,
        opening_en=box.opening.en, audience=box.audience, kind=box.kind,
        guard=box.guard if box.is_ours else "", identity=box.identity,
        rule=box.rule if box.is_ours else "", days=box.days, section_id=box.section_id,
        categories=[list(one) for one in box.categories], is_open=box.is_open,
        reason=reason.strip()[:200], made_at=at, by_ref=by.ref, by_name=by.name,
    )  # fmt: skip
    if box.is_guarded:
        # What waits to be looked at is for the unit from now on.
        waiting = Incoming.objects.filter(branch_id=branch_id, mailbox=box.code, outcome=ASIDE)
        waiting.filter(guard=rules.VIEW).update(guard=box.guard)


class BoxNoteUnfit(Refusal):
    code = "LETTER_BOX_UNFIT"
    zh = "{what_zh}"
    en = "{what_en}"
    next_zh = "請查對後再登記"
    next_en = "Check it and note it again"
    status = 422


@action("petition.box_opened")
def note_box(
    *, branch_id: int, place: str, opened_at: datetime, letters: int, witness: str, note: str = "",
    by: Actor, at: datetime,
) -> BoxOpening:  # fmt: skip
    """Note that the letter box was emptied, by two people together; each letter is then registered."""
    if not by.may("petition.edit"):
        raise MayNotHandle(permission="petition.edit")
    if opened_at > at:
        raise BoxNoteUnfit(
            field="opened_on", what_zh="開箱時間不能晚於現在", what_en="It cannot be later than now"
        )
    if not witness.strip() or witness.strip() == by.name:
        raise BoxNoteUnfit(
            field="witness", what_zh="請寫另一位一同開箱的人",
            what_en="Name the other person who was there",
        )  # fmt: skip
    row = BoxOpening.objects.create(
        branch_id=branch_id, place=place.strip()[:60], opened_at=opened_at, letters=letters,
        witness=witness.strip()[:60], note=note.strip()[:300], noted_at=at, by_ref=by.ref,
        by_name=by.name,
    )  # fmt: skip
    record(kind="letter_box", ref=row.ref, branch_id=branch_id, data={"letters": letters})
    return row
