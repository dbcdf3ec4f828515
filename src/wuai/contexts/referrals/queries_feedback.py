"""The feedback of a day for one agency: every case assigned, closed or corrected that day."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from wuai.contexts.cases import api as cases
from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals.models import FeedbackDay
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.roc_dates import dense
from wuai.platform.spreadsheets import disarmed

HEADER = ("移送案號", "執行案號", "股別", "承辦人", "電話", "事由", "日期", "已收金額", "餘額")

_REASONS = {"ASSIGNED": "分案", "AMENDED": "更正", "OWED_BACK": "沖回"}


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One case and what happened to it that day."""

    agency_ref: str
    number: str
    section: str
    clerk: str
    phone: str
    reason: str
    on: date
    received: int
    balance: int


def feedback_rows(*, agency_id: int, branch_id: int, on: date) -> list[FeedbackRow]:
    """The rows, in the order of the case numbers; an assigned and closed case has two."""
    happened = cases.happened_on(branch_id=branch_id, agency_id=agency_id, on=on)
    sections = {row.id: row for row in organisation.sections(branch_id)}
    clerks = organisation.clerks(branch_id, on=on)
    words = {row.code: row.feedback_zh for row in organisation.closing_codes()}
    ids = [one.case.id for one in happened]
    owed, received = cases.balances(ids, on), cases.received(branch_id, ids)
    evidenced = cases.evidenced(ids)  # off the books, and owed all the same
    owed_back = cases.owed_back_sums(one.case.id for one in happened if one.what == "OWED_BACK")
    first = cases.assigned_debts(
        branch_id, (one.case for one in happened if one.what == "ASSIGNED")
    )
    rows = []
    for one in happened:
        money = received.get(one.case.id, 0)
        section = sections[one.case.section_id]
        clerk = clerks.get(section.id)
        reason = _REASONS.get(one.what) or words.get(one.what, one.what)
        balance = evidenced.get(one.case.id, sum(owed[one.case.id].values()))
        if one.what == "OWED_BACK":  # off the books as well; this much may be referred again
            balance += owed_back[one.case.id]
        if one.what == "ASSIGNED":  # as it was then, whatever came in since
            money, balance = 0, first[one.case.id]
        rows.append(
            FeedbackRow(
                one.case.agency_ref, one.case.number, section.name_zh,
                clerk.name_zh if clerk else "", _phone(section), reason, on, money, balance,
            )
        )  # fmt: skip
    return rows


def _phone(section: organisation.SectionRow) -> str:
    return f"{section.phone}#{section.extension}" if section.extension else section.phone


def feedback_csv(rows: Sequence[FeedbackRow]) -> bytes:
    """The file: UTF-8 with BOM, CRLF, formulas disarmed, whole dollars."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in rows:
        writer.writerow(
            [*map(disarmed, (row.agency_ref, row.number, row.section, row.clerk, row.phone)),
             row.reason, dense(row.on), row.received, row.balance]
        )  # fmt: skip
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def write_feedback(rows: Sequence[FeedbackRow], path: Path) -> None:
    """Write the file."""
    path.write_bytes(feedback_csv(rows))


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """One day with one branch: how many rows, and when they were fetched."""

    branch: organisation.BranchRow
    on: date
    rows: int
    downloaded_at: datetime | None

    @property
    def name(self) -> Bilingual:
        """The name of the branch."""
        return Bilingual(self.branch.name_zh, self.branch.name_en)


def feedback_list(*, agency_id: int, until: date, days: int) -> list[FeedbackLine]:
    """The days of an agency on which something happened, newest first."""
    since = until - timedelta(days=days)
    fetched = {
        (row.branch_id, row.on): row.downloaded_at
        for row in FeedbackDay.objects.filter(agency_id=agency_id, on__range=(since, until))
    }
    lines = []
    for branch in organisation.branches():
        happened = cases.feedback_days(
            branch_id=branch.id, since=since, until=until, agency_id=agency_id
        )
        lines += [
            FeedbackLine(branch, on, rows, fetched.get((branch.id, on))) for _, on, rows in happened
        ]
    return sorted(lines, key=lambda line: (line.on, line.branch.code), reverse=True)
