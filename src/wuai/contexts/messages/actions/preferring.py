"""How a person wants to be told: channels with consent, language, reminders, linking LINE."""

import secrets
from datetime import datetime, timedelta

from wuai.contexts.messages.models import Contact, Message, Preference
from wuai.contexts.messages.rules import channels
from wuai.contexts.messages.rules.kinds import LANGUAGES, kind_of
from wuai.contexts.parties import api as parties
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

# Without letters and digits that look alike; a code is typed on a telephone.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_HOLDS = timedelta(days=1)


class SourceUnknown(Refusal):
    code = "MESSAGE_SOURCE_UNKNOWN"
    zh = "須註明當事人如何同意"
    en = "Say how the person consented"
    next_zh = "由清單選擇同意的方式"
    next_en = "Choose the way from the list"
    basis = "個人資料保護法第 7 條"
    status = 422


class LanguageUnknown(Refusal):
    code = "MESSAGE_LANGUAGE_UNKNOWN"
    zh = "沒有這個語言"
    en = "There is no such language"
    next_zh = "可用：中文、English"
    next_en = "Use 中文 or English"
    status = 422


class CodeUnknown(Refusal):
    code = "LINE_CODE_UNKNOWN"
    zh = "綁定碼不正確或已過期"
    en = "The linking code is wrong or too old"
    next_zh = "請向本分署索取新的綁定碼，一天內有效"
    next_en = "Ask the branch for a new one; it holds for a day"
    status = 404


@action("contact.consent")
def set_contact(
    *,
    party_id: int,
    channel: str,
    address: str,
    source: str,
    rank: int = 1,
    by: Actor,
    at: datetime,
) -> None:
    """The person consents to a channel: kept with how, when and by whom it was recorded."""
    if source not in channels.SOURCES:
        raise SourceUnknown(field="source")
    person, wanted = parties.party_row(party_id), channels.address(channel, address)
    before = Contact.objects.filter(party_id=party_id, channel=channel, address=wanted).first()
    Contact.objects.update_or_create(
        party_id=party_id, channel=channel,
        defaults={
            "address": wanted, "rank": rank, "source": source,
            "asked_at": None, "confirmed_at": before.confirmed_at if before else None,
            "consented_at": at, "consented_by": by.ref, "ended_at": None, "ended_why": "",
            "bad_since": None, "bad_why": "",
        },
    )  # fmt: skip
    record(kind="party", ref=person.ref, branch_id=person.branch_id,
           data={"channel": channel, "source": source})  # fmt: skip


@action("contact.end")
def end_contact(
    *, party_id: int, channel: str, why: str = "WITHDRAWN", by: Actor, at: datetime
) -> None:
    """Consent withdrawn: nothing goes that way any more; the portal keeps the copies."""
    person = parties.party_row(party_id)
    ended = Contact.objects.filter(party_id=party_id, channel=channel, ended_at__isnull=True)
    count = ended.update(ended_at=at, ended_why=why)
    record(kind="party", ref=person.ref, branch_id=person.branch_id,
           data={"channel": channel, "ended": count, "why": why})  # fmt: skip


@action("preference.set")
def set_preference(
    *, party_id: int, language: str, reminders: bool, by: Actor, at: datetime
) -> None:
    """In which language, and whether reminders are welcome."""
    if language not in LANGUAGES:
        raise LanguageUnknown(field="language")
    person = parties.party_row(party_id)
    held = _held(party_id, by, at)
    held.language, held.changed_at, held.changed_by = language, at, by.ref
    held.reminders_stopped_at = None if reminders else held.reminders_stopped_at or at
    held.save()
    record(kind="party", ref=person.ref, branch_id=person.branch_id,
           data={"language": language, "reminders": reminders})  # fmt: skip


def _held(party_id: int, by: Actor, at: datetime) -> Preference:
    Preference.objects.bulk_create(
        [Preference(party_id=party_id, changed_at=at, changed_by=by.ref)], ignore_conflicts=True
    )
    return Preference.objects.select_for_update().get(party_id=party_id)


@action("contact.line_code")
def line_code(*, party_id: int, by: Actor, at: datetime) -> str:
    """A code that the person sends to our LINE account to link it; it holds for a day."""
    person = parties.party_row(party_id)
    held = _held(party_id, by, at)
    held.line_code = "".join(secrets.choice(_SIGNS) for _ in range(10))
    held.line_code_until = at + CODE_HOLDS
    held.save(update_fields=["line_code", "line_code_until"])
    record(kind="party", ref=person.ref, branch_id=person.branch_id)
    return held.line_code


@action("contact.line_link")
def link_line(*, code: str, user: str, by: Actor, at: datetime) -> None:
    """Somebody sent us a code in LINE: that LINE account is the person's."""
    held = (
        Preference.objects.select_for_update()
        .filter(line_code=code.strip().upper(), line_code_until__gt=at).first()
    )  # fmt: skip
    if held is None:
        raise CodeUnknown
    held.line_code, held.line_code_until = None, None
    held.save(update_fields=["line_code", "line_code_until"])
    set_contact(party_id=held.party_id, channel="LINE", address=user, source="LINE", by=by, at=at)
    record(kind="party", ref=parties.party_row(held.party_id).ref)


@action("contact.line_blocked")
def line_blocked(*, user: str, by: Actor, at: datetime) -> None:
    """Somebody blocked our LINE account: that is a withdrawal."""
    ended = Contact.objects.filter(channel="LINE", address=user, ended_at__isnull=True)
    record(kind="line", ref="block", data={"ended": ended.update(ended_at=at, ended_why="BLOCKED")})


@action("message.stop")
def stop(*, message_ref: str, channel_too: bool = False, by: Actor, at: datetime) -> str:
    """One click from a message: no more reminders; or, asked for, nothing more by this channel.

    What the law wants told stays in the portal and on paper. REMINDERS or CHANNEL comes back.
    """
    message = Message.objects.select_related("telling").get(ref=message_ref, telling__isnull=False)
    telling = message.telling
    if telling is None:
        raise CodeUnknown
    if channel_too or kind_of(telling.kind).necessary:
        end_contact(
            party_id=telling.party_id, channel=message.channel, why="ONE_CLICK", by=by, at=at
        )
        done = "CHANNEL"
    else:
        set_preference(party_id=telling.party_id, language=telling.language, reminders=False,
                       by=by, at=at)  # fmt: skip
        done = "REMINDERS"
    record(kind="message", ref=message.ref, branch_id=message.branch_id, data={"stopped": done})
    return done
