"""Tell who keeps the system that somebody tried to change what may never change."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from wuai.contexts.identity import api as identity
from wuai.contexts.messages import api as messages
from wuai.kernel.taipei import TAIPEI
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.models import HistoryLine, RefusedChange

KEEPS_SYSTEM = "system.operate"
AT_ONCE = 50
_SUBJECT, _ONE_TELLER = "refused", 0x5EA2


def tell_refused(*, by: Actor, at: datetime) -> int:
    """Tell what was refused and not told yet, each once; how many tries."""
    with transaction.atomic():
        with connection.cursor() as cursor:  # another worker may be telling the same
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_TELLER])
        rows = _untold()
        if rows:
            _tell(rows=rows, by=by, at=at)
        return len(rows)


def _untold() -> list[RefusedChange]:
    told = HistoryLine.objects.filter(
        subject_kind=_SUBJECT, subject_ref=Cast(OuterRef("id"), CharField())
    )
    return list(RefusedChange.objects.filter(~Exists(told)).order_by("id")[:AT_ONCE])


@action("guard.tell")
def _tell(*, rows: list[RefusedChange], by: Actor, at: datetime) -> None:
    for row in rows:
        # The line is sealed with the others: the try stays proven.
        record(kind=_SUBJECT, ref=row.id, data={
            "table": row.table_name, "statement": row.statement, "action": row.action,
            "by": row.by_ref, "at": row.at.isoformat(),
        })  # fmt: skip
    for mailbox in identity.mailboxes(timezone.localdate(at), KEEPS_SYSTEM):
        _mail(mailbox, rows, at)


def _mail(mailbox: str, rows: list[RefusedChange], at: datetime) -> None:
    said = [
        f"{row.at.astimezone(TAIPEI):%Y-%m-%d %H:%M:%S}  {row.statement} {row.table_name}"
        f"  {row.action} {row.by_ref}".rstrip()
        for row in rows
    ]
    (zh, what_zh, then_zh), (en, what_en, then_en) = (_words(lang) for lang in ("zh-hant", "en"))
    body = [what_zh, what_en, "", *said, "", then_zh, then_en]
    messages.send_mail(
        once_key=f"refused:{rows[-1].id}:{mailbox}", recipient=mailbox, subject=f"{zh} / {en}",
        body="\n".join(body), branch_id=None, at=at,
    )  # fmt: skip


def _words(lang: str) -> tuple[str, str, str]:
    """What the letter says, in the one language and the other: nobody knows who opens it."""
    with override(lang):
        return (
            _("試圖改寫帳本或歷史"),
            _("有人以系統的資料庫帳號試圖改寫不可改寫的資料，資料庫已拒絕，資料沒有改變："),
            _("請查明是程式錯誤或入侵；同一時間的請求見系統記錄，紀錄亦已封存於「稽核紀錄」。"),
        )
