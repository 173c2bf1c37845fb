"""`belegt search`: German full text."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from pipeline.command import Db, Table, answering, day_of, settings_of
from pipeline.errors import BelegtError


@answering
def search(
    text: Annotated[
        list[str],
        typer.Argument(metavar="TEXT", help='Words, "phrases in quotes", beginnings: Onkolog*. All must be there.'),
    ],
    *,
    publisher: Annotated[str | None, typer.Option(help="Of publishers that are called so; a part is enough.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Published then (2025-07-01 or 01.07.2025) or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="Published then (2025-07-01 or 01.07.2025) or earlier.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help="Only in blocks of this kind: title, lead, heading, paragraph, caption …")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most releases.")] = 20,
    how: Annotated[Table, typer.Option("--format", help="For people, or for programs.")] = Table.table,
    db: Db = None,
) -> None:
    """Find releases: umlauts in any spelling, all forms of a word, words as parts of compounds; the best first."""
    from corpus.document import BLOCK_KINDS
    from db.search import Filters
    from db.search import search as find
    from db.wordforms import words
    from pipeline.output import found_nothing, write_json, write_lines
    from pipeline.wording import visible, width_of, wrapped

    if kind is not None and kind not in BLOCK_KINDS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(BLOCK_KINDS)}", param_hint="--kind")
    wanted = " ".join(text)
    if not words(wanted):
        message = f"{wanted!r} holds no word to look for"
        raise BelegtError(message, None, 'give words, a "phrase in quotes", or a beginning: Onkolog*')
    days = {name: day_of(f"--{name}", day) for name, day in (("since", since), ("until", until))}
    told = {name: day.isoformat() for name, day in days.items() if day is not None}
    filters = Filters(publisher=publisher, kind=kind, **told)
    found = find(settings_of(db=db).db, wanted, filters, limit=limit)
    if not found:
        found_nothing()
    if how is Table.json:
        write_json(found)
        return
    for row in found:
        head = " · ".join(filter(None, (row["published"], row["publisher"], row["title"], row["source"])))
        write_lines(wrapped(visible(" ".join(head.split())), "", "  ", width_of()))
        write_lines(wrapped(visible(marked(row)), "    ", "    ", width_of()))
        write_lines([f"    {row['release_id']} {row['start']}–{row['end']}", ""])


def marked(row: Mapping[str, Any]) -> str:
    """The snippet on one line: what was found in angle quotes, dots where the text goes on."""
    start, snippet = row["start"], row["snippet"]
    parts, at = list[str](), 0
    for first, last in row["marks"]:
        parts += [snippet[at : first - start], "›", snippet[first - start : last - start], "‹"]
        at = last - start
    told = " ".join("".join((*parts, snippet[at:])).split())
    return ("… " if start else "") + told + ("" if told.endswith((".", "!", "?")) else " …")
