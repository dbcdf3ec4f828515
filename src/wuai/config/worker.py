"""``wuai worker``: does the waiting jobs and the periodic duties; run as many as wanted."""

import typer

app = typer.Typer(add_completion=False)


@app.command()
def worker(
    concurrency: int = typer.Option(4, help="同時進行的工作數 / jobs at a time"),
    until_idle: bool = typer.Option(False, help="做完即結束 / end when no job waits"),
) -> None:
    """執行背景工作 / do the work that waits."""
    from wuai.platform.jobs import procrastinate_app

    # A copy of the application for fetching jobs; the jobs themselves keep deferring through
    # Django's connection, so what they publish belongs to their own transaction.
    connector = procrastinate_app.connector.get_worker_connector()  # type: ignore[attr-defined]
    procrastinate_app.with_connector(connector).run_worker(
        concurrency=concurrency,
        wait=not until_idle,
        listen_notify=not until_idle,
        shutdown_graceful_timeout=10,
        delete_jobs="successful",
        name="wuai",
    )
