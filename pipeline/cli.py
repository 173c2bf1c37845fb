"""The command line: thin. Parse, call, print. Whatever is heavy is imported by the command that needs it."""

from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from pipeline import (
    cli_db,
    cli_digest,
    cli_entity,
    cli_export,
    cli_extract,
    cli_forget,
    cli_import,
    cli_ingest,
    cli_judge,
    cli_lists,
    cli_model,
    cli_query,
    cli_report,
    cli_review,
    cli_search,
    cli_serve,
    cli_sources,
)
from pipeline.command import ending

_ORDER: Final = (
    "ingest", "review", "facts", "discrepancies", "digest", "search", "entity", "judge", "query", "report", "export", "import",
    "serve", "releases", "extract", "sources", "forget", "db", "model", "evaluate",
)  # fmt: skip


class _InOrder(TyperGroup):
    """Lists the commands as they are come to, not as they are defined."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(
            super().list_commands(ctx), key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER)
        )


app = typer.Typer(
    cls=_InOrder,
    help="German press releases in, facts with their evidence out.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: quick, and brackets stay brackets
    pretty_exceptions_enable=False,
)
app.add_typer(cli_db.app, name="db")
app.add_typer(cli_sources.app, name="sources")
app.add_typer(cli_model.app, name="model")
app.command()(cli_ingest.ingest)
app.command()(cli_extract.extract)
app.command()(cli_extract.evaluate)
app.command()(cli_lists.facts)
app.command()(cli_lists.discrepancies)
app.command()(cli_lists.releases)
app.command()(cli_forget.forget)
app.command()(cli_entity.entity)
app.command()(cli_judge.judge)
app.command()(cli_query.query)
app.command()(cli_search.search)
app.add_typer(cli_import.app, name="import")
app.command()(cli_digest.digest)
app.command()(cli_export.export)
app.command()(cli_report.report)
app.command()(cli_review.review)
app.command()(cli_serve.serve)


def main() -> None:
    """Entry point of `belegt`."""
    ending(app)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"belegt {version('belegt')}")
        raise typer.Exit


@app.callback()
def _belegt(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    del version
