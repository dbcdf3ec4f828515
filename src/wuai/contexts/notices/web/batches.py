"""Batches of notices: issue them, fetch the print files, look after what could not be printed."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from wuai.contexts.cases import api as cases
from wuai.contexts.notices.actions.issue import issue_notices
from wuai.contexts.notices.actions.printing import done_by_hand, retry
from wuai.contexts.notices.queries import notices as queries
from wuai.contexts.notices.web.forms import IssueForm, TaskForm
from wuai.contexts.notices.web.tables import batch_table, notice_table
from wuai.contexts.parties import api as parties
from wuai.contexts.payments import api as payments
from wuai.platform import asked, files
from wuai.platform.access import actor_of, log_read, staff
from wuai.platform.models import StoredFile
from wuai.platform.ui.pieces import Crumb, File, Page
from wuai.platform.ui.wording import beside

HOME = "/staff/notices/"
MOST_AT_ONCE = 10_000


def trail(*last: Crumb) -> list[Crumb]:
    """The way to a page of notices."""
    return [Crumb(_("通知與送達"), HOME), *last]


def branch_of(request: HttpRequest) -> int:
    """The branch of who asks."""
    return actor_of(request).branch_id or 0


@staff("case.view")
def listed(request: HttpRequest) -> HttpResponse:
    """What waits, and the batches, the newest first."""
    branch_id = branch_of(request)
    before = asked.before(request)
    rows = queries.batches(branch_id, before=before)
    waiting = queries.counts(branch_id)
    older = f"?before={rows[-1].id}" if len(rows) == queries.PER_PAGE else ""
    numbers = [
        _number(_("印不出的通知"), waiting["set_aside"], f"{HOME}tasks/"),
        _number(_("送達未成功"), waiting["failed_service"], f"{HOME}service/"),
    ]
    return render(
        request, "notices/list.html",
        {"numbers": numbers, "table": batch_table(rows) if rows else None,
         "pager": Page(len(rows), HOME if before else "", older), **may(request)},
    )  # fmt: skip


def may(request: HttpRequest) -> dict[str, bool]:
    """What the person may do here; the pages offer nothing else."""
    actor = actor_of(request)
    return {
        "may_issue": actor.may("notice.issue"), "may_serve": actor.may("service.record"),
        "may_write": actor.may("notice.template"),
    }  # fmt: skip


def _number(label: str, count: int, url: str) -> dict[str, Any]:
    return {"label": label, "count": count, "url": url, "tone": "press" if count else ""}


@staff("notice.issue")
def issue(request: HttpRequest) -> HttpResponse:
    """Issue notices for one case and its person's others, or for every open case without valid slip."""
    actor, today = actor_of(request), timezone.localdate()
    one = _asked_case(request)
    others = _others(one, today) if one else {}
    ids = [one.id] if one else _lacking(branch_of(request))
    form = IssueForm(
        request.POST or None, initial={"key": uuid.uuid4()},
        others=[(str(row.ref), _offer(row, owed, one)) for row, owed in others.values()],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        ids += [others[ref][0].id for ref in form.cleaned_data.get("also", ())]
        key = f"web:{form.cleaned_data['key']}"
        made = queries.batches_of_request(branch_of(request), key)
        ref = made[0].ref if made else issue_notices(
            case_ids=ids[:MOST_AT_ONCE], kind="PAYMENT", request_key=key, by=actor,
            at=timezone.now(), on=today,
        )  # fmt: skip
        messages.success(request, _("已開立，正在排版列印檔"))
        return redirect(f"{HOME}batches/{ref}/")
    log_read(request, *(f"case:{ref}" for ref in ([str(one.ref), *others] if one else [])))
    return render(
        request, "notices/issue.html",
        {"case": one, "count": len(ids), "most": MOST_AT_ONCE, "form": form,
         "trail": trail(Crumb(_("開立通知")))},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _others(one: cases.CaseRow, on: date) -> dict[str, tuple[cases.CaseRow, int]]:
    """By public id: what else the same person owes in open cases that may be enforced, own section first."""
    rows = {row.id: row for row in cases.cases_of_obligor(one.obligor_id, open_only=True)}
    rows.pop(one.id, None)
    for still in cases.suspended(rows):
        del rows[still]
    owed = {id_: sum(parts.values()) for id_, parts in cases.balances(rows, on).items()}
    found = sorted(rows.values(), key=lambda row: (row.section_id != one.section_id, row.id))
    return {str(row.ref): (row, owed[row.id]) for row in found if owed[row.id] > 0}


def _offer(row: cases.CaseRow, owed: int, one: cases.CaseRow | None) -> str:
    together = one is not None and row.section_id == one.section_id
    letter = _("同一股，合寄一封") if together else _("不同股，另寄一封")
    return beside(f"{row.number} NT$\u00a0{owed:,}", letter)


def _asked_case(request: HttpRequest) -> cases.CaseRow | None:
    asked = request.GET.get("case") or request.POST.get("case")
    try:
        return cases.own_case(request, uuid.UUID(asked)) if asked else None
    except ValueError as error:
        raise Http404 from error


def _lacking(branch_id: int) -> list[int]:
    ids = set(cases.open_case_ids(branch_id))
    ids -= cases.suspended(ids)
    return sorted(ids - payments.has_valid_slip(ids, timezone.localdate()))


@staff("case.view")
def show(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """One batch: how far it is, its files, its notices in postal order."""
    batch = queries.batch(branch_of(request), ref)
    if batch is None:
        raise Http404
    after = asked.after(request)
    rows = queries.notices_of_batch(batch.id, after=after)
    people = parties.party_rows({row.obligor_id for row in rows})
    log_read(request, *(f"party:{person.ref}" for person in people.values()))
    older = f"?after={rows[-1].position}" if len(rows) == queries.PER_PAGE else ""
    kept = [
        File(
            row.name, f"{HOME}files/{row.id}/", row.size, "CSV" if row.kind == "INDEX" else row.kind
        )
        for row in queries.files_of(batch.id)
    ]
    return render(
        request, "notices/batch.html",
        {"batch": batch, "files": kept if actor_of(request).may("notice.issue") else [],
         "table": notice_table(rows, people) if rows else None,
         "pager": Page(len(rows), request.path if after else "", older),
         "trail": trail(Crumb(_("批次")))},
    )  # fmt: skip


@staff("notice.issue")
def download(request: HttpRequest, number: int) -> HttpResponseBase:
    """One print file or index."""
    row = queries.file_of_branch(branch_of(request), number)
    if row is None:
        raise Http404
    stored = StoredFile.objects.get(id=row.stored_id)
    log_read(request, f"file:{stored.ref}")
    return sent(stored)


def sent(stored: StoredFile) -> StreamingHttpResponse:
    """A stored file as a download; nothing inside it can run on our pages."""
    answer = StreamingHttpResponse(files.read(stored), content_type=stored.media_type)
    helper = FileResponse(filename=stored.name, as_attachment=True)
    helper.set_headers(_Named(stored.name))  # type: ignore[arg-type]  # it only looks at the name
    answer["Content-Disposition"] = helper["Content-Disposition"]
    answer["Content-Length"] = str(stored.size)
    return answer


class _Named:
    """What Django needs to know of a file to name a download safely."""

    def __init__(self, name: str) -> None:
        self.name = name


@staff("notice.issue")
def tasks(request: HttpRequest) -> HttpResponse:
    """Notices that could not be printed, each with the characters that no font has."""
    rows = queries.tasks(branch_of(request))
    people = parties.party_rows({row.obligor_id for row in rows})
    log_read(request, *(f"party:{person.ref}" for person in people.values()))
    lines = [{"task": row, "person": people[row.obligor_id]} for row in rows]
    return render(
        request, "notices/tasks.html", {"lines": lines, "trail": trail(Crumb(_("印不出的通知")))}
    )


@staff("notice.issue")
def settle(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Try to print one again, or note that the section wrote it by hand."""
    form = TaskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor, now = actor_of(request), timezone.now()
        if form.cleaned_data["what"] == "retry":
            retry(notice_ref=str(ref), by=actor, at=now)
            messages.success(request, _("已再送列印，稍後請看結果"))
        else:
            done_by_hand(notice_ref=str(ref), reason=form.cleaned_data["reason"], by=actor, at=now)
            messages.success(request, _("已記為另行製作"))
    return redirect(f"{HOME}tasks/")
