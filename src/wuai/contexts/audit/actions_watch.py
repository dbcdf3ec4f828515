"""Watch a case that nobody should look at without need, and tell each reading of it within a minute."""

import uuid
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from wuai.contexts.audit.models import Alarm, Watch
from wuai.contexts.cases import api as cases
from wuai.contexts.messages import api as messages
from wuai.contexts.parties import api as parties
from wuai.kernel.refusal import Refusal
from wuai.platform.actions import action, record
from wuai.platform.actors import Actor
from wuai.platform.models import ReadLine

# Lines of a transaction that took long come late; who stood still longer is found in the trail.
LOOK_BACK = timedelta(hours=6)


class WatchUnknown(Refusal):
    code = "WATCH_UNKNOWN"
    zh = "本分署沒有這筆監看，或已停止"
    en = "This branch has no such watch, or it was ended"
    next_zh = "請回到清單"
    next_en = "Go back to the list"
    status = 404


@action("watch.set")
def set_watch(
    *, branch_id: int, case_number: str, recipient: str, reason: str, by: Actor, at: datetime
) -> Watch:
    """Tell this mailbox of every reading of a case and of its obligor from now on."""
    row = cases.case_by_number(branch_id, case_number)
    party = parties.party_row(row.obligor_id)
    watch = Watch.objects.create(
        branch_id=branch_id, case_number=row.number, reason=reason, recipient=recipient, set_at=at,
        subjects=[f"case:{row.ref}", f"party:{party.ref}"], set_by=by.ref,
    )  # fmt: skip
    # Not in the history of the case: who reads it must not see that it is watched.
    record(kind="watch", ref=watch.ref, branch_id=branch_id, reason=reason)
    return watch


@action("watch.end")
def end_watch(*, ref: uuid.UUID, branch_id: int, by: Actor, at: datetime) -> None:
    """Watch no longer; what was told stays."""
    found = Watch.objects.select_for_update().filter(ref=ref, branch_id=branch_id, ended_at=None)
    watch = found.first()
    if watch is None:
        raise WatchUnknown
    watch.ended_at, watch.ended_by = at, by.ref
    watch.save(update_fields=["ended_at", "ended_by"])
    record(kind="watch", ref=watch.ref, branch_id=branch_id)


def ring_all(*, by: Actor, at: datetime) -> int:
    """Tell what was read and not told yet, watch by watch; how many readings."""
    watches = Watch.objects.filter(ended_at=None).order_by("id").values_list("id", flat=True)
    return sum(_ring(watch_id=one, by=by, at=at) for one in watches if _unheard(one, at))


def _unheard(watch_id: int, at: datetime) -> list[ReadLine]:
    watch = Watch.objects.get(id=watch_id)
    told = Alarm.objects.filter(watch=watch).values("read_id")
    return list(
        ReadLine.objects.filter(
            subjects__has_any_keys=watch.subjects, at__gte=max(watch.set_at, at - LOOK_BACK)
        ).exclude(id__in=told).order_by("id")
    )  # fmt: skip


@action("watch.ring")
def _ring(*, watch_id: int, by: Actor, at: datetime) -> int:
    watch = Watch.objects.select_for_update().get(id=watch_id)
    unheard = _unheard(watch_id, at)  # again: another worker may have been here meanwhile
    Alarm.objects.bulk_create(Alarm(watch=watch, read=line, at=at) for line in unheard)
    record(kind="watch", ref=watch.ref, branch_id=watch.branch_id, data={"reads": len(unheard)})
    if unheard:
        _tell(watch, unheard, at)
    return len(unheard)


@override("zh-hant")  # whoever worked here before may have spoken another language
def _tell(watch: Watch, lines: list[ReadLine], at: datetime) -> None:
    # The mail names neither the case nor the obligor: it leaves the house.
    said = [
        f"{line.at.astimezone():%Y-%m-%d %H:%M:%S}  {_who(line)}  {line.page}" for line in lines
    ]
    body = [_("受監看的案件被讀取："), *said, _("案號與事由請登入「稽核紀錄」的「監看」查看。")]
    messages.send_mail(
        once_key=f"watch:{watch.ref}:{lines[-1].id}", recipient=watch.recipient,
        subject=_("監看警示"), body="\n".join(body), branch_id=watch.branch_id, at=at,
    )  # fmt: skip


def _who(line: ReadLine) -> str:
    # Who reads a case online as a citizen is its obligor, or stands for him.
    return line.by_name if line.by_kind in {"staff", "agency", "system"} else _("本人或代理人")
