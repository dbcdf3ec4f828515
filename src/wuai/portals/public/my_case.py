"""One case for the person who owes: every dollar, what comes next, what was, papers and receipts."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from wuai.contexts.appointments import api as appointments
from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.instalments import api as instalments
from wuai.contexts.notices import api as notices
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments import api as payments
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.money import format_nt
from wuai.platform.access import citizen, log_read
from wuai.platform.ui.pieces import Component, Fact, File, Happening, Table
from wuai.portals.public.my import state_of
from wuai.portals.public.my_cases import Mine, MyCase, gather
from wuai.portals.public.my_steps import Step, steps
from wuai.portals.public.slip import COMPONENTS, beside, phone_of, who_of


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the page prints."""

    case: MyCase
    explained: Sequence[Component]
    facts: Sequence[Fact]
    steps: Sequence[Step]
    trail: Sequence[Happening]
    papers: Sequence[File]
    receipts: Sequence[payments.PaidPart]
    held: int
    plan: Table | None
    who: Bilingual
    phone: str
    certificate: cases.CertificateRow | None
    posted: Sequence[notices.PublicationRow] = ()


@citizen()
@require_safe
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The page of one of his own cases, at whichever branch."""
    visit = identity.citizen_of(request)
    mine = gather(visit, on=timezone.localdate(), only=ref)
    if not mine.cases:
        raise Http404
    log_read(request, f"case:{ref}", reason="")
    page = page_of(mine)
    here = {
        "page": page, "case": page.case, "visit": visit, "today": mine.on, "state": state_of(page.case),
        "first": page.steps[0] if page.steps else None, "steps": page.steps[1:],
        "applications": [a for a in mine.applications if a.case_id == page.case.row.id],
        "may_pay": visit.may("PAY") and page.case.may_be_paid(), "may_apply": visit.may("APPLY"),
    }  # fmt: skip
    return render(request, "public/my_case.html", here)


def page_of(mine: Mine) -> CasePage:
    """Gather the page of the only case of a visit."""
    case = mine.cases[0]
    row, ahead = case.row, steps(mine)
    paid = payments.receipts_of_cases([row.id])
    letters, course = notices.notices_of_case(row.id), cases.course(row.id)
    posted = notices.publications_of(one.id for one in letters)
    branch, section = organisation.branch_by_id(row.branch_id), organisation.section(row.section_id)
    view = None
    # An agent for one case learns the sum of a plan over several, not its course.
    is_seen = case.plan is not None and (case.plan.cases == 1 or mine.visit.acting_for is None)
    if case.plan is not None and case.plan.runs and is_seen:
        view = instalments.plan_view(case.plan.ref, on=mine.on)
    extra = [one for one in payments.held_of_case(row.id) if one.payer_id is None]
    past = [
        *_letters(letters), *_posted(posted), *_money(paid, extra), *_course(row, course), *_visits(row.id),
        *_plans(row.id),
    ]  # fmt: skip
    return CasePage(
        case=case, explained=[_component(line) for line in cases.explain(row, mine.on)],
        facts=_facts(case), steps=ahead,
        trail=[*sorted(past, key=_when), *(step.ahead for step in ahead if step.on)],
        papers=[
            File(f"{_('通知書')} {one.number}", f"/my/notices/{one.ref}/notice.pdf", None, "PDF",
                 Bilingual("中文、英文", "Chinese, English"))
            for one in letters if one.status == "PRINTED"
        ],
        receipts=paid, held=sum(one.held + one.returning for one in extra),
        plan=instalments.schedule_table(view) if view else None, who=who_of(branch, section),
        phone=phone_of(branch, section), certificate=course.certificate,
        posted=[one for one in posted if one.state == "POSTED"],
    )  # fmt: skip


def _component(line: cases.AmountLine) -> Component:
    """One line of "why this much"; its days and its rate only where interest runs."""
    rate = f"{line.rate.normalize():f} %" if line.rate is not None else ""
    until = line.until if line.until != line.since else None
    return Component(
        COMPONENTS.get(line.component, Bilingual(line.component)), line.amount, line.basis,
        since=line.since, until=until, rate=rate,
    )  # fmt: skip


def _facts(case: MyCase) -> list[Fact]:
    row = case.row
    held = [
        Fact(_("分署"), case.branch), Fact(_("移送機關"), case.agency), Fact(_("欠什麼"), case.about),
        Fact(_("所屬期別"), row.period), Fact(_("依據的文件"), row.title),
        Fact(_("文件送達日"), row.served_on), Fact(_("原繳納期限"), row.due_on),
        Fact(_("分署收案日"), row.registered_on),
    ]  # fmt: skip
    return [fact for fact in held if fact.value not in (None, "")]


def _letters(letters: Sequence[notices.NoticeRow]) -> Iterator[Happening]:
    for one in letters:
        url = f"/my/notices/{one.ref}/notice.pdf" if one.status == "PRINTED" else ""
        yield Happening(_("寄發通知書 %(number)s") % {"number": one.number}, one.issued_on, url=url)
    for attempt in notices.service_of(one.id for one in letters):
        method = notices.METHODS[attempt.method]
        if method.succeeds:
            yield Happening(_("通知書送達"), attempt.effective_on or attempt.on, detail=method.name)


def _posted(posted: Sequence[notices.PublicationRow]) -> Iterator[Happening]:
    for one in posted:
        url = f"/publications/{one.ref}/" if one.state == "POSTED" else ""
        what = _("公示送達公告 %(number)s") % {"number": one.number}
        yield Happening(what, one.posted_on, url=url)


def _money(
    paid: Sequence[payments.PaidPart], extra: Sequence[payments.HeldPayment]
) -> Iterator[Happening]:
    for one in paid:
        channel = Bilingual(one.channel_zh, one.channel_en)
        what = _("已收到 {money}").format(money=format_nt(one.amount))
        yield Happening(what, one.paid_on, detail=channel, url=f"/my/receipts/{one.receipt_ref}/")
    yield from map(beside, extra)


def _course(row: cases.CaseRow, course: cases.Course) -> Iterator[Happening]:
    yield Happening(_("機關移送，分署收案"), row.registered_on)
    if row.started_on:
        yield Happening(_("開始執行"), row.started_on)
    for one in course.suspensions:
        yield Happening(pgettext("經過", "停止執行"), one.since, detail=one.ground.name)
        if one.ended_on:
            yield Happening(_("繼續執行"), one.ended_on)
    if row.closed_on:
        yield Happening(_("結案"), row.closed_on, detail=cases.STATE_NAMES[row.status])


def _visits(case_id: int) -> Iterator[Happening]:
    for one in appointments.of_case(case_id):
        if one.state != "BOOKED":
            yield Happening(one.service_name, one.starts_at, detail=one.state_name)


def _plans(case_id: int) -> Iterator[Happening]:
    for plan in instalments.plans_of_case(case_id):
        yield Happening(_("申請分期 %(number)s") % {"number": plan.number}, plan.requested_on)
        if plan.decided_on:
            granted = plan.total is not None
            yield Happening(_("核准分期") if granted else _("分期未准"), plan.decided_on)
        if plan.ended_on:
            yield Happening(instalments.STATE_NAMES[plan.status], plan.ended_on)


def _when(entry: Happening) -> datetime:
    if isinstance(entry.at, datetime):
        return entry.at
    return datetime.combine(entry.at or date.max, time(), tzinfo=UTC)
