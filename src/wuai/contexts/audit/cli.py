"""``wuai audit``: verify the chain, or hand it to an auditor."""

import uuid
from pathlib import Path
from typing import Annotated, Any

import typer

from wuai.platform.output import emit, run_refusable

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def audit() -> None:
    """稽核軌跡 / the audit trail."""


def _allowed(account: str, branch: str) -> None:
    from django.utils import timezone

    from wuai.contexts.identity import api as identity
    from wuai.contexts.organisation import api as organisation

    if account:
        where = organisation.resolve_branch(branch or None)
        identity.acting(account, needs="audit.view", branch=where, at=timezone.now())


def _prose(report: Any) -> str:
    lines = [
        f"{'✓' if check.holds else '✗'} {check.name}: {check.detail}" for check in report.checks
    ]
    lines.append(f"{report.entries} 筆 / entries; head {report.head}; key {report.public_key}")
    lines.append("相符 / it holds" if report.holds else "不符 / IT DOES NOT HOLD")
    return "\n".join(lines)


@app.command()
def verify(
    dump: Annotated[
        Path | None, typer.Option(help="改查驗此傾印資料夾 / verify this dump instead")
    ] = None,
    key: Annotated[
        str, typer.Option(help="另行保存的公鑰 / the public key you keep elsewhere")
    ] = "",
    branch: Annotated[str, typer.Option("--branch", help="分署代碼 / branch code")] = "",
    as_: Annotated[str, typer.Option("--as", help="執行帳號 / account that acts")] = "",
    json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """查驗雜湊鏈與檢查點 / verify the chain and its checkpoints."""
    from django.utils import timezone

    from wuai.contexts.audit import actions, queries_verify

    with run_refusable(json):
        _allowed(as_, branch)
        if dump is not None:
            report = queries_verify.verify_dump(dump, key)
        else:
            actions.seal(at=timezone.now())
            report = queries_verify.verify()
        emit(report, json, _prose)
    if not report.holds:
        raise typer.Exit(1)


@app.command("erase")
def erase_command(
    before: Annotated[str, typer.Option("--before", help="抹除這天以前的 / what is older")],
    reason: Annotated[str, typer.Option("--reason", help="依據 / on what ground")],
    case: Annotated[str, typer.Option("--case", help="已結案件 / a closed case")] = "",
    party: Annotated[str, typer.Option("--party", help="當事人代號 / a party's reference")] = "",
    branch: Annotated[str, typer.Option("--branch", help="分署代碼 / branch code")] = "",
    as_: Annotated[str, typer.Option("--as", help="執行帳號 / account that acts")] = "",
    json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """抹除保存期滿者的個人文字 / erase personal text whose retention has ended."""
    from dataclasses import asdict

    from django.utils import timezone

    from wuai.contexts.audit import actions, actions_erase
    from wuai.contexts.identity import api as identity
    from wuai.contexts.organisation import api as organisation
    from wuai.kernel import roc_dates

    if bool(case) == bool(party):
        raise typer.BadParameter("請指定 --case 或 --party 其一 / give --case or --party")
    if not reason.strip():
        raise typer.BadParameter("請寫明依據 / say on what ground", param_hint="--reason")
    with run_refusable(json):
        at, where = timezone.now(), organisation.resolve_branch(branch or None)
        by = identity.acting(as_, needs="system.operate", branch=where, at=at)
        subject = _subject(where.id, case, party)
        actions.seal(at=at)
        done = actions_erase.erase(
            subject=subject, before=roc_dates.parse(before), reason=reason.strip(), by=by, at=at,
            on=timezone.localdate(at),
        )  # fmt: skip
        actions.seal(at=timezone.now())
        emit(asdict(done), json, lambda held: f"{sum(held.values())} 筆已抹除 / lines erased")


def _subject(branch_id: int, case: str, party: str) -> Any:
    from wuai.contexts.audit import actions_erase
    from wuai.contexts.cases import api as cases
    from wuai.contexts.parties import api as parties

    if case:
        return actions_erase.of_cases([cases.case_by_number(branch_id, case)], branch_id=branch_id)
    try:
        found = parties.party_by_ref(branch_id, uuid.UUID(party))
    except ValueError:
        found = None
    if found is None:
        raise actions_erase.PartyUnknown(field="party")
    held = cases.cases_of_obligor(found.id)
    return actions_erase.of_cases(held, branch_id=branch_id, party=(found.id, str(found.ref)))


@app.command("dump")
def write_dump(
    output: Annotated[Path, typer.Option("-o", "--output", help="新資料夾 / a new folder")],
    branch: Annotated[str, typer.Option("--branch", help="分署代碼 / branch code")] = "",
    as_: Annotated[str, typer.Option("--as", help="執行帳號 / account that acts")] = "",
    json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """輸出可離線查驗的傾印 / write a dump that can be verified elsewhere."""
    from django.utils import timezone

    from wuai.contexts.audit import actions, queries
    from wuai.contexts.audit.gateways.auditor import dump as auditor

    with run_refusable(json):
        _allowed(as_, branch)
        sealed = actions.seal(at=timezone.now())
        points = queries.stored_checkpoints()
        steps = queries.walk(until=sealed.seq)
        entries = auditor.write(output, steps, points, queries.public_key())
        document = {"folder": str(output), "entries": entries, "head": sealed.hash}
        emit(document, json, lambda held: f"{held['entries']} 筆 / entries → {held['folder']}")
