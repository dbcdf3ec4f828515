"""What printing did to notices: in which file and on which pages they are, or why they are not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from wuai.contexts.notices.events import NoticesSetAside
from wuai.contexts.notices.models import NoticeBatch, PrintFile, SetAside
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.events import publish
from wuai.platform.models import StoredFile
from wuai.platform.queue import later


class NotSetAside(Refusal):
    code = "NOTICE_NOT_SET_ASIDE"
    zh = "這張通知書不在待處理清單"
    en = "This notice is not set aside"
    next_zh = "請看通知書目前的狀態"
    next_en = "See the state of the notice"
    status = 404


@dataclass(frozen=True, slots=True)
class OnPaper:
    """Where one notice was printed."""

    notice_id: int
    first_page: int
    pages: int


@action("notice.print")
def note_printed(
    *, batch_id: int, no: int, stored: StoredFile, printed: Sequence[OnPaper], by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """One file of a batch was printed and is kept."""
    pages = sum(p.pages for p in printed)
    file = PrintFile.objects.create(
        batch_id=batch_id, no=no, kind="PDF", stored=stored, notices=len(printed), pages=pages,
        made_at=at,
    )  # fmt: skip
    _fill_in(file.id, printed)
    _close_tasks([p.notice_id for p in printed], by, at)
    batch = NoticeBatch.objects.get(id=batch_id)
    record(
        kind="notices", ref=batch.ref, branch_id=batch.branch_id,
        data={"file": no, "notices": len(printed), "pages": pages, "sha256": stored.sha256},
    )  # fmt: skip


def _fill_in(file_id: int, printed: Sequence[OnPaper]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notices_notice n SET status = 'PRINTED', file_id = %s, first_page = v.first,"
            " pages = v.pages FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS v(id, first, pages)"
            " WHERE n.id = v.id",
            [
                file_id,
                [p.notice_id for p in printed],
                [p.first_page for p in printed],
                [p.pages for p in printed],
            ],
        )


def _close_tasks(notice_ids: list[int], by: Actor, at: datetime) -> None:
    SetAside.objects.filter(notice_id__in=notice_ids, closed_at__isnull=True).update(
        closed_at=at, closed_by=by.ref, outcome="PRINTED"
    )


@action("notice.set_aside")
def set_aside(*, batch_id: int, unprintable: dict[int, list[str]], by: Actor, at: datetime) -> None:
    """These notices hold characters that no font here has: each becomes a task that names them."""
    batch = NoticeBatch.objects.get(id=batch_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notices_notice SET status = 'SET_ASIDE' WHERE id = ANY(%s)"
            " AND status = 'WAITING'",
            [list(unprintable)],
        )
    open_already = set(
        SetAside.objects.filter(notice_id__in=unprintable, closed_at__isnull=True).values_list(
            "notice_id", flat=True
        )
    )
    SetAside.objects.bulk_create(
        SetAside(notice_id=i, branch_id=batch.branch_id, characters=names, opened_at=at)
        for i, names in unprintable.items()
        if i not in open_already
    )
    record(
        kind="notices", ref=batch.ref, branch_id=batch.branch_id, data={"count": len(unprintable)}
    )
    publish(NoticesSetAside(batch.branch_id, str(batch.ref), len(unprintable)))


@action("notice.finish_batch")
def finish(
    *, batch_id: int, index: StoredFile, totals: dict[str, Any], by: Actor, at: datetime
) -> None:
    """Every notice of the batch was printed or set aside; the index lists them in postal order."""
    batch = NoticeBatch.objects.get(id=batch_id)
    PrintFile.objects.create(
        batch=batch, no=PrintFile.objects.filter(batch=batch, kind="INDEX").count() + 1,
        kind="INDEX", stored=index, notices=totals["notices"], pages=totals["pages"], made_at=at,
    )  # fmt: skip
    batch.status, batch.printed_at = "PRINTED", at
    batch.pages, batch.set_aside = totals["pages"], totals["set_aside"]
    batch.save(update_fields=["status", "printed_at", "pages", "set_aside"])
    record(kind="notices", ref=batch.ref, branch_id=batch.branch_id, data=totals)


@action("notice.deliver")
def note_delivered(*, batch_id: int, by: Actor, at: datetime) -> None:
    """The files of a batch were handed over to be printed on paper and posted."""
    batch = NoticeBatch.objects.get(id=batch_id)
    NoticeBatch.objects.filter(id=batch_id, delivered_at__isnull=True).update(delivered_at=at)
    record(kind="notices", ref=batch.ref, branch_id=batch.branch_id)


@action("notice.retry_print")
def retry(*, notice_ref: str, by: Actor, at: datetime) -> NoticeBatch:
    """Try again to print a notice that was set aside (a font was installed since)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notices_notice SET status = 'WAITING' WHERE ref = %s AND branch_id = %s"
            " AND status = 'SET_ASIDE' RETURNING batch_id",
            [notice_ref, by.branch_id],
        )
        found = cursor.fetchone()
    if found is None:
        raise NotSetAside()
    batch = NoticeBatch.objects.get(id=found[0])
    batch.status, batch.printed_at = "ISSUED", None
    batch.save(update_fields=["status", "printed_at"])
    print_later(str(batch.ref))
    record(kind="notice", ref=notice_ref, branch_id=batch.branch_id)
    return batch


@action("notice.by_hand")
def done_by_hand(*, notice_ref: str, reason: str, by: Actor, at: datetime) -> None:
    """The section wrote this letter itself; the task is done."""
    task = SetAside.objects.filter(
        notice__ref=notice_ref, branch_id=by.branch_id or 0, closed_at__isnull=True
    ).first()
    if task is None:
        raise NotSetAside()
    task.closed_at, task.closed_by, task.outcome = at, by.ref, "BY_HAND"
    task.save(update_fields=["closed_at", "closed_by", "outcome"])
    record(kind="notice", ref=notice_ref, branch_id=by.branch_id, reason=reason)


def print_later(batch_ref: str) -> None:
    """Have a worker print the batch once this transaction is committed."""
    later("notices.print", batch_ref=batch_ref)
