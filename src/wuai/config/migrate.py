"""``wuai migrate``: bring the database up to this version, as its owner role."""

from typing import Annotated

import typer

from wuai.config import boot
from wuai.config.output import emit

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def migrate(json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """升級資料庫結構與基準資料 / migrate, load reference data, grant to the app role."""
    boot.prepare()
    boot.migrate(always=True)
    emit({"migrated": True}, json, lambda _: "資料庫已是最新版本 / the database is up to date")
