"""``wuai manage …``: Django's own commands, for developers."""

import typer

app = typer.Typer(add_completion=False)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def manage(context: typer.Context) -> None:
    """Pass everything on to Django's management."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["wuai manage", *context.args])
