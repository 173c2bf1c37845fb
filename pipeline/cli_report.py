"""`belegt report`: pictures and tables of what the releases say, in one HTML file."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.command import Db, answering, settings_of


class Languages(StrEnum):
    """Of the report."""

    de = "de"
    en = "en"


@answering
def report(
    target: Annotated[Path, typer.Argument(metavar="OUT.html", help="The file; one that is there is replaced.")],
    *,
    lang: Annotated[Languages, typer.Option(help="The language of the report.")] = Languages.de,
    db: Db = None,
) -> None:
    """Write one HTML file with timelines, participation, network, numbers and what does not fit; it needs no network."""
    from pipeline.report.page import write

    content = write(settings_of(db=db).db, target, lang.value)
    typer.echo(
        f"{target}: {len(content.releases):,} releases, {content.facts:,} facts, {content.points:,} points"
        f" that do not fit, {target.stat().st_size / 1e6:.1f} MB"
    )
