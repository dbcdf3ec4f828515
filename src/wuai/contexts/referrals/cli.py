"""``wuai referrals``: take files in, give feedback out."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import timezone

from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.contexts.referrals import queries_results as results
from wuai.contexts.referrals.actions import intake, retry
from wuai.contexts.referrals.actions.rehearse import rehearsed
from wuai.contexts.referrals.queries_feedback import feedback_rows, write_feedback
from wuai.kernel import roc_dates
from wuai.kernel.taipei import day_of
from wuai.platform.output import emit, run_refusable

app = typer.Typer(
    name="referrals", help="移送檔收件與回饋 / Referral files in, feedback out.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="只輸出一份 JSON / one JSON document")]
BranchCode = Annotated[str, typer.Option("--branch", help="分署代碼 / branch code")]
As = Annotated[str, typer.Option("--as", help="執行帳號 / account that acts")]
AgencyCode = Annotated[str, typer.Option("--agency", help="移送機關代碼 / agency code")]


@app.callback()
def referrals() -> None:
    """移送檔收件與回饋 / Referral files in, feedback out."""


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV")],
    agency: AgencyCode,
    rehearse: Annotated[bool, typer.Option("--rehearse", help="預演，不變更任何資料")] = False,
    retry_rejected: Annotated[bool, typer.Option("--retry-rejected", help="重檢退件列")] = False,
    signature: Annotated[
        Path | None, typer.Option("--signature", exists=True, dir_okay=False, help="簽章檔 .p7s")
    ] = None,
    branch: BranchCode = "",
    as_: As = "",
    json_: Json = False,
) -> None:
    """匯入移送檔 / Import a referral file, or rehearse it."""
    if rehearse and retry_rejected:
        raise typer.BadParameter(
            "--rehearse 與 --retry-rejected 只能擇一 / give --rehearse or --retry-rejected, not both"
        )
    with run_refusable(json_):
        at = timezone.now()
        where = organisation.resolve_branch(branch or None)
        whose = organisation.agency(agency).id
        by = identity.acting_for_agency(
            as_, needs="referral.intake", scope="agency.refer", branch=where, agency_id=whose, at=at
        )
        upload = intake.read_upload(file)
        if signature is not None:
            upload = replace(upload, signature=signature.read_bytes())
        facts: dict[str, Any] = {
            "upload": upload, "branch_id": where.id, "agency_id": whose,
            "on": day_of(at), "told": _progress,
        }  # fmt: skip
        if rehearse:
            with rehearsed(**facts) as outcome:
                path = results.write_rehearsal(upload.sha256)
        else:
            run = retry.retry_file if retry_rejected else intake.import_file
            outcome = run(by=by, at=at, **facts)
            path = results.write_results(outcome.batch)
        emit({**asdict(outcome), "results": str(path)}, json_, _said)


def _progress(rows: int) -> None:
    typer.echo(f"\r{rows:,}", nl=False, err=True)


def _said(outcome: dict[str, Any]) -> str:
    head = "預演（未變更任何資料） / rehearsal, nothing changed" if outcome["rehearsal"] else ""
    if outcome["replayed"]:
        head = "此檔先前已收，列出原結果 / received before, the first outcome follows"
    lines = [
        head,
        f"批號 batch       {outcome['batch'] or '—'}",
        f"列數 rows        {outcome['rows']:,}",
        f"受理 accepted    {outcome['accepted']:,}",
        f"退件 rejected    {outcome['rejected']:,}",
        f"重複 duplicates  {outcome['duplicates']:,}",
        *(f"注意 warning     {w['zh']} / {w['en']}" for w in outcome["warnings"]),
        f"逐列結果 results {outcome['results']}",
    ]
    return "\n".join(line for line in lines if line)


@app.command("feedback")
def feedback_command(
    agency: AgencyCode,
    on: Annotated[str, typer.Option("--on", help="日期 / day")],
    output: Annotated[Path, typer.Option("-o", "--output", help="CSV")],
    branch: BranchCode = "",
    as_: As = "",
    json_: Json = False,
) -> None:
    """回饋檔：當日分案與結案 / The feedback file of a day."""
    with run_refusable(json_):
        where, whose = organisation.resolve_branch(branch or None), organisation.agency(agency)
        identity.acting_for_agency(
            as_, needs="referral.intake", scope="agency.cases", branch=where, agency_id=whose.id,
            at=timezone.now(),
        )  # fmt: skip
        day = roc_dates.parse(on)
        rows = feedback_rows(agency_id=whose.id, branch_id=where.id, on=day)
        write_feedback(rows, output)
        emit(
            {"agency": whose.code, "branch": where.code, "on": day, "rows": len(rows),
             "file": str(output)},
            json_, lambda found: f"{found['rows']} → {found['file']}",
        )  # fmt: skip
