"""Hears what no single context may tell: deadlines and messages do not know each other.

Mails carry a number, days and a way to ask; never a name, a debt or a subject.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.utils import timezone

from wuai.contexts.deadlines import api as deadlines
from wuai.contexts.deadlines import events
from wuai.contexts.identity import api as identity
from wuai.contexts.messages import api as messages
from wuai.contexts.organisation import api as organisation
from wuai.kernel.roc_dates import long_en, long_zh

MOVED = "{branch}：您的案件處理期限改了 / the date for your matter changed"
MOVED_BODY = (
    "您好：\n\n您在{branch}的案件（{number}），因{why_zh}，辦理期限由 {was_zh} 改為 {now_zh}。\n"
    "這是依法重新計算的結果，您不必做任何事；有疑問請電 {phone}。\n"
    "我們不會請您操作提款機；有疑問請撥 165。\n\n"
    "Your matter {number} at {branch_en}: because of {why_en}, the date moves from {was_en} to"
    " {now_en}. You need not do anything. Questions: {phone}.\n"
)
DESK = {
    "missed": ("{n} 個期限逾期未辦 / {n} deadlines were missed",
               "有 {n} 個期限已經過了還沒有辦理，請先處理。\n\n{n} deadlines have passed."),
    "near": ("{n} 個期限即將屆滿 / {n} deadlines are near",
             "有 {n} 個期限近日屆滿。\n\n{n} deadlines fall due soon."),
}  # fmt: skip


def deadlines_moved(event: events.DeadlineMoved) -> None:
    """Tell everybody concerned of a new day, once for each declaration."""
    moves = deadlines.moves_of(event.batch)
    subjects = defaultdict(set)
    for move in moves:
        subjects[move.kind].add(move.subject)
    people = {}
    for code, held in subjects.items():
        kind = deadlines.kind(code)
        found = kind.concerned(sorted(held)) if kind else {}
        people.update({(code, subject): told for subject, told in found.items()})
    for move in moves:
        for one in people.get((move.kind, move.subject), ()):
            _tell_moved(event.batch, move, one)


def _tell_moved(batch: str, move: deadlines.MoveRow, one: deadlines.Concerned) -> None:
    branch = organisation.branch_by_id(move.branch_id)
    why_zh, why_en = move.reason.zh, move.reason.en or "a declared closure"
    if move.is_back:
        why_zh, why_en = "停止上班的公告撤回", "a closure that was withdrawn"
    facts = {
        "branch": branch.name_zh, "branch_en": branch.name_en, "phone": branch.phone,
        "number": one.number, "why_zh": why_zh, "why_en": why_en,
        "was_zh": long_zh(move.from_due_on), "was_en": long_en(move.from_due_on),
        "now_zh": long_zh(move.to_due_on), "now_en": long_en(move.to_due_on),
    }  # fmt: skip
    messages.send_mail(
        once_key=f"deadline-moved:{batch}:{move.ref}:{one.number}", recipient=one.recipient,
        subject=MOVED.format(**facts), body=MOVED_BODY.format(**facts), branch_id=branch.id,
        at=timezone.now(),
    )  # fmt: skip


def deadlines_missed(event: events.DeadlinesMissed) -> None:
    """Tell the sections what was missed, and the chief every time."""
    on = date.fromisoformat(event.on)
    by_section: dict[int | None, int] = defaultdict(int)
    for row in deadlines.rows(event.refs):
        by_section[row.section_id] += 1
    key = f"deadlines-missed:{event.refs[0]}:{event.on}"
    for section_id, count in by_section.items():
        _tell_desk("missed", key, event.branch_id, _desk(event.branch_id, section_id, on), count)
    chiefs = _holding(event.branch_id, "CHIEF", on)
    _tell_desk("missed", f"{key}:all", event.branch_id, chiefs, len(event.refs))


def deadlines_near(event: events.DeadlinesNear) -> None:
    """Tell a section what falls due soon."""
    on = date.fromisoformat(event.on)
    to = _desk(event.branch_id, event.section_id, on)
    _tell_desk("near", f"deadlines-near:{event.refs[0]}", event.branch_id, to, len(event.refs))


def _desk(branch_id: int, section_id: int | None, on: date) -> set[str]:
    """The addresses of a section's people; of the chief where nobody there can be written to."""
    serving = organisation.members(branch_id, on=on, section_id=section_id) if section_id else []
    ids = {member.id for member in serving}
    found = {
        account.email
        for account in identity.accounts(branch_id=branch_id)
        if account.is_active and account.email and account.member_id in ids
    }
    return found or _holding(branch_id, "CHIEF", on)


def _holding(branch_id: int, role: str, on: date) -> set[str]:
    return {
        account.email
        for account in identity.accounts(branch_id=branch_id)
        if account.is_active and account.email
        if any(held.code == role for held in account.roles_on(on))
    }


def _tell_desk(what: str, key: str, branch_id: int, to: Iterable[str], count: int) -> None:
    subject, body = (text.format(n=count) for text in DESK[what])
    link = f"{settings.SITE_URL}/staff/deadlines/?which={what}"
    for address in sorted(to):
        messages.send_mail(
            once_key=f"{key}:{address}", recipient=address, subject=subject,
            body=f"{body}\n\n{link}\n", branch_id=branch_id, at=timezone.now(),
        )  # fmt: skip
