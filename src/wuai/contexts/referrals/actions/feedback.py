"""Tell an agency that its feedback waits, and write down that it was fetched."""

from datetime import date, datetime
from typing import Any

from wuai.contexts.cases import api as cases
from wuai.contexts.messages import api as messages
from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals.models import FeedbackDay
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor

# The mail says that a file waits, and where; what is in it never leaves by mail.
SUBJECT = "{branch}：{day} 回饋檔待下載 / feedback file waiting"
BODY = (
    "{agency} 您好：\n\n{branch} {day} 的回饋檔已備妥，請登入移送機關入口下載。\n"
    "本信不含任何案件內容。\n\n"
    "The feedback file of {branch_en} for {day} is ready. Please log in to the agency portal to"
    " download it.\nThis mail contains no case data.\n"
)


def days_to_tell(*, branch_id: int, since: date, until: date) -> list[tuple[int, date, int]]:
    """Agencies and days on which something happened and nobody was told: (agency, day, rows)."""
    told = set(
        FeedbackDay.objects.filter(branch_id=branch_id, on__range=(since, until)).values_list(
            "agency_id", "on"
        )
    )
    found = cases.feedback_days(branch_id=branch_id, since=since, until=until)
    return [(a, day, rows) for a, day, rows in found if (a, day) not in told]


@action("feedback.tell")
def tell_feedback(
    *, branch_id: int, agency_id: int, on: date, rows: int, by: Actor, at: datetime
) -> None:
    """Write down that the day's feedback waits, and mail the agency's mailbox if it has one."""
    _day, new = FeedbackDay.objects.get_or_create(
        branch_id=branch_id, agency_id=agency_id, on=on, defaults={"rows": rows, "told_at": at}
    )
    branch, agency = organisation.branch_by_id(branch_id), organisation.agency_by_id(agency_id)
    record(
        kind="feedback", ref=f"{branch.code}:{agency.code}:{on}", branch_id=branch_id,
        data={"rows": rows, "new": new},
    )  # fmt: skip
    if new and agency.feedback_email:
        facts = {"branch": branch.name_zh, "branch_en": branch.name_en, "agency": agency.name_zh,
                 "day": on.isoformat()}  # fmt: skip
        messages.send_mail(
            once_key=f"feedback:{branch.code}:{agency.code}:{on}", recipient=agency.feedback_email,
            subject=SUBJECT.format(**facts), body=BODY.format(**facts), branch_id=branch_id, at=at,
        )  # fmt: skip


@action("feedback.fetch")
def fetch_feedback(
    *, branch_id: int, agency_id: int, on: date, rows: int, sha256: str, by: Actor, at: datetime
) -> FeedbackDay:
    """The download acknowledges: who, when, and which bytes."""
    FeedbackDay.objects.get_or_create(
        branch_id=branch_id, agency_id=agency_id, on=on, defaults={"rows": rows, "told_at": at}
    )
    day = FeedbackDay.objects.select_for_update().get(
        branch_id=branch_id, agency_id=agency_id, on=on
    )
    day.rows, day.sha256, day.downloaded_at, day.downloaded_by = rows, sha256, at, by.ref
    day.save(update_fields=["rows", "sha256", "downloaded_at", "downloaded_by"])
    facts: dict[str, Any] = {"rows": rows, "sha256": sha256}
    record(kind="feedback", ref=f"{branch_id}:{agency_id}:{on}", branch_id=branch_id, data=facts)
    return day
