"""``wuai explain``: every rule of the house, asked from the command line, with its reasons.

Nothing here touches the database, and what a command does not need is not imported: an answer
comes in the blink of an eye. Days are given; only where none is given is today's asked, here at
the edge.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from wuai.config import explain_prose as prose
from wuai.config import explain_tables
from wuai.config.explain_options import (
    BranchlessCommand,
    Closures,
    Json,
    OnDay,
    calendar_with,
    day_or_none,
    day_or_today,
    require,
)
from wuai.config.output import emit, run_refusable
from wuai.kernel import identity_numbers, roc_dates, store_barcodes, virtual_accounts

app = typer.Typer(
    name="explain",
    help="法規與格式怎麼算 / How a rule or a format is reckoned.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command("store-barcodes", cls=BranchlessCommand)
def store_barcodes_command(
    deadline: Annotated[str, typer.Option(help="繳款期限 / deadline")],
    item: Annotated[str, typer.Option(help="代收項目代號 / item code")],
    account: Annotated[str, typer.Option(help="銷帳編號 / account")],
    amount: Annotated[int, typer.Option(help="金額 / whole dollars")],
    due: Annotated[str, typer.Option(help="應繳日，預設同期限 / due day")] = "",
    json_: Json = False,
) -> None:
    """超商三段條碼 / The three segments of a convenience-store slip."""
    with run_refusable(json_):
        segments = store_barcodes.compose(
            roc_dates.parse(deadline), item, account, amount, roc_dates.parse(due) if due else None
        )
        emit({"segments": segments}, json_, prose.lines_of("segments"))


@app.command("virtual-account", cls=BranchlessCommand)
def virtual_account(
    scheme: Annotated[str, typer.Option(help="編碼方式 / scheme")] = "",
    body: Annotated[str, typer.Option(help="企業代碼與自訂碼 / digits before the check")] = "",
    amount: Annotated[int | None, typer.Option(help="檢核金額 / amount in the check")] = None,
    list_: Annotated[bool, typer.Option("--list", help="列出所有編碼方式 / list")] = False,
    json_: Json = False,
) -> None:
    """虛擬帳號與檢碼 / A virtual account with its check digits."""
    with run_refusable(json_):
        if list_:
            emit(explain_tables.schemes(), json_, prose.schemes)
            return
        require(scheme=scheme, body=body)
        account = virtual_accounts.compose(scheme, body, amount)
        rule = virtual_accounts.find(scheme)
        document = {
            "account": account,
            "check": account[-rule.check_length :],
            "scheme": rule.code,
            "bank": rule.bank,
        }
        emit(document, json_, prose.virtual_account)


@app.command("id-number", cls=BranchlessCommand)
def id_number(number: str, json_: Json = False) -> None:
    """身分證、統一證號、統一編號 / Which kind of number, and whether its check holds."""
    found = identity_numbers.explain(number)
    document = {"kind": found.kind, "valid": found.valid, "reason": found.reason}
    emit(document, json_, prose.id_number)


@app.command("store-limit", cls=BranchlessCommand)
def store_limit(
    debt_kind: Annotated[str, typer.Option(help="TAX, NHI, LABOUR_INSURANCE, FINE, FEE")],
    on: OnDay = "",
    json_: Json = False,
) -> None:
    """超商單張上限 / How much one convenience-store slip may carry."""
    from wuai import legal

    with run_refusable(json_):
        found = legal.store_limit(debt_kind, on=day_or_today(on))
        document = {
            "debt_kind": found.kind,
            "limit": found.limit,
            "inclusive": found.inclusive,
            "source": found.source,
            "since": found.since,
            "confirmed": found.confirmed,
        }
        emit(document, json_, prose.store_limit)


@app.command("deadline", cls=BranchlessCommand)
def deadline_command(
    rule: Annotated[str, typer.Argument(help="規則代碼 / rule code")] = "",
    from_: Annotated[str, typer.Option("--from", help="起算事由發生日 / day of the event")] = "",
    closure: Closures = None,
    list_: Annotated[bool, typer.Option("--list", help="列出所有規則 / list")] = False,
    json_: Json = False,
) -> None:
    """期限 / A deadline with the days that were counted and skipped."""
    from wuai.legal import deadlines

    with run_refusable(json_):
        if list_:
            emit(explain_tables.deadline_rules(deadlines.rules()), json_, prose.rules)
            return
        require(rule=rule, from_=from_)
        found = deadlines.compute(rule, roc_dates.parse(from_), calendar_with(closure))
        document = {
            "rule": found.rule,
            "name": found.name,
            "from": found.start,
            "due": found.due,
            "until": found.until,
            "steps": found.steps,
            "sources": found.sources,
            "confirmed": found.confirmed,
        }
        emit(document, json_, prose.deadline)


@app.command("limitation", cls=BranchlessCommand)
def limitation_command(
    final: Annotated[str, typer.Option(help="處分確定日 / day the act became final")] = "",
    tax_period_end: Annotated[
        str, typer.Option(help="徵收期間屆滿日 / end of the collection period")
    ] = "",
    payment_period_end: Annotated[
        str, typer.Option(help="稅捐繳納期間屆滿日 / end of a tax's payment period")
    ] = "",
    started: Annotated[str, typer.Option(help="開始執行日 / day execution began")] = "",
    suspended: Annotated[int, typer.Option(help="停止執行日數 / suspended days")] = 0,
    json_: Json = False,
) -> None:
    """執行期間 / The last days of enforcement."""
    from wuai.legal import limitation

    with run_refusable(json_):
        found = limitation.limits(
            final=day_or_none(final),
            collection_end=day_or_none(tax_period_end),
            payment_end=day_or_none(payment_period_end),
            started=day_or_none(started),
            suspended_days=suspended,
        )
        emit(found, json_, prose.limitation)


@app.command("instalments", cls=BranchlessCommand)
def instalments_command(
    total: Annotated[int, typer.Option(help="金額 / whole dollars")],
    on: OnDay = "",
    count: Annotated[int | None, typer.Option(help="期數 / instalments")] = None,
    grounds: Annotated[str, typer.Option(help="ECONOMIC, DISASTER, SPECIAL")] = "",
    closure: Closures = None,
    json_: Json = False,
) -> None:
    """分期 / How many instalments, and when each is due."""
    from wuai.legal import instalments

    with run_refusable(json_):
        found = instalments.plan(
            total,
            day_or_today(on),
            count=count,
            grounds=grounds or None,
            calendar=calendar_with(closure),
        )
        document = {
            "total": found.total,
            "min": found.bounds.least,
            "max": found.bounds.most,
            "schedule": found.schedule,
            "sources": found.bounds.sources,
            "confirmed": found.bounds.confirmed,
        }
        emit(document, json_, prose.instalments)


@app.command("auction-ladder", cls=BranchlessCommand)
def auction_ladder_command(
    reserve: Annotated[int, typer.Option(help="最低價額 / first reserve price")],
    on: OnDay = "",
    cut: Annotated[int | None, typer.Option(help="每次減價百分比 / cut, per cent")] = None,
    deposit: Annotated[int | None, typer.Option(help="保證金百分比 / deposit, per cent")] = None,
    json_: Json = False,
) -> None:
    """拍次 / The reserve price and the deposit of each round."""
    from wuai.legal import auction_ladder

    with run_refusable(json_):
        found = auction_ladder.ladder(
            reserve, day_or_today(on), cut_percent=cut, deposit_percent=deposit
        )
        emit(found, json_, prose.ladder)


@app.command("distribution", cls=BranchlessCommand)
def distribution_command(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON")],
    on: OnDay = "",
    json_: Json = False,
) -> None:
    """分配表 / The distribution of a pool among claims."""
    from wuai.config import explain_distribution

    with run_refusable(json_):
        table = explain_distribution.table(file.read_bytes(), day_or_today(on))
        emit(table, json_, prose.distribution)


@app.command("surcharge", cls=BranchlessCommand)
def surcharge_command(
    principal: Annotated[int, typer.Option(help="本稅 / tax, whole dollars")],
    payment_end: Annotated[str, typer.Option(help="繳納期間屆滿日 / end of the payment period")],
    on: OnDay = "",
    json_: Json = False,
) -> None:
    """稅捐滯納金 / The surcharge on late tax, step by step."""
    from wuai.legal import surcharges

    with run_refusable(json_):
        found = surcharges.tax_surcharge(principal, roc_dates.parse(payment_end), day_or_today(on))
        emit(found, json_, prose.surcharge)


@app.command("calendar", cls=BranchlessCommand)
def calendar_command(
    year: Annotated[int, typer.Option(help="西元或民國年 / year, either way")],
    rule: Annotated[str, typer.Option(help="joint-auction")] = "joint-auction",
    closure: Closures = None,
    json_: Json = False,
) -> None:
    """123 聯合拍賣日 / The days of the joint auction."""
    from wuai.legal import joint_auction

    if rule != "joint-auction":
        raise typer.BadParameter("只有 joint-auction / only joint-auction", param_hint="--rule")
    if not 1 <= year <= 2200:
        raise typer.BadParameter("1–2200", param_hint="--year")
    with run_refusable(json_):
        days = joint_auction.days(roc_dates.from_roc_year(year), calendar_with(closure))
        document = {
            "rule": rule,
            "year": roc_dates.from_roc_year(year),
            "dates": [day.on for day in days],
            "days": days,
        }
        emit(document, json_, prose.joint_auction)


if __name__ == "__main__":
    app(args=sys.argv[1:], prog_name="wuai explain")
