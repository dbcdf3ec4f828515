"""The feedback of each day: what happened to the agency's cases, and that the file has arrived."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import ConfigDict, Field

from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals.web import api as desk
from wuai.platform.access import log_read
from wuai.portals.api.clients import Bearer, actor_at, agency_id_of, branch_of
from wuai.portals.api.once import once
from wuai.portals.api.openapi import csv_content, extra
from wuai.portals.api.tags import reply

router = Router(tags=["feedback"], auth=Bearer("feedback.read"))


class FeedbackDayShown(Schema):
    """A day on which something happened at a branch."""

    branch: str
    on: date
    rows: int
    fetched_at: datetime | None


class FeedbackDays(Schema):
    """The days, newest first."""

    items: list[FeedbackDayShown]


class FeedbackRowShown(Schema):
    """One case and what happened to it; money is whole NT dollars."""

    agency_ref: str
    number: str
    section: str
    clerk: str
    phone: str
    reason: str
    on: date
    received: int
    balance: int


class FeedbackShown(Schema):
    """The feedback of a day; ``sha256`` is that of the file."""

    branch: str
    on: date
    sha256: str
    items: list[FeedbackRowShown]


class Arrived(Schema):
    """The fingerprint of the file that has arrived."""

    model_config = ConfigDict(extra="forbid")
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Acknowledged(Schema):
    """Since when the branch knows that the file has arrived."""

    branch: str
    on: date
    sha256: str
    acknowledged_at: datetime


class Days(Schema):
    """How far back to look."""

    days: Annotated[int, Field(ge=1, le=366)] = 60


def _of(request: HttpRequest, on: date) -> tuple[organisation.BranchRow, desk.FeedbackFile]:
    branch = branch_of(request)
    held = desk.feedback_of(agency_id=agency_id_of(request), branch_id=branch.id, on=on)
    log_read(request, f"feedback:{branch.code}:{on}")
    return branch, held


@router.get("/feedback", response=FeedbackDays, operation_id="feedback_days")
def days(request: HttpRequest, asked: Query[Days]) -> HttpResponse:
    """有回饋的日子 / The days on which something happened, at all branches."""
    lines = desk.feedback_list(
        agency_id=agency_id_of(request), until=timezone.localdate(), days=asked.days
    )
    return reply(
        FeedbackDays(
            items=[
                FeedbackDayShown(
                    branch=line.branch.code, on=line.on, rows=line.rows,
                    fetched_at=line.downloaded_at,
                )
                for line in lines
            ]
        )
    )  # fmt: skip


@router.get(
    "/feedback/{on}",
    response=FeedbackShown,
    operation_id="feedback",
    openapi_extra=extra(branch=True),
)
def shown(request: HttpRequest, on: Path[date]) -> HttpResponse:
    """一日的回饋 / The feedback of a day."""
    branch, held = _of(request, on)
    rows = [FeedbackRowShown.from_orm(row) for row in held.rows]
    return reply(FeedbackShown(branch=branch.code, on=on, sha256=held.sha256, items=rows))


@router.get(
    "/feedback/{on}/file",
    operation_id="feedback_file",
    openapi_extra=extra(
        branch=True, responses={200: csv_content("回饋檔 / the feedback file, see docs/formats")}
    ),
)
def file(request: HttpRequest, on: Path[date]) -> HttpResponse:
    """一日的回饋檔 / The feedback file of a day; fetching it does not acknowledge it."""
    branch, held = _of(request, on)
    name = f"feedback-{branch.code}-{on}.csv"
    return HttpResponse(
        held.body, content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"',
                 "ETag": f'"{held.sha256[:32]}"'},
    )  # fmt: skip


@router.post(
    "/feedback/{on}/acknowledgement",
    response=Acknowledged,
    operation_id="acknowledge_feedback",
    openapi_extra=extra(branch=True, key=True),
)
@once(as_one=True)
def acknowledge(request: HttpRequest, on: Path[date], arrived: Arrived) -> HttpResponse:
    """簽收回饋檔 / Say that the file has arrived; its fingerprint proves which one."""
    branch, now = branch_of(request), timezone.now()
    at = desk.acknowledge_feedback(
        branch=branch, on=on, sha256=arrived.sha256, at=now,
        by=actor_at(request, branch.id, branch.code),
    )  # fmt: skip
    return reply(Acknowledged(branch=branch.code, on=on, sha256=arrived.sha256, acknowledged_at=at))
