"""``wuai assignment``: deal a batch again and compare.

The batch belongs to `referrals`, above; what it committed to is in the history, which is below.
"""

from typing import Annotated, Any

import typer
from django.utils import timezone

from wuai.contexts.cases.queries_replay import NoAssignmentRun, replay
from wuai.contexts.identity import api as identity
from wuai.contexts.organisation import api as organisation
from wuai.platform.models import HistoryLine
from wuai.platform.output import emit, run_refusable

app = typer.Typer(
    name="assignment", help="分案 / Assignment.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False,
)  # fmt: skip


@app.callback()
def assignment() -> None:
    """分案 / Assignment."""


@app.command("replay")
def replay_command(
    batch: Annotated[str, typer.Argument(help="批號 / batch")],
    branch: Annotated[str, typer.Option("--branch", help="分署代碼 / branch code")] = "",
    as_: Annotated[str, typer.Option("--as", help="執行帳號 / account that acts")] = "",
    json_: Annotated[bool, typer.Option("--json", help="只輸出一份 JSON")] = False,
) -> None:
    """以留存的種子與規則重算每件分案 / Recompute each assignment from the stored seed."""
    with run_refusable(json_):
        if as_:
            where = organisation.resolve_branch(branch or None)
            identity.acting(as_, needs="case.view", branch=where, at=timezone.now())
        found = replay(batch, committed(batch))
        emit(
            {"batch": batch, "same": found.same, "different": found.different,
             "seed_holds": found.seed_holds},
            json_, _said,
        )  # fmt: skip
        if found.different or not found.seed_holds:
            raise typer.Exit(1)


def committed(batch: str) -> str:
    """The hash of the seed as it was recorded when the batch arrived."""
    line = (
        HistoryLine.objects.filter(
            action="referral.receive", subject_kind="batch", subject_ref=batch
        )
        .order_by("id")
        .first()
    )
    if line is None:
        raise NoAssignmentRun()
    return str(line.data["seed_sha256"])


def _said(found: dict[str, Any]) -> str:
    seed = "種子與事前承諾相符 / the seed is the committed one" if found["seed_holds"] else (
        "種子與事前承諾不符 / the seed is NOT the committed one"
    )  # fmt: skip
    return f"相同 same {found['same']:,}\n不同 different {found['different']:,}\n{seed}"
