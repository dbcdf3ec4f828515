"""``wuai demo``: a demo branch made by the real actions, as if some weeks had been worked there."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer
from django.utils import timezone

from wuai.config import demo_cards
from wuai.config.demo_weeks import Weeks
from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments import api as payments
from wuai.kernel.refusal import Refusal
from wuai.platform import actors
from wuai.platform.actions import action, record
from wuai.platform.history import was_done
from wuai.platform.output import emit, run_refusable

app = typer.Typer(
    name="demo", help="示範資料 / Demo data.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False,
)  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="只輸出一份 JSON / one JSON document")]
BranchCode = Annotated[str, typer.Option("--branch", help="分署代碼 / branch code")]
As = Annotated[str, typer.Option("--as", help="執行帳號 / account that acts")]
MARK = "demo.load"
USUAL = "SCY"


class CodeSpent(Refusal):
    code = "CODE_SPENT"
    zh = "這個帳號目前的驗證碼都用過了"
    en = "The present codes of this account were used"
    next_zh = "請等半分鐘再執行一次"
    next_en = "Wait half a minute and ask again"


@app.callback()
def demo() -> None:
    """示範資料 / Demo data."""


@app.command("load")
def load_command(
    cases: Annotated[int, typer.Option("--cases", min=10, help="案件數 / cases")] = 240,
    seed: Annotated[int, typer.Option("--seed", help="種子 / seed")] = 1,
    branch: BranchCode = "",
    as_: As = "",
    json_: Json = False,
) -> None:
    """建立示範分署 / Build the demo branch; the same seed again changes nothing."""
    with run_refusable(json_):
        if as_:
            identity.acting(as_, needs="system.operate", branch=_branch(branch), at=timezone.now())
        emit(load(cases=cases, seed=seed, branch=branch), json_, _told)


def load(*, cases: int, seed: int, branch: str = "") -> dict[str, Any]:
    """Accounts, referrals, notices, service, payments and what goes wrong with them."""
    at = timezone.now()
    where = _branch(branch)
    by = actors.system("demo", branch_id=where.id, branch_code=where.code)
    done = was_done(MARK, kind="demo", ref=_ref(where.code, seed, cases))
    if done is not None:
        return {**done, "replayed": True}
    organisation.open_branch(code=where.code, demo=True, by=by, at=at)
    accounts = identity.create_demo_accounts(branch=where.code, by=by, at=at)
    _accept_cards(where, by, at)
    weeks = Weeks(where.id, where.code, seed, cases, at)
    figures = {"branch": where.code, "seed": seed, "accounts": accounts} | asdict(weeks.run())
    remember(ref=_ref(where.code, seed, cases), figures=figures, by=by, at=at)
    return {**figures, "replayed": False}


def _branch(code: str) -> organisation.BranchRow:
    """The branch named, else the one that serves for demos, else the usual one."""
    try:
        return organisation.resolve_branch(code or None)
    except organisation.BranchUnclear:
        return organisation.branch(USUAL)


def _accept_cards(where: organisation.BranchRow, by: actors.Actor, at: datetime) -> None:
    """Accounts at simulated card platforms, so that a visitor can pay a notice by card."""
    for platform, account in payments.CARD_TEST_ACCOUNTS.items():
        payments.enter_contract(
            branch_id=where.id, values=account | {"platform": platform, "mode": "SIMULATED"},
            most=199_999, by=by, at=at, on=timezone.localdate(at),
        )  # fmt: skip


def _ref(code: str, seed: int, cases: int) -> str:
    return f"{code}:{seed}:{cases}"


@action(MARK)
def remember(*, ref: str, figures: dict[str, Any], by: actors.Actor, at: Any) -> None:
    """Keep that this demo was loaded and what it made."""
    record(kind="demo", ref=ref, data=figures)


def _told(found: dict[str, Any]) -> str:
    head = (
        "先前已建立 / was there already"
        if found["replayed"]
        else "示範分署已建立 / demo branch made"
    )
    return "\n".join(
        (
            head,
            f"案件 cases {found['cases']:,}，通知 notices {found['notices']:,}，"
            f"收款 payments {found['payments']:,}，待查 unmatched {found['unmatched']:,}",
            f"帳號 accounts {' '.join(found['accounts'])}",
            f"密碼 password {identity.DEMO_PASSWORD}，驗證碼 code: wuai demo code clerk",
        )
    )  # fmt: skip


@app.command("cards")
def cards_command(json_: Json = False) -> None:
    """示範自然人憑證給誰，第一次連結要填什麼 / Who has a demo citizen card, and what its first link needs."""
    with run_refusable(json_):
        emit([asdict(who) for who in demo_cards.people(at=timezone.now())], json_, _cards_told)


def _cards_told(found: Any) -> str:
    return "\n".join(
        f"{who['name']}  {who['case_number']}  {who['number']}  {who['code']}" for who in found
    )


@app.command("code")
def code_command(
    user: Annotated[str, typer.Argument(help="帳號 / account")],
    branch: BranchCode = "",
    as_: As = "",
    json_: Json = False,
) -> None:
    """示範帳號目前的驗證碼 / The current one-time code of a demo account."""
    with run_refusable(json_):
        at = timezone.now()
        if as_:
            identity.acting(as_, needs="system.operate", branch=_branch(branch), at=at)
        code = identity.current_code(user, at=at) or identity.current_code(
            user, at=at + timedelta(seconds=30)
        )
        if code is None:
            raise CodeSpent
        emit({"user": user, "code": code}, json_, lambda found: str(found["code"]))
