"""``wuai worker``: does the waiting jobs and the periodic duties; run as many as wanted."""

from typing import Annotated

import typer

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def worker(
    concurrency: Annotated[int, typer.Option(help="同時進行的工作數 / jobs at a time")] = 4,
    until_idle: Annotated[bool, typer.Option(help="做完即結束 / end when none waits")] = False,
) -> None:
    """執行背景工作 / do the work that waits."""
    from wuai.platform.jobs import procrastinate_app

    # A copy of the application for fetching jobs; the jobs themselves keep deferring through
    # Django's connection, so what they publish belongs to their own transaction.
    connector = procrastinate_app.connector.get_worker_connector()  # type: ignore[attr-defined]  # the base connector does not name it
    procrastinate_app.with_connector(connector).run_worker(
        concurrency=concurrency,
        wait=not until_idle,
        listen_notify=not until_idle,
        shutdown_graceful_timeout=10,
        delete_jobs="successful",
        name="wuai",
    )
