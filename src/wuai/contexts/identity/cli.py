"""``wuai accounts``: the first administrator of an installation, and who has an account."""

from typing import Annotated, Any

import typer
from django.utils import timezone

from wuai.contexts.identity import actions, queries, rules
from wuai.contexts.identity.queries_acting import acting
from wuai.contexts.organisation import api as organisation
from wuai.platform.actors import system
from wuai.platform.output import emit, plain, run_refusable

app = typer.Typer(
    name="accounts", help="帳號 / Accounts.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False,
)  # fmt: skip
BranchCode = Annotated[str, typer.Option("--branch", help="分署代碼 / branch code")]
As = Annotated[str, typer.Option("--as", help="執行帳號 / account that acts")]
Json = Annotated[bool, typer.Option("--json", help="只輸出一份 JSON / one JSON document")]


@app.callback()
def accounts() -> None:
    """帳號 / Accounts."""


@app.command("create-first")
def create_first(
    username: Annotated[str, typer.Option(help="帳號名稱 / username")] = "admin",
    name: Annotated[str, typer.Option(help="姓名 / name of the person")] = "系統管理者",
    branch: BranchCode = "", as_: As = "", json_: Json = False,
) -> None:  # fmt: skip
    """建立一個分署的第一位帳號管理人員 / Make the first administrator of a branch."""
    with run_refusable(json_):
        where, at, by = organisation.resolve_branch(branch or None), timezone.now(), system()
        acting(as_, needs="account.manage", branch=where, at=at)
        if queries.has_accounts(where.id):
            raise rules.NotEmpty(branch=where.code)
        new = actions.NewAccount(
            username=username, name=name, branch_id=where.id, roles=("IT",)
        )  # fmt: skip
        made = actions.create_account(new=new, by=by, at=at)
        organisation.open_branch(code=where.code, demo=False, by=by, at=at)
        emit({"branch": where.code, **plain(made)}, json_, _first)


@app.command("list")
def listed(branch: BranchCode = "", as_: As = "", json_: Json = False) -> None:
    """一個分署的帳號 / The accounts of a branch."""
    with run_refusable(json_):
        where = organisation.resolve_branch(branch or None)
        acting(as_, needs="account.manage", branch=where, at=timezone.now())
        today = timezone.localdate()
        rows = [
            {
                "username": row.username, "name": row.name, "is_active": row.is_active,
                "roles": [held.code for held in row.roles_on(today)],
            }
            for row in queries.accounts(branch_id=where.id)
        ]  # fmt: skip
        emit(rows, json_, _rows)


def _first(document: Any) -> str:
    return (
        f"{document['branch']}：{document['username']}\n"
        f"一次性密碼 / one-time password: {document['first_password']}\n"
        "首次登入請換密碼並設定第二道驗證 / change it and add a second factor at the first login"
    )


def _rows(document: Any) -> str:
    return "\n".join(
        f"{row['username']:<20} {row['name']} {' '.join(row['roles'])}"
        f"{'' if row['is_active'] else ' （已停用 / ended）'}"
        for row in document
    )


if __name__ == "__main__":
    app()
