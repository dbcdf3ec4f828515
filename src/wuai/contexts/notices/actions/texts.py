"""Write and approve text blocks; letters already sent keep the words they were sent with."""

from datetime import date, datetime

from django.db.models import Max

from wuai.contexts.notices.models import TextBlockVersion
from wuai.contexts.notices.rules import blocks
from wuai.contexts.notices.rules.letter import clean
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


class VersionUnknown(Refusal):
    code = "TEXT_VERSION_UNKNOWN"
    zh = "本分署沒有這個版本的文字"
    en = "This branch has no such version of the text"
    next_zh = "請看版本清單"
    next_en = "See the list of versions"
    status = 404


@action("notice.write_text")
def write_text(*, draft: blocks.Draft, by: Actor, at: datetime, on: date) -> TextBlockVersion:
    """Write a new version for the branch; it waits for the approval of another person."""
    blocks.check(draft, today=on)
    mine = TextBlockVersion.objects.filter(branch_id=by.branch_id or 0, block=draft.block)
    latest = mine.aggregate(last=Max("version"))["last"] or 0
    made = TextBlockVersion.objects.create(
        branch_id=by.branch_id or 0, block=draft.block, version=latest + 1,
        zh=_tidy(draft.zh), en=_tidy(draft.en), effective_on=draft.effective_on,
        written_at=at, written_by=by.ref, written_by_name=by.name,
    )  # fmt: skip
    record(
        kind="text_block",
        ref=f"{draft.block}/{made.version}",
        data={"from": str(made.effective_on)},
    )
    return made


def _tidy(text: str) -> str:
    return "\n".join(clean(line) for line in text.strip().splitlines())


@action("notice.decide_text")
def decide_text(
    *, version_id: int, approve: bool, by: Actor, at: datetime, on: date, reason: str = ""
) -> TextBlockVersion:
    """Approve or refuse a version that somebody else wrote."""
    held = (
        TextBlockVersion.objects.select_for_update()
        .filter(id=version_id, branch_id=by.branch_id or 0)
        .first()
    )
    if held is None:
        raise VersionUnknown()
    blocks.may_approve(held.state, held.written_by, by.ref)
    if approve:
        # It may have waited longer than its day: then it holds from today.
        held.effective_on = max(held.effective_on, on)
    held.state = "APPROVED" if approve else "REFUSED"
    held.decided_at, held.decided_by, held.decided_by_name = at, by.ref, by.name
    held.save(
        update_fields=["state", "effective_on", "decided_at", "decided_by", "decided_by_name"]
    )
    record(
        kind="text_block",
        ref=f"{held.block}/{held.version}",
        reason=reason,
        data={"state": held.state},
    )
    return held
