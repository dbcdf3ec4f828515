"""What every page needs around it: branch, navigation, search, session warning, shortcuts.

The tables name addresses of every context; an entry whose address is not routed (its context was
removed) or not permitted is not shown, so the menu has no dead ends.
"""

import functools
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.kernel.bilingual import Bilingual
from wuai.kernel.refusal import Refusal
from wuai.platform import searches
from wuai.platform.actors import PUBLIC, Actor

WARN_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; any of ``needs`` opens it, ``key`` follows g on the keyboard."""

    label: Any
    url: str
    needs: tuple[str, ...] = ()
    key: str = ""


Menu = tuple[tuple[Any, tuple[Entry, ...]], ...]  # heading (none for the first lines), entries
STAFF: Menu = (
    ("", (
        Entry(_("今日工作"), "/staff/", (), "t"),
        Entry(_("待辦事項"), "/staff/tasks/", ("case.view", "application.view", "application.confidential",
              "petition.view", "petition.ethics", "petition.harassment", "petition.confidential"), "x"),
    )),
    (_("案件辦理"), (
        Entry(_("案件"), "/staff/cases/", ("case.view",), "c"),
        Entry(_("執行期間將屆滿"), "/staff/cases/expiring/", ("case.view",), "e"),
        Entry(_("移送收案"), "/staff/intake/", ("referral.intake",), "i"),
        Entry(_("補正通知"), "/staff/intake/supplies/", ("case.edit", "referral.intake")),
        Entry(_("整批改分"), "/staff/intake/move/", ("case.assign",), "d"),
        Entry(_("通知與送達"), "/staff/notices/", ("case.view",), "n"),
        Entry(pgettext_lazy("標題", "期限"), "/staff/deadlines/", ("case.view", "application.view"), "w"),
        Entry(_("分期繳納"), "/staff/instalments/", ("case.view",), "b"),
        Entry(_("聲明異議"), "/staff/objections/", ("case.view",), "j"),
        Entry(_("優先承買"), "/staff/preemption/", ("case.view",)),
        Entry(_("權利移轉證書"), "/staff/transfers/", ("case.view",)),
        Entry(_("獎勵檢舉公告"), "/staff/rewards/", ("case.view",)),
    )),
    (_("為民服務"), (
        Entry(_("申辦案件"), "/staff/applications/", ("application.view", "application.confidential"), "f"),
        Entry(_("夜間收文"), "/staff/night/", ("application.edit", "night.register")),
        Entry(_("人民陳情"), "/staff/petitions/", ("petition.view", "petition.ethics", "petition.harassment", "petition.confidential"), "q"),
        Entry(_("查詢服務台"), "/staff/enquiries/", ("case.view",)),
        Entry(_("委任"), "/staff/attorneys/", ("case.view",)),
        Entry(_("預約"), "/staff/appointments/", ("appointment.view",), "v"),
        Entry(_("關懷轉介"), "/staff/care/", ("care.view",)),
        Entry(_("待撥打的電話"), "/staff/calls/", ("case.edit",)),
    )),
    (_("收付款項"), (
        Entry(_("櫃檯收款"), "/staff/counter/", ("payment.counter",), "k"),
        Entry(_("規費"), "/staff/payments/fees/", ("payment.counter", "payment.approve")),
        Entry(_("錢櫃"), "/staff/payments/till/", ("payment.counter", "payment.approve")),
        Entry(_("收款紀錄"), "/staff/payments/", ("payment.view",), "p"),
        Entry(_("待查款項"), "/staff/suspense/", ("payment.settle", "payment.approve"), "u"),
        Entry(_("日結核對"), "/staff/payments/day/", ("payment.settle", "payment.approve"), "y"),
        Entry(_("票據"), "/staff/payments/till/cheques/", ("payment.view",)),
        Entry(_("解繳與付款"), "/staff/payments/payouts/", ("payment.settle", "payment.approve"), "o"),
        Entry(_("退還款項"), "/staff/payments/refunds/", ("payment.settle", "payment.approve")),
        Entry(_("機關對帳單"), "/staff/payments/statements/", ("payment.settle", "payment.approve")),
        Entry(_("收款圖表"), "/staff/figures/", ("report.view", "payment.view"), "g"),
        Entry(_("繳款管道"), "/staff/payments/channels/", ("payment.view", "reference.edit")),
    )),
    (_("管理"), (
        Entry(_("基本資料"), "/staff/reference/", ("reference.edit",), "r"),
        Entry(_("停止上班日"), "/staff/reference/closures/", ("reference.edit",), "h"),
        Entry(_("訊息範本"), "/staff/mails/wordings/", ("notice.template",)),
        Entry(_("回復範本"), "/staff/reply-texts/", ("application.edit", "application.decide")),
        Entry(_("寄出的訊息"), "/staff/mails/", ("system.operate",), "m"),
        Entry(_("帳號與角色"), "/staff/accounts/", ("account.manage",), "a"),
        Entry(_("移送檔的簽章憑證"), "/staff/intake/certificates/", ("account.manage",)),
        Entry(_("稽核紀錄"), "/staff/audit/", ("audit.view",), "l"),
    )),
)  # fmt: skip
AGENCY: Menu = (
    ("", (
        Entry(_("機關首頁"), "/agency/", (), "t"),
        Entry(_("移送的案件"), "/agency/cases/", ("agency.cases",), "c"),
        Entry(_("移送檔"), "/agency/referrals/", ("agency.refer",), "i"),
        Entry(_("補正通知"), "/agency/referrals/supplies/", ("agency.refer",)),
        Entry(_("回饋檔"), "/agency/feedback/", ("agency.cases", "agency.refer"), "f"),
        Entry(_("機關收款"), "/agency/payments/", ("agency.payments",), "p"),
        Entry(_("對帳與解繳"), "/agency/statements/", ("agency.payments",)),
        Entry(_("分期同意"), "/agency/instalments/", ("agency.consent",), "b"),
        Entry(_("帳號與角色"), "/agency/accounts/", ("agency.admin",), "a"),
        Entry(_("程式權杖"), "/agency/tokens/", ("agency.admin",), "k"),
        Entry(_("移送檔的簽章憑證"), "/agency/referrals/certificates/", ("agency.admin",)),
    )),
)  # fmt: skip
ACCOUNT = (
    Entry(_("我的登入"), "/account/sessions/"),
    Entry(_("變更密碼"), "/account/password/"),
    Entry(_("第二道驗證"), "/account/security/"),
)


CITIZEN = (
    Entry(_("我的案件"), "/my/"),
    Entry(_("給我的通知"), "/my/messages/"),
    Entry(_("誰看過我的資料"), "/my/access/"),
    Entry(_("我的身分與登出"), "/my/identity/"),
)


@functools.cache
def is_routed(url: str) -> bool:
    """Whether an address exists in this installation."""
    try:
        resolve(url)
    except Resolver404:
        return False
    return True


def entries(actor: Actor) -> list[Entry]:
    """The menu of a person: what exists and may be opened."""
    return [entry for _heading, group in _groups(actor) for entry in group]


def _groups(actor: Actor) -> list[tuple[Any, list[Entry]]]:
    table: Menu = {"staff": STAFF, "agency": AGENCY}.get(actor.kind, ())
    found = [(heading, [one for one in group if _opens(one, actor)]) for heading, group in table]
    return [(heading, group) for heading, group in found if group]


def has_one_desk(actor: Actor) -> bool:
    """Somebody on duty at night: the register is the only page, and the first one."""
    return actor.kind == "staff" and actor.permissions == {"night.register"}


def _opens(entry: Entry, actor: Actor) -> bool:
    if entry.url == "/staff/" and has_one_desk(actor):
        return False
    return is_routed(entry.url) and (not entry.needs or any(map(actor.may, entry.needs)))


def menu(actor: Actor, path: str) -> list[tuple[Any, list[tuple[Any, str, bool, None]]]]:
    """The menu as the pages print it, group by group under its heading.

    The longest address that begins the path is the current one.
    """
    groups, shown = _groups(actor), entries(actor)
    homes = {"/staff/", "/agency/"}
    here = max(
        (e.url for e in shown if path.startswith(e.url) and (e.url not in homes or path == e.url)),
        key=len, default="",
    )  # fmt: skip
    return [
        (heading, [(one.label, one.url, one.url == here, None) for one in group])
        for heading, group in groups
    ]


@dataclass(frozen=True, slots=True)
class Named:
    """A branch or an agency as the frame of a page names it."""

    name: Bilingual
    row: Any


def _named(give: Any, number: int) -> Named | None:
    try:
        row = give(number)
    except Refusal:
        return None
    return Named(Bilingual(row.name_zh, row.name_en), row)


def _session(request: HttpRequest) -> dict[str, Any] | None:
    if not is_routed("/account/extend"):
        return None
    return {
        "idle_seconds": settings.SESSION_COOKIE_AGE, "warn_seconds": WARN_SECONDS,
        "extend_url": "/account/extend", "ended_url": "/login/",
    }  # fmt: skip


def _citizen(request: HttpRequest) -> dict[str, Any]:
    """The frame around a citizen's pages; ``visit`` says for whom he acts."""
    return {
        "visit": identity.citizen_of(request),
        "tools": [(e.label, e.url) for e in CITIZEN if is_routed(e.url)],
        "session_timeout": {
            "idle_seconds": settings.SESSION_COOKIE_AGE, "warn_seconds": WARN_SECONDS,
            "extend_url": "/my/identity/extend/", "ended_url": "/login/citizen/",
        },
    }  # fmt: skip


def _words(request: HttpRequest, url: str) -> str:
    """What was searched for, on the page of the search itself."""
    return searches.given(request).get("q", "") if request.path == url else ""


def context(request: HttpRequest) -> dict[str, Any]:
    """Template variables of the frame around a page."""
    actor: Actor = getattr(request, "actor", PUBLIC)
    frame: dict[str, Any] = {"actor": actor, "lang": get_language() or "zh-hant"}
    if actor.kind == "citizen":
        return frame | _citizen(request)
    if actor.kind not in {"staff", "agency"}:
        return frame
    frame |= {
        "menu": SimpleLazyObject(lambda: menu(actor, request.path)),
        "home_url": "/staff/night/" if has_one_desk(actor) else f"/{actor.kind}/",
        "user_name": actor.name,
        "user_links": [(e.label, e.url) for e in ACCOUNT if is_routed(e.url)],
        "logout_url": "/logout/" if is_routed("/logout/") else "",
        "session_timeout": _session(request),
        "shortcuts": SimpleLazyObject(lambda: [e for e in entries(actor) if e.key]),
    }
    if actor.branch_id:
        branch_id = actor.branch_id
        frame["branch"] = SimpleLazyObject(lambda: _named(organisation.branch_by_id, branch_id))
    if actor.agency_id:
        agency_id = actor.agency_id
        frame["agency"] = SimpleLazyObject(lambda: _named(organisation.agency_by_id, agency_id))
    if actor.kind == "staff" and actor.may("case.view"):
        frame |= {
            "search_url": "/staff/search", "search_words": _words(request, "/staff/search"),
            "search_placeholder": _("案號、姓名、統一編號、通知書號或虛擬帳號"),
        }  # fmt: skip
    elif actor.may("agency.cases"):
        frame |= {
            "search_url": "/agency/cases/", "search_words": _words(request, "/agency/cases/"),
            "search_placeholder": _("移送案號、執行案號或姓名"),
        }  # fmt: skip
    return frame
