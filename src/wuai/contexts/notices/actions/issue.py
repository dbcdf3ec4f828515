"""Issue notices: group the cases, give them slips and numbers, freeze each letter, start execution."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from wuai.contexts.cases import api as cases
from wuai.contexts.notices.actions.printing import print_later
from wuai.contexts.notices.actions.serving import no_longer_needed
from wuai.contexts.notices.events import NoticesIssued
from wuai.contexts.notices.models import CONTENT, NoticeBatch
from wuai.contexts.notices.queries.senders import Senders, pay_url
from wuai.contexts.notices.queries.ways import WaysOfBranch
from wuai.contexts.notices.rules import letter
from wuai.contexts.notices.rules.grouping import Group, grouped
from wuai.contexts.notices.rules.publications import REPLACED, RUNNING
from wuai.contexts.parties import api as parties
from wuai.contexts.payments import api as payments
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.kernel.roc_dates import roc_year
from wuai.platform import numbers
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.crypto import sealer
from wuai.platform.events import publish

_NOTICE_COLUMNS = (
    "ref", "branch_id", "batch_id", "number", "kind", "obligor_id", "section_id", "position",
    "sorting", "amount", "issued_on", "due_on", "layout", "content", "status",
)  # fmt: skip


class NothingToNotify(Refusal):
    code = "NOTHING_TO_NOTIFY"
    zh = "所選案件都已結案、停止執行或沒有應繳金額，沒有通知書可開立"
    en = "None of these cases is being enforced and owes something: there is no notice to issue"
    next_zh = "請重新選擇案件"
    next_en = "Choose other cases"


class CasesOfSeveralBranches(Refusal):
    code = "CASES_OF_SEVERAL_BRANCHES"
    zh = "一批通知書只能屬於一個分署"
    en = "One batch of notices belongs to one branch"
    next_zh = "請分別開立"
    next_en = "Issue them branch by branch"


@dataclass(frozen=True, slots=True)
class Batch:
    """What was asked for, as the batch remembers it."""

    id: int
    ref: uuid.UUID
    branch_id: int
    kind: str
    on: date


@action("notice.issue")
def issue_notices(
    *, case_ids: Iterable[int], kind: str, request_key: str, by: Actor, at: datetime, on: date
) -> uuid.UUID:
    """Issue one notice a person and section for these cases, and a slip a case; the batch's reference.

    Cases that are closed, suspended or owe nothing are left out. Earlier notices of the same cases are
    superseded; money to their slips still lands.
    """
    letter.kind_of(kind)
    ref = uuid.uuid4()
    asked = set(case_ids)
    asked -= cases.suspended(asked)  # a notice is an act of enforcement
    slips = payments.issue_slips(sorted(asked), by=by, at=at, on=on, notice_ref=ref)
    rows = cases.case_rows(slips)
    branches = {row.branch_id for row in rows.values()}
    if not rows:
        raise NothingToNotify()
    if len(branches) > 1:
        raise CasesOfSeveralBranches()
    branch_id = branches.pop()
    people = parties.party_rows({row.obligor_id for row in rows.values()})
    groups = grouped(rows.values(), people)
    batch = _open(Batch(0, ref, branch_id, kind, on), len(rows), len(groups), request_key, by, at)
    _supersede(list(rows), by, at)
    _write(batch, groups, slips)
    _settle_earlier_tasks(list(rows), by, at)
    cases.start_execution(case_ids=list(rows), on=on, by=by, at=at)
    one = groups[0].cases[0] if len(rows) == 1 else None
    record(
        kind="notices", ref=ref, branch_id=branch_id, case=one.ref if one else None,
        data={"kind": kind, "notices": len(groups), "cases": len(rows), "on": str(on)},
    )  # fmt: skip
    print_later(str(ref))
    publish(NoticesIssued(branch_id, str(ref), kind, len(groups), str(on)))
    return ref


def _open(
    batch: Batch, case_count: int, notice_count: int, request_key: str, by: Actor, at: datetime
) -> Batch:
    made = NoticeBatch.objects.create(
        ref=batch.ref, branch_id=batch.branch_id, kind=batch.kind, request_key=request_key,
        issued_on=batch.on, issued_at=at, by_ref=by.ref, by_name=by.name, cases=case_count,
        notices=notice_count,
    )  # fmt: skip
    return Batch(made.id, batch.ref, batch.branch_id, batch.kind, batch.on)


def _supersede(case_ids: list[int], by: Actor, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notices_notice SET superseded_at = %s WHERE superseded_at IS NULL AND id IN"
            " (SELECT notice_id FROM notices_noticecase WHERE case_id = ANY(%s)) RETURNING id",
            [at, case_ids],
        )
        replaced = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT notice_id FROM notices_publication"
            " WHERE state = ANY(%s) AND notice_id = ANY(%s)",
            [list(RUNNING), replaced],
        )
        hanging = [row[0] for row in cursor.fetchall()]
    if hanging:
        no_longer_needed(notice_ids=hanging, by=by, at=at, reason=REPLACED)


def _settle_earlier_tasks(case_ids: list[int], by: Actor, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notices_setaside SET closed_at = %s, closed_by = %s, outcome = 'REISSUED'"
            " WHERE closed_at IS NULL AND notice_id IN (SELECT n.id FROM notices_notice n"
            " JOIN notices_noticecase c ON c.notice_id = n.id"
            " WHERE c.case_id = ANY(%s) AND n.superseded_at IS NOT NULL)",
            [at, by.ref, case_ids],
        )


def _write(
    batch: Batch, groups: list[Group[cases.CaseRow]], slips: dict[int, payments.SlipRow]
) -> None:
    senders, ways = Senders(batch.branch_id, batch.on), WaysOfBranch(batch.branch_id, batch.on)
    year = roc_year(batch.on)
    first = numbers.take(branch_id=batch.branch_id, year=year, kind="notice", count=len(groups))
    seal = sealer(CONTENT)
    refs = [uuid.uuid4() for _ in groups]
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY notices_notice ({', '.join(_NOTICE_COLUMNS)}) FROM STDIN") as copy:
            for position, (ref, group) in enumerate(zip(refs, groups, strict=True), start=1):
                number = senders.number(year, first + position - 1)
                heading = letter.Heading(str(ref), number, batch.kind, batch.on)
                content = _letter(heading, group, slips, senders, ways)
                sealed = seal(str(ref), json.dumps(content, ensure_ascii=False))
                mine = [slips[case.id] for case in group.cases]
                copy.write_row(
                    (ref, batch.branch_id, batch.id, number, batch.kind, group.obligor_id,
                     group.section_id, position, group.sorting, sum(s.amount for s in mine),
                     batch.on, min(s.due_on for s in mine), letter.LAYOUT, sealed, "WAITING")
                )  # fmt: skip
        _write_cases(refs, groups, slips)


def _write_cases(
    refs: list[uuid.UUID], groups: list[Group[cases.CaseRow]], slips: dict[int, payments.SlipRow]
) -> None:
    pairs = [
        (ref, case.id, slips[case.id].id, slips[case.id].amount)
        for ref, group in zip(refs, groups, strict=True)
        for case in group.cases
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notices_noticecase (notice_id, case_id, slip_id, amount)"
            " SELECT n.id, v.case_id, v.slip_id, v.amount FROM unnest(%s::uuid[], %s::bigint[],"
            " %s::bigint[], %s::bigint[]) WITH ORDINALITY AS v(ref, case_id, slip_id, amount, place)"
            " JOIN notices_notice n ON n.ref = v.ref ORDER BY v.place",
            [list(column) for column in zip(*pairs, strict=True)],
        )


def _letter(
    heading: letter.Heading,
    group: Group[cases.CaseRow],
    slips: dict[int, payments.SlipRow],
    senders: Senders,
    ways: WaysOfBranch,
) -> dict[str, object]:
    sender, blocks = senders.of_section(group.section_id)
    lines = [
        letter.CaseOnLetter(
            number=case.number, agency=senders.agency(case.agency_id),
            about=_about(case), amount=slips[case.id].amount,
            slip=_slip(slips[case.id], ways.of(slips[case.id], case.agency_id)),
        )
        for case in group.cases
    ]  # fmt: skip
    return letter.compose(heading, sender, group.recipient, lines, blocks)


def _about(case: cases.CaseRow) -> Bilingual:
    period_zh = f"（{case.period}）" if case.period else ""
    period_en = f" ({case.period})" if case.period else ""
    return Bilingual(f"{case.category_zh}{period_zh}", f"{case.category_en}{period_en}")


def _slip(slip: payments.SlipRow, ways: letter.WaysOnLetter) -> letter.SlipOnLetter:
    return letter.SlipOnLetter(
        number=slip.number, due_on=slip.due_on, store=slip.store_segments,
        store_refused=slip.store_refused_reason,
        bank=Bilingual(f"{slip.bank_name.zh}（{slip.bank_code}）", slip.bank_name.en),
        account=slip.virtual_account,
        pay_url=pay_url(slip.payment_link_token), ways=ways,
        code=payments.notice_code(slip.ref),
    )  # fmt: skip
