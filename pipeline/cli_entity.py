"""`belegt entity`: one person, organisation, infrastructure, project or place, with all that is known of it."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Annotated, Any

import typer

from pipeline.command import Db, Table, answering, settings_of


@answering
def entity(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Any of its names, a part of one, or its id.")],
    *,
    kind: Annotated[
        str | None, typer.Option(help="PERSON, ORG, INFRASTRUCTURE, PROJECT or LOC, where a name is of several.")
    ] = None,
    how: Annotated[Table, typer.Option("--format", help="For people, or for programs.")] = Table.table,
    db: Db = None,
) -> None:
    """Show an entity: its names, what it was taken for one with and why, and what holds of it from when to when."""
    from db import entities
    from extractors.base import NAMED
    from pipeline.output import write_json, write_lines
    from pipeline.timeline import timeline
    from pipeline.wording import width_of

    if kind is not None and kind not in NAMED:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(NAMED)}", param_hint="--kind")
    path = settings_of(db=db).db
    found = entities.entity(path, entities.named(path, name, kind))
    spans = timeline(found["facts"])
    if how is Table.json:
        write_json([{**found, "timeline": [asdict(span) for span in spans]}])
    else:
        from pipeline import timeline as told

        write_lines(_head(found, width_of()))
        write_lines(told.lines(spans, width_of()))


def _head(found: Mapping[str, Any], width: int) -> Iterator[str]:
    from pipeline.wording import plural, quoted, wrapped

    yield from wrapped(f"{found['name']}  ({found['kind']}, {found['entity_id']})", "", "  ", width)
    yield f"  {plural(found['mentions'], 'mention')} in {plural(found['releases'], 'release')}"
    yield ""
    yield f"Names: {len({row['name'] for row in found['aliases']})}"
    for row in found["aliases"]:
        told = f"{row['name']}  ({row['rule']}, {row['score']:.2f}, {plural(row['releases'], 'release')})"
        yield from wrapped(told, "  ", "    ", width)
    yield ""
    if found["links"]:
        yield f"Taken for one: {len(found['links'])}"
        for row in found["links"]:
            marks = "" if row["status"] == "in force" else f", {row['status']}"
            who = f", {row['reviewer']} {row['decided'][:10]}" if row["reviewer"] else ""
            told = f"{row['first_name']} = {row['second_name']}  ({row['rule']}, {row['score']:.2f}{marks}{who})"
            yield from wrapped(told, "  ", "    ", width)
            for place in row["evidence"]:
                told = f"{quoted(place['quote'])} {place['published'] or 'no date'} · {place['source']}"
                yield from wrapped(told, "    ", "      ", width)
        yield ""
    yield f"What holds when: {plural(len(found['facts']), 'fact')}"
