"""`belegt sources`: where releases come from every night."""

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.command import Private, answering, settings_of
from pipeline.errors import SOME_FAILED, BelegtError

if TYPE_CHECKING:
    from corpus.listing import Kind

app = typer.Typer(
    help="Name the sources that `belegt ingest --all-sources` reads.", no_args_is_help=True, rich_markup_mode=None
)
_Name = Annotated[str, typer.Argument(metavar="NAME", help="What it is called: letters, digits, - and _.")]


@app.command()
@answering
def add(
    name: _Name,
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed, a sitemap, a page of links, or one page.")],
    *,
    kind: Annotated[str | None, typer.Option(help="page, feed, sitemap or listing [default: as it turns out].")] = None,
    links: Annotated[
        str | None, typer.Option(help="It is a listing: a pattern that the addresses of its releases hold.")
    ] = None,
    since: Annotated[str | None, typer.Option(help="Leave out what a feed or sitemap says to be older.")] = None,
    pages: Annotated[int, typer.Option(min=1, help="How many pages of a listing are followed.")] = 1,
) -> None:
    """Add a source to the file of named sources."""
    from corpus import named_sources
    from corpus.errors import Unreadable
    from corpus.listing import KINDS
    from corpus.wants import Want
    from pipeline.command import day_of
    from pipeline.fetching import of

    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(KINDS)}", param_hint="--kind")
    known: Kind | None = kind  # type: ignore[assignment]
    path = settings_of().sources
    try:
        named_sources.add(path, Want(url, known, links, day_of("--since", since), pages, name))
    except Unreadable as error:
        raise of(error, path) from error
    typer.echo(f"{path}: {name} added; try it with: belegt sources check {name}")


@app.command("list")
@answering
def list_() -> None:
    """List the named sources."""
    from pipeline.fetching import named_sources
    from pipeline.output import found_nothing

    settings = settings_of()
    found = named_sources(settings)
    if not found:
        found_nothing()
    for name, want in found.items():
        parts = {"kind": want.kind, "links": want.links, "since": want.since, "pages": want.pages > 1 and want.pages}
        told = "".join(f"  {key} {value}" for key, value in parts.items() if value)
        typer.echo(f"{name}  {want.address}{told}")


@app.command()
@answering
def remove(name: _Name) -> None:
    """Take a source out of the file; what was stored of it stays."""
    from corpus import named_sources
    from corpus.errors import Unreadable
    from pipeline.fetching import of

    path = settings_of().sources
    try:
        named_sources.remove(path, name)
    except Unreadable as error:
        raise of(error, path) from error
    typer.echo(f"{path}: {name} removed; the releases that came from it stay stored")


@app.command()
@answering
def check(
    name: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Which; all when none is named.")
    ] = None,
    *,
    allow_private_hosts: Private = False,
) -> None:
    """Fetch each source's listing, not the releases, and say what it leads to; nothing is stored."""
    from corpus.wants import Tally
    from corpus.web import listed
    from pipeline.fetching import manners_of, named_sources

    settings = settings_of(allow_private_hosts=allow_private_hosts or None)
    found = named_sources(settings)
    for one in name or []:
        if one not in found:
            cure = f"the names are {', '.join(found) or 'none yet: belegt sources add NAME URL'}"
            raise BelegtError(f"there is no source named {one}", str(settings.sources), cure)
    if not found:
        raise BelegtError("there are no named sources", str(settings.sources), "belegt sources add NAME URL")
    manners = manners_of(settings)
    if manners.contact is None:
        typer.echo("note: set `contact` in belegt.toml, so that a host can reach you instead of refusing you", err=True)
    failed = False
    for one in name or found:
        tally = Tally()
        links, failures = listed(found[one], manners, tally, most=3)
        newest = f", the newest of {tally.newest}" if tally.newest else ""
        if tally.listed:
            typer.echo(f"{one}: {tally.kind}, {tally.listed:,} page{'s' * (tally.listed != 1)}{newest}")
            for link in links:
                typer.echo(f"  {link.address}")
        elif not failures:
            typer.echo(f"{one}: {tally.kind}, nothing{f' since {found[one].since}' if found[one].since else ''}")
        for failure in failures:
            failed = True
            typer.echo(f"{one}: {failure.source}: {failure.reason}\n  cure: {failure.cure}", err=True)
    if failed:
        raise typer.Exit(SOME_FAILED)
