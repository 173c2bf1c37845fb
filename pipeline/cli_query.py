"""`belegt query`: free SQL and named questions, read only."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from pipeline.command import AsRows, Db, Rows, answering, settings_of


@answering
def query(
    sql: Annotated[
        str | None, typer.Argument(metavar="SQL", help="One SELECT over the views v_release, v_mention, v_fact …")
    ] = None,
    *,
    named: Annotated[str | None, typer.Option(metavar="NAME", help="Ask this question instead (see --list).")] = None,
    param: Annotated[
        list[str] | None, typer.Option(metavar="K=V", help="A parameter of the named question; may be repeated.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="The named questions, with their parameters.")] = False,
    how: AsRows = Rows.table,
    limit: Annotated[
        int, typer.Option(min=1, help="The most rows; an answer with more is refused (exit code 2).")
    ] = 100_000,
    seconds: Annotated[
        float, typer.Option(min=0.001, help="The most time; what takes longer is refused (exit code 2).")
    ] = 10.0,
    db: Db = None,
) -> None:
    """Ask the database in SQL, or one of the named questions; nothing can be written."""
    if sum((sql is not None, named is not None, listed)) != 1:
        raise typer.BadParameter("give one of SQL, --named NAME, --list", param_hint="SQL")
    if param and named is None:
        raise typer.BadParameter("it goes with --named", param_hint="--param")
    if listed:
        _list(how)
        return

    from db.named import answer
    from db.readonly import ask
    from pipeline.output import found_nothing, write_rows

    path = settings_of(db=db).db
    if named is not None:
        found = answer(path, named, dict(map(_pair, param or [])), limit=limit, seconds=seconds)
    else:
        found = ask(path, sql or "", limit=limit, seconds=seconds)
    if not found.rows:
        found_nothing()
    write_rows(how, found.columns, found.rows)


def _pair(given: str) -> tuple[str, str]:
    name, sign, value = given.partition("=")
    if not sign:
        raise typer.BadParameter(f"{given!r} is not of the form name=value", param_hint="--param")
    return name.strip(), value.strip()


def _list(how: Rows) -> None:
    from db.named import NAMED
    from pipeline.output import write_csv, write_json, write_lines
    from pipeline.wording import width_of, wrapped

    if how is Rows.table:
        for one in NAMED:
            write_lines(wrapped(f"{one.name}: {one.german}. {one.english}.", "", "  ", width_of()))
            for parameter in one.parameters:
                needed = (
                    "needed" if parameter.default is None else f"[{parameter.default}]" if parameter.default else ""
                )
                told = f"{parameter.name} ({parameter.type}) {needed}".strip()
                write_lines(wrapped(f"{told}: {parameter.doc}", "    ", "      ", width_of()))
        return
    rows = list(_rows())
    if how is Rows.json:
        write_json(rows)
    else:
        write_csv(list(rows[0]), ([row[name] for name in rows[0]] for row in rows))


def _rows() -> Iterator[dict[str, Any]]:
    from dataclasses import asdict

    from db.named import NAMED

    for one in NAMED:
        yield asdict(one)
