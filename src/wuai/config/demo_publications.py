"""What nobody could deliver: one notice hangs, one waits for its second person."""

from wuai.config.demo_days import DemoDays
from wuai.contexts.notices import api as notices

DRAFT = notices.PublicationDraft(
    "ADDRESS_UNKNOWN", "NEED", facts="戶籍地址查無此人，鄰居與里長均不知去向。"
)


def publish_what_came_back(weeks: DemoDays) -> None:
    """The first two notices that came back, a few days ago."""
    on = weeks.day(9)
    clerk, officer = weeks.who("clerk", on), weeks.who("officer", on)
    if clerk.ref == officer.ref:  # no demo accounts: nobody approves what he prepared himself
        return
    refs = [
        notices.notice_by_number(weeks.branch_id, row.notice_number)
        for row in notices.failed_service(weeks.branch_id, limit=2)
    ]
    for place, row in enumerate(row for row in refs if row is not None):
        made = notices.prepare_publication(
            notice_ref=row.ref,
            draft=DRAFT,
            key=weeks.key(row.ref),
            by=clerk,
            at=weeks.at(on, 9),
            on=on,
        )
        if place:
            continue
        notices.decide_publication(
            ref=made.ref, approve=True, by=officer, at=weeks.at(on, 10), on=on
        )
        notices.post_publication(
            ref=made.ref, posted_at=weeks.at(on, 11), place="本分署一樓公告欄", by=clerk,
            at=weeks.at(on, 11),
        )  # fmt: skip
