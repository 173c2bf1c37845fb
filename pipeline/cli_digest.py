"""`belegt digest`: what is new, to be read or sent by mail each morning."""

from enum import StrEnum
from typing import Annotated

import typer

from pipeline.command import Db, answering, day_of, settings_of


class Pages(StrEnum):
    """How a digest is printed."""

    text = "text"
    html = "html"
    json = "json"


class Times(StrEnum):
    """What makes a release new."""

    published = "published"
    seen = "seen"


class Tongues(StrEnum):
    """The languages of a digest."""

    de = "de"
    en = "en"


@answering
def digest(
    *,
    since: Annotated[str, typer.Option(metavar="DAY", help="The first day.")],
    until: Annotated[str | None, typer.Option(metavar="DAY", help="The last day [default: no end].")] = None,
    by: Annotated[
        Times,
        typer.Option(help="published: by the releases' dates, without one by their arrival; seen: by their arrival."),
    ] = Times.published,
    how: Annotated[Pages, typer.Option("--format", help="text and html for mail, json for programs.")] = Pages.text,
    lang: Annotated[Tongues, typer.Option(help="German or English.")] = Tongues.de,
    db: Db = None,
) -> None:
    """Say what each new release adds, confirms, changes, contradicts, and names for the first time."""
    from datetime import date, timedelta

    from db import digest as stored
    from pipeline import digest_pages
    from pipeline.output import write_json, write_lines
    from pipeline.reconcile.digest import digest as made
    from pipeline.reconcile.digest import named

    first, last = day_of("--since", since), day_of("--until", until)
    if first and last and last < first:
        raise typer.BadParameter(f"{until} is before {since}", param_hint="--until")
    # the last day of the calendar has no day after it
    end = None if last is None or last == date.max else (last + timedelta(days=1)).isoformat()
    window = stored.Window(by.value, first.isoformat() if first else "", end)
    with stored.reading(settings_of(db=db).db) as database:
        entries = made(stored.material(database, window, stored.releases_of(database, window)), window)
        known = stored.releases(database, named(entries))
    if how is Pages.json:
        write_json(digest_pages.as_rows(entries, known))
    elif how is Pages.html:
        from pipeline.digest_mail import page

        write_lines([page(entries, known, window, lang.value).rstrip("\n")])
    else:
        write_lines(digest_pages.text(entries, known, window, lang.value))
