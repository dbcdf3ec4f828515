"""Groups of petitions with their outcome, posts on the board, and how it was for whoever wrote."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from wuai.contexts.applications import api as applications
from wuai.contexts.petitions.models import (
    Group,
    Grouped,
    Petition,
    Post,
    SurveyAnswer,
    SurveyInvite,
)
from wuai.contexts.petitions.rules import voices as rules
from wuai.contexts.petitions.rules.mailboxes import VIEW
from wuai.contexts.petitions.rules.states import APPROVE, EDIT, MayNotHandle, PetitionUnknown
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a group ends, in both languages."""

    outcome: str
    text_zh: str
    text_en: str

    @property
    def digest(self) -> str:
        """By which the second person says what was read."""
        return rules.digest(self.outcome, self.text_zh, self.text_en)


@action("petition.group")
def make_group(*, title_zh: str, title_en: str, by: Actor, at: datetime) -> uuid.UUID:
    """Begin a group of petitions about the same thing."""
    _may(by, EDIT)
    if not title_zh.strip() or not title_en.strip():
        raise rules.GroupIncomplete(
            field="title_zh", what_zh="請用中文與英文寫出主題", what_en="Name it in both languages"
        )
    row = Group.objects.create(
        branch_id=by.branch_id or 0, title_zh=title_zh.strip()[:80], title_en=title_en.strip()[:160],
        made_at=at,
    )  # fmt: skip
    record(kind="petition_group", ref=row.ref, branch_id=row.branch_id)
    return row.ref


@action("petition.group_add")
def add_to_group(*, group: uuid.UUID, number: str, by: Actor, at: datetime) -> None:
    """Put a petition into a group; of what is confidential no group is made."""
    _may(by, EDIT)
    row = _group(group, by)
    found = Petition.objects.filter(
        branch_id=row.branch_id, number=number.strip().upper(), guard=VIEW
    ).first()
    if found is None:
        raise PetitionUnknown
    Grouped.objects.get_or_create(group=row, petition=found)
    record(
        kind="petition_group", ref=group, branch_id=row.branch_id, data={"petition": found.number}
    )


@action("petition.group_end")
def propose_outcome(*, group: uuid.UUID, end: Outcome, by: Actor, at: datetime) -> None:
    """Say how the group ends; a head publishes it."""
    _may(by, EDIT)
    row = _group(group, by)
    rules.check_outcome(end.outcome, end.text_zh, end.text_en)
    row.outcome, row.text_zh, row.text_en = end.outcome, end.text_zh.strip(), end.text_en.strip()
    row.proposed_by = by.ref
    row.save()
    record(kind="petition_group", ref=group, branch_id=row.branch_id, data={"outcome": end.outcome})


@action("petition.group_publish")
def publish_group(*, group: uuid.UUID, read: str, by: Actor, at: datetime) -> None:
    """Let everybody read what the second person read (``read`` is its digest); it changes no more."""
    _may(by, APPROVE)
    row = _group(group, by)
    rules.check_outcome(row.outcome, row.text_zh, row.text_en)
    if not row.members.exists():
        raise rules.GroupIncomplete(
            field="number", what_zh="請先把陳情加進來", what_en="Put petitions into it first"
        )
    if by.is_same_person(row.proposed_by):
        raise rules.ProposerMayNotPublish
    if read != rules.digest(row.outcome, row.text_zh, row.text_en):
        raise rules.GroupChangedMeanwhile
    row.published_at, row.published_by = at, by.ref
    row.save(update_fields=["published_at", "published_by"])
    record(kind="petition_group", ref=group, branch_id=row.branch_id, data={"published": True})


@action("board.write")
def write(
    *, branch_id: int, alias: str, text: str, language: str, key: uuid.UUID, by: Actor, at: datetime
) -> uuid.UUID:
    """Write on the board: it waits for somebody to read it. The same form twice is one post."""
    kept = rules.check_post(text)
    row, _new = Post.objects.get_or_create(
        key=key,
        defaults={
            "branch_id": branch_id, "alias": rules.one_line(alias)[:30], "text": kept,
            "language": language[:10], "written_at": at, "state": rules.WAITING,
        },
    )  # fmt: skip
    record(kind="board", ref=row.ref, branch_id=row.branch_id)
    return row.ref


@action("board.moderate")
def moderate(
    *, ref: uuid.UUID, show: bool, answer: str = "", reason: str = "", by: Actor, at: datetime
) -> None:
    """Let a post be read, with an answer, or keep it back with the reason; a post shown may still be taken away."""
    _may(by, EDIT)
    row = Post.objects.select_for_update().filter(ref=ref, branch_id=by.branch_id or 0).first()
    if row is None:
        raise rules.PostUnknown
    if not show and not reason.strip():
        raise rules.PostUnfit(
            field="reason", what_zh="不公開須寫理由", what_en="Say why it is not shown"
        )
    row.state = rules.SHOWN if show else rules.HIDDEN
    row.answer, row.reason = answer.strip()[:1000], reason.strip()[:300]
    row.decided_at, row.decided_by, row.decider = at, by.ref, by.name
    row.save()
    record(kind="board", ref=ref, branch_id=row.branch_id, data={"shown": show})


@dataclass(frozen=True, slots=True)
class Said:
    """Three marks from 1 to 5 and a few words."""

    understood: int
    in_time: int
    content: int
    comment: str = ""


@action("petition.survey")
def answer_survey(*, number: str, code: str, said: Said, by: Actor, at: datetime, on: date) -> None:
    """Keep what somebody thinks of our answer, once, and nothing that says who it was."""
    followed = applications.followed(number, code)
    if followed is None:
        raise rules.SurveyClosed
    invites = SurveyInvite.objects.select_for_update()
    invite = invites.filter(petition__application__ref=followed.ref).first()
    if invite is None or invite.used:
        raise rules.SurveyClosed
    invite.used = True
    invite.save(update_fields=["used"])
    _said(followed.branch_id, said, on)


@action("petition.survey_paper")
def note_paper_survey(*, said: Said, by: Actor, at: datetime, on: date) -> None:
    """Keep what came back on paper; the slip carries no number, so nothing leads to anybody."""
    _may(by, EDIT)
    _said(by.branch_id or 0, said, on)


def _said(branch_id: int, said: Said, on: date) -> None:
    quarter = f"{on.year}Q{(on.month + 2) // 3}"
    SurveyAnswer.objects.create(
        branch_id=branch_id, quarter=quarter, understood=said.understood, in_time=said.in_time,
        content=said.content, comment=said.comment.strip()[:500],
    )  # fmt: skip
    # The line names the quarter and no petition: who reads the history cannot join the two.
    record(kind="survey", ref=quarter, branch_id=branch_id)


def _may(by: Actor, permission: str) -> None:
    if not by.may(permission) or not by.may(VIEW):
        raise MayNotHandle(permission=permission)


def _group(ref: uuid.UUID, by: Actor) -> Group:
    row = Group.objects.select_for_update().filter(ref=ref, branch_id=by.branch_id or 0).first()
    if row is None:
        raise rules.GroupUnknown
    if row.published_at:
        raise rules.GroupPublished
    return row
