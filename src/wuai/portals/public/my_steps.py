"""What comes next and by when, from every context that knows a day: the nearest first."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wuai.kernel.money import format_nt
from wuai.platform.ui.pieces import Happening, Text
from wuai.platform.ui.wording import plain
from wuai.portals.public.my_cases import Mine, MyCase

# Stands in the address for the cases whose slips are over.
NO_SLIP = "none"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that comes next: what, by when (or at no fixed day), where it is done.

    ``mine``: the person does it; otherwise we do. ``press``: it is late, or something is lost.
    """

    what: str
    on: date | None = None
    detail: Text = ""
    url: str = ""
    mine: bool = True
    press: bool = False

    @property
    def ahead(self) -> Happening:
        """The same as an entry of a timeline."""
        return Happening(self.what, self.on, detail=self.detail, state="ahead", url=self.url)


def steps(mine: Mine) -> list[Step]:
    """Everything that comes next, what is late first."""
    found = [*_plans(mine), *_slips(mine), *_bookings(mine), *_requests(mine)]
    return sorted(found, key=lambda step: (not step.press, step.on or date.max, not step.mine))


def _numbers(held: list[MyCase]) -> str:
    """The number of one case, or how many they are."""
    if len(held) == 1:
        return held[0].number
    return ngettext("%(n)s 件", "%(n)s 件", len(held)) % {"n": len(held)}


def _plans(mine: Mine) -> Iterator[Step]:
    for plan in mine.plans:
        held = [case for case in mine.cases if case.plan is plan]
        url = held[0].url
        if not plan.runs:
            yield Step(
                _("分期申請 %(number)s 審核中，決定後通知您") % {"number": plan.number},
                detail=_("核准以前，仍請依繳款單繳納"), url=url, mine=False,
            )  # fmt: skip
            continue
        if plan.late:
            yield Step(
                _("補繳逾期的分期 %(money)s") % {"money": format_nt(plan.late)}, plan.late_since,
                _("有困難請先來電，還可以一起想辦法"), url, press=True,
            )  # fmt: skip
        if plan.next_on and plan.next_on >= mine.on:
            yield Step(
                _("繳納第 %(no)s 期 %(money)s")
                % {"no": plan.next_no, "money": format_nt(plan.next_amount)},
                plan.next_on, _("分期 %(number)s，共 %(count)s 期")
                % {"number": plan.number, "count": plan.count}, url,
            )  # fmt: skip


def _slips(mine: Mine) -> Iterator[Step]:
    """Whole debts by the day of their slips; those whose slips are over wait for new ones."""
    if not mine.visit.may("PAY"):
        return
    by_day: dict[date | None, list[MyCase]] = defaultdict(list)
    for case in mine.payable:
        if not case.by_instalments:
            slip = case.live_slip(mine.on)
            by_day[slip.due_on if slip else None].append(case)
    for day, held in by_day.items():
        money, url = format_nt(sum(case.owed for case in held)), _pay(held, day)
        if day is None:
            yield Step(
                _("換一張繳款單：%(cases)s，%(money)s")
                % {"cases": _numbers(held), "money": money},
                detail=_("手邊的繳款單已經過期或還沒有；這裡可以馬上拿到新的"), url=url,
            )  # fmt: skip
        else:
            yield Step(
                _("繳納 %(cases)s，%(money)s") % {"cases": _numbers(held), "money": money}, day,
                _("一次繳清有困難，可以申請分期"), url,
            )  # fmt: skip


def _pay(held: list[MyCase], day: date | None) -> str:
    if len(held) == 1:
        return f"/my/pay/?case={held[0].ref}"
    return f"/my/pay/?due={day.isoformat() if day else NO_SLIP}"


def _bookings(mine: Mine) -> Iterator[Step]:
    for one in mine.bookings:
        at = f"{timezone.localtime(one.starts_at):%H:%M}"
        where = " ".join(part for part in (at, plain(one.room_name)) if part)
        yield Step(
            _("到場：%(what)s") % {"what": plain(one.service_name)}, one.on,
            _("%(where)s，編號 %(number)s") % {"where": where, "number": one.number},
            "/appointments/mine/",
        )  # fmt: skip


def _requests(mine: Mine) -> Iterator[Step]:
    for one in mine.applications:
        if one.is_ended:
            continue
        name, url = plain(one.kind), f"/my/applications/{one.ref}/"
        if one.lacks:
            yield Step(
                _("補正您的申請：%(what)s") % {"what": name}, None, one.number, url, press=True
            )
        else:
            yield Step(
                _("我們答復您的申請：%(what)s") % {"what": name}, one.due_on, one.number, url,
                mine=False,
            )  # fmt: skip
