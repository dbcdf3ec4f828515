"""``wuai notices issue``: finds the cases (referrals and cases know them) and hands them to notices."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from django.db import connection
from django.utils import timezone
from rich.console import Console

from wuai.contexts.cases import api as cases
from wuai.contexts.identity import api as identity
from wuai.contexts.notices import api as notices
from wuai.contexts.organisation import api as organisation
from wuai.contexts.payments import api as payments
from wuai.contexts.referrals import api as referrals
from wuai.kernel.roc_dates import parse
from wuai.platform.actors import Actor
from wuai.platform.output import emit, run_refusable

app = typer.Typer(no_args_is_help=True, help="通知書 / Notices")
CASES_AT_ONCE = 10_000
_LOCK = 0x4953_5355  # "ISSU": one run of this command a branch at a time
_tell = Console(stderr=True)


@app.callback()
def notices_group() -> None:
    """通知書 / Notices."""


@dataclass(slots=True)
class Run:
    """What one run of the command works with and what it has made so far."""

    branch_id: int
    folder: Path
    by: Actor
    at: datetime
    on: date
    key: str = ""
    notices: int = 0
    pages: int = 0
    set_aside: int = 0
    files: list[str] = field(default_factory=list)
    tasks: list[dict[str, object]] = field(default_factory=list)

    def print(self, batch_ref: uuid.UUID) -> None:
        """Print what waits of a batch and write its files."""
        done = notices.render_pending(batch_ref, by=self.by, at=self.at)
        written = notices.deliver(done.batch_ref, self.folder, by=self.by, at=self.at)
        self.notices += done.notices
        self.pages += done.pages
        self.set_aside += done.set_aside
        self.files += [str(path) for path in written]
        self.tasks += [
            {"notice": task.number, "characters": task.characters}
            for task in notices.tasks_of_batch(done.batch_ref)
        ]
        _tell.print(
            f"{done.notices} 張 / notices, {done.pages} 頁 / pages, {len(written)} 檔 / files"
        )

    def issue(self, case_ids: Sequence[int]) -> bool:
        """Issue and print notices for these cases; whether there was anything to issue."""
        anything = False
        for ids in self._slices(case_ids):
            try:
                ref = notices.issue_notices(
                    case_ids=ids, kind="PAYMENT", request_key=self.key, by=self.by, at=self.at,
                    on=self.on,
                )  # fmt: skip
            except notices.NothingToNotify:
                continue
            anything = True
            self.print(ref)
        return anything

    def _slices(self, case_ids: Sequence[int]) -> Iterator[list[int]]:
        """Never parts the cases of one person: they share a letter."""
        rows = sorted(cases.case_rows(case_ids).values(), key=lambda row: (row.obligor_id, row.id))
        slice_: list[int] = []
        for row, following in zip(rows, [*rows[1:], None], strict=False):
            slice_.append(row.id)
            parted = following is None or following.obligor_id != row.obligor_id
            if following is None or (parted and len(slice_) >= CASES_AT_ONCE):
                yield slice_
                slice_ = []


@app.command("issue")
def issue(
    output: Annotated[Path, typer.Option("-o", "--output", help="輸出資料夾 / output folder")],
    batch: Annotated[str, typer.Option(help="移送批次 / referral batch")] = "",
    case: Annotated[str, typer.Option(help="執行案號 / case number")] = "",
    on: Annotated[str, typer.Option(help="發文日 / day of issue")] = "",
    branch: Annotated[str, typer.Option(help="分署代碼 / branch")] = "",
    as_account: Annotated[str, typer.Option("--as", help="帳號 / account")] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """開立並列印通知書；不加選項即為所有無有效繳款單的未結案件。"""
    if batch and case:
        raise typer.BadParameter("--batch 與 --case 只能擇一 / give --batch or --case, not both")
    with run_refusable(as_json):
        run = _run(output, on, branch, as_account)
        with _alone(run.branch_id):
            _work(run, batch, case)
        emit(_result(run), as_json, _prose)


def _run(output: Path, on: str, branch: str, as_account: str) -> Run:
    row = organisation.resolve_branch(branch or None)
    at = timezone.now()
    by = identity.acting(as_account, needs="notice.issue", branch=row, at=at)
    return Run(row.id, output, by, at, parse(on) if on else timezone.localdate(at))


def _work(run: Run, batch: str, case: str) -> None:
    if case:
        found = cases.case_by_number(run.branch_id, case)
        run.print(
            notices.issue_notices(
                case_ids=[found.id], kind="PAYMENT", request_key="", by=run.by, at=run.at, on=run.on
            )
        )
        return
    run.key = f"cli:batch:{batch}" if batch else "cli:open"
    asked = _cases_of_batch(run.branch_id, batch) if batch else cases.open_case_ids(run.branch_id)
    earlier = notices.batches_of_request(run.branch_id, run.key)
    pending = [row for row in earlier if row.delivered_at is None]
    for row in pending:
        run.print(row.ref)
    lacking = set(asked) - payments.has_valid_slip(asked, run.on)
    issued = run.issue(sorted(lacking))
    if batch and not issued and not pending:
        for row in earlier:  # asked again: the same files
            run.print(row.ref)


def _cases_of_batch(branch_id: int, batch: str) -> list[int]:
    try:
        ref = uuid.UUID(batch)
    except ValueError as error:
        raise referrals.BatchUnknown() from error
    return list(referrals.batch_case_ids(referrals.batch(ref, branch_id=branch_id).ref))


@contextmanager
def _alone(branch_id: int) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_LOCK, branch_id])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, branch_id])


def _result(run: Run) -> dict[str, object]:
    return {
        "notices": run.notices, "pages": run.pages, "files": run.files,
        "set_aside": run.set_aside, "tasks": run.tasks,
    }  # fmt: skip


def _prose(result: dict[str, Any]) -> str:
    files = result["files"]
    return (
        f"{result['notices']} 張通知書，{result['pages']} 頁，待處理 {result['set_aside']} 張"
        f" / {result['notices']} notices, {result['pages']} pages, {result['set_aside']} set aside\n"
        + "\n".join(str(name) for name in files)
    )
