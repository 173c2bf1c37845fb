"""`belegt import`: what people decided elsewhere comes back."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.command import Db, answering, logged_in, settings_of
from pipeline.errors import SOME_FAILED

app = typer.Typer(help="Bring back what people decided elsewhere.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """Keep `decisions` a command of its own while it is the only one."""


@app.command()
@answering
def decisions(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The .xlsx of belegt export, reviewed; or .csv or .jsonl.")
    ],
    *,
    reviewer: Annotated[str | None, typer.Option(help="In whose name [default: who is logged in].")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be taken.")] = False,
    db: Db = None,
) -> None:
    """Store the decisions of a reviewed sheet; a second time changes nothing. Exit code 1 when some do not fit."""
    if reviewer is not None and not reviewer.strip():
        raise typer.BadParameter("name who decided", param_hint="--reviewer")

    from pipeline.reviewed import take

    outcome = take(settings_of(db=db).db, file, (reviewer or logged_in()).strip(), dry_run=dry_run)
    done = "would be taken" if dry_run else "taken"
    typer.echo(
        f"{file}: {outcome.taken:,} {done}, {outcome.unchanged:,} unchanged, {outcome.undecided:,} rows without a decision,"
        f" {len(outcome.misfits):,} did not fit"
    )
    if outcome.batch:
        typer.echo(f"  batch {outcome.batch}: under which they can be taken back together")
    for place, reason in outcome.misfits:
        typer.echo(f"  {place}: {reason}")
    if outcome.misfits:
        raise typer.Exit(SOME_FAILED)
