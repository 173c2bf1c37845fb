"""`belegt facts`, `belegt discrepancies` and `belegt releases`: what is stored, as lists."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.command import AsRows, Db, Rows, answering, day_of, settings_of


@answering
def facts(
    *,
    about: Annotated[str | None, typer.Option(help="A name or a part of one; case does not count.")] = None,
    predicate: Annotated[list[str] | None, typer.Option(help="Only this predicate; may be repeated.")] = None,
    since: Annotated[
        str | None, typer.Option(help="Of releases published on that day (2025-07-01 or 01.07.2025) or later.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="That held on that day (2025-07-01 or 01.07.2025), as far as bounds are told.")
    ] = None,
    unused: Annotated[
        bool, typer.Option("--unused", help="Instead, by release: the dates, numbers and names that no fact uses.")
    ] = False,
    how: AsRows = Rows.table,
    db: Db = None,
) -> None:
    """List facts with their evidence; what a person rejected is left out."""
    if unused:
        _unused(predicate, as_of, about=about, since=_day("--since", since), how=how, db=db)
        return
    from db import queries
    from extractors.base import PREDICATES
    from pipeline import view
    from pipeline.output import found_nothing, write_csv_of, write_json, write_lines
    from pipeline.wording import width_of

    found = queries.facts(
        settings_of(db=db).db,
        about=about,
        predicates=_known("--predicate", predicate, PREDICATES),
        since=_day("--since", since),
        as_of=_day("--as-of", as_of),
    )
    if not found:
        found_nothing()
    if how is Rows.table:
        write_lines(view.facts(found, width_of()))
    elif how is Rows.json:
        write_json(found)
    else:
        write_csv_of(queries.FACT_SHEET, queries.fact_sheet(found))


def _unused(
    predicate: list[str] | None, as_of: str | None, *, about: str | None, since: str | None, how: Rows, db: Path | None
) -> None:
    for option, given in (("--predicate", predicate), ("--as-of", as_of)):
        if given:
            raise typer.BadParameter(
                "what no fact uses has none; leave one of the two out", param_hint=f"--unused {option}"
            )

    from db.ledger import UNUSED
    from db.ledger import unused as listed
    from pipeline.output import found_nothing, write_csv_of, write_json, write_lines
    from pipeline.unused import lines
    from pipeline.wording import width_of

    found = listed(settings_of(db=db).db, about=about, since=since)
    if not found:
        found_nothing()
    if how is Rows.table:
        write_lines(lines(found, width_of()))
    elif how is Rows.json:
        write_json(found)
    else:
        write_csv_of(UNUSED, found)


@answering
def discrepancies(
    *,
    kind: Annotated[list[str] | None, typer.Option(help="Only this kind; may be repeated.")] = None,
    verdict: Annotated[list[str] | None, typer.Option(help="Only this verdict; may be repeated.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what agrees.")] = False,
    how: AsRows = Rows.table,
    db: Db = None,
) -> None:
    """List what disagrees, with the quotes of both sides."""
    from db import queries
    from extractors.base import KINDS, VERDICTS
    from pipeline import view
    from pipeline.output import found_nothing, write_csv_of, write_json, write_lines
    from pipeline.wording import width_of

    path = settings_of(db=db).db
    found = queries.discrepancies(
        path,
        kinds=_known("--kind", kind, KINDS),
        verdicts=_known("--verdict", verdict, VERDICTS),
        everything=everything,
    )
    if not found:
        found_nothing()
    if how is Rows.json:
        write_json(found)
    elif how is Rows.csv:
        write_csv_of(queries.DISCREPANCY_SHEET, queries.discrepancy_sheet(path, found))
    elif found:
        write_lines(view.discrepancies(queries.disagreements(path, found), width_of()))


@answering
def releases(
    *,
    revisions: Annotated[
        str | None, typer.Option(metavar="ID", help="What each text of this release changed, and who copied it.")
    ] = None,
    how: AsRows = Rows.table,
    db: Db = None,
) -> None:
    """List the stored releases, oldest first; or the history of one."""
    if revisions is not None:
        from pipeline.releases import show

        show(settings_of(db=db).db, revisions, how)
        return

    from db import queries
    from pipeline import view
    from pipeline.output import found_nothing, write_csv_of, write_json, write_lines
    from pipeline.wording import width_of

    found = queries.releases(settings_of(db=db).db)
    if not found:
        found_nothing()
    if how is Rows.table:
        write_lines(view.releases(found, width_of()))
    elif how is Rows.json:
        write_json(found)
    else:
        write_csv_of(queries.RELEASE, found)


def _known(option: str, given: list[str] | None, known: tuple[str, ...]) -> list[str]:
    for value in given or []:
        if value not in known:
            raise typer.BadParameter(f"{value!r} is none of {', '.join(known)}", param_hint=option)
    return given or []


def _day(option: str, given: str | None) -> str | None:
    day = day_of(option, given)
    return None if day is None else day.isoformat()
